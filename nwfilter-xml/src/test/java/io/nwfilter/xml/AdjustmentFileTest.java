package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Adjustment;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.RuleSelector;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdjustmentFileTest {

  private static SourceLocation line(int line) {
    return new SourceLocation("a", line, 1);
  }

  private static ParseResult<List<Adjustment>> read(String text) {
    return AdjustmentFile.read(XmlSource.text(text, "a"));
  }

  @Test
  void readsEveryForm() {
    Rule rule = Rule.accept(Direction.OUT, Protocol.ARP).build();
    assertEquals(
        List.of(
            new Adjustment.ChainPriority("no-ip-spoofing", -650, line(2)),
            new Adjustment.RulePriority(RuleSelector.of("no-ip-spoofing", 2), 200, line(3)),
            new Adjustment.RuleReplacement(
                RuleSelector.parse("filter=clean-traffic direction=out protocol=mac"),
                List.of(),
                line(5)),
            new Adjustment.InclusionReplacement(
                "clean-traffic", "allow-arp", List.of("my arp"), line(6)),
            new Adjustment.InclusionReplacement("clean-traffic", "allow-arp", List.of(), line(7)),
            new Adjustment.RuleReplacement(
                RuleSelector.of("my: filter", 1), List.of(rule, rule), line(8)),
            new Adjustment.RuleReplacement(
                RuleSelector.parse("action=reject comment=\"a: b\""), List.of(), line(9))),
        read("""
        # comment
        no-ip-spoofing: priority -650
          no-ip-spoofing   rule=2 :priority 200

        clean-traffic direction=out protocol=mac: remove
        clean-traffic include=allow-arp: replace "my arp"
        clean-traffic include=allow-arp: remove
        "my: filter" rule=1: replace <rule action='accept' direction='out'><arp/></rule><rule action='accept' direction='out'><arp/></rule>
        * action=reject comment="a: b": remove
        """)
            .value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f priority 5|1:13|not of the form FILTER CRITERIA: EFFECT, such as no-ip-spoofing rule=2:"
            + " remove",
        ": remove|1:1|not of the form FILTER CRITERIA: EFFECT, such as no-ip-spoofing rule=2:"
            + " remove",
        "f rule=1: prority 5|1:11|'prority' is not one of priority, remove, replace; did you mean"
            + " 'priority'?",
        "f rule=1:|1:10|'' is not one of priority, remove, replace",
        "f: priority high|1:4|after priority comes a number from -1000 to 1000, not 'high'",
        "f: priority 1001|1:1|priority 1001 is outside -1000..1000",
        "*: priority 5|1:1|the priority of all filters' chains cannot be one number",
        "f: remove|1:1|a filter as a whole has only a priority: say which rules, or where it is"
            + " included",
        "f rule=1: remove it|1:11|nothing follows remove",
        "f rule=1: replace|1:11|after replace comes the name of a filter, or a <rule>",
        "f rule=1: replace g|1:19|a rule is replaced by a <rule> in XML",
        "f rul=1: remove|1:1|'rul' is not one of filter, rule, action, direction, protocol,"
            + " priority, comment; did you mean 'rule'?",
        "f include=a/b: remove|1:1|'a/b' is not a legal filter name: 1 to 247 bytes without '/',"
            + " because libvirt stores each filter in a file of that name",
        "f rule=1: replace <filterref filter='g'/>|1:19|a rule can only be replaced by rules",
        "f rule=1: replace <rule action='dorp' direction='in'/>|1:19|action: 'dorp' is not one"
            + " of [drop, accept, reject, return, continue]; write 'drop'",
      })
  void refuses(String text, String place, String message) {
    DocumentException refused = assertThrows(DocumentException.class, () -> read(text));

    assertEquals("a:" + place + " " + message, show(refused.diagnostics().get(0)));
  }

  @Test
  void reportsAllLines() {
    DocumentException refused =
        assertThrows(DocumentException.class, () -> read("f\n\nf: remove\ng: priority 1\n"));

    assertEquals(
        List.of(line(1), line(3)),
        refused.diagnostics().stream()
            .map(each -> new SourceLocation("a", each.location().line(), 1))
            .toList());
  }

  @Test
  void keepsWarningsAboutRulesWithTheirPlace() {
    assertEquals(
        List.of("a:2:54"),
        read("\nf rule=1: replace <rule action='drop' direction='in'><tcp dport='5'/></rule>")
            .diagnostics()
            .stream()
            .map(each -> each.location().toString())
            .toList());
  }

  private static String show(Diagnostic diagnostic) {
    return diagnostic.location() + " " + diagnostic.message();
  }
}
