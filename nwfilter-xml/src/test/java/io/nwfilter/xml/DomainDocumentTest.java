package io.nwfilter.xml;

import static io.nwfilter.core.domain.InterfaceCode.UNFILTERABLE_INTERFACE;
import static io.nwfilter.core.filter.FilterCode.UNPRINTABLE;
import static io.nwfilter.xml.diagnostic.DocumentCode.AMBIGUOUS_INTERFACE;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static io.nwfilter.xml.diagnostic.DocumentCode.UNKNOWN_INTERFACE;
import static io.nwfilter.xml.diagnostic.DocumentCode.WRONG_ROOT;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_REFUSED;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_SYNTAX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One reference to a filter changes, and nothing else. */
class DomainDocumentTest {

  private static final InterfaceSelector FIRST = new InterfaceSelector.ByNumber(1);
  private static final FilterReference BARE = FilterReference.of("f", Parameters.NONE);
  private static final FilterReference FULL =
      FilterReference.of("g", Parameters.of("IP", "10.0.0.1", "10.0.0.2"));

  private static String domain(String interfaces) {
    return "<domain>\n  <name>v</name>\n  <devices>\n" + interfaces + "  </devices>\n</domain>\n";
  }

  private static String set(String document, FilterReference reference) {
    return DomainDocument.read(XmlSource.text(document, "d"))
        .withFilterReference(FIRST, reference)
        .text();
  }

  private static String removed(String document) {
    return DomainDocument.read(XmlSource.text(document, "d")).withoutFilterReference(FIRST).text();
  }

  @Test
  void standsWhereVirshPrintsIt() {
    String text =
        domain(
            """
                <interface type='bridge'>
                  <mac address='52:54:00:00:00:01'/>
                  <source bridge='br0'/>
                  <model type='virtio'/>
                  <boot order='1'/>
                </interface>
            """);
    String edited =
        domain(
            """
                <interface type='bridge'>
                  <mac address='52:54:00:00:00:01'/>
                  <source bridge='br0'/>
                  <model type='virtio'/>
                  <filterref filter='g'>
                    <parameter name='IP' value='10.0.0.1'/>
                    <parameter name='IP' value='10.0.0.2'/>
                  </filterref>
                  <boot order='1'/>
                </interface>
            """);
    assertEquals(edited, set(text, FULL));
    assertEquals(text, removed(edited));
  }

  @Test
  void standsFirstIfNothingBelongsBefore() {
    String text = domain(lines("<interface type='bridge'>| <boot order='1'/></interface>|"));
    assertEquals(text.replace(" <boot", " <filterref filter='f'/>\n <boot"), set(text, BARE));
    assertEquals(text, removed(set(text, FULL)));
  }

  private static String lines(String text) {
    return text.replace('|', '\n');
  }

