package io.nwfilter.core.attribute;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import java.util.Optional;

/** The rows of the table, grouped as libvirt's documentation groups them. */
final class AttributeTable {

  private static final ImmutableBiMap<String, Integer> ETHER_TYPES =
      ImmutableBiMap.<String, Integer>builder()
          .put("ipv4", 0x0800)
          .put("ipv6", 0x86dd)
          .put("arp", 0x0806)
          .put("rarp", 0x8035)
          .put("vlan", 0x8100)
          .buildOrThrow();

  private static final ImmutableBiMap<String, Integer> ARP_OPERATIONS =
      ImmutableBiMap.<String, Integer>builder()
          .put("Request", 1)
          .put("Reply", 2)
          .put("Request_Reverse", 3)
          .put("Reply_Reverse", 4)
          .put("DRARP_Request", 5)
          .put("DRARP_Reply", 6)
          .put("DRARP_Error", 7)
          .put("InARP_Request", 8)
          .put("ARP_NAK", 9)
          .buildOrThrow();

  private static final ImmutableBiMap<String, Integer> IP_PROTOCOLS =
      ImmutableBiMap.<String, Integer>builder()
          .put("tcp", 6)
          .put("udp", 17)
          .put("udplite", 136)
          .put("esp", 50)
          .put("ah", 51)
          .put("icmp", 1)
          .put("igmp", 2)
          .put("sctp", 132)
          .put("icmpv6", 58)
          .buildOrThrow();

  private static final ValueType<Numeral> UINT8 = ValueTypes.number(0, 0xff);
  private static final ValueType<Numeral> UINT16 = ValueTypes.number(0, 0xffff);
  private static final ValueType<Numeral> UINT32 = ValueTypes.number(0, 0xffff_ffffL);

  private static final ValueType<Numeral> DECIMAL16 = ValueTypes.substitutedInDecimal(UINT16);
  private static final ValueType<Numeral> HEX_ETHER_TYPE =
      ValueTypes.substitutedInHexadecimal(ValueTypes.named(0x600, 0xffff, ETHER_TYPES));
  private static final ValueType<Numeral> HEX_ENCAPSULATED =
      ValueTypes.substitutedInHexadecimal(ValueTypes.named(0x3c, 0xffff, ETHER_TYPES));
  private static final ValueType<Numeral> ARP_OPERATION =
      ValueTypes.substitutedInDecimal(ValueTypes.namedDecimal(0, 0xffff, ARP_OPERATIONS));

  private AttributeTable() {}

  private static <T> AttributeSpec<T> row(Attribute<T> attribute, ValueType<T> type) {
    return new AttributeSpec<>(attribute, type, Optional.empty());
  }

  /** A row that libvirt negates when, and only when, it negates another one. */
  private static <T> AttributeSpec<T> row(
      Attribute<T> attribute, ValueType<T> type, Attribute<?> negationFrom) {
    return new AttributeSpec<>(attribute, type, Optional.of(negationFrom));
  }

  /** The addresses of frames, with masks that are negated like their addresses. */
  private static ImmutableList.Builder<AttributeSpec<?>> frame() {
    return ImmutableList.<AttributeSpec<?>>builder()
        .add(row(Attributes.SRCMACADDR, ValueTypes.MAC))
        .add(row(Attributes.SRCMACMASK, ValueTypes.MAC_MASK, Attributes.SRCMACADDR))
        .add(row(Attributes.DSTMACADDR, ValueTypes.MAC))
        .add(row(Attributes.DSTMACMASK, ValueTypes.MAC_MASK, Attributes.DSTMACADDR));
  }

  /** The addresses of frames whose payload is looked at; there masks keep their own negation. */
  private static ImmutableList.Builder<AttributeSpec<?>> carrier() {
    return ImmutableList.<AttributeSpec<?>>builder()
        .add(row(Attributes.SRCMACADDR, ValueTypes.MAC))
        .add(row(Attributes.SRCMACMASK, ValueTypes.MAC_MASK))
        .add(row(Attributes.DSTMACADDR, ValueTypes.MAC))
        .add(row(Attributes.DSTMACMASK, ValueTypes.MAC_MASK));
  }

