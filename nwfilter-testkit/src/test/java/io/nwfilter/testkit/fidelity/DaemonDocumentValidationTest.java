package io.nwfilter.testkit.fidelity;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters as a whole are taken, or refused when they are defined, as libvirtd does. */
@ExtendWith(LibvirtDaemonExtension.class)
class DaemonDocumentValidationTest {

  private static final ImmutableList<String> NUMBERS =
      ImmutableList.of(
          "",
          " ",
          "0",
          "-0",
          "+0",
          "00",
          "1",
          "+1",
          "-1",
          "--1",
          "- 1",
          " 1",
          "1 ",
          "\t1",
          "1\n",
          "999",
          "1000",
          "1001",
          "+1000",
          "+1001",
          "01000",
          "-999",
          "-1000",
          "-1001",
          " -1000",
          "0x10",
          "1f",
          "1.0",
          "1e2",
          "high",
          "2147483647",
          "2147483648",
          "-2147483648",
          "-2147483649",
          "4294967295",
          "4294967296",
          "4294967297",
          "-4294967295",
          "-4294967296",
          "-4294967297",
          "9223372036854775808",
          "18446744073709551616",
          "18446744073709551617",
          "99999999999999999999999",
          "٣",
          "$A");

  /**
   * What libvirtd takes and the library does not: a name with a slash can be stored only if the
   * directory happens to be there, and libvirt reads XML 1.1 by the rules of 1.0.
   */
  private static final ImmutableSet<String> DEVIATIONS =
      ImmutableSet.of(
          "<filter name='/'><uuid>3b2f2c1e-5c1f-4f0e-8a3c-0d9b3a1f7e55</uuid></filter>",
          "<?xml version='1.1'?><filter name='tried'/>");

  /** Some names cannot be given to virsh. */
  private static final String UUID = "3b2f2c1e-5c1f-4f0e-8a3c-0d9b3a1f7e55";

  private static final ImmutableList<String> ROOT_AND_PREFIXES =
      ImmutableList.of("root", "mac", "vlan", "stp", "arp", "rarp", "ipv4", "ipv6", "ip", "tcp");

  private static Stream<Arguments> documents() {
    return Stream.of(
        group(
            "filter names",
            names(),
            name -> "<filter name='" + name + "'><uuid>" + UUID + "</uuid></filter>"),
        group("chain names", chains(), chain -> "<filter name='tried' chain='" + chain + "'/>"),
        group(
            "chain priorities",
            escaped(NUMBERS),
            number -> "<filter name='tried' chain='arp' priority='" + number + "'/>"),
        group(
            "chain priorities of root",
            escaped(NUMBERS),
            number -> "<filter name='tried' chain='root' priority='" + number + "'/>"),
        group(
            "chain priorities without a chain",
            escaped(NUMBERS),
            number -> "<filter name='tried' priority='" + number + "'/>"),
        group(
            "rule priorities",
            escaped(NUMBERS),
            number -> filter("<rule action='drop' direction='in' priority='" + number + "'/>")),
        group(
            "statematch",
            words("0", "1", "2", "00", "true", "false", "on", "no", "falſe"),
            word -> filter("<rule action='drop' direction='in' statematch='" + word + "'/>")),
        group(
            "actions",
            words("drop", "accept", "reject", "return", "continue", "allow", "DROP "),
            word -> filter("<rule action='" + word + "' direction='in'/>")),
        group(
            "directions",
            words("in", "out", "inout", "both", "in,out", "ın"),
            word -> filter("<rule action='drop' direction='" + word + "'/>")),
        group(
            "match",
            words("no", "yes", "0", "1", "true", "false"),
            word ->
                filter(
                    "<rule action='drop' direction='in'><tcp match='"
                        + word
                        + "' dscp='1'/></rule>")),
        group("uuids", uuids(), uuid -> filter("<uuid>" + uuid + "</uuid>")),
        group("references", names(), name -> filter("<filterref filter='" + name + "'/>")),
        group(
            "parameters",
            parameters(),
            parameter -> filter("<filterref filter='clean-traffic'>" + parameter + "</filterref>")),
        group("rules", rules(), rule -> filter(rule)),
        group("elements", elements(), document -> document));
  }

