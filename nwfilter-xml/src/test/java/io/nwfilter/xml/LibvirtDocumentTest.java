package io.nwfilter.xml;

import static io.nwfilter.xml.Reading.assertRefused;
import static io.nwfilter.xml.Reading.refused;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static io.nwfilter.xml.diagnostic.DocumentCode.UNREADABLE;
import static io.nwfilter.xml.diagnostic.DocumentCode.WRONG_ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibvirtDocumentTest {

  private static final String FILTER = "<filter name='f'/>";
  private static final String BINDING =
      "<filterbinding><portdev name='vnet0'/><mac address='52:54:00:00:00:01'/>"
          + "<filterref filter='f'/></filterbinding>";
  private static final String DOMAIN = "<domain><name>vm</name></domain>";

  private static LibvirtDocument read(String xml) {
    return LibvirtXml.read(XmlSource.text(xml, "d")).value();
  }

  @Test
  void theRootElementTellsTheKind() {
    assertEquals("filter f", kind(FILTER));
    assertEquals("binding vnet0", kind(BINDING));
    assertEquals("domain vm", kind(DOMAIN));
    assertEquals("interface bridge", kind("<interface type='bridge'/>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<domstatus state='running' pid='7'>%s</domstatus>",
        "<domainsnapshot><name>s1</name><domain"
            + " xmlns='urn:x'/>%s<inactiveDomain/></domainsnapshot>",
        "<domaincheckpoint><name>c1</name>%s</domaincheckpoint>",
      })
  void aDomainInsideWhatLibvirtKeepsOfIt(String around) {
    assertEquals(read(DOMAIN), read(String.format(around, DOMAIN)));
    assertEquals(
        LibvirtXml.readDomain(XmlSource.text(DOMAIN, "d")).value(),
        LibvirtXml.readDomain(XmlSource.text(String.format(around, DOMAIN), "d")).value());
  }

  @Test
  void aBindingInsideItsStatus() {
    String status = "<filterbindingstatus>" + BINDING + "</filterbindingstatus>";
    assertEquals(read(BINDING), read(status));
    assertEquals(
        LibvirtXml.readFilterBinding(XmlSource.text(BINDING, "d")).value(),
        LibvirtXml.readFilterBinding(XmlSource.text(status, "d")).value());
  }

  @Test
  void nothingInsideWhatLibvirtKeeps() {
    assertRefused(MISSING, "1:1", "<domstatus><vcpus/></domstatus>");
    assertRefused(MISSING, "1:1", "<filterbindingstatus/>");
    assertRefused(WRONG_ROOT, "1:1", "<domstatus xmlns='urn:x'/>");
  }

  private static String kind(String xml) {
    return read(xml)
        .accept(
            new LibvirtDocument.Visitor<String>() {
              @Override
              public String filter(Filter filter) {
                return "filter " + filter.name();
              }

              @Override
              public String binding(FilterBinding binding) {
                return "binding " + binding.portDev();
              }

              @Override
              public String domain(Domain domain) {
                return "domain " + domain.name();
              }

              @Override
              public String networkInterface(NetworkInterface networkInterface) {
                return "interface " + networkInterface.attachment().type();
              }

              @Override
              public String network(Network network) {
                return "network " + network.name();
              }
            });
  }

  @Test
  void equality() {
    new EqualsTester()
        .addEqualityGroup(read(FILTER), read("\n" + FILTER))
        .addEqualityGroup(read("<filter name='g'/>"))
        .addEqualityGroup(read(BINDING), read(BINDING))
        .addEqualityGroup(read(DOMAIN), read(DOMAIN))
        .testEquals();
  }

  @Test
  void anotherRootElement() {
    assertRefused(WRONG_ROOT, "2:1", "<?xml version='1.0'?>\n<pool/>");
    assertEquals(
        "the root element is <pool>, expected <filter>, <filterbinding>, <domain>, <interface> or"
            + " <network>",
        refused("<pool><name>n</name></pool>").message());
    assertEquals(WRONG_ROOT, refused("<Filter name='f'/>").code());
    assertEquals(WRONG_ROOT, refused("<filters>" + FILTER + "</filters>").code());
  }

  @Test
  void theWrongKind() {
    assertWrong("<filter>", () -> LibvirtXml.readFilter(XmlSource.text(DOMAIN, "d")));
    assertWrong("<filterbinding>", () -> LibvirtXml.readFilterBinding(XmlSource.text(FILTER, "d")));
    assertWrong("<domain>", () -> LibvirtXml.readDomain(XmlSource.text(BINDING, "d")));
  }

  private static void assertWrong(String expected, Runnable reading) {
    Diagnostic diagnostic = assertThrows(DocumentException.class, reading::run).diagnostic();
    assertEquals(WRONG_ROOT, diagnostic.code());
    assertEquals(expected, diagnostic.message().substring(diagnostic.message().lastIndexOf('<')));
  }

  @Test
  void fromFiles(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a.xml");
    Files.writeString(file, FILTER);
    assertEquals(read(FILTER), LibvirtXml.read(XmlSource.file(file)).value());
    Filter filter = LibvirtXml.readFilter(XmlSource.file(file)).value();
    assertEquals(file.toString(), filter.location().document());
    Files.writeString(file, BINDING);
    assertEquals(
        "vnet0", LibvirtXml.readFilterBinding(XmlSource.file(file)).value().portDev().name());
    Files.writeString(file, DOMAIN);
    assertEquals("vm", LibvirtXml.readDomain(XmlSource.file(file)).value().name());
  }

  @Test
  void fromStreams() {
    assertEquals("f", LibvirtXml.readFilter(XmlSource.stream(stream(FILTER), "s")).value().name());
    assertEquals(
        "vnet0",
        LibvirtXml.readFilterBinding(XmlSource.stream(stream(BINDING), "s")).value().portDev()
            + "");
    assertEquals("vm", LibvirtXml.readDomain(XmlSource.stream(stream(DOMAIN), "s")).value().name());
    assertEquals(read(DOMAIN), LibvirtXml.read(XmlSource.stream(stream(DOMAIN), "s")).value());
    DocumentException e =
        assertThrows(
            DocumentException.class,
            () -> LibvirtXml.read(XmlSource.stream(stream("<filter/>"), "s")));
    assertEquals(MISSING, e.diagnostic().code());
    assertEquals("s:1:1", e.diagnostic().location().toString());
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatCannotBeRead(@TempDir Path directory) {
    assertUnreadable(directory.toString(), () -> LibvirtXml.read(XmlSource.file(directory)));
    Path none = directory.resolve("none.xml");
    assertUnreadable(none.toString(), () -> LibvirtXml.readFilter(XmlSource.file(none)));
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the cable is out");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("the cable is out");
          }
        };
    assertUnreadable("s", () -> LibvirtXml.read(XmlSource.stream(broken, "s")));
  }

  private static void assertUnreadable(String document, Runnable reading) {
    Diagnostic diagnostic = assertThrows(DocumentException.class, reading::run).diagnostic();
    assertEquals(UNREADABLE, diagnostic.code());
    assertEquals(SourceLocation.of(document), diagnostic.location());
  }

  @Test
  void resultsAndExceptionsCarryWhatTheyAreGiven() {
    Diagnostic diagnostic =
        new Diagnostic(DocumentCode.MISSING, "no name", new SourceLocation("d", 3, 4));
    assertSame(diagnostic, new DocumentException(diagnostic).diagnostic());
    IOException cause = new IOException();
    assertSame(cause, new DocumentException(diagnostic, cause).getCause());
    new EqualsTester()
        .addEqualityGroup(
            new ParseResult<>("a", ImmutableList.of()), new ParseResult<>("a", ImmutableList.of()))
        .addEqualityGroup(new ParseResult<>("b", ImmutableList.of()))
        .addEqualityGroup(new ParseResult<>("a", ImmutableList.of(diagnostic)))
        .testEquals();
    assertThrows(NullPointerException.class, () -> new ParseResult<>(null, ImmutableList.of()));
  }

  @Test
  void manyThreadsReadAtOnce() {
    String written = LibvirtXml.write(StockFilters.library().find("clean-traffic").orElseThrow());
    assertEquals(
        ImmutableSet.of(written),
        IntStream.range(0, 2000)
            .parallel()
            .mapToObj(
                i ->
                    LibvirtXml.write(
                        LibvirtXml.readFilter(XmlSource.text(written, "d" + i)).value()))
            .collect(ImmutableSet.toImmutableSet()));
  }
}
