package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.diagnostic.DocumentCode;

/**
 * Compiles a document into its rules, by its kind.
 *
 * @param options what is known, apart from the document
 * @param findings takes the warnings
 */
record DocumentCompilation(CompileOptions options, Findings findings)
    implements LibvirtDocument.Visitor<CompiledRules> {

  @Override
  public CompiledRules domain(Domain domain) {
    return reported(FilterCompiler.compile(domain, options));
  }

  @Override
  public CompiledRules network(Network network) {
    return reported(FilterCompiler.compile(network, options));
  }

  @Override
  public CompiledRules binding(FilterBinding binding) {
    return reported(FilterCompiler.compile(binding, options));
  }

  private CompiledRules reported(CompiledRules compiled) {
    findings.addAll(compiled.diagnostics());
    return compiled;
  }

  /** Rules do not depend on the machine: one that has nothing but the interface will do. */
  @Override
  public CompiledRules networkInterface(NetworkInterface networkInterface) {
    return new CompiledHost(domain(Domain.of("interface", networkInterface)).interfaces());
  }

  @Override
  public CompiledRules filter(Filter filter) {
    throw new NwfilterException(
        new Diagnostic(
            DocumentCode.WRONG_ROOT,
            "a filter by itself has no rules: give its directory with --filters, and a <domain> or"
                + " <filterbinding> that uses it",
            filter.location()));
  }
}