  private static Arguments group(String name, List<String> texts, UnaryOperator<String> document) {
    return Arguments.of(name, texts.stream().map(document).toList());
  }

  private static String filter(String content) {
    return "<filter name='tried'>" + content + "</filter>";
  }

  private static List<String> escaped(List<String> texts) {
    return texts.stream().map(BothReaders::escaped).toList();
  }

  /** {@return words as they are, in other cases and with blanks, and what is none} */
  private static List<String> words(String... words) {
    List<String> texts = new ArrayList<>();
    for (String word : words) {
      texts.addAll(
          List.of(
              word,
              word.toUpperCase(Locale.ROOT),
              word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
              " " + word,
              word + " "));
    }
    texts.addAll(List.of("", "$A", "x", "-1"));
    return texts;
  }

  private static List<String> names() {
    return escaped(
        List.of(
            "",
            " ",
            "a",
            " a ",
            "a b",
            "a/b",
            "/",
            "/etc/passwd",
            "../../tmp/tried",
            ".",
            "..",
            "a\nb",
            "\n",
            "a\tb",
            "a\rb",
            "a'b",
            "a\"b",
            "a&b",
            "a<b>",
            "a\\b",
            "a$b",
            "$A",
            "$(id)",
            "-a",
            "%s",
            "é",
            "€",
            "\ud83d\ude00",
            "\u0085",
            "\u2028",
            "\u007f",
            "n".repeat(200),
            "n".repeat(246),
            "n".repeat(247),
            "n".repeat(248),
            "é".repeat(123),
            "é".repeat(124),
            "n".repeat(1000)));
  }

  private static List<String> chains() {
    List<String> chains = new ArrayList<>();
    for (String prefix : ROOT_AND_PREFIXES) {
      chains.addAll(
          List.of(
              prefix,
              prefix.toUpperCase(Locale.ROOT),
              " " + prefix,
              prefix + " ",
              prefix + "-",
              prefix + "-a",
              prefix + "a",
              prefix + "_.:-",
              Strings.padEnd(prefix, 11, 'x'),
              Strings.padEnd(prefix, 12, 'x'),
              Strings.padEnd(prefix, 13, 'x'),
              "x" + prefix));
    }
    for (char c = ' '; c <= '~'; c++) {
      chains.add("arp" + c);
    }
    chains.addAll(
        List.of("", " ", "\n", "arp\n", "arp\t", "arpé", "é", "a", "A", "-", "$A", "rar"));
    return escaped(chains);
  }

  private static List<String> uuids() {
    String uuid = "6af0ba33-e0c7-46aa-95ba-4da1d6352bd6";
    String digits = uuid.replace("-", "");
    return escaped(
        List.of(
            uuid,
            digits,
            uuid.toUpperCase(Locale.ROOT),
            "",
            " ",
            "\n",
            " " + uuid,
            uuid + " ",
            "\n\t" + uuid + "\n",
            "-" + uuid,
            uuid + "-",
            uuid.replace("-", "--"),
            uuid.replace('-', ' '),
            uuid.replace('-', '_'),
            "6 af0ba33-e0c7-46aa-95ba-4da1d6352bd6",
            "6a-f0ba33-e0c7-46aa-95ba-4da1d6352bd6",
            "6-af0ba33-e0c7-46aa-95ba-4da1d6352bd6",
            uuid.substring(1),
            uuid + "0",
            uuid + "x",
            "{" + uuid + "}",
            "urn:uuid:" + uuid,
            uuid.replace('6', 'g'),
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "11111111-1111-1111-1111-111111111111",
            "x"));
  }

