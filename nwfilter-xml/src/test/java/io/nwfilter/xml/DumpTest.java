package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.filter.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of {@code virsh nwfilter-dumpxml}, as seen on a daemon. */
class DumpTest {

  private static Filter lossy(String xml) {
    Filter filter = Reading.filter(xml);
    assertNotEquals(LibvirtXml.write(filter), LibvirtXml.dump(filter));
    assertEquals(filter, Reading.filter(LibvirtXml.write(filter)));
    return filter;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<tcp ipset='a' ipsetflags='src'/> | <tcp/>",
        "<udp ipsetflags='$F'/> | <udp/>",
        "<tcp match='no' ipset='a'/> | <tcp match='no' ipset='a'/><tcp ipsetflags='src'/>",
        "<tcp match='no' dstportstart='5'/> | <tcp dstportstart='5'/>",
        "<tcp match='no' srcportstart='5'/><tcp dstportend='6'/>"
            + " | <tcp match='no' srcportstart='5' dstportend='6'/>",
        "<mac srcmacaddr='2:0:0:0:0:1'/><mac match='no' srcmacmask='ff:0:0:0:0:0'/>"
            + " | <mac srcmacaddr='02:00:00:00:00:01' srcmacmask='ff:00:00:00:00:00'/>",
      })
  void whatLibvirtMakesOfConditions(String elements, String dumped) {
    String dump = LibvirtXml.dump(lossy(Reading.dropping(elements)));
    String rule = dump.substring(dump.indexOf("500'>") + 5, dump.indexOf("</rule>"));
    assertEquals(dumped, rule.replaceAll("\n *", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<all ipset='a'/>",
        "<all-ipv6 match='no' ipsetflags='dst,src'/>",
        "<arp match='no' srcmacmask='ff:00:00:00:00:00'/>",
        "<ip protocol='tcp'/><ip match='no' dstportstart='5'/>",
        "<tcp match='no' srcportstart='5'/><tcp comment='&lt;&amp;&gt;&quot;&apos;'/>",
      })
  void whatComesBackIsTheSame(String elements) {
    Filter filter = Reading.filter(Reading.dropping(elements));
    assertEquals(LibvirtXml.write(filter), LibvirtXml.dump(filter));
  }

  @Test
  void namesAreNotEscaped() {
    Filter filter =
        lossy("<filter name='a&lt;b&amp;c'><filterref filter='d&apos;&#10;'/></filter>");
    assertEquals(
        """
        <filter name='a<b&c' chain='root'>
          <filterref filter='d'
        '/>
        </filter>
        """,
        LibvirtXml.dump(filter));
    assertEquals(
        """
        <filter name='a&lt;b&amp;c' chain='root'>
          <filterref filter='d&apos;&#10;'/>
        </filter>
        """,
        LibvirtXml.write(filter));
  }

  @Test
  void quotesAndBracketsInNamesDoNoHarm() {
    Filter filter = Reading.filter("<filter name='a>&quot;b'/>");
    assertEquals("<filter name='a>\"b' chain='root'>\n</filter>\n", LibvirtXml.write(filter));
    assertEquals(LibvirtXml.write(filter), LibvirtXml.dump(filter));
  }

  @Test
  void aPriorityOfZeroIsLeftOut() {
    Filter filter = lossy("<filter name='f' chain='arp' priority='0'/>");
    assertEquals("<filter name='f' chain='arp'>\n</filter>\n", LibvirtXml.dump(filter));
  }

  @Test
  void lineBreaksAndTabsInCommentsStandRaw() {
    assertEquals("a\nb\tc\r\n    ", dumpedComment("a&#10;b&#9;c&#13;&#10;"));
    assertEquals("\n ", dumpedComment("&#10; "));
  }

  @Test
  void commentsAreCutTo256Bytes() {
    String tooLong = Reading.dropping("<tcp comment='" + "\u00e9".repeat(129) + "'/>");
    Filter read = LibvirtXml.readFilter(XmlSource.text(tooLong, "d")).value();
    assertTrue(LibvirtXml.dump(read).contains("'" + "\u00e9".repeat(128) + "'"));
    assertEquals("x".repeat(255) + "\n    ", dumpedComment("x".repeat(255) + "&#10;"));
  }

  private static String dumpedComment(String comment) {
    String dump = LibvirtXml.dump(lossy(Reading.dropping("<tcp comment='" + comment + "'/>")));
    int start = dump.indexOf("comment='") + "comment='".length();
    return dump.substring(start, dump.indexOf("'/>", start));
  }
}
