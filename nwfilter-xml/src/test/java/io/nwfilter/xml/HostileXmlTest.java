package io.nwfilter.xml;

import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.refused;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_REFUSED;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_SYNTAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that attack their reader, or are none. */
class HostileXmlTest {

  private static final String FILTER =
      "<filter name='f'><rule action='drop' direction='in'/></filter>";

  @Test
  void anEntityBomb() {
    StringBuilder bomb = new StringBuilder("<?xml version='1.0'?>\n<!DOCTYPE filter [\n");
    bomb.append("<!ENTITY e0 'boom'>\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY e" + i + " '" + ("&e" + (i - 1) + ";").repeat(10) + "'>\n");
    }
    assertRefused(XML_REFUSED, "2:1", bomb + "]>\n<filter name='&e29;'/>");
  }

  @Test
  void anExternalEntity(@TempDir Path directory) throws Exception {
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "secret");
    assertRefused(
        XML_REFUSED,
        "1:1",
        "<!DOCTYPE filter [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]><filter name='&e;'/>");
    assertRefused(
        XML_REFUSED, "1:1", "<!DOCTYPE filter SYSTEM '" + secret.toUri() + "'><filter name='f'/>");
  }

  /** Names that collide in the parser's table would take it minutes. */
  @Test
  void moreNamesThanAnyDocumentHas() {
    StringBuilder many = new StringBuilder("<filter name='f'>");
    for (int i = 1 << 13; i < 1 << 14; i++) {
      String name = Integer.toBinaryString(i).replace("0", "Aa").replace("1", "BB");
      many.append(i % 2 == 0 ? "<" + name + "/>" : "<a " + name + "=''/>");
    }
    Diagnostic diagnostic = refused(many + "</filter>");
    assertEquals(XML_REFUSED, diagnostic.code());
    assertEquals(
        "the document has elements and attributes of more than 4000 names", diagnostic.message());
  }

  @Test
  void anyDtd() {
    assertRefused(XML_REFUSED, "1:1", "<!DOCTYPE filter><filter name='f'/>");
    assertRefused(XML_REFUSED, "1:8", "<?a b?><!DOCTYPE filter []><filter name='f'/>");
    assertRefused(XML_SYNTAX, "1:20", "<filter name='f'><!DOCTYPE filter></filter>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<filter name='&e;'/>",
        "<filter name='f'><uuid>&e;</uuid></filter>",
        "<filter name='f'>&e;</filter>",
        "<filter name='f&#0;'/>",
        "<filter name='f&#xd800;'/>",
      })
  void entitiesAndCharactersThatAreNone(String xml) {
    assertEquals(XML_SYNTAX, refused(xml).code());
  }

  @Test
  void deepNesting() {
    String deep = "<a>".repeat(100_000);
    Diagnostic diagnostic = refused("<filter name='f'>" + deep);
    assertEquals(XML_REFUSED, diagnostic.code(), diagnostic::toString);
    assertEquals(1, diagnostic.location().line());
    assertEquals(XML_REFUSED, refused("<domain><name>" + "<a b='c'>".repeat(100_000)).code());
  }

  @Test
  void nestingThatIsDeepEnoughForEveryone() {
    String inner = "<a>".repeat(200) + "</a>".repeat(200);
    assertEquals(
        "vm",
        LibvirtXml.readDomain(XmlSource.text("<domain><name>vm</name>" + inner + "</domain>", "d"))
            .value()
            .name());
  }

  @Test
  void aHugeAttribute() {
    String huge = "<filter name='f' comment='" + "x".repeat(10 << 20) + "'/>";
    Diagnostic diagnostic = refused(huge);
    assertEquals(XML_REFUSED, diagnostic.code(), diagnostic::toString);
    assertFalse(diagnostic.message().contains("xxxxxxxx"));
  }

  @Test
  void hugeNumbers() {
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      attributes.append(" a" + i + "=''");
    }
    assertEquals(XML_REFUSED, refused("<filter name='f'" + attributes + "/>").code());
    String name = "<domain><name>" + "x".repeat(2 << 20) + "</name></domain>";
    assertEquals(XML_REFUSED, refused(name).code());
    Diagnostic tooLong = refused("<!--" + "x".repeat(17 << 20) + "--><filter/>");
    assertEquals(XML_REFUSED, tooLong.code());
    assertTrue(tooLong.message().endsWith(" characters"), tooLong::message);
  }

  @Test
  void aHugeFileOrStream() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            Arrays.fill(bytes, from, from + length, (byte) ' ');
            return length;
          }
        };
    DocumentException e =
        assertThrows(
            DocumentException.class, () -> LibvirtXml.read(XmlSource.stream(endless, "endless")));
    assertEquals(XML_REFUSED, e.diagnostic().code());
    assertTrue(e.diagnostic().message().endsWith(" bytes"), e::getMessage);
  }

  @Test
  void skippedTextMayBeLong() {
    String xml = "<domain><name>vm</name><metadata>" + "x".repeat(4 << 20) + "</metadata></domain>";
    assertEquals("vm", LibvirtXml.readDomain(XmlSource.text(xml, "d")).value().name());
  }

  @Test
  void everyTruncation() {
    for (int end = 0; end < FILTER.length(); end++) {
      String truncated = FILTER.substring(0, end);
      Diagnostic diagnostic = refused(truncated);
      assertEquals(XML_SYNTAX, diagnostic.code(), truncated);
      assertEquals(1, diagnostic.location().line(), truncated);
    }
    assertRefused(XML_SYNTAX, "2:8", "<filter name='f'>\n <rule a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "filter",
        "<",
        "<filter name='f'/>x",
        "<filter name='f'/><filter name='g'/>",
        "<filter name='f' name='g'/>",
        "<filter name=f/>",
        "<filter name='f'></rule>",
        "<x:filter name='f'/>",
        "<filter x:name='f'/>",
        "\n<?xml version='1.0'?><filter name='f'/>",
        "<filter name='f'><![CDATA[</filter>",
        "<filter name='f'><!-- a -- b --></filter>",
        "<filter name='f\u0001'/>",
        "<filter name='<'/>",
        "<?xml version='1.0' encoding='UTF-8' standalone='maybe'?><filter name='f'/>",
        "<?xml version='2.0'?><filter name='f'/>",
      })
  void whatIsNotWellFormed(String xml) {
    Diagnostic diagnostic = refused(xml);
    assertEquals(XML_SYNTAX, diagnostic.code(), diagnostic::toString);
  }

  @Test
  void version11WhichLibvirtDoesNotRead() {
    assertRefused(XML_REFUSED, "1:1", "<?xml version='1.1'?><filter name='f&#1;'/>");
  }

  @Test
  void binaryGarbage() {
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThrows(DocumentException.class, () -> LibvirtXml.read(XmlSource.bytes(bytes, "noise")));
    }
  }

  @Test
  void aDocumentsNameCannotBreakTheLine() {
    DocumentException e =
        assertThrows(
            DocumentException.class, () -> LibvirtXml.read(XmlSource.text("<filter/>", "a\nb")));
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void hugeNamesAndValuesAreNotQuotedInFull() {
    String huge = "x".repeat(60_000);
    for (String xml :
        new String[] {
          "<" + huge + "/>",
          "<filter name='f' chain='" + huge + "'/>",
          "<filter name='f'><rule action='drop' direction='" + huge + "'/></filter>",
          "<filter name='f'><" + huge + "/><rule/></filter>"
        }) {
      assertTrue(refused(xml).message().length() <= 501);
    }
    String ignored = "<filter name='f'><" + huge + " " + huge + "='1'/></filter>";
    String message =
        LibvirtXml.readFilter(XmlSource.text(ignored, "d")).diagnostics().get(0).message();
    assertTrue(message.length() <= 501);
    assertTrue(message.endsWith("libvirt knows no such element there"));
  }
}