  private static List<String> parameters() {
    List<String> parameters = new ArrayList<>();
    for (String text :
        List.of("A", "a_1", "1", "", " ", "A B", "A-B", "é", "$A", "10.1.1.1", "::1", "a/b")) {
      String escaped = BothReaders.escaped(text);
      parameters.add("<parameter name='" + escaped + "' value='1'/>");
      parameters.add("<parameter name='A' value='" + escaped + "'/>");
    }
    parameters.addAll(
        List.of(
            "<parameter/>",
            "<parameter name='A'/>",
            "<parameter value='1'/>",
            "<parameter name='A' value='1'/><parameter name='A' value='1'/>",
            "<parameter name='A' value='1'><parameter/></parameter>",
            "<parameter name='A' value='1'>text</parameter>",
            "<p:parameter xmlns:p='urn:p' name='A' value='1'/>",
            "<other/>",
            "text",
            "<parameter name='" + "A".repeat(1000) + "' value='1'/>",
            "<parameter name='A' value='" + "1".repeat(1000) + "'/>"));
    return parameters;
  }

  private static List<String> rules() {
    String in = "<rule action='drop' direction='in'>";
    return List.of(
        "<rule/>",
        "<rule action='drop'/>",
        "<rule direction='in'/>",
        in + "</rule>",
        in + "<tcp/></rule>",
        in + "<tcp/><tcp/></rule>",
        in + "<tcp/><udp/></rule>",
        in + "<tcp/><udp dscp='64'/></rule>",
        in + "<udp dscp='64'/><tcp/></rule>",
        in + "<nosuch dscp='64'/><tcp/></rule>",
        in + "<tcp dscp='1'/><tcp dscp='64'/></rule>",
        in + "<tcp match='no' dscp='1'/><tcp srcportstart='1'/></rule>",
        in + "<tcp nosuch='1'/></rule>",
        in + "<tcp vlanid='5000'/></rule>",
        in + "<TCP dscp='64'/></rule>",
        in + "<Tcp/></rule>",
        in + "<tcp DSCP='64'/></rule>",
        in + "<t:tcp xmlns:t='urn:t' dscp='64'/></rule>",
        in + "<t:tcp xmlns:t='urn:t' dscp='1'/></rule>",
        in + "<tcp xmlns:t='urn:t' t:dscp='64'/></rule>",
        in + "<tcp xmlns:t='urn:t' t:dscp='64' dscp='1'/></rule>",
        in + "<tcp xmlns:t='urn:t' dscp='1' t:dscp='64'/></rule>",
        in + "text</rule>",
        in + "<tcp>text<udp dscp='64'/></tcp></rule>",
        in + "<rule/></rule>",
        in + "<filterref/></rule>",
        in + "<!-- c --><?p i?><tcp/></rule>",
        in + "<ip srcportstart='1'/></rule>",
        in + "<ip protocol='tcp' srcportstart='1'/></rule>",
        in + "<ip protocol='udp' dstportend='1'/></rule>",
        in + "<ip protocol='sctp' srcportstart='1'/></rule>",
        in + "<ip protocol='33' srcportstart='1'/></rule>",
        in + "<ip protocol='0x21' srcportstart='1'/></rule>",
        in + "<ip protocol='udplite' srcportstart='1'/></rule>",
        in + "<ip protocol='icmp' srcportstart='1'/></rule>",
        in + "<ip protocol='$P' srcportstart='1'/></rule>",
        in + "<ip protocol='tcp'/><ip srcportstart='1'/></rule>",
        in + "<ip srcportstart='1'/><ip protocol='tcp'/></rule>",
        in + "<ip match='no' protocol='tcp' srcportstart='1'/></rule>",
        in + "<ip protocol='tcp' srcportstart='$P'/></rule>",
        in + "<ip srcportstart='$P'/></rule>",
        in + "<ipv6 srcportstart='1'/></rule>",
        in + "<ipv6 protocol='tcp' srcportstart='1'/></rule>",
        in + "<ipv6 protocol='icmpv6' type='1'/></rule>",
        in + "<ipv6 protocol='tcp' type='1'/></rule>",
        in + "<ipv6 type='1'/></rule>",
        in + "<ipv6 protocol='icmpv6' type='9' typeend='3'/></rule>",
        in + "<tcp srcportstart='9' srcportend='3'/></rule>",
        in + "<tcp srcipfrom='10.0.0.9' srcipto='10.0.0.3'/></rule>",
        in + "<tcp ipset='a'/></rule>",
        in + "<tcp ipsetflags='src'/></rule>",
        in + "<all ipset='a'/></rule>",
        in + "<all ipset='$A'/></rule>",
        in + "<all ipset='a' ipsetflags='$A'/></rule>",
        in + "<stp srcmacaddr='1:2:3:4:5:6'/></rule>",
        "<rule action='continue' direction='in'><tcp/></rule>",
        "<rule action='reject' direction='in'><mac/></rule>",
        "<rule xmlns:r='urn:r' r:action='drop' r:direction='in'/>",
        "<rule xmlns:r='urn:r' r:action='nosuch' action='drop' direction='in'/>");
  }

