package io.nwfilter.testkit.field;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;

/** What the library makes of a case: its diagnostics, and the interfaces that have rules. */
final class FieldCompilation {

  private final FieldCase field;
  private final DiagnosticSink sink = new DiagnosticSink();
  private ImmutableList<CompiledInterface> interfaces = ImmutableList.of();
  private boolean refused;

  private FieldCompilation(FieldCase field) {
    this.field = field;
  }

  static FieldCompilation of(FieldCase field) {
    FieldCompilation compilation = new FieldCompilation(field);
    try {
      compilation.compile();
    } catch (NwfilterException e) {
      compilation.refused = true;
      compilation.sink.addAll(e.diagnostics());
    }
    return compilation;
  }

  /** {@return the interfaces that have rules; none if the library refuses the case} */
  ImmutableList<CompiledInterface> interfaces() {
    return interfaces;
  }

  private void compile() {
    CompileOptions options =
        CompileOptions.builder()
            .library(StockFilters.library().with(value(field.filters())))
            .build();
    try {
      interfaces = value(LibvirtXml.read(field.document())).accept(new Compiler(options));
    } catch (DocumentException e) {
      refused = true;
      sink.addAll(e.diagnostics());
      LibvirtDocument.legalPart(e).ifPresent(rest -> rest.accept(new Compiler(options)));
    }
  }

  private <T> T value(ParseResult<T> result) {
    sink.addAll(result.diagnostics());
    return result.value();
  }

  /** Compiles a document by its kind. */
  private final class Compiler
      implements LibvirtDocument.Visitor<ImmutableList<CompiledInterface>> {

    private final CompileOptions options;

    private Compiler(CompileOptions options) {
      this.options = options;
    }

    @Override
    public ImmutableList<CompiledInterface> filter(Filter filter) {
      return ImmutableList.of();
    }

    @Override
    public ImmutableList<CompiledInterface> binding(FilterBinding binding) {
      CompiledInterface compiled = FilterCompiler.compile(binding, options);
      sink.addAll(compiled.diagnostics());
      return ImmutableList.of(compiled);
    }

    @Override
    public ImmutableList<CompiledInterface> domain(Domain domain) {
      CompiledDomain compiled = FilterCompiler.compile(domain, options);
      sink.addAll(compiled.diagnostics());
      return ImmutableList.copyOf(compiled.interfaces());
    }

    @Override
    public ImmutableList<CompiledInterface> networkInterface(NetworkInterface networkInterface) {
      return domain(Domain.of("interface", networkInterface));
    }

    @Override
    public ImmutableList<CompiledInterface> network(Network network) {
      sink.addAll(FilterCompiler.compile(network, options).diagnostics());
      return ImmutableList.of();
    }
  }

  /** {@return all diagnostics, a line each, and what each interface has} */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder();
    sink.diagnostics().forEach(diagnostic -> shown.append(diagnostic).append('\n'));
    if (refused) {
      shown.append("refused\n");
    }
    interfaces.forEach(compiled -> shown.append(line(compiled)).append('\n'));
    return shown.toString().replace(field.filterDirectory() + "/", "filters/");
  }

  private static String line(CompiledInterface compiled) {
    StringBuilder line = new StringBuilder(compiled.name().name());
    line.append(compiled.interim() ? ": interim rules" : ": rules");
    for (Family family : List.of(Family.BRIDGE, Family.IPV4, Family.IPV6)) {
      long rules =
          RestoreText.write(compiled.change(family))
              .lines()
              .filter(rule -> rule.startsWith("-A ") || rule.startsWith("-I "))
              .count();
      line.append(", ").append(family.tool()).append(' ').append(rules);
    }
    return line.toString();
  }
}
