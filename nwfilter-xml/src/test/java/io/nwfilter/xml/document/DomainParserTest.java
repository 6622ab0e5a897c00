package io.nwfilter.xml.document;

import static io.nwfilter.core.domain.InterfaceCode.ILLEGAL_INTERFACE_NAME;
import static io.nwfilter.xml.Reading.refused;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.ILLEGAL_VALUE;
import static io.nwfilter.xml.diagnostic.DocumentCode.MISSING;
import static io.nwfilter.xml.diagnostic.DocumentCode.PARAMETER_DROPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainParserTest {

  private static ParseResult<Domain> read(String interfaces) {
    return LibvirtXml.readDomain(XmlSource.text(domain(interfaces), "d"));
  }

  private static String domain(String interfaces) {
    return "<domain><name>vm</name><devices>" + interfaces + "</devices></domain>";
  }

  private static NetworkInterface only(String xml) {
    List<NetworkInterface> interfaces = read(xml).value().interfaces();
    assertEquals(1, interfaces.size());
    return interfaces.get(0);
  }

  private static NetworkInterface interfaceOf(
      String type, String mac, String dev, ImmutableMap<String, String> source, String filter) {
    return new NetworkInterface(
        Attachment.of(type, source),
        Optional.empty(),
        Optional.of(MacAddress.parse(mac)),
        ImmutableList.of(),
        dev.isEmpty() ? Optional.empty() : Optional.of(new InterfaceName(dev)),
        filter.isEmpty()
            ? Optional.empty()
            : Optional.of(FilterReference.of(filter, Parameters.of("IP", "192.168.122.17"))),
        SourceLocation.NONE);
  }

  @Test
  void aWholeDomain() throws IOException {
    String xml =
        Resources.toString(
            Resources.getResource(DomainParserTest.class, "domain.xml"), StandardCharsets.UTF_8);
    ParseResult<Domain> result = LibvirtXml.readDomain(XmlSource.text(xml, "domain.xml"));
    assertEquals(ImmutableList.of(), result.diagnostics());
    assertEquals(
        new Domain(
            "moge",
            Optional.of(UUID.fromString("4dea22b3-1d52-d8f3-2516-782e98ab3fa0")),
            ImmutableList.of(
                interfaceOf(
                    "network",
                    "52:54:00:9f:80:45",
                    "vnet0",
                    ImmutableMap.of("network", "default", "portgroup", "web"),
                    "moge"),
                interfaceOf(
                    "bridge", "52:54:00:9f:80:46", "", ImmutableMap.of("bridge", "br1"), "")),
            SourceLocation.NONE),
        result.value());
    assertEquals("domain.xml:2:1", result.value().location().toString());
    NetworkInterface first = result.value().interfaces().get(0);
    assertEquals("domain.xml:28:5", first.location().toString());
    assertEquals("domain.xml:32:7", first.filterRef().orElseThrow().location().toString());
  }

  @Test
  void everyPartOfAnInterfaceIsOptional() {
    assertEquals(
        NetworkInterface.builder(new Attachment.User(ImmutableMap.of())).build(),
        only("<interface><mac/><target/><model type='virtio'/></interface>"));
  }

  @Test
  void whatStandsTwiceCountsOnce() {
    String xml =
        "<interface type='bridge'><filterref filter='a'/><filterref filter='b'/><target dev='x0'/>"
            + "<target dev='x1'/><mac address='52:54:00:00:00:01'/><source bridge='br0'/>"
            + "<mac address='52:54:00:00:00:02'/><source bridge='br1'/></interface>";
    NetworkInterface read = only(xml);
    assertEquals("a", read.filterRef().orElseThrow().filter());
    assertEquals(new InterfaceName("x0"), read.targetDev().orElseThrow());
    assertEquals(MacAddress.parse("52:54:00:00:00:01"), read.mac().orElseThrow());
    assertEquals(Attachment.Bridge.named("br0"), read.attachment());
    assertEquals(
        ImmutableList.of(ELEMENT_IGNORED),
        read(xml).diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void foreignElementsDoNotCount() {
    String xml =
        "<x:interface xmlns:x='urn:x'/><interface type='bridge' xmlns:x='urn:x'>"
            + "<x:filterref/><x:target dev='a b'/><source x:bridge='br0'/></interface>";
    NetworkInterface read = only(xml);
    assertEquals(Optional.empty(), read.filterRef());
    assertEquals(new Attachment.Bridge(ImmutableMap.of()), read.attachment());
  }

  @Test
  void allDevicesCount() {
    assertEquals(
        2, read("<interface/></devices><devices><interface/>").value().interfaces().size());
  }

  @Test
  void droppedParametersAreSaidHereToo() {
    ParseResult<Domain> result =
        read("<interface><filterref filter='a'><parameter name='A'/></filterref></interface>");
    assertEquals(PARAMETER_DROPPED, result.diagnostics().get(0).code());
  }

  /** Seen with virsh define and dumpxml on test:///default. */
  @Test
  void aReferenceThatNamesNoFilterIsNone() {
    String xml = "<interface><filterref/><filterref filter='b'/></interface>";
    assertEquals(Optional.empty(), only(xml).filterRef());
    assertEquals(
        List.of(
            "<filterref> does not name a filter and is ignored: the interface is not filtered",
            "a second <filterref> is ignored: the first one counts"),
        read(xml).diagnostics().stream().map(Diagnostic::message).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "vnet%d", "vif%d", "vnet%", "tap%d0", "macvtap0%x"})
  void aPatternIsNoName(String pattern) {
    String xml = "<interface type='ethernet'><target dev='" + pattern + "'/></interface>";
    assertEquals(Optional.empty(), only(xml).targetDev());
    assertEquals(List.of(), read(xml).diagnostics());
  }

  @Test
  void whatTheNetworkOfARunningMachineHasMadeOfAnInterface() {
    String xml =
        "<interface type='network'><source network='n'/><actual type='bridge'><source"
            + " bridge='virbr0'/><virtualport type='midonet'/></actual><target"
            + " dev='vnet0'/></interface>";
    assertEquals(
        NetworkInterface.builder(Attachment.Bridge.named("virbr0"))
            .virtualPort(new VirtualPort("midonet"))
            .targetDev(new InterfaceName("vnet0"))
            .build(),
        only(xml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<domain/>",
        "<domain><name/></domain>",
        "<domain><title>vm</title></domain>",
        "<domain><devices><name>vm</name></devices></domain>"
      })
  void missing(String xml) {
    assertEquals(MISSING, refused(xml).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefghijklmnop", "a b", " ", "a/b", "vnet0&#10;-A", "--help", "vnet+"})
  void illegalInterfaceNames(String name) {
    Diagnostic diagnostic =
        refused(
            domain(
                "\n  <interface>\n    <target dev='"
                    + name
                    + "'/><filterref filter='f'/></interface>"));
    assertEquals(ILLEGAL_INTERFACE_NAME, diagnostic.code());
    assertEquals("test.xml:3:5", diagnostic.location().toString());
    assertEquals(1, diagnostic.toString().lines().count());
  }

  @Test
  void illegalNamesOfInterfacesWithoutAFilterAreIgnored() {
    ParseResult<Domain> result =
        LibvirtXml.readDomain(
            XmlSource.text(
                domain(
                    "\n<interface><target dev='a/b'/></interface>"
                        + "<interface><target dev='vnet7'/><filterref filter='f'/></interface>"),
                "test.xml"));
    assertEquals(Optional.empty(), result.value().interfaces().get(0).targetDev());
    assertEquals("vnet7", result.value().interfaces().get(1).targetDev().orElseThrow().name());
    assertEquals(
        List.of("test.xml:2:12: attribute-ignored"),
        result.diagnostics().stream().map(d -> d.location() + ": " + d.code()).toList());
  }

  @Test
  void illegalValues() {
    assertIllegal(domain("<interface><mac address='zz'/></interface>"), "<mac>: 'zz' is not");
    assertIllegal("<domain><name>vm</name><uuid>zz</uuid></domain>", "'zz' is not a uuid");
  }

  private static void assertIllegal(String xml, String message) {
    Diagnostic diagnostic = refused(xml);
    assertEquals(ILLEGAL_VALUE, diagnostic.code());
    assertTrue(diagnostic.message().startsWith(message), diagnostic::message);
  }

  @Test
  void namesAreNotTrimmed() {
    assertEquals(
        " v\u00e9 ",
        LibvirtXml.readDomain(XmlSource.text("<domain><name> v\u00e9 </name></domain>", "d"))
            .value()
            .name());
    assertEquals(DocumentCode.WRONG_ROOT, refused("<domain xmlns='urn:x'/>").code());
  }

  /** libvirt has many elements there that are not looked at, and reports none that it ignores. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<interface><filtref filter='f'/></interface>",
        "<interface><FilterRef filter='f'/></interface>",
        "<interface><mac addres='52:54:00:00:00:01'/></interface>",
        "<interface><target devs='tap0'/></interface>",
        "<interface><filterref filer='f'/></interface>",
        "<interface><filterref name='f'/></interface>",
        "<interface typ='bridge'/>",
        "<interfac/>"
      })
  void slipsAreReported(String slip) {
    List<Diagnostic> diagnostics = read(slip).diagnostics();

    assertEquals(1, diagnostics.size(), diagnostics::toString);
    assertTrue(diagnostics.get(0).message().contains("; did you mean "), diagnostics::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acpi",
        "address",
        "alias",
        "backend",
        "backenddomain",
        "bandwidth",
        "boot",
        "coalesce",
        "driver",
        "guest",
        "ip",
        "link",
        "model",
        "mtu",
        "port",
        "portOptions",
        "rom",
        "route",
        "script",
        "source",
        "teaming",
        "tune",
        "virtualport",
        "vlan"
      })
  void whatElseAnInterfaceHasIsNoSlip(String name) {
    String element = "<" + name + " network='n' address='192.0.2.1' type='openvswitch'/>";

    assertEquals(
        List.of(),
        read("<interface type='network'>" + element + "<source network='n'/></interface>")
            .diagnostics());
  }

  @Test
  void theRestOfAnIllegalDomainIsLeftToLookForMore() {
    DocumentException e =
        assertThrows(
            DocumentException.class,
            () ->
                read(
                    "<interface type='BRIDGE'><mac address='01:00:5e:00:00:01'/><filterref"
                        + " filter='f'/></interface><interface type='bridge'><mac"
                        + " address='52:54:00:00:00:02'/><source"
                        + " bridge='br0'/><virtualport/><target dev='a/b'/><filterref"
                        + " filter='g'/></interface>"));

    assertEquals(
        List.of(
            "type: 'BRIDGE' is not a type of interface; write 'bridge'",
            "<mac>: '01:00:5e:00:00:01' is a multicast address, which an interface cannot have: the"
                + " first byte must be even, as in 52:54:00:9f:80:45",
            "<virtualport> has no type",
            "<target>: 'a/b' is not a legal interface name: 1 to 15 letters, digits, '_', '.', '@'"
                + " and '-', not starting with '-'"),
        e.diagnostics().stream().map(Diagnostic::message).toList());
    Domain rest = e.legalPart(Domain.class).orElseThrow();
    assertEquals(
        List.of("f", "g"),
        rest.interfaces().stream().map(each -> each.filterRef().orElseThrow().filter()).toList());
    assertEquals(
        List.of("@1", "a_b"),
        rest.interfaces().stream().map(each -> each.targetDev().orElseThrow().name()).toList());
    assertEquals(Optional.empty(), e.legalPart(NetworkInterface.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<interface type='ethernet'><virtualport type='openvswitch'/></interface>",
        "<interface type='user'><virtualport/></interface>",
        "<interface type='bridge'><virtualport type='OpenVSwitch'/></interface>",
        "<interface type=''/>",
        "<interface type='bogus'/>"
      })
  void whatLibvirtRefusesOfAnInterfaceIsRefused(String xml) {
    assertEquals(ILLEGAL_VALUE, refused(xml).code());
  }
}
