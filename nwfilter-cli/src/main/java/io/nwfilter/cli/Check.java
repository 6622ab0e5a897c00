package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
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
import io.nwfilter.core.network.Network;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compiles what documents hold, only for the diagnostics. */
final class Check {

  /** What libvirt would know of a guest, for filters that no guest uses (RFC 5737, TEST-NET-1). */
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("192.0.2.1");

  /** What is to hold for any guest has to hold for those of two others, too. */
  private static final MacAddress OTHER_MAC = MacAddress.parse("52:54:00:a1:b2:c3");

  private static final ImmutableList<Ipv4Address> ADDRESSES =
      ImmutableList.of(ADDRESS, Ipv4Address.parse("10.117.34.69"));

  private final CheckedDocuments documents;
  private final FilterLibrary known;
  private final Findings findings;
  private final Semantics semantics;
  private final LibvirtRelease release;
  private final FirewallBackend backend;
  private final CompileOptions options;
  private final RuleChecks rules;

  Check(
      CheckedDocuments documents,
      FilterLibrary given,
      Findings findings,
      RuleChecks rules,
      Semantics semantics,
      LibvirtRelease release,
      FirewallBackend backend) {
    this.documents = documents;
    this.known = given.with(documents.filters());
    this.findings = findings;
    this.rules = rules;
    this.semantics = semantics;
    this.release = release;
    this.backend = backend;
    this.options = options(known).build();
  }

  private CompileOptions.Builder options(FilterLibrary library) {
    return CompileOptions.builder()
        .release(release)
        .networkBackend(backend)
        .library(library)
        .semantics(semantics);
  }

  void run() {
    FilterUse use = new FilterUse(known);
    for (Domain domain : documents.domains()) {
      domain.interfaces().forEach(one -> one.filterRef().ifPresent(use::add));
      compile(learned -> FilterCompiler.compile(StartedDomain.of(domain), learned));
    }
    for (Domain domain : documents.illegalDomains()) {
      domain.interfaces().forEach(one -> one.filterRef().ifPresent(use::add));
      Findings rest = new Findings();
      rest.attempt(() -> FilterCompiler.compile(StartedDomain.of(domain), options));
      findings.addErrors(rest);
    }
    for (FilterBinding binding : documents.bindings()) {
      use.add(binding.filterRef());
      compile(learned -> FilterCompiler.compile(binding, learned));
    }
    for (Network network : documents.networks()) {
      compile(learned -> FilterCompiler.compile(StartedNetwork.of(network), learned));
    }
    use.unused(documents.filters()).forEach(filter -> check(filter, known));
    documents.misnamed().forEach(filter -> check(filter, known.with(filter)));
    documents.illegal().forEach(this::checkReferences);
    findings.addAll(rules.findings());
  }

  private void compile(Function<CompileOptions, CompiledRules> compilation) {
    findings
        .attempt(() -> compilation.apply(options))
        .ifPresent(
            compiled -> {
              findings.addAll(compiled.diagnostics());
              rules.add(compiled);
              lookAgain(compiled, compilation);
            });
  }

  /** Looks at the rules that interfaces get once libvirt has learned their addresses. */
  private void lookAgain(CompiledRules compiled, Function<CompileOptions, CompiledRules> again) {
    List<InterfaceName> interim =
        compiled.interfaces().stream()
            .filter(CompiledInterface::interim)
            .map(CompiledInterface::name)
            .toList();
    for (Ipv4Address address : interim.isEmpty() ? List.<Ipv4Address>of() : ADDRESSES) {
      CompileOptions.Builder learned = options(known);
      interim.forEach(name -> learned.learnedAddress(name, address));
      new Findings().attempt(() -> again.apply(learned.build())).ifPresent(rules::addLearned);
    }
  }

  /** Of a filter that libvirt refuses, no more than the filters that it includes. */
  private void checkReferences(Filter filter) {
    DiagnosticSink errors = new DiagnosticSink();
    FilterReference reference =
        new FilterReference(filter.name(), Parameters.NONE, filter.location());
    findings.attempt(
        () ->
            FilterResolver.resolve(
                known.with(filter), reference, Parameters.NONE, semantics, errors));
    findings.addAll(errors.diagnostics());
  }

  /** A filter that nothing uses, or nothing can use, on an interface of its own. */
  private void check(Filter filter, FilterLibrary library) {
    FilterReference reference =
        new FilterReference(filter.name(), Parameters.NONE, filter.location());
    Parameters guest =
        Parameters.of("MAC", FilterMachine.MAC.toString()).with("IP", ADDRESS.toString());
    Optional<ResolvedFilter> resolved = Optional.empty();
    try {
      resolved = Optional.of(FilterResolver.resolve(library, reference, guest, semantics));
    } catch (NwfilterException e) {
      e.diagnostics().stream().map(Check::unreferenced).forEach(findings::add);
    }
    if (resolved.isPresent() && resolved.get().missing().isEmpty()) {
      try {
        CompiledRules compiled =
            compileAlone(filter, reference, library, FilterMachine.MAC, ADDRESS);
        compiled.diagnostics().stream().map(Check::unreferenced).forEach(findings::add);
        rules.addAlone(compiled, filter.location());
        rules.addAlone(
            compileAlone(filter, reference, library, OTHER_MAC, ADDRESSES.get(1)),
            filter.location());
      } catch (NwfilterException e) {
        e.diagnostics().stream()
            .filter(Check::isAboutTheFilter)
            .map(Check::unreferenced)
            .forEach(findings::add);
      }
    }
  }

  private CompiledRules compileAlone(
      Filter filter,
      FilterReference reference,
      FilterLibrary library,
      MacAddress mac,
      Ipv4Address address) {
    NetworkInterface alone =
        NetworkInterface.builder(Attachment.Bridge.named("br0"))
            .mac(mac)
            .targetDev(FilterMachine.NAME)
            .filter(reference)
            .location(filter.location())
            .build();
    CompileOptions learned = options(library).learnedAddress(FilterMachine.NAME, address).build();
    return FilterCompiler.compile(Domain.of(filter.name(), alone), learned);
  }

  /** Nothing refers to the filter: the first step of the path has no place. */
  static Diagnostic unreferenced(Diagnostic diagnostic) {
    ReferencePath path = ReferencePath.EMPTY;
    for (ReferencePath.Step step : diagnostic.path().steps()) {
      path = path.include(step.filter(), path.isEmpty() ? SourceLocation.NONE : step.reference());
    }
    return new Diagnostic(diagnostic.code(), diagnostic.message(), diagnostic.location(), path);
  }

  /** The address is not one that the author chose: it may be of the wrong family. */
  private static boolean isAboutTheFilter(Diagnostic diagnostic) {
    return diagnostic.code() != ResolutionCode.ILLEGAL_VARIABLE_VALUE;
  }
}
