package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.IcmpMatch;
import io.nwfilter.netfilter.ruleset.MacMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;

/** What a rule of the Ethernet layer asks of a frame. */
final class EthernetMatches {

  /** Where bridges send spanning tree frames to (IEEE 802.1D, bridge group address). */
  static final Match BRIDGE_GROUP =
      new MacMatch(
          Field.ETHERNET_DESTINATION,
          MacAddress.parse("01:80:c2:00:00:00"),
          MacAddress.BROADCAST,
          false);

  private static final int ICMPV6 = 58;
  private static final int MAX_VLAN_ID = 4094;

  private final RuleInstance instance;
  private final Protocol protocol;
  private final boolean swapped;
  private final RuleReport report;
  private final MatchList matches;

  private EthernetMatches(
      RuleInstance instance, Protocol protocol, boolean swapped, RuleReport report) {
    this.instance = instance;
    this.protocol = protocol;
    this.swapped = swapped;
    this.report = report;
    this.matches = new MatchList(instance, report);
  }

  /**
   * {@return the matches}
   *
   * @param instance a rule without a protocol, or with one of the Ethernet layer
   * @param swapped whether source and destination change places
   */
  static ImmutableList<Match> of(RuleInstance instance, boolean swapped, RuleReport report) {
    Protocol protocol = instance.rule().protocol().orElse(null);
    if (protocol == null) {
      return ImmutableList.of();
    }
    return new EthernetMatches(instance, protocol, swapped, report).all();
  }

  private ImmutableList<Match> all() {
    protocol.number().ifPresent(type -> matches.add(NumberMatch.of(Field.ETHER_TYPE, type)));
    matches.mac(side(Field.ETHERNET_SOURCE), Attributes.SRCMACADDR, Attributes.SRCMACMASK);
    switch (protocol) {
      case MAC -> {
        destinationMac();
        matches.number(Field.ETHER_TYPE, Attributes.PROTOCOLID);
      }
      case VLAN -> {
        destinationMac();
        vlanId();
        encapsulatedProtocol();
      }
      case STP -> stp();
      case ARP, RARP -> {
        destinationMac();
        arp();
      }
      case IP, IPV6 -> {
        destinationMac();
        internet();
      }
      default -> throw new AssertionError(protocol + " is not of the Ethernet layer");
    }
    return matches.build();
  }

  private Field side(Field field) {
    return swapped ? field.opposite() : field;
  }

  private void destinationMac() {
    matches.mac(side(Field.ETHERNET_DESTINATION), Attributes.DSTMACADDR, Attributes.DSTMACMASK);
  }

  private void vlanId() {
    Numeral id = instance.value(Attributes.VLANID);
    if (id != null && id.value() > MAX_VLAN_ID) {
      throw report.refuse(
          DiagnosticCode.REFUSED_BY_NETFILTER, "ebtables takes VLAN ids 0 to 4094, not " + id);
    }
    matches.number(Field.VLAN_ID, Attributes.VLANID);
  }

  /** libvirt writes the number in decimal where ebtables reads hexadecimal, and of that 16 bits. */
  private void encapsulatedProtocol() {
    Numeral written = instance.value(Attributes.ENCAP_PROTOCOL);
    if (written == null) {
      return;
    }
    boolean literal =
        instance.rule().condition(Attributes.ENCAP_PROTOCOL).orElseThrow().value()
            instanceof Value.Literal<?>;
    long read = written.value();
    if (literal || !written.hexadecimal()) {
      read = Long.parseLong(Long.toString(written.value()), 16) & 0xffff;
    }
    if (read != written.value()) {
      report.warn(
          DiagnosticCode.VLAN_ENCAP_MISREAD,
          "encap-protocol "
              + written.value()
              + " is written in decimal, but ebtables reads it as hexadecimal 0x"
              + Long.toHexString(read)
              + "; put 0x"
              + Long.toHexString(written.value())
              + " into a variable");
    }
    matches.add(
        new NumberMatch(
            Field.VLAN_ETHER_TYPE, read, read, instance.negated(Attributes.ENCAP_PROTOCOL)));
  }

  private void arp() {
    matches.number(Field.ARP_HARDWARE_TYPE, Attributes.HWTYPE);
    matches.number(Field.ARP_OPERATION, Attributes.OPCODE);
    matches.number(Field.ARP_PROTOCOL_TYPE, Attributes.PROTOCOLTYPE);
    matches.address(side(Field.ARP_SENDER_IP), Attributes.ARPSRCIPADDR, Attributes.ARPSRCIPMASK);
    PrefixLength targetMask = instance.value(Attributes.ARPDSTIPMASK);
    if (targetMask == null) {
      targetMask = instance.value(Attributes.ARPSRCIPMASK);
      if (targetMask != null
          && instance.has(Attributes.ARPSRCIPADDR)
          && instance.has(Attributes.ARPDSTIPADDR)) {
        report.warn(
            DiagnosticCode.ARP_MASK_LEAKS,
            "arpsrcipmask " + targetMask + " is also applied to arpdstipaddr; give arpdstipmask");
      }
    }
    if (!instance.has(Attributes.ARPSRCIPADDR) && !instance.has(Attributes.ARPDSTIPMASK)) {
      targetMask = null; // without its own address the mask does not leak
    }
    matches.address(side(Field.ARP_TARGET_IP), Attributes.ARPDSTIPADDR, targetMask);
    matches.mac(side(Field.ARP_SENDER_MAC), Attributes.ARPSRCMACADDR);
    matches.mac(side(Field.ARP_TARGET_MAC), Attributes.ARPDSTMACADDR);
    Boolean gratuitous = instance.value(Attributes.GRATUITOUS);
    if (gratuitous != null && gratuitous) {
      matches.add(new GratuitousArpMatch(instance.negated(Attributes.GRATUITOUS)));
    } else if (instance.hasUnsubstituted(Attributes.GRATUITOUS)) {
      report.warn(DiagnosticCode.VARIABLE_IGNORED, "a variable in gratuitous is not looked at");
    }
  }

