package io.nwfilter.xml.document;

import static io.nwfilter.xml.Reading.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  private static String rule(String attributes, String content) {
    return "<filter name='f'><rule " + attributes + ">" + content + "</rule></filter>";
  }

  /** {@return what a message suggests} */
  private static String suggestion(String message) {
    int suggestion = message.indexOf("; write ");
    return suggestion < 0 ? "" : message.substring(suggestion + "; write ".length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<tcp srcipaddr='10.0.0.0/8'/> | srcipaddr='10.0.0.0' srcipmask='8'",
        "<ip dstipaddr='10.0.0.0/255.0.0.0'/> | dstipaddr='10.0.0.0' dstipmask='255.0.0.0'",
        "<all-ipv6 srcipaddr='fe80::/10'/> | srcipaddr='fe80::' srcipmask='10'",
        "<arp arpsrcipaddr='10.0.0.0/8'/> | arpsrcipaddr='10.0.0.0' arpsrcipmask='8'",
        "<tcp srcipaddr='10.0.0.0/99'/> | ''",
        "<tcp dstportstart='ssh'/> | dstportstart='22'",
        "<udp srcportstart='Domain'/> | srcportstart='53'",
        "<tcp dstportstart='80-90'/> | dstportstart='80' dstportend='90'",
        "<tcp dstportstart='80:90'/> | dstportstart='80' dstportend='90'",
        "<tcp srcipaddr='10.0.0.1-10.0.0.9'/> | srcipfrom='10.0.0.1' srcipto='10.0.0.9'",
        "<tcp srcipaddr='fe80::1'/> | it in <tcp-ipv6>",
        "<udp-ipv6 dstipaddr='10.0.0.1'/> | it in <udp>",
        "<ip srcipaddr='fe80::/10'/> | it in <ipv6>",
        "<icmp dstipaddr='fe80::1'/> | it in <icmpv6>",
        "<icmp type='echo-request'/> | type='8'",
        "<icmpv6 type='router-advertisement'/> | type='134'",
        "<tcp dstportstart='!80'/> | match='no' dstportstart='80'",
        "<tcp dstportstart=' 80 '/> | dstportstart='80'",
        "<mac srcmacaddr='52-54-00-9f-80-45'/> | srcmacaddr='52:54:00:9f:80:45'",
        "<mac srcmacaddr='5254.009f.8045'/> | srcmacaddr='52:54:00:9f:80:45'",
        "<mac protocolid='rap'/> | protocolid='rarp'",
        "<tcp srcipaddr='${IP}'/> | srcipaddr='$IP'",
        "<tcp dstportstart='PORT'/> | dstportstart='$PORT'",
        "<tcp srcipaddr='IP'/> | srcipaddr='$IP'",
        "<tcp state='NWE'/> | state='NEW'",
        "<tcp state='FOO'/> | ''",
        "<ip protocol='tpc'/> | protocol='tcp'",
        "<ip protocol='TPC'/> | ''",
        "<tcp dstportstart='nonsense'/> | ''",
        "<tcp dstportstart='70000'/> | ''",
      })
  void values(String element, String expected) {
    Diagnostic diagnostic = refused(rule("action='drop' direction='in'", element));
    assertEquals(expected, suggestion(diagnostic.message()), diagnostic::message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<tcp dstportstart='80,443'/> | $LIST",
        "<tcp srcipaddr='10.0.0.1, 10.0.0.2'/> | $LIST",
        "<tcp dstportstart='ssh http'/> | $LIST",
      })
  void lists(String element, String variable) {
    Diagnostic diagnostic = refused(rule("action='drop' direction='in'", element));
    assertEquals(
        "a rule for each value, or a variable that has them as a list: "
            + element.replaceAll("<tcp ([a-z]+)=.*", "$1='" + "\\" + variable + "'"),
        suggestion(diagnostic.message()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "action='DROP' direction='in' | 'drop'",
        "action='allow' direction='in' | 'accept'",
        "action='acept' direction='in' | 'accept'",
        "action='drop' direction='Out' | 'out'",
        "action='drop' direction='ingress' | 'in'",
        "action='drop' direction='in-out' | 'inout'",
        "action='frob' direction='in' | ''",
      })
  void words(String attributes, String expected) {
    Diagnostic diagnostic = refused(rule(attributes, ""));
    String written = suggestion(diagnostic.message());
    assertEquals(expected.isEmpty() ? "" : "'" + expected + "'", written, diagnostic::message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<tcp dstport='80'/> | ''",
        "<tcp dstportstrat='80'/> | dstportstart",
        "<tcp srcipadr='10.0.0.1'/> | srcipaddr",
        "<TCP/> | tcp",
        "<icmp6/> | icmpv6",
        "<tpc/> | tcp",
        "<nonsense/> | ''",
      })
  void names(String element, String expected) {
    String message =
        LibvirtXml.readFilter(
                XmlSource.text(rule("action='drop' direction='in'", element), "f.xml"))
            .diagnostics()
            .get(0)
            .message();
    assertEquals(expected, message.replaceAll(".*did you mean ['<](.*)['>]\\?|.*", "$1"), message);
  }

  /** The document of somebody who writes for another packet filter. */
  @Test
  void allErrorsInOneRun() {
    String xml =
        """
        <filter name='many' chain='root'>
        <rule action='accept' direction='in'><tcp srcipaddr='10.0.0.0/8' dstportstart='ssh'/></rule>
        <rule action='DROP' direction='in'><tcp dstportstart='80,443'/></rule>
        <rule action='accept'><icmp type='echo-request'/></rule>
        </filter>
        """;
    List<Diagnostic> all =
        assertThrows(
                DocumentException.class,
                () -> LibvirtXml.readFilter(XmlSource.text(xml, "many-errors.xml")))
            .diagnostics();
    assertEquals(
        List.of(
            "many-errors.xml:2:38 illegal-value srcipaddr='10.0.0.0' srcipmask='8'",
            "many-errors.xml:2:38 illegal-value dstportstart='22'",
            "many-errors.xml:3:1 illegal-value 'drop'",
            "many-errors.xml:3:36 illegal-value a rule for each value, or a variable that has them"
                + " as a list: dstportstart='$LIST'",
            "many-errors.xml:4:1 missing ",
            "many-errors.xml:4:23 illegal-value type='8'"),
        all.stream()
            .map(each -> each.location() + " " + each.code() + " " + suggestion(each.message()))
            .toList());
  }
}
