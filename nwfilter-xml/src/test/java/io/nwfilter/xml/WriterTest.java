package io.nwfilter.xml;

import static io.nwfilter.core.filter.FilterCode.UNPRINTABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.io.Resources;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriterTest {

  private static void assertRoundTrip(Filter filter) {
    assertEquals(filter, Reading.filter(LibvirtXml.write(filter)));
  }

  @Test
  void iteratorsComeBackInTheOrderInWhichTheyTurn() {
    Rule.Builder rule =
        Rule.drop(Direction.IN, Protocol.TCP)
            .whereText(Attributes.SRCIPADDR, "$A[@2]")
            .where(Attributes.DSTPORTSTART, 80)
            .whereNotText(Attributes.SRCPORTSTART, "$P[@1]");

    assertEquals(
        """
        <tcp dstportstart='80'/>
        <tcp match='no' srcportstart='$P[@1]'/>
        <tcp srcipaddr='$A[@2]' comment='a'/>
        """,
        elements(rule.iterators(List.of(1, 2)).where(Attributes.COMMENT, "a")));
    assertEquals(
        """
        <tcp match='no' srcportstart='$P[@1]'/>
        <tcp comment='$C[@3]'/>
        <tcp srcipaddr='$A[@2]' dstportstart='$D[@4]'/>
        """,
        elements(
            rule.iterators(List.of(1, 3, 2, 4))
                .whereText(Attributes.DSTPORTSTART, "$D[@4]")
                .whereText(Attributes.COMMENT, "$C[@3]")));
  }

  /** Returns the elements inside a rule, which are read as they were written. */
  private static String elements(Rule.Builder rule) {
    Filter filter = Filter.builder("f").rule(rule).build();
    assertRoundTrip(filter);
    return LibvirtXml.write(filter)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("<tcp"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void asTheDaemonPrints() {
    Filter filter =
        Filter.builder("web")
            .chain("ipv4-web")
            .chainPriority(-17)
            .uuid(UUID.fromString("6AF0BA33-e0c7-46aa-95ba-4da1d6352bd6"))
            .rule(
                Rule.accept(Direction.IN, Protocol.TCP)
                    .withoutStateMatch()
                    .where(Attributes.DSTPORTSTART, 80)
                    .whereNotText(Attributes.SRCPORTSTART, "0x1F")
                    .whereText(Attributes.SRCIPADDR, "$IP[@0]")
                    .whereText(Attributes.SRCIPMASK, "255.255.0.0")
                    .whereText(Attributes.COMMENT, "a&b<c>d\"e'f"))
            .include(FilterReference.of("clean", Parameters.of("B", "1", "0").with("A", "2")))
            .rule(Rule.builder(Action.REJECT, Direction.INOUT).priority(-3))
            .rule(Rule.drop(Direction.OUT, Protocol.ALL))
            .include("last")
            .build();
    assertEquals(
        """
        <filter name='web' chain='ipv4-web' priority='-17'>
          <uuid>6af0ba33-e0c7-46aa-95ba-4da1d6352bd6</uuid>
          <rule action='accept' direction='in' priority='500' statematch='false'>
            <tcp srcipaddr='$IP' srcipmask='16'/>
            <tcp match='no' srcportstart='0x1f'/>
            <tcp dstportstart='80' comment='a&amp;b&lt;c&gt;d&quot;e&apos;f'/>
          </rule>
          <filterref filter='clean'>
            <parameter name='A' value='2'/>
            <parameter name='B' value='1'/>
            <parameter name='B' value='0'/>
          </filterref>
          <rule action='reject' direction='inout' priority='-3'/>
          <rule action='drop' direction='out' priority='500'>
            <all/>
          </rule>
          <filterref filter='last'/>
        </filter>
        """,
        LibvirtXml.write(filter));
    assertRoundTrip(filter);
  }

  @Test
  void thePriorityOfChains() {
    assertEquals("<filter name='f' chain='root'>\n</filter>\n", write("root", 0));
    assertEquals("<filter name='f' chain='root' priority='5'>\n</filter>\n", write("root", 5));
    assertEquals(
        "<filter name='f' chain='stp'>\n</filter>\n",
        LibvirtXml.write(Filter.builder("f").chain("stp").build()));
    // libvirt leaves these two out; written, they are not the documented -810, and not -500
    assertEquals("<filter name='f' chain='stp' priority='0'>\n</filter>\n", write("stp", 0));
    assertEquals("<filter name='f' chain='arp' priority='-500'>\n</filter>\n", write("arp", -500));
    assertEquals("<filter name='f' chain='arp' priority='0'>\n</filter>\n", write("arp", 0));
  }

  private static String write(String chain, int priority) {
    Filter filter = Filter.builder("f").chain(chain).chainPriority(priority).build();
    assertRoundTrip(filter);
    return LibvirtXml.write(filter);
  }

  static Stream<Filter> stock() {
    return StockFilters.library().filters().stream();
  }

  @ParameterizedTest
  @MethodSource("stock")
  void stockFiltersComeBack(Filter filter) {
    assertRoundTrip(filter);
  }

  @Test
  void aFileComesBackByteForByte() throws Exception {
    String moge =
        Resources.toString(
            Resources.getResource(WriterTest.class, "moge.xml"), StandardCharsets.UTF_8);
    assertEquals(moge, LibvirtXml.write(Reading.filter(moge)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\tb\r",
        " a  b ",
        "",
        "<&>\"'",
        "\u007f\u0085\u2028",
        "\ud83d\ude00",
        "]]>"
      })
  void everyCharacterOfXmlComesBack(String comment) {
    assertRoundTrip(
        Filter.builder("f\n" + comment)
            .rule(Rule.drop(Direction.IN, Protocol.TCP).where(Attributes.COMMENT, comment))
            .include("g" + comment)
            .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "a\u0001", "\u001b[2J", "\ud83d", "\ude00a", "\ufffe", "\uffff"})
  void otherCharactersAreRefused(String comment) {
    Filter filter =
        Filter.builder("f")
            .rule(Rule.drop(Direction.IN, Protocol.TCP).where(Attributes.COMMENT, comment))
            .build();
    DocumentException e = assertThrows(DocumentException.class, () -> LibvirtXml.write(filter));
    assertEquals(UNPRINTABLE, e.diagnostic().code());
  }

  @Test
  void bindings() {
    FilterBinding binding =
        new FilterBinding(
            Optional.of(
                new FilterBinding.Owner(
                    "v<&>\"' m\n", UUID.fromString("cb1b6bd6-0c51-530c-a218-2534042ccadc"))),
            new InterfaceName("vnet1"),
            Optional.of("a <b"),
            MacAddress.parse("5:54:0:0:0:a1"),
            FilterReference.of("no<t>", Parameters.of("B", "1").with("A", "2", "1")),
            SourceLocation.NONE);
    assertEquals(
        """
        <filterbinding>
          <owner>
            <name>v&lt;&amp;&gt;&quot;&apos; m&#10;</name>
            <uuid>cb1b6bd6-0c51-530c-a218-2534042ccadc</uuid>
          </owner>
          <portdev name='vnet1'/>
          <linkdev name='a &lt;b'/>
          <mac address='05:54:00:00:00:a1'/>
          <filterref filter='no&lt;t>'>
            <parameter name='A' value='2'/>
            <parameter name='A' value='1'/>
            <parameter name='B' value='1'/>
          </filterref>
        </filterbinding>
        """,
        LibvirtXml.write(binding));
    assertEquals(
        binding,
        LibvirtXml.readFilterBinding(XmlSource.text(LibvirtXml.write(binding), "d")).value());
    FilterBinding small =
        FilterBinding.of(
            new InterfaceName("vnet2"),
            MacAddress.BROADCAST,
            FilterReference.of("f", Parameters.NONE));
    assertEquals(
        small, LibvirtXml.readFilterBinding(XmlSource.text(LibvirtXml.write(small), "d")).value());
  }
}
