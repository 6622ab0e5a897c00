package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;

/** The options of ebtables that ask for fields (ebtables(8)). Extensions load by themselves. */
final class FrameOptions {

  private static final Need IPV4 = Need.of(Field.ETHER_TYPE, 0x800);
  private static final Need IPV6 = Need.of(Field.ETHER_TYPE, 0x86dd);
  private static final Need ARP = Need.of(Field.ETHER_TYPE, 0x806, 0x8035);
  private static final Need VLAN = Need.of(Field.ETHER_TYPE, 0x8100);
  private static final Need PORTS = Need.of(Field.IP_PROTOCOL, 6, 17, 33, 132, 136);

  private FrameOptions() {}

  static final ImmutableList<FieldOption> ROWS =
      ImmutableList.<FieldOption>builder()
          .add(
              own("-p", Field.ETHER_TYPE, EtherTypeForms.ETHER_TYPE).also("--protocol", "--proto"),
              own("-s", Field.ETHERNET_SOURCE, AddressForms.NAMED_MAC).also("--source", "--src"),
              own("-d", Field.ETHERNET_DESTINATION, AddressForms.NAMED_MAC)
                  .also("--destination", "--dst"),
              own("-i", Field.IN_INTERFACE, AddressForms.INTERFACE)
                  .also("--in-interface", "--in-if"),
              own("-o", Field.OUT_INTERFACE, AddressForms.INTERFACE)
                  .also("--out-interface", "--out-if"),
              own("--logical-in", Field.IN_BRIDGE, AddressForms.INTERFACE),
              own("--logical-out", Field.OUT_BRIDGE, AddressForms.INTERFACE))
          .add(
              row("--vlan-id", Field.VLAN_ID, NumberForms.DECIMAL, VLAN),
              row("--vlan-prio", Field.VLAN_PRIORITY, NumberForms.DECIMAL, VLAN),
              row("--vlan-encap", Field.VLAN_ETHER_TYPE, EtherTypeForms.VLAN_ETHER_TYPE, VLAN))
          .add(
              row("--arp-htype", Field.ARP_HARDWARE_TYPE, NameForms.HARDWARE_TYPE, ARP),
              row("--arp-ptype", Field.ARP_PROTOCOL_TYPE, EtherTypeForms.ARP_PROTOCOL_TYPE, ARP),
              row("--arp-opcode", Field.ARP_OPERATION, NameForms.ARP_OPERATION, ARP)
                  .saved("--arp-op"),
              row("--arp-mac-src", Field.ARP_SENDER_MAC, AddressForms.MASKED_MAC, ARP),
              row("--arp-mac-dst", Field.ARP_TARGET_MAC, AddressForms.MASKED_MAC, ARP),
              row("--arp-ip-src", Field.ARP_SENDER_IP, AddressForms.ADDRESS, ARP),
              row("--arp-ip-dst", Field.ARP_TARGET_IP, AddressForms.ADDRESS, ARP))
          .add(
              row("--ip-source", Field.IPV4_SOURCE, AddressForms.ADDRESS, IPV4).saved("--ip-src"),
              row("--ip-destination", Field.IPV4_DESTINATION, AddressForms.ADDRESS, IPV4)
                  .saved("--ip-dst"),
              row("--ip-tos", Field.IP_TOS, NumberForms.UPPER_OCTET, IPV4),
              row("--ip-protocol", Field.IP_PROTOCOL, NameForms.FRAME_PROTOCOL, IPV4)
                  .saved("--ip-proto"),
              row("--ip-source-port", Field.SOURCE_PORT, NumberForms.RANGE, IPV4)
                  .with(PORTS)
                  .saved("--ip-sport"),
              row("--ip-destination-port", Field.DESTINATION_PORT, NumberForms.RANGE, IPV4)
                  .with(PORTS)
                  .saved("--ip-dport"),
              row("--ip-icmp-type", Field.ICMP_TYPE, IcmpForms.ICMP_RANGES, IPV4)
                  .with(Need.of(Field.IP_PROTOCOL, 1)),
              row(
                      "--ip-igmp-type",
                      Field.IGMP_TYPE,
                      new NameForms.NamedRange(KnownNames.IGMP_TYPES),
                      IPV4)
                  .with(Need.of(Field.IP_PROTOCOL, 2)))
          .add(
              row("--ip6-source", Field.IPV6_SOURCE, AddressForms.ADDRESS, IPV6).saved("--ip6-src"),
              row("--ip6-destination", Field.IPV6_DESTINATION, AddressForms.ADDRESS, IPV6)
                  .saved("--ip6-dst"),
              row("--ip6-tclass", Field.IP_TOS, NumberForms.UPPER_OCTET, IPV6),
              row("--ip6-protocol", Field.IP_PROTOCOL, NameForms.FRAME_PROTOCOL, IPV6)
                  .saved("--ip6-proto"),
              row("--ip6-source-port", Field.SOURCE_PORT, NumberForms.RANGE, IPV6)
                  .with(PORTS)
                  .saved("--ip6-sport"),
              row("--ip6-destination-port", Field.DESTINATION_PORT, NumberForms.RANGE, IPV6)
                  .with(PORTS)
                  .saved("--ip6-dport"),
              row("--ip6-icmp-type", Field.ICMPV6_TYPE, IcmpForms.ICMPV6_RANGES, IPV6)
                  .with(Need.of(Field.IP_PROTOCOL, 58)))
          .add(
              own("--stp-type", Field.STP_TYPE, new NameForms.NamedRange(KnownNames.STP_TYPES)),
              own("--stp-flags", Field.STP_FLAGS, new NameForms.NamedRange(KnownNames.STP_FLAGS)),
              own("--stp-root-prio", Field.STP_ROOT_PRIORITY, NumberForms.RANGE),
              own("--stp-root-addr", Field.STP_ROOT_ADDRESS, AddressForms.MASKED_MAC),
              own("--stp-root-cost", Field.STP_ROOT_COST, NumberForms.RANGE),
              own("--stp-sender-prio", Field.STP_SENDER_PRIORITY, NumberForms.RANGE),
              own("--stp-sender-addr", Field.STP_SENDER_ADDRESS, AddressForms.MASKED_MAC),
              own("--stp-port", Field.STP_PORT, NumberForms.RANGE),
              own("--stp-msg-age", Field.STP_MESSAGE_AGE, NumberForms.RANGE),
              own("--stp-max-age", Field.STP_MAX_AGE, NumberForms.RANGE),
              own("--stp-hello-time", Field.STP_HELLO_TIME, NumberForms.RANGE),
              own("--stp-forward-delay", Field.STP_FORWARD_DELAY, NumberForms.RANGE))
          .add(
              own("--802_3-sap", Field.LLC_SAP, NumberForms.OCTET),
              own("--802_3-type", Field.SNAP_TYPE, NumberForms.TWO_OCTETS),
              own("--mark", Field.MARK, NumberForms.MASKED),
              own("--pkttype-type", Field.PACKET_TYPE, NameForms.FRAME_TYPE))
          .build();

  private static FieldOption own(String name, Field field, ValueForm form) {
    return FieldOption.of("", name, field, form, Need.NOTHING);
  }

  private static FieldOption row(String name, Field field, ValueForm form, Need need) {
    return FieldOption.of("", name, field, form, need);
  }
}