  private static List<String> elements() {
    return List.of(
        "<filter/>",
        "<filter name='tried'/>",
        "<filter name='tried'></filter>",
        "<Filter name='tried'/>",
        "<filters name='tried'/>",
        "<network name='tried'/>",
        "<f:filter xmlns:f='urn:f' name='tried'/>",
        "<f:filter xmlns:f='urn:f' f:name='tried'/>",
        "<filter xmlns='urn:f' name='tried'/>",
        "<filter xmlns='urn:f' name='tried'><rule/></filter>",
        "<filter xmlns:f='urn:f' f:name='tried'/>",
        "<filter xmlns:f='urn:f' name='tried' f:chain='nosuch'/>",
        "<filter name='tried' nosuch='1'/>",
        "<filter name='tried' xml:lang='en'/>",
        filter("text"),
        filter("<nosuch/>"),
        filter("<nosuch><rule/></nosuch>"),
        filter("<rule/>"),
        filter("<Rule/>"),
        filter("<f:rule xmlns:f='urn:f'/>"),
        filter("<f:rule xmlns:f='urn:f' action='drop' direction='in'/>"),
        filter("<filterref/>"),
        filter("<FilterRef/>"),
        filter("<f:filterref xmlns:f='urn:f'/>"),
        filter("<filterref filter='tried'/>"),
        filter("<filterref filter='nowhere'/>"),
        filter("<filterref xmlns:f='urn:f' f:filter='nowhere'/>"),
        filter("<uuid/>"),
        filter("<uuid>x</uuid><uuid/>"),
        filter("<uuid/><uuid>x</uuid>"),
        filter("<uuid><x/></uuid>"),
        filter("<f:uuid xmlns:f='urn:f'>x</f:uuid>"),
        "",
        " ",
        "text",
        "<filter name='tried'>",
        "<filter name='tried'/><filter name='tried2'/>",
        "<filter name='tried' name='tried'/>",
        "<filter name=tried/>",
        "<!-- before --><filter name='tried'/><!-- after -->",
        "<?xml version='1.0'?><filter name='tried'/>",
        " <?xml version='1.0'?><filter name='tried'/>",
        "<?xml version='1.1'?><filter name='tried'/>",
        "<?xml version='1.0' encoding='UTF-8'?><filter name='tried' x='è'/>",
        "<filter name='&nosuch;'/>",
        "<filter name='&#0;'/>",
        "<filter name='&#1;'/>",
        "<filter name='a&#xD800;b'/>",
        "<filter name='a&#xFFFE;b'/>",
        "<filter name='a\u0001b'/>",
        filter("<rule action='drop' direction='in'><![CDATA[<tcp/>]]></rule>"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void takenOrRefusedByBoth(String group, List<String> documents, LibvirtDaemon daemon) {
    BothDecide.assertAlike(
        documents,
        DEVIATIONS,
        document -> LibvirtXml.readFilter(XmlSource.text(document, "tried")),
        document -> refusal(document, daemon));
  }

  private static Optional<String> refusal(String document, LibvirtDaemon daemon) {
    try {
      daemon.define(document);
      daemon.undefine(document.contains(UUID) ? UUID : "tried");
      return Optional.empty();
    } catch (DaemonRefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
