package io.nwfilter.xml.document;

import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.dropping;
import static io.nwfilter.xml.Reading.onlyRule;
import static io.nwfilter.xml.Reading.refused;
import static io.nwfilter.xml.Reading.warnings;
import static io.nwfilter.xml.diagnostic.DocumentCode.ATTRIBUTE_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ATTRIBUTE_OVERRIDDEN;
import static io.nwfilter.xml.diagnostic.DocumentCode.ILLEGAL_VALUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {

  private static Rule.Builder drop(Protocol protocol) {
    return Rule.builder(Action.DROP, Direction.IN).protocol(protocol);
  }

  @Test
  void matchNegatesItsElementOnly() {
    assertEquals(
        drop(Protocol.TCP)
            .whereText(Attributes.SRCIPADDR, "1.2.3.4")
            .whereNot(Attributes.SRCPORTSTART, Numeral.of(11))
            .whereNotText(Attributes.DSTPORTSTART, "0x16")
            .whereText(Attributes.COMMENT, "why")
            .build(),
        onlyRule(
            dropping(
                "<tcp srcipaddr='1.2.3.4'/>"
                    + "<tcp dstportstart='0x16' match='no' srcportstart='11'/>"
                    + "<tcp comment='why'/>")));
  }

  @Test
  void matchYesNegatesNothing() {
    String xml = dropping("<tcp match='yes' srcportstart='1'/>");
    assertEquals(ImmutableList.of(), warnings(xml));
    assertFalse(onlyRule(xml).condition(Attributes.SRCPORTSTART).orElseThrow().negated());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO", "No", "false", "0", "n", " no", ""})
  void onlyNoNegates(String match) {
    String xml = dropping("<tcp match='" + match + "' srcportstart='1'/>");
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED), warnings(xml));
    assertFalse(onlyRule(xml).condition(Attributes.SRCPORTSTART).orElseThrow().negated());
  }

  @Test
  void aNegationOfNothingIsSaid() {
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED), warnings(dropping("<tcp match='no'/>")));
  }

  @Test
  void theLastValueCounts() {
    String xml = dropping("<tcp match='no' srcportstart='1'/>\n<tcp srcportstart='2'/>");
    assertEquals(drop(Protocol.TCP).where(Attributes.SRCPORTSTART, 2).build(), onlyRule(xml));
    assertEquals(ImmutableList.of(ATTRIBUTE_OVERRIDDEN), warnings(xml));
    assertEquals(
        "d:2:1: warning: attribute-overridden: srcportstart='2' takes the place of not"
            + " srcportstart='1', which an earlier <tcp> has; keep one of them, or write two rules",
        LibvirtXml.readFilter(XmlSource.text(xml, "d")).diagnostics().get(0).toString());
  }

  @Test
  void attributesThatTheProtocolHasNotAreIgnored() {
    String xml = dropping("<udp flags='SYN/SYN' dstportstart='53' x:y='z' xmlns:x='urn:x'/>");
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED), warnings(xml));
    assertEquals(drop(Protocol.UDP).where(Attributes.DSTPORTSTART, 53).build(), onlyRule(xml));
  }

  @Test
  void ofTwoNamespacesTheFirstAttributeCounts() {
    String first = "<tcp xmlns:x='urn:x' x:srcportstart='1' srcportstart='2'/>";
    assertEquals(
        drop(Protocol.TCP).where(Attributes.SRCPORTSTART, 1).build(), onlyRule(dropping(first)));
    assertEquals(ImmutableList.of(ATTRIBUTE_IGNORED), warnings(dropping(first)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<tcp dstportstart='70000'/>",
        "<tcp dstportstart=''/>",
        "<tcp dstportstart='x'/><tcp dstportstart='1'/>",
        "<tcp dstportstart='$A-B'/>",
        "<tcp comment='$A b'/>",
        "<tcp srcipaddr='1.2.3.256'/>",
        "<tcp srcipmask='255.0.255.0'/>",
        "<tcp-ipv6 srcipmask='ffff::ffff'/>",
        "<tcp state='NEW,OLD'/>",
        "<tcp flags='SYN'/>",
        "<all ipsetflags='foo'/>",
        "<ip dscp='64'/>",
        "<vlan vlanid='4096'/>",
        "<mac protocolid='0x5ff'/>",
        "<mac srcmacaddr='52:54:00:9f:80'/>",
        "<mac srcmacmask='ff:00:ff:00:00:00'/>",
        "<arp opcode='Shout'/>",
      })
  void illegalValues(String elements) {
    assertRefused(ILLEGAL_VALUE, "2:1", dropping("\n" + elements));
  }

  @Test
  void messagesNameAttributeElementValueAndRange() {
    assertEquals(
        "dstportstart of <tcp>: '70000' is not a number from 0 to 65535, decimal or hexadecimal",
        refused(dropping("<tcp dstportstart='70000'/>")).message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ip protocol='tcp' srcportstart='5'/>",
        "<ip srcportend='5' protocol='UDP'/>",
        "<ip protocol='33' dstportstart='$PORT'/>",
        "<ipv6 protocol='0x84' dstportend='5'/>",
        "<ip match='no' protocol='6' srcportstart='5'/>",
        "<ip protocol='tcp'/><ip srcportstart='5'/>",
        "<ip protocol='icmp'/><ip protocol='tcp' srcportstart='5'/>",
        "<ipv6 type='5' typeend='3'/>",
      })
  void portsWithAProtocolThatHasThem(String elements) {
    assertFalse(onlyRule(dropping(elements)).conditions().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ip srcportstart='5'/>",
        "<ip srcportend='$PORT'/>",
        "<ip protocol='udplite' srcportstart='5'/>",
        "<ip protocol='$PROTOCOL' dstportstart='5'/>",
        "<ipv6 protocol='icmpv6' type='5' dstportend='5'/>",
        "<ip srcportstart='5'/><ip protocol='tcp'/>",
        "<ip protocol='tcp' srcportstart='5'/><ip protocol='icmp'/>",
      })
  void portsWithoutSuchAProtocol(String elements) {
    assertEquals(ILLEGAL_VALUE, refused(dropping(elements)).code());
    assertTrue(refused(dropping(elements)).message().contains("tcp, udp, dccp (33) or sctp"));
  }

  @Test
  void flagsOfAnIpsetAreKept() {
    assertEquals(
        drop(Protocol.ALL).whereText(Attributes.IPSETFLAGS, "src,dst").build(),
        onlyRule(dropping("<all ipsetflags='SRC,Dst'/>")));
  }

  @Test
  void portsNextToAnIllegalProtocolAreNotAnotherError() {
    DocumentException failure =
        assertThrows(
            DocumentException.class,
            () ->
                LibvirtXml.readFilter(
                    XmlSource.text(
                        dropping("<ip protocol='tpc'/><ip dstportstart='80'/>"), "f.xml")));
    assertEquals(
        List.of(
            "protocol of <ip>: 'tpc' is not a number from 0 to 255, decimal or hexadecimal, or one"
                + " of the names"),
        failure.diagnostics().stream().map(Diagnostic::message).toList());
  }
}