  @Test
  void takesThePlaceOfAnother() {
    String before = "    <interface type='bridge'>\n      <!-- a --> ";
    String behind = "<!-- b --><target dev='t'/></interface>\n";
    String old = "<filterref filter='x'><!-- c --><parameter name='A' value='1'/></filterref>";
    assertEquals(
        domain(before + "<filterref filter='f'/>" + behind),
        set(domain(before + old + behind), BARE));
    assertEquals(
        domain(
            before
                + "<filterref filter='g'><parameter name='IP' value='10.0.0.1'/>"
                + "<parameter name='IP' value='10.0.0.2'/></filterref>"
                + behind),
        set(domain(before + old + behind), FULL));
    assertEquals(domain(before + behind), removed(domain(before + old + behind)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`  <interface type='bridge'/>|`, "
            + "`  <interface type='bridge'>|   <filterref filter='f'/>|  </interface>|`",
        "`\t\t<interface type=\"bridge\" />|`, `\t\t<interface type=\"bridge\" >|\t\t\t<filterref"
            + " filter=\"f\"/>|\t\t</interface>|`",
        "`x<interface type='bridge'/>|`,"
            + "`x<interface type='bridge'><filterref filter='f'/></interface>|`",
        "`<interface type='bridge'></interface>|`, "
            + "`<interface type='bridge'>|  <filterref filter='f'/>|</interface>|`",
        "`  <interface type='bridge'>|  </interface>|`, "
            + "`  <interface type='bridge'>|   <filterref filter='f'/>|  </interface>|`",
        "`<interface type='bridge'>|  <!-- c -->|</interface>|`, "
            + "`<interface type='bridge'>|  <filterref filter='f'/>|  <!-- c -->|</interface>|`",
      })
  void isTheOnlyChild(String text, String edited) {
    assertEquals(domain(lines(edited)), set(domain(lines(text)), BARE));
  }

  @Test
  void followsQuotesLineEndsAndIndent() {
    String text =
        domain(
                """
                \t<interface type="bridge">
                \t\t\t<target dev="t"/>
                \t</interface>
                """)
            .replace("\n", "\r\n");
    assertEquals(
        domain(
                """
                \t<interface type="bridge">
                \t\t\t<target dev="t"/>
                \t\t\t<filterref filter="g">
                \t\t\t\t\t<parameter name="IP" value="10.0.0.1"/>
                \t\t\t\t\t<parameter name="IP" value="10.0.0.2"/>
                \t\t\t</filterref>
                \t</interface>
                """)
            .replace("\n", "\r\n"),
        set(text, FULL));
    assertEquals(text, removed(set(text, FULL)));
  }

  @Test
  void aDocumentInOneLineStaysInOne() {
    String text =
        "<domain><name>v</name><devices><interface type='bridge'><target dev='t'/></interface>"
            + "</devices></domain>";
    assertEquals(
        text.replace("</interface>", "<filterref filter='f'/></interface>"), set(text, BARE));
    assertEquals(text, removed(set(text, FULL)));
  }

  @Test
  void whatQuotesEndIsEscaped() {
    String text = domain("<interface type=\"bridge\"><target dev=\"t\"/></interface>\n");
    FilterReference reference = FilterReference.of("a\"'<&>\n", Parameters.NONE);
    String edited = set(text, reference);
    assertEquals(
        reference,
        LibvirtXml.readDomain(XmlSource.text(edited, "d"))
            .value()
            .interfaces()
            .get(0)
            .filterRef()
            .orElseThrow());
    assertEquals(text, removed(edited));
  }

  @Test
  void ofTwoReferencesTheFirstIsSetAndBothAreRemoved() {
    String text =
        domain(
            """
            <interface type='bridge'>
            <filterref filter='a'/><filterref filter='b'/>
             <filterref filter='c'/>
            </interface>
            """);
    DomainDocument document = DomainDocument.read(XmlSource.text(text, "d"));
    assertEquals(ELEMENT_IGNORED, document.diagnostics().get(0).code());
    assertEquals(text.replace("'a'", "'f'"), set(text, BARE));
    assertEquals(domain(lines("<interface type='bridge'>|</interface>|")), removed(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`| R <target dev='t'/>|`, `|  <target dev='t'/>|`",
        "`| <target dev='t'/> R |`, `| <target dev='t'/>  |`",
        "`|R<!-- c -->|`, `|<!-- c -->|`",
        "`|  R`, `|  `",
        "`|R<!-- c -->R|R|`, `|<!-- c -->|`",
        "`|  R \t|\t<boot/>|`, `|\t<boot/>|`",
        "`|R R\t R |  <boot/>|`, `|  <boot/>|`",
        "`| R|||R|<boot/>|`, `|||<boot/>|`",
        "`R R`, ` `",
      })
  void linesGoOnlyIfNothingElseStandsOnThem(String children, String left) {
    String present = children.replace("R", "<filterref filter='a'><!--|--></filterref>");
    for (String lineBreak : List.of("\n", "\r\n", "\r")) {
      assertEquals(interfaceWith(left, lineBreak), removed(interfaceWith(present, lineBreak)));
    }
  }

  private static String interfaceWith(String children, String lineBreak) {
    return domain("<interface type='bridge'>" + children + "</interface>\n")
        .replace("\n", lineBreak)
        .replace("|", lineBreak);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`| <target dev='t'/> <!-- c -->|`, `| <target dev='t'/><filterref filter='f'/> <!-- c"
            + " -->|`",
        "`| <target dev='t'/>`, `| <target dev='t'/><filterref filter='f'/>`",
        "`| <target dev='t'/> \t|`, `| <target dev='t'/> \t| <filterref filter='f'/>|`",
        "` <!-- c -->|`, `<filterref filter='f'/> <!-- c -->|`",
        "` |`, ` |  <filterref filter='f'/>|`",
      })
  void aLineOfItsOwnIfTheNeighbourHasOne(String children, String edited) {
    String text = interfaceWith(children, "\n");
    assertEquals(interfaceWith(edited, "\n"), set(text, BARE));
    assertEquals(text, removed(set(text, FULL)));
  }

  /** One after the other they would take minutes. */
  @Test
  void manyReferencesGoAtOnce() {
    String references = "<filterref filter='a'/>\n".repeat(32_000);
    String text = domain("<interface type='bridge'>\n" + references + "</interface>\n");
    assertEquals(text.replace(references, ""), removed(text));
  }

  @Test
  void onlyInterfacesThatLibvirtReadsAreTouched() {
    String other = "<interface type='bridge'><target dev='t'/></interface>";
    String text =
        "<domain xmlns:x='urn:x'><name>v</name><metadata>"
            + other
            + "<devices>"
            + other
            + "</devices></metadata>"
            + other
            + "<x:devices>"
            + other
            + "</x:devices><devices><x:interface/><hub>"
            + other
            + "</hub><interface xmlns='urn:y'/><!--"
            + other
            + "--><![CDATA["
            + other
            + "]]><interface type='bridge'><x:filterref filter='b'/><target dev='t'/>"
            + "<hub><filterref filter='c'/></hub></interface></devices></domain>";
    DomainDocument document = DomainDocument.read(XmlSource.text(text, "d"));
    DomainDocument edited =
        document.withFilterReference(
            new InterfaceSelector.ByTargetDev(new InterfaceName("t")), BARE);
    assertEquals(
        text.replace("<target dev='t'/><hub>", "<target dev='t'/><filterref filter='f'/><hub>"),
        edited.text());
    assertSame(document, document.withoutFilterReference(FIRST));
  }

  @Test
  void devicesMayStandTwice() {
    String text =
        "<domain><devices><interface type='user'/></devices><name>v</name><devices>"
            + "<interface type='bridge'/></devices></domain>";
    assertEquals(
        text.replace(
            "<interface type='bridge'/>",
            "<interface type='bridge'><filterref filter='f'/></interface>"),
        DomainDocument.read(XmlSource.text(text, "d"))
            .withFilterReference(new InterfaceSelector.ByNumber(2), BARE)
            .text());
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() {
    String text =
        domain("<interface type='bridge'><filterref filter = 'f' ></filterref></interface>\n");
    assertEquals(text, set(text, BARE));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, false",
    "UTF-8, true",
    "UTF-16LE, true",
    "UTF-16BE, true",
    "UTF-16LE, false",
    "ISO-8859-1, false",
    "windows-1252, false",
    "Shift_JIS, false",
    "GB18030, false"
  })
  void everyEncodingKeepsItsBytes(String encoding, boolean mark) throws Exception {
    String declared = encoding.startsWith("UTF-16") ? "UTF-16" : encoding;
    String text =
        lines("<?xml version='1.0' encoding='" + declared + "'?>|")
            + domain(lines("<interface type='bridge'>|  <mac address='2:0:0:0:0:1'/></interface>|"))
                .replace("<name>v", encoding.startsWith("UTF") ? "<name>\ud83d\ude00" : "<name>x");
    byte[] bytes = ((mark ? "\ufeff" : "") + text).getBytes(Charset.forName(encoding));
    FilterReference reference = FilterReference.of("\u00e9\u20ac\ud83d\ude00", Parameters.NONE);
    DomainDocument document = DomainDocument.read(XmlSource.bytes(bytes, "d"));
    assertEquals(text, document.text());
    DomainDocument edited = document.withFilterReference(FIRST, reference);
    assertEquals(reference, edited.domain().interfaces().get(0).filterRef().orElseThrow());
    DomainDocument again = DomainDocument.read(XmlSource.bytes(edited.bytes(), "d"));
    assertEquals(edited.domain(), again.domain());
    assertArrayEquals(bytes, again.withoutFilterReference(FIRST).bytes());
  }

  @Test
  void whatAnEncodingHasNotBecomesAReference() {
    byte[] bytes =
        ("<?xml version='1.0' encoding='ISO-8859-1'?><domain><name>\u00e9</name><devices><interface"
                + " type='bridge'/></devices></domain>")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] edited =
        DomainDocument.read(XmlSource.bytes(bytes, "d"))
            .withFilterReference(FIRST, FilterReference.of("\u00e9\u20ac", Parameters.NONE))
            .bytes();
    String text = new String(edited, StandardCharsets.ISO_8859_1);
    assertEquals(
        "<filterref filter='\u00e9&#8364;'/>", text.replaceAll(".*(<filterref.*?>).*", "$1"));
  }

