package io.nwfilter.xml;

import static io.nwfilter.xml.diagnostic.DocumentCode.XML_SYNTAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {

  private static String document(String encoding) {
    return "<?xml version='1.0' encoding='"
        + encoding
        + "'?>\n<domain><name>v\u00e9</name></domain>";
  }

  private static String name(byte[] bytes) {
    return LibvirtXml.readDomain(XmlSource.bytes(bytes, "d")).value().name();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-8", "utf-8", "UTF-16", "ISO-8859-1", "iso-8859-15", "windows-1252", "latin1"})
  void theDeclarationTells(String encoding) {
    assertEquals("v\u00e9", name(document(encoding).getBytes(Charset.forName(encoding))));
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, UTF-8", "UTF-16LE, UTF-16", "UTF-16BE, UTF-16", "UTF-16BE, ISO-8859-1"})
  void aByteOrderMarkTellsMore(String encoding, String declared) {
    String text = "\ufeff" + document(declared);
    assertEquals("v\u00e9", name(text.getBytes(Charset.forName(encoding))));
  }

  @Test
  void withoutDeclarationItIsUtf8() {
    assertEquals(
        "v\u00e9", name("<domain><name>v\u00e9</name></domain>".getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "v\u00e9", name(document("").replace("encoding=''", "").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void inTextsTheDeclarationDoesNotMatter() {
    assertEquals(
        "v\u00e9", LibvirtXml.readDomain(XmlSource.text(document("UTF-16"), "d")).value().name());
    assertEquals(
        "v\u00e9",
        LibvirtXml.readDomain(XmlSource.text(document("ISO-8859-1"), "d")).value().name());
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, ISO-8859-1, 2:16",
    "US-ASCII, ISO-8859-1, 2:16",
    "UTF-16, UTF-8, 1:1",
    "UTF-32, UTF-8, 1:1",
    "klingon, UTF-8, 1:1",
    "'', UTF-8, 1:1",
  })
  void undecodable(String declared, String encoding, String place) {
    byte[] bytes = document(declared).getBytes(Charset.forName(encoding));
    Diagnostic diagnostic = assertThrows(DocumentException.class, () -> name(bytes)).diagnostic();
    assertEquals(XML_SYNTAX, diagnostic.code());
    assertEquals("d:" + place, diagnostic.location().toString());
  }

  @Test
  void halfACharacterAtTheEnd() {
    byte[] bytes = {'<', 'a', '>', (byte) 0xc3};
    Diagnostic diagnostic = assertThrows(DocumentException.class, () -> name(bytes)).diagnostic();
    assertEquals("d:1:4", diagnostic.location().toString());
    assertEquals("byte 3 of the document is not valid in UTF-8", diagnostic.message());
  }

  @Test
  void halfAPairInUtf16() {
    byte[] bytes = (document("UTF-16") + "\ud800").getBytes(StandardCharsets.UTF_16);
    bytes[bytes.length - 2] = (byte) 0xd8;
    bytes[bytes.length - 1] = 0;
    assertEquals(
        XML_SYNTAX, assertThrows(DocumentException.class, () -> name(bytes)).diagnostic().code());
  }
}
