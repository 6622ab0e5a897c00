package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import java.util.Optional;

/** Compiles what documents hold, only for the diagnostics. */
final class Check {

  /** What libvirt would know of a guest, for filters that no guest uses (RFC 5737, TEST-NET-1). */
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");

  private static final InterfaceName NAME = new InterfaceName("vnet0");
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("192.0.2.1");

  private final CheckedDocuments documents;
  private final FilterLibrary library;
  private final Findings findings;
  private final Semantics semantics;
  private final CompileOptions options;

  Check(CheckedDocuments documents, FilterLibrary known, Findings findings, Semantics semantics) {
    this.documents = documents;
    this.library = known.with(documents.filters());
    this.findings = findings;
    this.semantics = semantics;
    this.options = CompileOptions.builder().library(library).semantics(semantics).build();
  }

  void run() {
    FilterUse use = new FilterUse(library);
    for (Domain domain : documents.domains()) {
      domain.interfaces().forEach(one -> one.filterRef().ifPresent(use::add));
      findings
          .attempt(() -> FilterCompiler.compile(StartedDomain.of(domain), options))
          .ifPresent(compiled -> findings.addAll(compiled.diagnostics()));
    }
    for (FilterBinding binding : documents.bindings()) {
      use.add(binding.filterRef());
      findings
          .attempt(() -> FilterCompiler.compile(binding, options))
          .ifPresent(compiled -> findings.addAll(compiled.diagnostics()));
    }
    use.unused(documents.filters()).forEach(this::check);
    documents.illegal().forEach(this::checkReferences);
  }

  /** Of a filter that libvirt refuses, no more than the filters that it includes. */
  private void checkReferences(Filter filter) {
    DiagnosticSink errors = new DiagnosticSink();
    FilterReference reference =
        new FilterReference(filter.name(), Parameters.NONE, filter.location());
    findings.attempt(
        () ->
            FilterResolver.resolve(
                library.with(filter), reference, Parameters.NONE, semantics, errors));
    findings.addAll(errors.diagnostics());
  }

  /** A filter that nothing uses, on an interface of its own. */
  private void check(Filter filter) {
    FilterReference reference =
        new FilterReference(filter.name(), Parameters.NONE, filter.location());
    Parameters known = Parameters.of("MAC", MAC.toString()).with("IP", ADDRESS.toString());
    Optional<ResolvedFilter> resolved =
        findings.attempt(() -> FilterResolver.resolve(library, reference, known, semantics));
    if (resolved.isPresent() && resolved.get().missing().isEmpty()) {
      compileAlone(filter, reference);
    }
  }

  private void compileAlone(Filter filter, FilterReference reference) {
    NetworkInterface alone =
        NetworkInterface.builder(Attachment.Bridge.named("br0"))
            .mac(MAC)
            .targetDev(NAME)
            .filter(reference)
            .location(filter.location())
            .build();
    CompileOptions learned =
        CompileOptions.builder()
            .library(library)
            .semantics(semantics)
            .learnedAddress(NAME, ADDRESS)
            .build();
    try {
      Domain domain = Domain.of(filter.name(), alone);
      findings.addAll(FilterCompiler.compile(domain, learned).diagnostics());
    } catch (NwfilterException e) {
      e.diagnostics().stream().filter(Check::isAboutTheFilter).forEach(findings::add);
    }
  }

  /** The address is not one that the author chose: it may be of the wrong family. */
  private static boolean isAboutTheFilter(Diagnostic diagnostic) {
    return diagnostic.code() != ResolutionCode.ILLEGAL_VARIABLE_VALUE;
  }
}
