package io.nwfilter.core.attribute;

import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.TcpFlags;

/** The keys of all attributes, named as in XML (libvirt: Network Filters, Supported protocols). */
public final class Attributes {

  /** Source MAC address of the frame. */
  public static final Attribute<MacAddress> SRCMACADDR = mac("srcmacaddr");

  /** Mask of {@link #SRCMACADDR}. */
  public static final Attribute<MacAddress> SRCMACMASK = mac("srcmacmask");

  /** Destination MAC address of the frame. */
  public static final Attribute<MacAddress> DSTMACADDR = mac("dstmacaddr");

  /** Mask of {@link #DSTMACADDR}. */
  public static final Attribute<MacAddress> DSTMACMASK = mac("dstmacmask");

  /** EtherType of the frame. */
  public static final Attribute<Numeral> PROTOCOLID = number("protocolid");

  /** VLAN id, 0 to 4095. */
  public static final Attribute<Numeral> VLANID = number("vlanid");

  /** EtherType inside the VLAN tag. */
  public static final Attribute<Numeral> ENCAP_PROTOCOL = number("encap-protocol");

  /** ARP hardware type. */
  public static final Attribute<Numeral> HWTYPE = number("hwtype");

  /** ARP protocol type. */
  public static final Attribute<Numeral> PROTOCOLTYPE = number("protocoltype");

  /** ARP operation. */
  public static final Attribute<Numeral> OPCODE = number("opcode");

  /** Sender MAC address inside ARP. */
  public static final Attribute<MacAddress> ARPSRCMACADDR = mac("arpsrcmacaddr");

  /** Target MAC address inside ARP. */
  public static final Attribute<MacAddress> ARPDSTMACADDR = mac("arpdstmacaddr");

  /** Sender IP address inside ARP. */
  public static final Attribute<IpAddress> ARPSRCIPADDR = address("arpsrcipaddr");

  /** Mask of {@link #ARPSRCIPADDR}. */
  public static final Attribute<PrefixLength> ARPSRCIPMASK = mask("arpsrcipmask");

  /** Target IP address inside ARP. */
  public static final Attribute<IpAddress> ARPDSTIPADDR = address("arpdstipaddr");

  /** Mask of {@link #ARPDSTIPADDR}. */
  public static final Attribute<PrefixLength> ARPDSTIPMASK = mask("arpdstipmask");

  /** Whether only gratuitous ARP matches. */
  public static final Attribute<Boolean> GRATUITOUS =
      new Attribute<>("gratuitous", Boolean.class, false);

  /** Source IP address. */
  public static final Attribute<IpAddress> SRCIPADDR = address("srcipaddr");

  /** Mask of {@link #SRCIPADDR}. */
  public static final Attribute<PrefixLength> SRCIPMASK = mask("srcipmask");

  /** Destination IP address. */
  public static final Attribute<IpAddress> DSTIPADDR = address("dstipaddr");

  /** Mask of {@link #DSTIPADDR}. */
  public static final Attribute<PrefixLength> DSTIPMASK = mask("dstipmask");

  /** First source IP address of a range. */
  public static final Attribute<IpAddress> SRCIPFROM = address("srcipfrom");

  /** Last source IP address of a range. */
  public static final Attribute<IpAddress> SRCIPTO = address("srcipto");

  /** First destination IP address of a range. */
  public static final Attribute<IpAddress> DSTIPFROM = address("dstipfrom");

  /** Last destination IP address of a range. */
  public static final Attribute<IpAddress> DSTIPTO = address("dstipto");

  /** IP protocol number. */
  public static final Attribute<Numeral> PROTOCOL = number("protocol");

  /** First source port of a range, or the only one. */
  public static final Attribute<Numeral> SRCPORTSTART = number("srcportstart");

  /** Last source port of a range. */
  public static final Attribute<Numeral> SRCPORTEND = number("srcportend");

  /** First destination port of a range, or the only one. */
  public static final Attribute<Numeral> DSTPORTSTART = number("dstportstart");

  /** Last destination port of a range. */
  public static final Attribute<Numeral> DSTPORTEND = number("dstportend");

  /** Differentiated services code point, 0 to 63 (RFC 2474). */
  public static final Attribute<Numeral> DSCP = number("dscp");

  /** ICMP or ICMPv6 type, first of a range where ranges are possible. */
  public static final Attribute<Numeral> TYPE = number("type");

  /** Last ICMPv6 type of a range. */
  public static final Attribute<Numeral> TYPEEND = number("typeend");