  private void internet() {
    matches.address(side(Field.IP_SOURCE), Attributes.SRCIPADDR, Attributes.SRCIPMASK);
    matches.address(side(Field.IP_DESTINATION), Attributes.DSTIPADDR, Attributes.DSTIPMASK);
    matches.number(Field.IP_PROTOCOL, Attributes.PROTOCOL);
    boolean ports = ports(Field.SOURCE_PORT, Attributes.SRCPORTSTART, Attributes.SRCPORTEND);
    ports |= ports(Field.DESTINATION_PORT, Attributes.DSTPORTSTART, Attributes.DSTPORTEND);
    if (ports && instance.negated(Attributes.PROTOCOL)) {
      throw report.refuse(
          DiagnosticCode.REFUSED_BY_NETFILTER,
          "ports cannot be matched where the protocol is negated");
    }
    if (matches.number(Field.IP_TOS, Attributes.DSCP)) {
      report.warn(
          DiagnosticCode.DSCP_IS_TOS,
          "dscp "
              + instance.value(Attributes.DSCP)
              + " is compared with the whole TOS byte, whose upper six bits are the DSCP");
    }
    icmpv6();
  }

  private boolean ports(Field field, Attribute<Numeral> start, Attribute<Numeral> end) {
    return matches.numberRange(side(field), start, end, instance.negated(start));
  }

  private void icmpv6() {
    boolean types = instance.has(Attributes.TYPE) || instance.has(Attributes.TYPEEND);
    boolean codes = instance.has(Attributes.CODE) || instance.has(Attributes.CODEEND);
    if (protocol != Protocol.IPV6 || !(types || codes)) {
      return;
    }
    Numeral payload = instance.value(Attributes.PROTOCOL);
    if (payload == null || payload.value() != ICMPV6 || instance.negated(Attributes.PROTOCOL)) {
      throw report.refuse(
          DiagnosticCode.REFUSED_BY_NETFILTER, "ICMPv6 types and codes need protocol='icmpv6'");
    }
    int firstType = orElse(Attributes.TYPE, 0);
    int lastType = orElse(Attributes.TYPEEND, instance.has(Attributes.TYPE) ? firstType : 255);
    int firstCode = orElse(Attributes.CODE, 0);
    int lastCode = orElse(Attributes.CODEEND, instance.has(Attributes.CODE) ? firstCode : 255);
    if (lastType < firstType || lastCode < firstCode) {
      throw report.refuse(
          DiagnosticCode.REFUSED_BY_NETFILTER, "a range of ICMPv6 types or codes is empty");
    }
    matches.add(
        new IcmpMatch(firstType, lastType, firstCode, lastCode, instance.negated(Attributes.TYPE)));
  }

  private int orElse(Attribute<Numeral> attribute, int other) {
    Numeral value = instance.value(attribute);
    return value == null ? other : value.intValue();
  }

  private void stp() {
    if (swapped && instance.has(Attributes.SRCMACADDR)) {
      throw report.refuse(
          DiagnosticCode.REFUSED_BY_LIBVIRT,
          "srcmacaddr in <stp> cannot be matched with direction inout: write one rule for each"
              + " direction");
    }
    matches.add(BRIDGE_GROUP);
    matches.number(Field.STP_TYPE, Attributes.STP_TYPE);
    matches.number(Field.STP_FLAGS, Attributes.STP_FLAGS);
    range(Field.STP_ROOT_PRIORITY, Attributes.ROOT_PRIORITY, Attributes.ROOT_PRIORITY_HI);
    matches.mac(Field.STP_ROOT_ADDRESS, Attributes.ROOT_ADDRESS, Attributes.ROOT_ADDRESS_MASK);
    range(Field.STP_ROOT_COST, Attributes.ROOT_COST, Attributes.ROOT_COST_HI);
    range(Field.STP_SENDER_PRIORITY, Attributes.SENDER_PRIORITY, Attributes.SENDER_PRIORITY_HI);
    matches.mac(
        Field.STP_SENDER_ADDRESS, Attributes.SENDER_ADDRESS, Attributes.SENDER_ADDRESS_MASK);
    range(Field.STP_PORT, Attributes.PORT, Attributes.PORT_HI);
    range(Field.STP_MESSAGE_AGE, Attributes.AGE, Attributes.AGE_HI);
    range(Field.STP_MAX_AGE, Attributes.MAX_AGE, Attributes.MAX_AGE_HI);
    range(Field.STP_HELLO_TIME, Attributes.HELLO_TIME, Attributes.HELLO_TIME_HI);
    range(Field.STP_FORWARD_DELAY, Attributes.FORWARD_DELAY, Attributes.FORWARD_DELAY_HI);
  }

  private void range(Field field, Attribute<Numeral> start, Attribute<Numeral> end) {
    matches.numberRange(field, start, end, instance.negated(start));
  }
}
