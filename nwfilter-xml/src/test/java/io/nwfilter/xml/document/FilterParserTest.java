package io.nwfilter.xml.document;

import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.filter;
import static io.nwfilter.xml.Reading.refused;
import static io.nwfilter.xml.Reading.warnings;
import static io.nwfilter.xml.diagnostic.DocumentCode.ATTRIBUTE_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ILLEGAL_VALUE;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the daemon was seen to do with the same documents. */
class FilterParserTest {

  @Test
  void everythingInOrder() {
    Filter read =
        filter(
            """
            <filter name='web' chain='ipv4-web' priority='-17'>
              <uuid>6af0ba33-e0c7-46aa-95ba-4da1d6352bd6</uuid>
              <rule action='accept' direction='in' priority='7' statematch='false'>
                <tcp dstportstart='80' srcipaddr='$IP'/>
                <tcp match='no' dstipaddr='10.1.2.3'/>
              </rule>
              <filterref filter='clean'>
                <parameter name='B' value='1'/>
                <parameter name='A' value='2'/>
                <parameter name='B' value='0'/>
              </filterref>
              <rule action='reject' direction='inout'/>
              <filterref filter='last'/>
            </filter>
            """);
    Filter expected =
        Filter.builder("web")
            .chain("ipv4-web")
            .chainPriority(-17)
            .uuid(UUID.fromString("6af0ba33-e0c7-46aa-95ba-4da1d6352bd6"))
            .rule(
                Rule.accept(Direction.IN, Protocol.TCP)
                    .priority(7)
                    .withoutStateMatch()
                    .whereText(Attributes.SRCIPADDR, "$IP")
                    .whereNotText(Attributes.DSTIPADDR, "10.1.2.3")
                    .where(Attributes.DSTPORTSTART, 80))
            .include(FilterReference.of("clean", Parameters.of("B", "1", "0").with("A", "2")))
            .rule(Rule.builder(Action.REJECT, Direction.INOUT))
            .include("last")
            .build();
    assertEquals(expected, read);
    FilterReference clean = (FilterReference) read.entries().get(1);
    assertEquals(
        ImmutableList.of("B", "A"), ImmutableList.copyOf(clean.parameters().values().keySet()));
  }

  @ParameterizedTest
  @CsvSource({
    "root, 0",
    "mac, -800",
    "vlan, -750",
    "stp, 0",
    "ipv4, -700",
    "ipv6, -600",
    "arp, -500",
    "rarp, -400",
    "arp-x.y_z:1, -500"
  })
  void chainsHaveTheirDefaultPriority(String chain, int priority) {
    Filter read = filter("<filter name='f' chain='" + chain + "'/>");
    assertEquals(ChainName.of(chain), read.chain());
    assertEquals(priority, read.chainPriority());
  }