  @Test
  void anEncodingThatShiftsBetweenStatesKeepsItsBytesOrIsRefused() {
    byte[] bytes =
        ("<?xml version='1.0'"
                + " encoding='ISO-2022-JP'?><domain><name>\u3042</name><devices><interface"
                + " type='bridge'/></devices></domain>")
            .getBytes(Charset.forName("ISO-2022-JP"));
    DomainDocument document = DomainDocument.read(XmlSource.bytes(bytes, "d"));
    DomainDocument edited =
        document.withFilterReference(FIRST, FilterReference.of("\u3042", Parameters.NONE));
    assertEquals("\u3042", edited.domain().interfaces().get(0).filterRef().orElseThrow().filter());
  }

  private static String declaring(String encoding, String name) {
    return "<?xml version='1.0' encoding='"
        + encoding
        + "'?>\n<domain><name>"
        + name
        + "</name><devices><interface type='bridge'/></devices></domain>";
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, UTF-8, \u20ac\ud83d\ude00",
    "utf-8, UTF-8, \u20ac",
    "ISO-8859-1, ISO-8859-1, \u00e9",
    "latin1, ISO-8859-1, \u00e9",
    "windows-1252, windows-1252, \u20ac",
    "Shift_JIS, Shift_JIS, \u3042",
    "UTF-16LE, UTF-16LE, \u20ac",
    "UTF-16BE, UTF-16BE, \u20ac",
    "UTF-16, UTF-16, \u20ac\ud83d\ude00",
  })
  void textsAreInTheEncodingThatTheyDeclare(String declared, String encoding, String name) {
    String text = declaring(declared, name);
    Charset charset = Charset.forName(encoding);
    DomainDocument document = DomainDocument.read(XmlSource.text(text, "d"));
    assertArrayEquals(text.getBytes(charset), document.bytes());
    assertEquals(text, document.text());
    DomainDocument again = DomainDocument.read(XmlSource.bytes(document.bytes(), "d"));
    assertEquals(document.domain(), again.domain());
    String edited = text.replace("'bridge'/>", "'bridge'><filterref filter='f'/></interface>");
    assertEquals(edited, document.withFilterReference(FIRST, BARE).text());
    assertArrayEquals(edited.getBytes(charset), document.withFilterReference(FIRST, BARE).bytes());
  }

  @Test
  void textsThatDeclareNoneAreInUtf8(@TempDir Path directory) throws Exception {
    String text = "<domain><name>\u20ac</name></domain>";
    for (String written : List.of(text, "\ufeff" + text, "<?xml version='1.0'?>" + text)) {
      assertArrayEquals(
          written.getBytes(StandardCharsets.UTF_8),
          DomainDocument.read(XmlSource.text(written, "d")).bytes());
      Path file = Files.writeString(directory.resolve("d.xml"), written);
      assertEquals(
          DomainDocument.read(XmlSource.text(written, "d")).text(),
          DomainDocument.read(XmlSource.file(file)).text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE"})
  void aMarkOfAnotherEncodingIsNoPartOfTheText(String encoding) {
    String text = declaring(encoding, "\u00e9");
    assertArrayEquals(
        text.getBytes(Charset.forName(encoding)),
        DomainDocument.read(XmlSource.text("\ufeff" + text, "d")).bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, \u20ac, XML_SYNTAX, 2:15, 'character U+20AC, which its encoding ISO-8859-1'",
    "US-ASCII, a\u00e9, XML_SYNTAX, 2:16, 'character U+00E9, which its encoding US-ASCII'",
    "UTF-8, \ud83d, XML_SYNTAX, 2:15, 'character U+D83D, which its encoding UTF-8'",
    "klingon, a, XML_SYNTAX, 1:1, 'klingon'",
    "UTF-32, a, XML_REFUSED, '', 'encoding UTF-32 cannot be edited'",
    "IBM037, a, XML_REFUSED, '', 'encoding IBM037 cannot be edited'",
    "ISO-2022-CN, a, XML_REFUSED, '', 'encoding ISO-2022-CN cannot be edited'",
  })
  void textsThatTheirEncodingCannotCarry(
      String declared, String name, DocumentCode code, String place, String message) {
    String text = declaring(declared, name);
    Diagnostic diagnostic =
        assertThrows(DocumentException.class, () -> DomainDocument.read(XmlSource.text(text, "d")))
            .diagnostic();
    assertEquals(code, diagnostic.code(), diagnostic::toString);
    assertEquals(
        place.isEmpty() ? "d" : "d:" + place,
        diagnostic.location().toString(),
        diagnostic::toString);
    assertTrue(diagnostic.message().contains(message), diagnostic::toString);
  }

  @Test
  void choosing() {
    String text =
        domain(
            """
            <interface type='bridge'><mac address='52:54:00:00:00:01'/><target dev='t1'/></interface>
            <interface type='bridge'><mac address='52:54:00:00:00:02'/><target dev='t2'/></interface>
            <interface type='direct'><mac address='52:54:00:00:00:02'/><target dev='t3'/></interface>
            """);
    DomainDocument document = DomainDocument.read(XmlSource.text(text, "d"));
    assertEquals(
        text.replace("<target dev='t2'/>", "<target dev='t2'/><filterref filter='f'/>"),
        document
            .withFilterReference(new InterfaceSelector.ByTargetDev(new InterfaceName("t2")), BARE)
            .text());
    assertEquals(
        text.replace("<target dev='t1'/>", "<target dev='t1'/><filterref filter='f'/>"),
        document.withFilterReference(mac("52:54:00:00:00:01"), BARE).text());
    assertRefused(
        UNKNOWN_INTERFACE,
        "no interface has the MAC address 52:54:00:00:00:03",
        () -> document.withFilterReference(mac("52:54:00:00:00:03"), BARE));
    assertRefused(
        UNKNOWN_INTERFACE,
        "no interface has the target dev t4",
        () ->
            document.withoutFilterReference(
                new InterfaceSelector.ByTargetDev(new InterfaceName("t4"))));
    assertRefused(
        UNKNOWN_INTERFACE,
        "no interface has the number 4",
        () -> document.withoutFilterReference(new InterfaceSelector.ByNumber(4)));
    assertRefused(
        AMBIGUOUS_INTERFACE,
        "a second interface also has the MAC address 52:54:00:00:00:02",
        () -> document.withFilterReference(mac("52:54:00:00:00:02"), BARE));
    assertRefused(
        UNFILTERABLE_INTERFACE,
        "libvirt drops the filter of an interface of type 'direct'",
        () -> document.withFilterReference(new InterfaceSelector.ByNumber(3), BARE));
    assertThrows(IllegalArgumentException.class, () -> new InterfaceSelector.ByNumber(0));
  }

  private static InterfaceSelector mac(String mac) {
    return new InterfaceSelector.ByMac(MacAddress.parse(mac));
  }

  @Test
  void aNameThatXmlHasNot() {
    assertRefused(
        UNPRINTABLE,
        "'\u0000' has the character U+0000, which XML does not allow",
        () ->
            set(
                domain("<interface type='bridge'/>\n"),
                FilterReference.of("\u0000", Parameters.NONE)));
  }

  @Test
  void noDomain() {
    assertCode(WRONG_ROOT, "<filter name='f'/>");
    assertCode(XML_SYNTAX, "<domain><name>v</name><devices></domain>");
    assertCode(XML_SYNTAX, "<domain><name>\ud800</name></domain>");
    assertCode(XML_REFUSED, "<!DOCTYPE a><domain><name>v</name></domain>");
    assertCode(MISSING, "<domain/>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<filterref filter='a'/><target dev='a b'/>", "<mac address='x'/>"})
  void anIllegalInterface(String child) {
    assertThrows(
        DocumentException.class,
        () ->
            DomainDocument.read(
                XmlSource.text(domain("<interface>" + child + "</interface>\n"), "d")));
  }

  private static void assertCode(DiagnosticCode code, String text) {
    assertEquals(
        code,
        assertThrows(DocumentException.class, () -> DomainDocument.read(XmlSource.text(text, "d")))
            .diagnostic()
            .code());
  }

  private static void assertRefused(DiagnosticCode code, String message, Runnable edit) {
    DocumentException e = assertThrows(DocumentException.class, edit::run);
    assertEquals(code, e.diagnostic().code());
    assertEquals(message, e.diagnostic().message());
  }
}
