package io.nwfilter.xml.document;

import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.dropping;
import static io.nwfilter.xml.Reading.onlyRule;
import static io.nwfilter.xml.Reading.warnings;
import static io.nwfilter.xml.diagnostic.DocumentCode.ATTRIBUTE_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ILLEGAL_VALUE;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static io.nwfilter.xml.diagnostic.DocumentCode.RULE_PRIORITY_IGNORED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParserTest {

  private static String rule(String attributes) {
    return "<filter name='f'>\n<rule " + attributes + "/></filter>";
  }

  @ParameterizedTest
  @EnumSource
  void actions(Action action) {
    String xml = rule("action='" + action + "' direction='out'");
    assertEquals(action, onlyRule(xml).action());
    assertRefused(ILLEGAL_VALUE, "2:1", xml.replace("" + action, action.name()));
  }

  @ParameterizedTest
  @EnumSource
  void directions(Direction direction) {
    String xml = rule("action='drop' direction='" + direction + "'");
    assertEquals(direction, onlyRule(xml).direction());
    assertRefused(ILLEGAL_VALUE, "2:1", xml.replace("'" + direction + "'", "'" + direction + " '"));
  }

  @Test
  void actionAndDirectionAreRequired() {
    assertRefused(MISSING, "2:1", rule("direction='in'"));
    assertRefused(MISSING, "2:1", rule("action='drop'"));
    assertRefused(ILLEGAL_VALUE, "2:1", rule("action='' direction='in'"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "' 5', 5", "+5, 5", "010, 10", "1000, 1000", "-1000, -1000", "-0, 0"})
  void priorities(String text, int priority) {
    String xml = rule("action='drop' direction='in' priority='" + text + "'");
    assertEquals(ImmutableList.of(), warnings(xml));
    assertEquals(priority, onlyRule(xml).priority());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "-1001", "abc", "", "5x", "0x10", "5 ", "99999999999"})
  void otherPrioritiesAre500(String text) {
    String xml = rule("action='drop' direction='in' priority='" + text + "'");
    assertEquals(ImmutableList.of(RULE_PRIORITY_IGNORED), warnings(xml));
    assertEquals(500, onlyRule(xml).effectivePriority());
  }

  @Test
  void aNumberOutOfRangeIsKeptAsItIsWritten() {
    assertEquals(1001, onlyRule(rule("action='drop' direction='in' priority='1001'")).priority());
    assertEquals(500, onlyRule(rule("action='drop' direction='in' priority='abc'")).priority());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false", "FALSE", "False"})
  void theStateMatchIsOff(String text) {
    String xml = rule("action='drop' direction='in' statematch='" + text + "'");
    assertEquals(ImmutableList.of(), warnings(xml));
    assertFalse(onlyRule(xml).stateMatch());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "true, 0", "no, 1", "off, 1", "'', 1", "' 0', 1", "00, 1"})
  void theStateMatchIsOn(String text, int ignored) {
    String xml = rule("action='drop' direction='in' statematch='" + text + "'");
    assertEquals(ignored, warnings(xml).size());
    assertTrue(onlyRule(xml).stateMatch());
  }

  @Test
  void otherAttributesAreIgnored() {
    String xml = rule("action='drop' direction='in' prio='1' xml:lang='en'");
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED), warnings(xml));
  }

  @Test
  void aRuleMayHaveNoProtocol() {
    assertEquals(Optional.empty(), onlyRule(dropping("")).protocol());
    assertEquals(ImmutableList.of(), warnings(dropping("")));
  }

  @ParameterizedTest
  @EnumSource
  void protocols(Protocol protocol) {
    String xml = dropping("<" + protocol.elementName() + "/>");
    assertEquals(ImmutableList.of(), warnings(xml));
    assertEquals(Optional.of(protocol), onlyRule(xml).protocol());
    assertTrue(onlyRule(xml).conditions().isEmpty());
  }

  @Test
  void theFirstKnownProtocolDecides() {
    String xml =
        dropping(
            "<foo/><tcp srcportstart='1'/><udp srcportstart='2'/><tcp srcportend='3'/>"
                + "<tcp-ipv6 srcportend='4'/>");
    assertEquals(
        ImmutableList.of(ELEMENT_IGNORED, ELEMENT_IGNORED, ELEMENT_IGNORED), warnings(xml));
    assertEquals(Optional.of(Protocol.TCP), onlyRule(xml).protocol());
    assertEquals(
        ImmutableList.of(Attributes.SRCPORTSTART, Attributes.SRCPORTEND),
        ImmutableList.copyOf(onlyRule(xml).conditions().keySet()));
  }

  @Test
  void aRuleThatIsLeftWithoutProtocolIsSaidToMatchEverything() {
    String xml = dropping("<TCP srcportstart='1'/>");
    assertEquals(Optional.empty(), onlyRule(xml).protocol());
    assertEquals(ImmutableList.of(ELEMENT_IGNORED, ELEMENT_IGNORED), warnings(xml));
    String last = LibvirtXml.readFilter(XmlSource.text(xml, "d")).diagnostics().get(1).message();
    assertTrue(last.contains("matches every frame"), last);
    assertEquals(
        ImmutableList.of(ELEMENT_IGNORED), warnings(dropping("<x:note xmlns:x='urn:x'/>")));
  }

  @Test
  void whatIsInsideAProtocolIsSkipped() {
    String xml = dropping("<tcp><b><udp/></b>text<uuid>x</uuid></tcp><tcp srcportstart='1'/>");
    assertEquals(1, onlyRule(xml).conditions().size());
  }
}
