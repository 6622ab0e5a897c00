package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.diagnostic.DocumentCode;

/**
 * Compiles a document into the rules of its interfaces, by its kind.
 *
 * @param options what is known besides the document
 * @param findings takes the warnings
 */
record DocumentCompilation(CompileOptions options, Findings findings)
    implements LibvirtDocument.Visitor<ImmutableList<CompiledInterface>> {

  @Override
  public ImmutableList<CompiledInterface> domain(Domain domain) {
    CompiledDomain compiled = FilterCompiler.compile(domain, options);
    findings.addAll(compiled.diagnostics());
    return ImmutableList.copyOf(compiled.interfaces());
  }

  @Override
  public ImmutableList<CompiledInterface> binding(FilterBinding binding) {
    CompiledInterface compiled = FilterCompiler.compile(binding, options);
    findings.addAll(compiled.diagnostics());
    return ImmutableList.of(compiled);
  }

  /** Rules do not depend on the machine: one that has nothing but the interface will do. */
  @Override
  public ImmutableList<CompiledInterface> networkInterface(NetworkInterface networkInterface) {
    return domain(Domain.of("interface", networkInterface));
  }

  @Override
  public ImmutableList<CompiledInterface> network(Network network) {
    findings.addAll(FilterCompiler.compile(network, options).diagnostics());
    return ImmutableList.of();
  }

  @Override
  public ImmutableList<CompiledInterface> filter(Filter filter) {
    throw new NwfilterException(
        new Diagnostic(
            DocumentCode.WRONG_ROOT,
            "a filter by itself has no rules: give its directory with --filters, and a <domain> or"
                + " <filterbinding> that uses it",
            filter.location()));
  }
}
