package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.DhcpHost;
import io.nwfilter.core.network.DhcpLease;
import io.nwfilter.core.network.DhcpRange;
import io.nwfilter.core.network.ForwardDevices;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkDns;
import io.nwfilter.core.network.NetworkDomain;
import io.nwfilter.core.network.NetworkMask;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.NetworkRoute;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NetworkTest {

  /** Everything that a network has, in none of the orders in which it is printed. */
  private static final String DOCUMENT =
      """
      <?xml version="1.0"?>
      <network connections="3" ipv6="yes" trustGuestRxFilters="no" rack="7"
          xmlns:m="urn:m" xmlns:q="http://libvirt.org/schemas/network/dnsmasq/1.0">
        <q:options><q:option value="dhcp-ttl=31"/></q:options>
        <portgroup name="slow"><bandwidth><inbound average="11"/></bandwidth></portgroup>
        <route metric="5" gateway="192.168.100.2" prefix="16" address="10.20.0.0"/>
        <ip family="ipv6" address="2001:DB8:1::1" prefix="64"/>
        <ip address="192.168.100.1" netmask="255.255.255.0" localPtr="yes">
          <dhcp>
            <bootp server="192.168.100.3" file="pxelinux.0"/>
            <host ip="192.168.100.7" name="seven" mac="52:54:00:0A:00:01"/>
            <range end="192.168.100.50" start="192.168.100.10">
              <lease expiry="4" unit="hours"/>
            </range>
          </dhcp>
          <tftp root="/srv/tftp"/>
        </ip>
        <dns forwardPlainNames="no">
          <host ip="192.168.100.9"><hostname>nine</hostname><hostname>neuf</hostname></host>
          <srv service="ldap" protocol="tcp" target="t.example" port="389" priority="12" weight="6"/>
          <txt value="v" name="n.example"/>
          <forwarder addr="192.0.2.8" domain="x.example"/>
        </dns>
        <domain localOnly="yes" name="lab.example"/>
        <mac address="52:54:00:AA:BB:CC"/>
        <mtu size="9000"/>
        <bridge delay="2" stp="off" name="vbr9" macTableManager="kernel" zone="lab"/>
        <forward dev="eth0">
          <nat ipv6="yes">
            <port end="2000" start="1000"/>
            <address end="198.51.100.9" start="198.51.100.1"/>
          </nat>
          <interface dev="eth0"/>
        </forward>
        <port isolated="yes"/>
        <metadata><m:owner team="net">the <m:b>lab</m:b></m:owner></metadata>
        <description>a &lt;b&gt;</description>
        <title>Lab</title>
        <uuid>7c1e6f0a4b214a359d3e0f8c2b6a5d14</uuid>
        <name>lab</name>
        <rack>12</rack>
      </network>
      """;

  private static Network network() {
    return Network.builder("lab")
        .uuid(UUID.fromString("7c1e6f0a-4b21-4a35-9d3e-0f8c2b6a5d14"))
        .bridge("vbr9")
        .ipv6(true)
        .forward(
            new Forwarding(
                ForwardMode.NAT,
                Optional.of(new InterfaceName("eth0")),
                List.of(new InterfaceName("eth0")),
                Optional.of(
                    new NetworkNat(
                        true,
                        Optional.of(new AddressRange(ipv4("198.51.100.1"), ipv4("198.51.100.9"))),
                        Optional.of(new PortRange(1000, 2000)))),
                ForwardDevices.NONE))
        .address("2001:db8:1::1/64")
        .address(
            NetworkAddress.builder(
                    ipv4("192.168.100.1"), NetworkMask.ofNetmask(ipv4("255.255.255.0")))
                .localPtr(true)
                .tftpRoot("/srv/tftp")
                .dhcp(dhcp())
                .build())
        .details(details())
        .build();
  }

  private static Dhcp dhcp() {
    return new Dhcp(
        List.of(
            new DhcpRange(
                new AddressRange(ipv4("192.168.100.10"), ipv4("192.168.100.50")),
                Optional.of(new DhcpLease(4, DhcpLease.Unit.HOURS)))),
        List.of(
            new DhcpHost(
                Optional.of("52:54:00:0A:00:01"),
                Optional.empty(),
                Optional.of("seven"),
                ipv4("192.168.100.7"),
                Optional.empty())),
        Optional.of(new Dhcp.Bootp("pxelinux.0", Optional.of("192.168.100.3"))));
  }

  private static NetworkDetails details() {
    return NetworkDetails.builder()
        .trustGuestRxFilters(false)
        .bridge(
            new NetworkBridge(
                Optional.empty(),
                Optional.of(false),
                OptionalLong.of(2),
                Optional.of("kernel"),
                Optional.of("lab")))
        .mtu(9000)
        .mac(MacAddress.parse("52:54:00:aa:bb:cc"))
        .domain(new NetworkDomain("lab.example", Optional.of(true)))
        .dns(dns())
        .route(
            new NetworkRoute(
                ipv4("10.20.0.0"),
                NetworkMask.ofPrefix(16),
                false,
                ipv4("192.168.100.2"),
                OptionalInt.of(5)))
        .portIsolated(true)
        .portGroup(
            Markup.Element.of(
                "portgroup",
                List.of(Markup.Attribute.of("name", "slow")),
                List.of(
                    Markup.Element.of(
                        "bandwidth",
                        List.of(),
                        List.of(
                            Markup.Element.of(
                                "inbound",
                                List.of(Markup.Attribute.of("average", "11")),
                                List.of()))))))
        .dnsmasqOption("dhcp-ttl=31")
        .title("Lab")
        .description("a <b>")
        .metadata(metadata())
        .otherAttribute(Markup.Attribute.of("rack", "7"))
        .otherElement(Markup.Element.of("rack", List.of(), List.of(new Markup.Text("12"))))
        .build();
  }

  private static NetworkDns dns() {
    return new NetworkDns(
        Optional.empty(),
        Optional.of(false),
        List.of(new NetworkDns.Forwarder(Optional.of("x.example"), Optional.of(ipv4("192.0.2.8")))),
        List.of(new NetworkDns.Txt("n.example", "v")),
        List.of(
            new NetworkDns.Srv(
                "ldap",
                "tcp",
                Optional.empty(),
                Optional.of("t.example"),
                OptionalInt.of(389),
                OptionalInt.of(12),
                OptionalInt.of(6))),
        List.of(new NetworkDns.Host(ipv4("192.168.100.9"), List.of("nine", "neuf"))));
  }

  private static Markup.Element metadata() {
    Markup.Element inner = element("b", List.of(), List.of(new Markup.Text("lab")));
    Markup.Element owner =
        element(
            "owner",
            List.of(Markup.Attribute.of("team", "net")),
            List.of(new Markup.Text("the "), inner));
    return Markup.Element.of(
        "metadata", List.of(new Markup.Attribute("xmlns", "m", "urn:m")), List.of(owner));
  }

  private static Markup.Element element(
      String name, List<Markup.Attribute> attributes, List<Markup> content) {
    return new Markup.Element("m", "urn:m", name, attributes, content, SourceLocation.NONE);
  }

  private static Ipv4Address ipv4(String text) {
    return Ipv4Address.parse(text);
  }

  private static ParseResult<Network> read(String document) {
    return LibvirtXml.readNetwork(XmlSource.text(document, "n.xml"));
  }

  private static List<Diagnostic> refusals(String document) {
    return assertThrows(DocumentException.class, () -> read(document)).diagnostics();
  }

  @Test
  void everyPartIsRead() {
    ParseResult<Network> result = read(DOCUMENT);

    assertEquals(network(), result.value());
    assertEquals(
        List.of(
            new Diagnostic(
                DocumentCode.ATTRIBUTE_IGNORED,
                "rack='7' of <network> is ignored: libvirt knows no such attribute there",
                new SourceLocation("n.xml", 2, 1)),
            new Diagnostic(
                DocumentCode.ELEMENT_IGNORED,
                "<rack> inside <network> is ignored: libvirt knows no such element there",
                new SourceLocation("n.xml", 41, 3))),
        result.diagnostics());
  }

  @Test
  void whatIsWrittenHasEveryPart() {
    String written = LibvirtXml.write(network());

    assertEquals(
        """
        <network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0' ipv6='yes'\
         trustGuestRxFilters='no' rack='7'>
          <name>lab</name>
          <uuid>7c1e6f0a-4b21-4a35-9d3e-0f8c2b6a5d14</uuid>
          <title>Lab</title>
          <description>a &lt;b&gt;</description>
          <metadata xmlns:m="urn:m">
            <m:owner team="net">the <m:b>lab</m:b></m:owner>
          </metadata>
          <forward dev='eth0' mode='nat'>
            <nat ipv6='yes'>
              <address start='198.51.100.1' end='198.51.100.9'/>
              <port start='1000' end='2000'/>
            </nat>
            <interface dev='eth0'/>
          </forward>
          <bridge name='vbr9' zone='lab' stp='off' delay='2' macTableManager='kernel'/>
          <mtu size='9000'/>
          <mac address='52:54:00:aa:bb:cc'/>
          <domain name='lab.example' localOnly='yes'/>
          <dns forwardPlainNames='no'>
            <forwarder domain='x.example' addr='192.0.2.8'/>
            <txt name='n.example' value='v'/>
            <srv service='ldap' protocol='tcp' target='t.example' port='389' priority='12'\
         weight='6'/>
            <host ip='192.168.100.9'>
              <hostname>nine</hostname>
              <hostname>neuf</hostname>
            </host>
          </dns>
          <port isolated='yes'/>
          <ip family='ipv6' address='2001:db8:1::1' prefix='64'>
          </ip>
          <ip address='192.168.100.1' netmask='255.255.255.0' localPtr='yes'>
            <tftp root='/srv/tftp'/>
            <dhcp>
              <range start='192.168.100.10' end='192.168.100.50'>
                <lease expiry='4' unit='hours'/>
              </range>
              <host mac='52:54:00:0A:00:01' name='seven' ip='192.168.100.7'/>
              <bootp file='pxelinux.0' server='192.168.100.3'/>
            </dhcp>
          </ip>
          <route address='10.20.0.0' prefix='16' gateway='192.168.100.2' metric='5'/>
          <portgroup name='slow'>
            <bandwidth>
              <inbound average='11'/>
            </bandwidth>
          </portgroup>
          <dnsmasq:options>
            <dnsmasq:option value='dhcp-ttl=31'/>
          </dnsmasq:options>
          <rack>12</rack>
        </network>
        """,
        written);
    assertEquals(network(), read(written).value());
  }

  @Test
  void whatLibvirtAddsAndLeavesOutIsPrinted() {
    Network bare = read("<network a='b'><name>n</name><title>t</title><frob/></network>").value();
    Network nat =
        read("<network><name>n</name><forward mode='nat' dev='wan0'><nat/></forward>"
                + "<ip address='10.0.0.1' prefix='0'><dhcp><bootp file='x'/></dhcp></ip>"
                + "<domain name='a&amp;b'/></network>")
            .value();

    assertEquals(
        """
        <network>
          <name>n</name>
          <bridge stp='on' delay='0'/>
        </network>
        """,
        LibvirtXml.dump(bare));
    assertEquals(
        """
        <network>
          <name>n</name>
          <forward dev='wan0' mode='nat'>
            <interface dev='wan0'/>
          </forward>
          <bridge stp='on' delay='0'/>
          <domain name='a&b'/>
          <ip address='10.0.0.1'>
          </ip>
        </network>
        """,
        LibvirtXml.dump(nat));
  }

  @Test
  void statusOfARunningNetworkHoldsOne() {
    String status =
        "<networkstatus><taint flag='hook-script'/>"
            + DOCUMENT.substring(DOCUMENT.indexOf("<network "))
            + "</networkstatus>";

    assertEquals(network(), read(status).value());
    assertEquals(
        new LibvirtDocument.OfNetwork(network()),
        LibvirtXml.read(XmlSource.text(status, "n.xml")).value());
    assertEquals(
        List.of(
            new Diagnostic(
                DocumentCode.MISSING,
                "<networkstatus> has no <network>",
                new SourceLocation("n.xml", 1, 1))),
        refusals("<networkstatus/>"));
  }

  @Test
  void everyErrorOfADocumentIsReported() {
    assertEquals(
        List.of(
            new Diagnostic(
                DocumentCode.ELEMENT_IGNORED,
                "<forwrd> inside <network> is ignored: libvirt knows no such element there;"
                    + " did you mean <forward>?",
                new SourceLocation("n.xml", 2, 3)),
            new Diagnostic(
                DocumentCode.MISSING,
                "<network>: the network has no name",
                new SourceLocation("n.xml", 1, 1)),
            new Diagnostic(
                DocumentCode.ILLEGAL_VALUE,
                "<forward>: there is no forward mode 'rout'; did you mean 'route'?",
                new SourceLocation("n.xml", 3, 3)),
            new Diagnostic(
                NetworkCode.MISPLACED_ADDRESS,
                "<range>: the range 10.1.0.5-10.1.0.9 is not within the subnet of 10.0.0.1/24",
                new SourceLocation("n.xml", 5, 11)),
            new Diagnostic(
                DocumentCode.ILLEGAL_VALUE,
                "<mtu>: 'big' is not a legal size, expected a number from 0 to 4294967295",
                new SourceLocation("n.xml", 7, 3)),
            new Diagnostic(
                NetworkCode.MISPLACED_ADDRESS,
                "<route>: the gateway 10.0.1.2 is in the subnet of no <ip>",
                new SourceLocation("n.xml", 8, 3))),
        refusals(
            """
            <network>
              <forwrd mode='nat'/>
              <forward mode='rout'/>
              <ip address='10.0.0.1' prefix='24'>
                <dhcp><range start='10.1.0.5' end='10.1.0.9'/></dhcp>
              </ip>
              <mtu size='big'/>
              <route address='10.9.0.0' prefix='16' gateway='10.0.1.2'/>
            </network>
            """));
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedWhereItIs() {
    SourceLocation forward = new SourceLocation("n.xml", 1, 24);

    assertEquals(
        List.of(
            new Diagnostic(
                NetworkCode.ONLY_ONE_ALLOWED,
                "<forward>: the forward mode nat takes one interface",
                forward)),
        refusals(
            "<network><name>n</name><forward><interface dev='a'/><interface dev='b'/></forward>"
                + "<ip address='10.0.0.1' prefix='24'/></network>"));
    assertEquals(
        List.of(
            new Diagnostic(
                NetworkCode.NOT_IN_THIS_MODE,
                "<ip>: it is not for the forward mode vepa",
                new SourceLocation("n.xml", 1, 46))),
        refusals(
            "<network><name>n</name><forward mode='vepa'/><ip address='10.0.0.1'/></network>"));
  }

  @Test
  void masksOfAllForms() {
    assertEquals(
        ImmutableList.of(24, 8, 16, 24, -1, 20, 64, 0),
        ImmutableList.of(
                "address='10.0.0.1' prefix='24'",
                "address='10.0.0.1'",
                "address='172.16.0.1' prefix='0'",
                "address='192.168.0.1' netmask=''",
                "address='10.0.0.1' netmask='255.0.255.0'",
                "address='10.0.0.1' netmask='255.255.240.0'",
                "family='ipv6' address='fe80::1'",
                "address='10.0.0.1' netmask='0.0.0.0'")
            .stream()
            .map(ip -> read("<network><name>n</name><ip " + ip + "/></network>").value())
            .map(network -> network.addresses().get(0).prefixLength())
            .collect(ImmutableList.toImmutableList()));
    assertEquals(Ipv6Address.parse("2001:db8::"), NetworkAddress.parse("2001:db8::7/64").subnet());
  }

  @Test
  void elementsOfADeclaredPrefixStandAlone() {
    Network network =
        read("<network xmlns:v='urn:v'><name>n</name><v:note v:of='x'><v:b/></v:note>"
                + "<other/></network>")
            .value();

    assertEquals(
        """
        <network>
          <name>n</name>
          <v:note xmlns:v='urn:v' v:of='x'>
            <v:b/>
          </v:note>
          <other/>
        </network>
        """,
        LibvirtXml.write(network));
    assertEquals(network, read(LibvirtXml.write(network)).value());
  }

  @Test
  void namesThatXmlDoesNotHaveAreNotWritten() {
    Network network =
        Network.builder("n")
            .details(
                NetworkDetails.builder()
                    .otherElement(Markup.Element.of("a><b", List.of(), List.of()))
                    .build())
            .build();

    assertEquals(
        "'a><b' is not a legal name in XML",
        assertThrows(DocumentException.class, () -> LibvirtXml.write(network))
            .diagnostic()
            .message());
  }
}
