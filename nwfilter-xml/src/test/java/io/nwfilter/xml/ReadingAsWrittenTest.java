package io.nwfilter.xml;

import static io.nwfilter.core.filter.FilterCode.DSTIPTO_IPV6;
import static io.nwfilter.core.filter.FilterCode.NOT_AS_WRITTEN;
import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.dropping;
import static io.nwfilter.xml.diagnostic.DocumentCode.VALUE_MISREAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libvirt only warns of, or nothing at all, whoever wants rules as written must be told. */
class ReadingAsWrittenTest {

  private static ParseResult<Filter> read(String xml) {
    return LibvirtXml.readFilter(XmlSource.text(xml, "d"), Semantics.AS_WRITTEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<tcp/><udp/>",
        "<tcp colour='red'/>",
        "<tcp/><xyz/>",
        "<xyz/>",
        "<ipv6 dscp='10'/>",
        "<tcp srcportstart='1'/><tcp srcportstart='2'/>",
        "<tcp match='NO' srcportstart='1'/>",
        "<tcp match='no'/>",
      })
  void whatLibvirtIgnoresInRulesIsRefused(String inside) {
    assertTrue(
        LibvirtXml.readFilter(XmlSource.text(dropping(inside), "d")).diagnostics().size() > 0);
    DocumentException e = assertThrows(DocumentException.class, () -> read(dropping(inside)));
    assertEquals(NOT_AS_WRITTEN, e.diagnostic().code());
    assertTrue(
        e.getMessage().contains("-ignored in libvirt: ")
            || e.getMessage().contains("attribute-overridden in libvirt: "),
        e.getMessage());
  }

  @Test
  void attributesOfRulesAsWell() {
    String xml = "<filter name='f'><rule action='drop' direction='in' prio='3'/></filter>";
    assertEquals(
        NOT_AS_WRITTEN, assertThrows(DocumentException.class, () -> read(xml)).diagnostic().code());
  }

  @Test
  void whatIsIgnoredOutsideOfRulesChangesNone() {
    String xml = "<filter name='f' colour='red'><title/><filterref filter='g'/></filter>";
    assertEquals(2, read(xml).diagnostics().size());
    assertEquals(LibvirtXml.readFilter(XmlSource.text(xml, "d")).value(), read(xml).value());
  }

  @Test
  void rangesOfDestinationsMayEndInIpv6() {
    String xml = dropping("<all-ipv6 dstipfrom='fe80::1' dstipto='fe80::9'/>");
    assertRefused(DSTIPTO_IPV6, "2:1", xml.replace("<all", "\n<all"));
    Rule rule = (Rule) read(xml).value().entries().get(0);
    assertEquals("dstipto='fe80::9'", rule.condition(Attributes.DSTIPTO).orElseThrow().toString());
  }

  private static final String MISREAD = "<mac address='2:0:0:0:0:1 x'/>";
  private static final String BINDING =
      "<filterbinding><portdev name='vnet0'/>"
          + MISREAD
          + "<filterref filter='f'/></filterbinding>";
  private static final String DOMAIN =
      "<domain><name>v</name><devices><interface>" + MISREAD + "</interface></devices></domain>";

  @Test
  void addressesOfInterfacesThatAreMisreadAreRefused(@TempDir Path directory) throws IOException {
    Path binding = Files.writeString(directory.resolve("b.xml"), BINDING);
    Path domain = Files.writeString(directory.resolve("d.xml"), DOMAIN);
    for (Function<Semantics, ParseResult<?>> reading :
        ImmutableList.<Function<Semantics, ParseResult<?>>>of(
            semantics -> LibvirtXml.readFilterBinding(XmlSource.file(binding), semantics),
            semantics -> LibvirtXml.readFilterBinding(XmlSource.text(BINDING, "d"), semantics),
            semantics -> LibvirtXml.readDomain(XmlSource.file(domain), semantics),
            semantics -> LibvirtXml.readDomain(XmlSource.text(DOMAIN, "d"), semantics),
            semantics -> LibvirtXml.read(XmlSource.file(domain), semantics),
            semantics -> LibvirtXml.read(XmlSource.text(BINDING, "d"), semantics))) {
      assertEquals(VALUE_MISREAD, reading.apply(Semantics.AS_LIBVIRT).diagnostics().get(0).code());
      Diagnostic refused =
          assertThrows(DocumentException.class, () -> reading.apply(Semantics.AS_WRITTEN))
              .diagnostic();
      assertEquals(NOT_AS_WRITTEN, refused.code());
      assertEquals(
          "value-misread in libvirt: <mac>: libvirt reads '2:0:0:0:0:1 x' as '02:00:00:00:00:01';"
              + " write the value that the message names",
          refused.message());
    }
  }

  @Test
  void documentsOfAnyKindAreFiltersToo() {
    String xml = dropping("<all-ipv6 dstipfrom='fe80::1' dstipto='fe80::9'/>");
    assertEquals(
        new LibvirtDocument.OfFilter(read(xml).value()),
        LibvirtXml.read(XmlSource.text(xml, "d"), Semantics.AS_WRITTEN).value());
    assertThrows(DocumentException.class, () -> LibvirtXml.read(XmlSource.text(xml, "d")));
  }

  @Test
  void fromDirectoriesToo(@TempDir Path directory) throws IOException {
    String xml = dropping("<all-ipv6 dstipfrom='fe80::1' dstipto='fe80::9'/>");
    Files.writeString(directory.resolve("f.xml"), xml);
    Filter expected = read(xml).value();
    assertEquals(
        ImmutableList.of(expected),
        FilterDirectory.read(directory, Semantics.AS_WRITTEN).value().filters());
    assertEquals(List.of(), FilterDirectory.read(directory).value().filters());
    assertEquals(
        DSTIPTO_IPV6, FilterDirectory.read(directory).value().reason("f").orElseThrow().code());
  }
}