  static ImmutableList<AttributeSpec<?>> mac() {
    return frame()
        .add(row(Attributes.PROTOCOLID, HEX_ETHER_TYPE))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  static ImmutableList<AttributeSpec<?>> vlan() {
    return frame()
        .add(row(Attributes.VLANID, ValueTypes.substitutedInDecimal(ValueTypes.number(0, 4095))))
        .add(row(Attributes.ENCAP_PROTOCOL, HEX_ENCAPSULATED))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  static ImmutableList<AttributeSpec<?>> arp() {
    return carrier()
        .add(row(Attributes.HWTYPE, DECIMAL16))
        .add(row(Attributes.PROTOCOLTYPE, ValueTypes.substitutedInHexadecimal(UINT16)))
        .add(row(Attributes.OPCODE, ARP_OPERATION))
        .add(row(Attributes.ARPSRCMACADDR, ValueTypes.MAC))
        .add(row(Attributes.ARPDSTMACADDR, ValueTypes.MAC))
        .add(row(Attributes.ARPSRCIPADDR, ValueTypes.IPV4))
        .add(row(Attributes.ARPSRCIPMASK, ValueTypes.IPV4_MASK))
        .add(row(Attributes.ARPDSTIPADDR, ValueTypes.IPV4))
        .add(row(Attributes.ARPDSTIPMASK, ValueTypes.IPV4_MASK))
        .add(row(Attributes.GRATUITOUS, ValueTypes.BOOLEAN))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  private static ImmutableList.Builder<AttributeSpec<?>> addresses(
      ImmutableList.Builder<AttributeSpec<?>> rows,
      ValueType<IpAddress> address,
      ValueType<PrefixLength> mask) {
    return rows.add(row(Attributes.SRCIPADDR, address))
        .add(row(Attributes.SRCIPMASK, mask, Attributes.SRCIPADDR))
        .add(row(Attributes.DSTIPADDR, address))
        .add(row(Attributes.DSTIPMASK, mask, Attributes.DSTIPADDR));
  }

  /** The ports in frames, each negated by itself. */
  private static ImmutableList.Builder<AttributeSpec<?>> framePorts(
      ImmutableList.Builder<AttributeSpec<?>> rows) {
    return rows.add(row(Attributes.SRCPORTSTART, UINT16))
        .add(row(Attributes.SRCPORTEND, UINT16))
        .add(row(Attributes.DSTPORTSTART, UINT16))
        .add(row(Attributes.DSTPORTEND, UINT16));
  }

  /** The ports in packets, all of which libvirt negates like the first one. */
  private static ImmutableList.Builder<AttributeSpec<?>> packetPorts(
      ImmutableList.Builder<AttributeSpec<?>> rows, ValueType<Numeral> port) {
    return rows.add(row(Attributes.SRCPORTSTART, port))
        .add(row(Attributes.SRCPORTEND, port, Attributes.SRCPORTSTART))
        .add(row(Attributes.DSTPORTSTART, port, Attributes.SRCPORTSTART))
        .add(row(Attributes.DSTPORTEND, port, Attributes.SRCPORTSTART));
  }

  static ImmutableList<AttributeSpec<?>> ip() {
    ImmutableList.Builder<AttributeSpec<?>> rows =
        addresses(carrier(), ValueTypes.IPV4, ValueTypes.IPV4_MASK)
            .add(row(Attributes.PROTOCOL, ValueTypes.named(0, 0xff, IP_PROTOCOLS)));
    return framePorts(rows)
        .add(row(Attributes.DSCP, ValueTypes.number(0, 63)))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  static ImmutableList<AttributeSpec<?>> ipv6() {
    ImmutableList.Builder<AttributeSpec<?>> rows =
        addresses(carrier(), ValueTypes.IPV6, ValueTypes.IPV6_MASK)
            .add(row(Attributes.PROTOCOL, ValueTypes.named(0, 0xff, IP_PROTOCOLS)));
    return framePorts(rows)
        .add(row(Attributes.TYPE, UINT8))
        .add(row(Attributes.TYPEEND, UINT8, Attributes.TYPE))
        .add(row(Attributes.CODE, UINT8, Attributes.TYPE))
        .add(row(Attributes.CODEEND, UINT8, Attributes.TYPE))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  private static ImmutableList.Builder<AttributeSpec<?>> packet(Layer layer) {
    ValueType<IpAddress> address = layer == Layer.IPV4 ? ValueTypes.IPV4 : ValueTypes.IPV6;
    ValueType<PrefixLength> mask =
        layer == Layer.IPV4 ? ValueTypes.IPV4_MASK : ValueTypes.IPV6_MASK;
    ImmutableList.Builder<AttributeSpec<?>> rows =
        ImmutableList.<AttributeSpec<?>>builder().add(row(Attributes.SRCMACADDR, ValueTypes.MAC));
    return addresses(rows, address, mask)
        .add(row(Attributes.SRCIPFROM, address))
        .add(row(Attributes.SRCIPTO, address, Attributes.SRCIPFROM))
        .add(row(Attributes.DSTIPFROM, address))
        .add(
            row(
                Attributes.DSTIPTO,
                layer == Layer.IPV4 ? ValueTypes.IPV4 : ValueTypes.IPV6_RANGE_END,
                Attributes.DSTIPFROM))
        .add(row(Attributes.DSCP, ValueTypes.number(0, 63)))
        .add(row(Attributes.CONNLIMIT_ABOVE, ValueTypes.decimal(0, 0xffff)))
        .add(row(Attributes.STATE, ValueTypes.STATES))
        .add(row(Attributes.IPSET, ValueTypes.IPSET))
        .add(row(Attributes.IPSETFLAGS, ValueTypes.IPSET_FLAGS));
  }

  static ImmutableList<AttributeSpec<?>> plain(Layer layer) {
    return packet(layer).add(row(Attributes.COMMENT, ValueTypes.COMMENT)).build();
  }

  /** The extension for UDP takes no hexadecimal ports (iptables 1.8.9). */
  static ImmutableList<AttributeSpec<?>> udp(Layer layer) {
    return packetPorts(packet(layer), DECIMAL16)
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  static ImmutableList<AttributeSpec<?>> sctp(Layer layer) {
    return packetPorts(packet(layer), UINT16)
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  static ImmutableList<AttributeSpec<?>> tcp(Layer layer) {
    ImmutableList.Builder<AttributeSpec<?>> rows =
        packetPorts(packet(layer), UINT16).add(row(Attributes.OPTION, UINT8));
    if (layer == Layer.IPV4) {
      rows.add(row(Attributes.TCP_FLAGS, ValueTypes.TCP_FLAGS));
    }
    return rows.add(row(Attributes.COMMENT, ValueTypes.COMMENT)).build();
  }

  static ImmutableList<AttributeSpec<?>> icmp(Layer layer) {
    return packet(layer)
        .add(row(Attributes.TYPE, UINT8))
        .add(row(Attributes.CODE, UINT8, Attributes.TYPE))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }

  static ImmutableList<AttributeSpec<?>> stp() {
    return ImmutableList.<AttributeSpec<?>>builder()
        .add(row(Attributes.SRCMACADDR, ValueTypes.MAC))
        .add(row(Attributes.SRCMACMASK, ValueTypes.MAC_MASK, Attributes.SRCMACADDR))
        .add(row(Attributes.STP_TYPE, UINT8))
        .add(row(Attributes.STP_FLAGS, UINT8))
        .add(row(Attributes.ROOT_PRIORITY, DECIMAL16))
        .add(row(Attributes.ROOT_PRIORITY_HI, DECIMAL16, Attributes.ROOT_PRIORITY))
        .add(row(Attributes.ROOT_ADDRESS, ValueTypes.MAC))
        .add(row(Attributes.ROOT_ADDRESS_MASK, ValueTypes.MAC_MASK, Attributes.ROOT_ADDRESS))
        .add(row(Attributes.ROOT_COST, ValueTypes.substitutedInDecimal(UINT32)))
        .add(
            row(
                Attributes.ROOT_COST_HI,
                ValueTypes.substitutedInDecimal(UINT32),
                Attributes.ROOT_COST))
        .add(row(Attributes.SENDER_PRIORITY, DECIMAL16))
        .add(row(Attributes.SENDER_PRIORITY_HI, DECIMAL16, Attributes.SENDER_PRIORITY))
        .add(row(Attributes.SENDER_ADDRESS, ValueTypes.MAC))
        .add(row(Attributes.SENDER_ADDRESS_MASK, ValueTypes.MAC_MASK, Attributes.SENDER_ADDRESS))
        .add(row(Attributes.PORT, DECIMAL16))
        .add(row(Attributes.PORT_HI, DECIMAL16, Attributes.PORT))
        .add(row(Attributes.AGE, DECIMAL16))
        .add(row(Attributes.AGE_HI, DECIMAL16, Attributes.AGE))
        .add(row(Attributes.MAX_AGE, DECIMAL16))
        .add(row(Attributes.MAX_AGE_HI, DECIMAL16, Attributes.MAX_AGE))
        .add(row(Attributes.HELLO_TIME, DECIMAL16))
        .add(row(Attributes.HELLO_TIME_HI, DECIMAL16, Attributes.HELLO_TIME))
        .add(row(Attributes.FORWARD_DELAY, DECIMAL16))
        .add(row(Attributes.FORWARD_DELAY_HI, DECIMAL16, Attributes.FORWARD_DELAY))
        .add(row(Attributes.COMMENT, ValueTypes.COMMENT))
        .build();
  }
}
