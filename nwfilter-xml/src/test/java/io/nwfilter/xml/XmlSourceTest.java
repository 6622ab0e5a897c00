package io.nwfilter.xml;

import static io.nwfilter.core.filter.FilterCode.NOT_AS_WRITTEN;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_REFUSED;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_SYNTAX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of document is read from every source with both semantics. */
class XmlSourceTest {

  private static final String MAC = "<mac address='2:0:0:0:0:1 x'/>";
  private static final String FILTER =
      "<filter name='\u00e9'><rule action='drop' direction='in'><tcp"
          + " colour='red'/></rule></filter>";
  private static final String BINDING =
      "<filterbinding><portdev name='vnet0'/>" + MAC + "<filterref filter='f'/></filterbinding>";
  private static final String INTERFACE = "<interface>" + MAC + "</interface>";
  private static final String DOMAIN =
      "<domain><name>\u00e9</name><devices>" + INTERFACE + "</devices></domain>";
  private static final String REFERENCE = "<filterref filter='\u00e9' colour='red'/>";

  /** One kind of document, and the methods that read it. */
  private record Kind(
      String xml,
      Function<XmlSource, ParseResult<?>> reading,
      BiFunction<XmlSource, Semantics, ParseResult<?>> readingWith) {}

  private static final ImmutableList<Kind> KINDS =
      ImmutableList.of(
          new Kind(FILTER, LibvirtXml::readFilter, LibvirtXml::readFilter),
          new Kind(BINDING, LibvirtXml::readFilterBinding, LibvirtXml::readFilterBinding),
          new Kind(DOMAIN, LibvirtXml::readDomain, LibvirtXml::readDomain),
          new Kind(INTERFACE, LibvirtXml::readInterface, LibvirtXml::readInterface),
          new Kind(FILTER, LibvirtXml::read, LibvirtXml::read),
          new Kind(BINDING, LibvirtXml::read, LibvirtXml::read),
          new Kind(DOMAIN, LibvirtXml::read, LibvirtXml::read));

  private static final Kind REFERENCES =
      new Kind(REFERENCE, LibvirtXml::readFilterReference, LibvirtXml::readFilterReference);

  @TempDir Path directory;

  /** Returns functions that make one source each of a document, all with one name. */
  private Map<String, Function<String, XmlSource>> sources() {
    Path file = directory.resolve("d.xml");
    String name = file.toString();
    return ImmutableMap.of(
        "file", xml -> XmlSource.file(written(file, xml)),
        "text", xml -> XmlSource.text(xml, name),
        "stream", xml -> XmlSource.stream(new ByteArrayInputStream(utf8(xml)), name),
        "bytes", xml -> XmlSource.bytes(utf8(xml), name));
  }

  private static Path written(Path file, String xml) {
    try {
      return Files.writeString(file, xml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] utf8(String xml) {
    return xml.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void allGiveTheSame() {
    sources()
        .forEach(
            (how, source) -> {
              for (Kind kind : KINDS) {
                ParseResult<?> expected = read(kind, kind.reading);
                assertEquals(1, expected.diagnostics().size(), kind.xml);
                assertEquals(expected, kind.reading.apply(source.apply(kind.xml)), how);
                assertEquals(
                    expected,
                    kind.readingWith.apply(source.apply(kind.xml), Semantics.AS_LIBVIRT),
                    how);
                assertEquals(NOT_AS_WRITTEN, refused(kind, source), how + kind.xml);
              }
            });
  }

  private ParseResult<?> read(Kind kind, Function<XmlSource, ParseResult<?>> reading) {
    return reading.apply(XmlSource.text(kind.xml, directory.resolve("d.xml").toString()));
  }

  private static Object refused(Kind kind, Function<String, XmlSource> source) {
    return assertThrows(
            DocumentException.class,
            () -> kind.readingWith.apply(source.apply(kind.xml), Semantics.AS_WRITTEN))
        .diagnostic()
        .code();
  }

  @Test
  void referencesAreTheSameAsWritten() {
    ParseResult<?> expected = read(REFERENCES, REFERENCES.reading);
    assertEquals(1, expected.diagnostics().size());
    for (Function<String, XmlSource> source : sources().values()) {
      assertEquals(expected, REFERENCES.reading.apply(source.apply(REFERENCE)));
      for (Semantics semantics : Semantics.values()) {
        assertEquals(expected, REFERENCES.readingWith.apply(source.apply(REFERENCE), semantics));
      }
    }
  }

  @Test
  void domainsAreEditedFromAllToo() {
    sources()
        .forEach(
            (how, source) -> {
              DomainDocument document = DomainDocument.read(source.apply(DOMAIN));
              assertArrayEquals(utf8(DOMAIN), document.bytes(), how);
              assertEquals("\u00e9", document.domain().name(), how);
            });
  }

  @Test
  void namesAreThoseOfMessages() {
    Path file = directory.resolve("d.xml");
    for (Function<String, XmlSource> source : sources().values()) {
      assertEquals(file.toString(), source.apply(FILTER).name());
      assertEquals(file.toString(), source.apply(FILTER).toString());
    }
  }

  @Test
  void allButStreamsCanBeReadAgain() {
    sources()
        .forEach(
            (how, make) -> {
              XmlSource source = make.apply(FILTER);
              ParseResult<?> first = LibvirtXml.readFilter(source);
              if (how.equals("stream")) {
                DocumentException e =
                    assertThrows(DocumentException.class, () -> LibvirtXml.readFilter(source));
                assertEquals(XML_SYNTAX, e.diagnostic().code());
              } else {
                assertEquals(first, LibvirtXml.readFilter(source), how);
              }
            });
  }

  @Test
  void streamsAreNotClosed() {
    boolean[] closed = new boolean[1];
    ByteArrayInputStream stream =
        new ByteArrayInputStream(utf8(FILTER)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    LibvirtXml.readFilter(XmlSource.stream(stream, "d"));
    assertEquals(false, closed[0]);
  }

  @Test
  void bytesAreCopied() {
    byte[] bytes = utf8(FILTER);
    XmlSource source = XmlSource.bytes(bytes, "d");
    Arrays.fill(bytes, (byte) 'x');
    assertEquals("\u00e9", LibvirtXml.readFilter(source).value().name());
  }

  @Test
  void bytesHaveTheLimitOfFiles() {
    byte[] bytes = new byte[(16 << 20) + 1];
    Arrays.fill(bytes, (byte) ' ');
    Diagnostic refused =
        assertThrows(
                DocumentException.class, () -> LibvirtXml.read(XmlSource.bytes(bytes, "large.xml")))
            .diagnostic();
    assertEquals(
        new Diagnostic(
            XML_REFUSED,
            "the document is larger than 16777216 bytes",
            SourceLocation.of("large.xml")),
        refused);
  }

  @Test
  void nothingIsReadBeforeItIsAskedFor() throws IOException {
    Path file = directory.resolve("later.xml");
    XmlSource source = XmlSource.file(file);
    Files.writeString(file, "<filter name='later'/>");
    assertEquals("later", LibvirtXml.readFilter(source).value().name());
  }

  @Test
  void nothingMayBeNull() {
    assertThrows(NullPointerException.class, () -> XmlSource.file(null));
    assertThrows(NullPointerException.class, () -> XmlSource.text(null, "d"));
    assertThrows(NullPointerException.class, () -> XmlSource.text(FILTER, null));
    assertThrows(NullPointerException.class, () -> XmlSource.stream(null, "d"));
    assertThrows(NullPointerException.class, () -> XmlSource.bytes(null, "d"));
  }
}
