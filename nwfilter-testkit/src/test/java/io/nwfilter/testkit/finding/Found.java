package io.nwfilter.testkit.finding;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;

/** What is found about filters whose rules have a line each. */
final class Found {

  static final Parameters ADDRESS = Parameters.of("IP", "10.1.2.3").with("IPV6", "2001:db8::9");

  private Found() {}

  /** {@return a filter in the chain root, whose first rule is in line 2} */
  static String filter(String name, String... entries) {
    return inChain(name, "chain='root'", entries);
  }

  /** {@return a filter, whose first rule is in line 2} */
  static String inChain(String name, String chain, String... entries) {
    return "<filter name='"
        + name
        + "' "
        + chain
        + ">\n"
        + String.join("\n", entries)
        + "\n</filter>\n";
  }

  /** {@return a rule with a protocol element, or none} */
  static String rule(String action, String direction, int priority, String element) {
    return "<rule action='"
        + action
        + "' direction='"
        + direction
        + "' priority='"
        + priority
        + "'>"
        + element
        + "</rule>";
  }

  /**
   * {@return the rules of an interface with the first of some filters, which are named by files}
   */
  static CompiledInterface compile(Parameters parameters, String... documents) {
    FilterLibrary library = StockFilters.library();
    String first = "";
    for (int i = 0; i < documents.length; i++) {
      Filter filter =
          LibvirtXml.readFilter(XmlSource.text(documents[i], (char) ('a' + i) + ".xml")).value();
      library = library.with(filter);
      first = i == 0 ? filter.name() : first;
    }
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:00:00:07"),
            FilterReference.of(first, parameters)),
        CompileOptions.builder().library(library).build());
  }

  /** {@return code, document and line of each finding, in order} */
  static List<String> places(List<Diagnostic> findings) {
    return findings.stream()
        .map(one -> one.location().document() + ":" + one.location().line() + " " + one.code())
        .toList();
  }

  /** {@return code, document and line of all that is found about filters} */
  static List<String> in(String... documents) {
    return places(RuleFindings.of(compile(ADDRESS, documents)));
  }

  /** {@return all messages about filters} */
  static List<String> messages(String... documents) {
    return RuleFindings.of(compile(ADDRESS, documents)).stream().map(Diagnostic::message).toList();
  }
}