  @Test
  void anEmptyChainIsRoot() {
    assertEquals(ChainName.ROOT, filter("<filter name='f'/>").chain());
    assertEquals(ChainName.ROOT, filter("<filter name='f' chain=''/>").chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"IPV4", "foo", "rootfoo", "ipv4-aaaaaaaa", "ipv4 x", " root"})
  void illegalChains(String chain) {
    assertRefused(ILLEGAL_VALUE, "1:1", "<filter name='f' chain='" + chain + "'/>");
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "' 5', 5", "+5, 5", "010, 10", "-0, 0", "1000, 1000", "-1000, -1000"})
  void chainPriorities(String text, int priority) {
    assertEquals(
        priority, filter("<filter name='f' chain='arp' priority='" + text + "'/>").chainPriority());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "-1001", "abc", "5x", "5 ", "0x10", "4294967301", "-", " "})
  void illegalChainPriorities(String text) {
    assertRefused(ILLEGAL_VALUE, "1:1", "<filter name='f' chain='arp' priority='" + text + "'/>");
    assertRefused(ILLEGAL_VALUE, "1:1", "<filter name='f' priority='" + text + "'/>");
  }

  @Test
  void aPriorityWithoutChainIsIgnored() {
    String xml = "<filter name='f' priority='7'/>";
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED), warnings(xml));
    assertEquals(0, LibvirtXml.readFilter(XmlSource.text(xml, "d")).value().chainPriority());
  }

  @Test
  void anEmptyPriorityIsNone() {
    assertEquals(-500, filter("<filter name='f' chain='arp' priority=''/>").chainPriority());
  }

  @Test
  void aFilterNeedsAName() {
    assertRefused(MISSING, "1:1", "<filter/>");
    assertRefused(MISSING, "1:1", "<filter name=''/>");
    assertRefused(MISSING, "1:1", "<filter xmlns:x='urn:x' x:name='f'/>");
  }

  @Test
  void theFirstUuidCounts() {
    String first = "6af0ba33-e0c7-46aa-95ba-4da1d6352bd6";
    String xml =
        "<filter name='f'><uuid>"
            + first
            + "</uuid><uuid>9af0ba33-e0c7-46aa-95ba-4da1d6352bd9</uuid></filter>";
    assertEquals(ImmutableList.of(ELEMENT_IGNORED), warnings(xml));
    assertEquals(
        Optional.of(UUID.fromString(first)),
        LibvirtXml.readFilter(XmlSource.text(xml, "d")).value().uuid());
  }

  @Test
  void anEmptyUuidIsNone() {
    assertEquals(Optional.empty(), filter("<filter name='f'><uuid/></filter>").uuid());
    assertEquals(Optional.empty(), filter("<filter name='f'><uuid></uuid></filter>").uuid());
  }

  @Test
  void theTextOfAUuidGoesOnBehindCommentsAndElements() {
    Filter read =
        filter(
            "<filter name='f'><uuid a='b'>6af0ba33-e0c7-46aa<!-- c -->-95ba<x y='z'>-4da1"
                + "</x><![CDATA[d6352bd6]]></uuid></filter>");
    assertEquals(Optional.of(UUID.fromString("6af0ba33-e0c7-46aa-95ba-4da1d6352bd6")), read.uuid());
  }

  @Test
  void anIllegalUuid() {
    assertRefused(ILLEGAL_VALUE, "2:3", "<filter name='f'>\n  <uuid>zz</uuid></filter>");
  }

  @Test
  void whatLibvirtDoesNotKnowIsIgnored() {
    String xml =
        """
        <filter name='f' owner='me'>
          <!-- a comment --><?pi x?>text
          <rules><rule action='drop' direction='in'/></rules>
          <filterref filter='g'/>
        </filter>
        """;
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED, ELEMENT_IGNORED), warnings(xml));
    ParseResult<Filter> result = LibvirtXml.readFilter(XmlSource.text(xml, "d.xml"));
    assertEquals(Filter.builder("f").include("g").build(), result.value());
    assertEquals(
        "d.xml:1:1: warning: attribute-ignored: owner='me' of <filter> is ignored: libvirt knows"
            + " no such attribute there; remove the attribute",
        result.diagnostics().get(0).toString());
    assertEquals("d.xml:3:3", result.diagnostics().get(1).location().toString());
  }

  @Test
  void foreignElementsAreSkippedSilentlyUnlessLibvirtTakesThemForItsOwn() {
    Filter read =
        filter(
            """
            <x:filter xmlns:x='urn:x' name='f' x:chain='arp' x:foo='bar'>
              <x:meta><rule action='drop' direction='in'/></x:meta>
              <x:uuid>nonsense</x:uuid>
              <x:filterref filter='g'/>
              <x:rule action='drop' x:direction='in'><x:all/></x:rule>
            </x:filter>
            """);
    assertEquals(
        Filter.builder("f").include("g").rule(Rule.drop(Direction.IN, Protocol.ALL)).build(), read);
  }

  @Test
  void messagesNameTheValueAndWhatWasExpected() {
    String message = refused("<filter name='f' chain='foo'/>").message();
    assertTrue(
        message.contains("chain: 'foo' is not a legal chain name: root, or mac, vlan"), message);
    message = refused("<filter name='f' chain='arp' priority='x'/>").message();
    assertTrue(
        message.contains("'x' is not a chain priority: a number from -1000 to 1000"), message);
    assertEquals(DocumentCode.ILLEGAL_VALUE, refused("<filter name='f' chain='.'/>").code());
  }
}
