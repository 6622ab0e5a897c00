package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every place is where the start tag begins, whatever stands around and inside it. */
class LocationTest {

  private static final String TEXT =
      """
      <?xml version='1.0' encoding='UTF-8'?>
      <!-- two
           lines --><filter
          name='f'>
      \t<filterref filter='a'/><filterref
        filter='b'
      >
      \t\t<parameter name='A-B'
             value='1'/></filterref>\t <rule action='drop'
        direction='in'/>\u00e9\u4e16 text<rule action='accept' direction='in'><tcp
          srcportstart='1'/><udp/></rule>
        <unknown>a<b/>c</unknown><![CDATA[
      ]]><filterref filter='c'/>
      </filter>
      """;

  private static List<String> places(Filter filter) {
    return filter.entries().stream().map(entry -> place(entry.location().toString())).toList();
  }

  private static String place(String location) {
    return location.substring(location.indexOf(':') + 1);
  }

  private static void check(ParseResult<Filter> result) {
    assertEquals("3:15", place(result.value().location().toString()));
    assertEquals(ImmutableList.of("5:2", "5:25", "9:33", "10:26", "13:4"), places(result.value()));
    assertEquals(
        ImmutableList.of("8:3", "11:23", "12:3"),
        result.diagnostics().stream().map(d -> place(d.location().toString())).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void inTextsWithAnyLineEnds(String lineEnd) {
    check(LibvirtXml.readFilter(XmlSource.text(TEXT.replace("\n", lineEnd), "d")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE"})
  void inBytes(String encoding) {
    byte[] bytes =
        (encoding.equals("UTF-16LE") ? "\ufeff" + TEXT : TEXT).getBytes(charset(encoding));
    check(LibvirtXml.readFilter(XmlSource.bytes(bytes, "d")));
  }

  private static Charset charset(String name) {
    return Charset.forName(name);
  }

  @Test
  void afterALongLine() {
    String xml = "<filter name='f'>" + " ".repeat(100_000) + "<rule/></filter>";
    assertEquals(
        "test.xml:1:100018: error: missing: the rule has no action", Reading.refused(xml) + "");
  }

  @Test
  void ofErrorsInTheMiddle() {
    Reading.assertRefused(
        DocumentCode.XML_SYNTAX, "3:7", "<filter name='f'>\n<foo/>\r\n <rule</filter>");
  }

  @Test
  void ofBytesThatAreNoCharacters() {
    byte[] bytes =
        ("<filter name='f'>\r\n\u00e9 " + "x".repeat(9000) + "?</filter>")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '?') {
        bytes[i] = (byte) 0xe9;
      }
    }
    DocumentException e =
        assertThrows(DocumentException.class, () -> LibvirtXml.read(XmlSource.bytes(bytes, "d")));
    assertEquals("2:9003", place(e.diagnostic().location().toString()));
    assertEquals(DocumentCode.XML_SYNTAX, e.diagnostic().code());
  }
}
