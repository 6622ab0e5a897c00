package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import org.junit.jupiter.api.Test;

/** Short forms of the door, and calls whose arguments were swapped. */
class DocumentConvenienceTest {

  private static final String DOMAIN =
      "<domain><name>d</name><devices><interface type='bridge'>"
          + "<mac address='52:54:00:00:00:01'/><target dev='t1'/></interface></devices></domain>";

  @Test
  void selectorsTakeTexts() {
    assertEquals(
        new InterfaceSelector.ByMac(MacAddress.parse("52:54:00:00:00:01")),
        InterfaceSelector.mac("52:54:00:00:00:01"));
    assertEquals(
        new InterfaceSelector.ByTargetDev(new InterfaceName("t1")),
        InterfaceSelector.targetDev("t1"));
    assertEquals(new InterfaceSelector.ByNumber(3), InterfaceSelector.number(3));
    assertThrows(IllegalValueException.class, () -> InterfaceSelector.mac("52:54"));
    assertThrows(IllegalValueException.class, () -> InterfaceSelector.targetDev("a b"));
    assertThrows(IllegalArgumentException.class, () -> InterfaceSelector.number(0));
  }

  @Test
  void aFilterIsSetByNamesAndValues() {
    DomainDocument document = DomainDocument.read(XmlSource.text(DOMAIN, "d.xml"));
    InterfaceSelector first = InterfaceSelector.number(1);

    assertEquals(
        document
            .withFilterReference(
                first, FilterReference.of("f", Parameters.of("IP", "10.0.0.5", "10.0.0.6")))
            .text(),
        document.withFilter(first, "f", "IP", "10.0.0.5", "IP", "10.0.0.6").text());
    assertEquals(
        "the parameter 'IP' has no value",
        assertThrows(IllegalArgumentException.class, () -> document.withFilter(first, "f", "IP"))
            .getMessage());
  }

  @Test
  void aDocumentIsReadAsWritten() {
    String odd =
        DOMAIN.replace(
            "</interface>",
            "<filterref filter='f'><parameter name='A-B' value='1'/></filterref></interface>");
    DomainDocument document =
        DomainDocument.read(XmlSource.text(odd, "d.xml"), Semantics.AS_WRITTEN);

    assertEquals(
        LibvirtXml.readDomain(XmlSource.text(odd, "d.xml"), Semantics.AS_WRITTEN).diagnostics(),
        document.diagnostics());
    assertEquals(
        document.diagnostics().size(),
        document
            .withFilter(InterfaceSelector.number(1), "g")
            .withFilterReference(
                InterfaceSelector.number(1),
                document.domain().interfaces().get(0).filterRef().get())
            .diagnostics()
            .size());
  }

  @Test
  void swappedArgumentsAreTold() {
    assertEquals(
        "the name is a document and the document 'd.xml' a name: the first argument is the"
            + " document, the second its name",
        assertThrows(IllegalArgumentException.class, () -> XmlSource.text("d.xml", "\n" + DOMAIN))
            .getMessage());
    assertEquals("<stdin>", XmlSource.text(DOMAIN, "<stdin>").name());
    assertEquals("<stdin>", XmlSource.text("", "<stdin>").name());
  }

  @Test
  void codesAreFoundByTheirNames() {
    for (DocumentCode code : DocumentCode.values()) {
      assertSame(code, DocumentCode.of(code.id()));
    }
    assertEquals(
        "there is no code 'unknown-filter'",
        assertThrows(IllegalArgumentException.class, () -> DocumentCode.of("unknown-filter"))
            .getMessage());
  }
}
