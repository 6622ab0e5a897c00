package io.nwfilter.xml;

import static io.nwfilter.core.filter.FilterCode.UNPRINTABLE;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static io.nwfilter.xml.diagnostic.DocumentCode.WRONG_ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces and references to filters as documents of their own. */
class FragmentTest {

  private static final NetworkInterface FULL =
      new NetworkInterface(
          new Attachment.Network(ImmutableMap.of("network", "a'b\n", "portgroup", "c")),
          Optional.of(new VirtualPort("openvswitch")),
          Optional.of(MacAddress.parse("52:54:0:9f:80:45")),
          ImmutableList.of("10.0.0.3", "fe80::1"),
          Optional.of(new InterfaceName("vnet3")),
          Optional.of(
              FilterReference.of("clean & safe", Parameters.of("IP", "10.0.0.2").with("B", "1"))),
          SourceLocation.NONE);

  private static final String FULL_TEXT =
      """
      <interface type='network'>
        <mac address='52:54:00:9f:80:45'/>
        <source network='a&apos;b&#10;' portgroup='c'/>
        <virtualport type='openvswitch'/>
        <ip address='10.0.0.3'/>
        <ip address='fe80::1'/>
        <target dev='vnet3'/>
        <filterref filter='clean &amp; safe'>
          <parameter name='B' value='1'/>
          <parameter name='IP' value='10.0.0.2'/>
        </filterref>
      </interface>
      """;

  @Test
  void interfacesAsVirshPrintsThem() {
    assertEquals(FULL_TEXT, LibvirtXml.write(FULL));
    assertEquals(FULL, LibvirtXml.readInterface(XmlSource.text(FULL_TEXT, "d")).value());
  }

  @Test
  void aBareInterface() {
    NetworkInterface bare =
        NetworkInterface.builder(new Attachment.User(ImmutableMap.of())).build();
    assertEquals("<interface type='user'/>\n", LibvirtXml.write(bare));
    assertEquals(bare, LibvirtXml.readInterface(XmlSource.text("<interface/>", "d")).value());
  }

  @Test
  void eachPartOfAnInterfaceComesBack() {
    for (String part :
        ImmutableList.of(
            "<mac address='52:54:00:00:00:07'/>",
            "<source bridge='br0'/>",
            "<port isolated='yes'/>",
            "<port isolated='no'/>",
            "<target dev='tap7'/>",
            "<filterref filter='f'/>")) {
      String text = "<interface type='bridge'>\n  " + part + "\n</interface>\n";
      assertEquals(
          text, LibvirtXml.write(LibvirtXml.readInterface(XmlSource.text(text, "d")).value()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bridge", "_\u00e9.-1", "\ud800\udc00"})
  void namesOfTheSourcesAttributesComeBack(String name) {
    NetworkInterface written = source(name);
    assertEquals(
        written, LibvirtXml.readInterface(XmlSource.text(LibvirtXml.write(written), "d")).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bridge='x'/><filterref filter='evil'/><x a",
        "",
        " ",
        "a b",
        "a\n",
        "a=",
        "1",
        "-a",
        "a:b",
        "xmlns",
        "xmlns:a",
        "\u00d7",
        "\ud800",
      })
  void otherNamesAreRefused(String name) {
    assertRefused(UNPRINTABLE, () -> LibvirtXml.write(source(name)));
  }

  private static NetworkInterface source(String attribute) {
    return NetworkInterface.builder(new Attachment.Bridge(ImmutableMap.of(attribute, "br0")))
        .build();
  }

  @Test
  void references() {
    FilterReference reference = FilterReference.of("a>b<c", Parameters.of("Z", "2", "1"));
    String text =
        """
        <filterref filter='a>b&lt;c'>
          <parameter name='Z' value='2'/>
          <parameter name='Z' value='1'/>
        </filterref>
        """;
    assertEquals(text, LibvirtXml.write(reference));
    assertEquals(reference, LibvirtXml.readFilterReference(XmlSource.text(text, "d")).value());
    assertEquals(
        "<filterref filter=''/>\n", LibvirtXml.write(FilterReference.of("", Parameters.NONE)));
  }

  @Test
  void filesAndStreams(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("i.xml"), FULL_TEXT);
    assertEquals(FULL, LibvirtXml.readInterface(XmlSource.file(file)).value());
    try (ByteArrayInputStream stream =
        new ByteArrayInputStream(FULL_TEXT.getBytes(StandardCharsets.UTF_8))) {
      assertEquals(FULL, LibvirtXml.readInterface(XmlSource.stream(stream, "d")).value());
    }
    String reference = "<filterref filter='\u00e9'/>";
    Files.writeString(file, reference);
    assertEquals("\u00e9", LibvirtXml.readFilterReference(XmlSource.file(file)).value().filter());
    try (ByteArrayInputStream stream =
        new ByteArrayInputStream(reference.getBytes(StandardCharsets.UTF_8))) {
      assertEquals(
          "\u00e9", LibvirtXml.readFilterReference(XmlSource.stream(stream, "d")).value().filter());
    }
  }

  @Test
  void whatIsIgnoredIsSaid() {
    assertEquals(
        DocumentCode.PARAMETER_DROPPED,
        LibvirtXml.readFilterReference(
                XmlSource.text(
                    "<filterref filter='f'><parameter name='A-' value='1'/></filterref>", "d"))
            .diagnostics()
            .get(0)
            .code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<filterref filter='f'/>", "<interface xmlns='u'/>", "<domain/>"})
  void noInterface(String text) {
    assertRefused(WRONG_ROOT, () -> LibvirtXml.readInterface(XmlSource.text(text, "d")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<filter name='f'/>", "<x:filterref xmlns:x='u' filter='f'/>"})
  void noReference(String text) {
    assertRefused(WRONG_ROOT, () -> LibvirtXml.readFilterReference(XmlSource.text(text, "d")));
  }

  @Test
  void aReferenceWithoutAFilter() {
    assertRefused(
        MISSING, () -> LibvirtXml.readFilterReference(XmlSource.text("<filterref/>", "d")));
  }

  private static void assertRefused(DiagnosticCode code, Runnable reading) {
    assertEquals(code, assertThrows(DocumentException.class, reading::run).diagnostic().code());
  }
}
