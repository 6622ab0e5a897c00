package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.diagnostic.DocumentCode;

/**
 * Compiles a document into the rules of its interfaces, by its kind.
 *
 * @param options what is known besides the document
 */
record DocumentCompilation(CompileOptions options)
    implements LibvirtDocument.Visitor<ImmutableList<CompiledInterface>> {

  @Override
  public ImmutableList<CompiledInterface> domain(Domain domain) {
    return ImmutableList.copyOf(FilterCompiler.compile(domain, options).interfaces());
  }

  @Override
  public ImmutableList<CompiledInterface> binding(FilterBinding binding) {
    return ImmutableList.of(FilterCompiler.compile(binding, options));
  }

  @Override
  public ImmutableList<CompiledInterface> filter(Filter filter) {
    throw new NwfilterException(
        new Diagnostic(
            DocumentCode.WRONG_ROOT,
            "a filter has no rules without an interface: give its directory with --filters, and"
                + " a <domain> or <filterbinding> that uses it",
            filter.location()));
  }
}