  /** ICMP or ICMPv6 code, first of a range where ranges are possible. */
  public static final Attribute<Numeral> CODE = number("code");

  /** Last ICMPv6 code of a range. */
  public static final Attribute<Numeral> CODEEND = number("codeend");

  /** Matches when a source has more than that many connections. */
  public static final Attribute<Numeral> CONNLIMIT_ABOVE = number("connlimit-above");

  /** States of connection tracking. */
  public static final Attribute<ConnectionStates> STATE =
      new Attribute<>("state", ConnectionStates.class, false);

  /** Name of an ipset that is managed elsewhere. */
  public static final Attribute<String> IPSET = new Attribute<>("ipset", String.class);

  /** Ends of the packet that are looked up in {@link #IPSET}. */
  public static final Attribute<IpsetFlags> IPSETFLAGS =
      new Attribute<>("ipsetflags", IpsetFlags.class);

  /** TCP option that must be present. */
  public static final Attribute<Numeral> OPTION = number("option");

  /** TCP control bits. */
  public static final Attribute<TcpFlags> TCP_FLAGS =
      new Attribute<>("flags", TcpFlags.class, false);

  /** Comment of at most 256 bytes. */
  public static final Attribute<String> COMMENT = new Attribute<>("comment", String.class, false);

  /** BPDU type (IEEE 802.1D, clause 9). */
  public static final Attribute<Numeral> STP_TYPE = number("type");

  /** BPDU flags. */
  public static final Attribute<Numeral> STP_FLAGS = number("flags");

  /** Root priority, first of a range. */
  public static final Attribute<Numeral> ROOT_PRIORITY = number("root-priority");

  /** Last root priority of a range. */
  public static final Attribute<Numeral> ROOT_PRIORITY_HI = number("root-priority-hi");

  /** MAC address of the root bridge. */
  public static final Attribute<MacAddress> ROOT_ADDRESS = mac("root-address");

  /** Mask of {@link #ROOT_ADDRESS}. */
  public static final Attribute<MacAddress> ROOT_ADDRESS_MASK = mac("root-address-mask");

  /** Cost of the path to the root, first of a range. */
  public static final Attribute<Numeral> ROOT_COST = number("root-cost");

  /** Last cost of a range. */
  public static final Attribute<Numeral> ROOT_COST_HI = number("root-cost-hi");

  /** Priority of the sending bridge, first of a range. */
  public static final Attribute<Numeral> SENDER_PRIORITY = number("sender-priority");

  /** Last sender priority of a range. */
  public static final Attribute<Numeral> SENDER_PRIORITY_HI = number("sender-priority-hi");

  /** MAC address of the sending bridge. */
  public static final Attribute<MacAddress> SENDER_ADDRESS = mac("sender-address");

  /** Mask of {@link #SENDER_ADDRESS}. */
  public static final Attribute<MacAddress> SENDER_ADDRESS_MASK = mac("sender-address-mask");

  /** Port identifier, first of a range. */
  public static final Attribute<Numeral> PORT = number("port");

  /** Last port identifier of a range. */
  public static final Attribute<Numeral> PORT_HI = number("port-hi");

  /** Message age, first of a range. */
  public static final Attribute<Numeral> AGE = number("age");

  /** Last message age of a range. */
  public static final Attribute<Numeral> AGE_HI = number("age-hi");

  /** Maximum age, first of a range. */
  public static final Attribute<Numeral> MAX_AGE = number("max-age");

  /** Last maximum age of a range. */
  public static final Attribute<Numeral> MAX_AGE_HI = number("max-age-hi");

  /** Hello time, first of a range. */
  public static final Attribute<Numeral> HELLO_TIME = number("hello-time");

  /** Last hello time of a range. */
  public static final Attribute<Numeral> HELLO_TIME_HI = number("hello-time-hi");

  /** Forward delay, first of a range. */
  public static final Attribute<Numeral> FORWARD_DELAY = number("forward-delay");

  /** Last forward delay of a range. */
  public static final Attribute<Numeral> FORWARD_DELAY_HI = number("forward-delay-hi");

  private Attributes() {}

  private static Attribute<MacAddress> mac(String name) {
    return new Attribute<>(name, MacAddress.class);
  }

  private static Attribute<Numeral> number(String name) {
    return new Attribute<>(name, Numeral.class);
  }

  private static Attribute<IpAddress> address(String name) {
    return new Attribute<>(name, IpAddress.class);
  }

  private static Attribute<PrefixLength> mask(String name) {
    return new Attribute<>(name, PrefixLength.class);
  }
}
