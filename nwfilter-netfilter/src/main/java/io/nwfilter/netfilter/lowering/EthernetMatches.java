package io.nwfilter.netfilter.lowering;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What a rule of the Ethernet layer asks of a frame. */
final class EthernetMatches {

  /** Where bridges send spanning tree frames to (IEEE 802.1D, bridge group address). */
  static final Match BRIDGE_GROUP =
      FieldMatch.of(Field.ETHERNET_DESTINATION, MacAddress.parse("01:80:c2:00:00:00").bits());

  private static final int ICMPV6 = 58;
  private static final int MAX_VLAN_ID = 4094;

  private final RuleInstance instance;
  private final Protocol protocol;
  private final boolean swapped;
  private final RuleReport report;
  private final MatchList matches;

  /** Alternatives for the last match; without any there is none. */
  private ImmutableList<Match> typesOfService = ImmutableList.of();

  private EthernetMatches(
      RuleInstance instance, Protocol protocol, boolean swapped, RuleReport report) {
    this.instance = instance;
    this.protocol = protocol;
    this.swapped = swapped;
    this.report = report;
    this.matches = new MatchList(instance, report);
  }

  /**
   * {@return the matches, as alternatives of which a frame must meet one}
   *
   * @param instance a rule without a protocol, or with one of the Ethernet layer
   * @param swapped whether source and destination change places
   */
  static ImmutableList<ImmutableList<Match>> of(
      RuleInstance instance, boolean swapped, RuleReport report) {
    Protocol protocol = instance.rule().protocol().orElse(null);
    if (protocol == null) {
      return ImmutableList.of(ImmutableList.of());
    }
    return new EthernetMatches(instance, protocol, swapped, report).all();
  }

  private ImmutableList<ImmutableList<Match>> all() {
    ProtocolMatches.of(protocol).ifPresent(matches::add);
    mac(Field.ETHERNET_SOURCE, Attributes.SRCMACADDR, Attributes.SRCMACMASK);
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
      default -> throw new AssertionError(protocol + " does not belong to the Ethernet layer");
    }
    ImmutableList<Match> common = matches.build();
    if (typesOfService.isEmpty()) {
      return ImmutableList.of(common);
    }
    return typesOfService.stream().map(last -> with(common, last)).collect(toImmutableList());
  }

  private static ImmutableList<Match> with(List<Match> matches, Match last) {
    return ImmutableList.<Match>builder().addAll(matches).add(last).build();
  }

  private Field side(Field field) {
    return swapped ? field.opposite() : field;
  }

  private IpEnd side(IpEnd end) {
    return swapped ? end.opposite() : end;
  }

  private void destinationMac() {
    mac(Field.ETHERNET_DESTINATION, Attributes.DSTMACADDR, Attributes.DSTMACMASK);
  }

  private void mac(Field written, Attribute<MacAddress> address, Attribute<MacAddress> mask) {
    MacAddress bits = instance.value(mask);
    if (bits != null && bits.bits() == 0 && instance.has(address)) {
      matches.sameNegation(address, mask);
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER,
          "ebtables does not accept a MAC address with an empty mask: leave out " + address);
    }
    matches.mac(side(written), address, mask);
  }

  private void vlanId() {
    Numeral id = instance.value(Attributes.VLANID);
    if (id != null && id.value() > MAX_VLAN_ID) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER, "ebtables accepts VLAN ids from 0 to 4094, not " + id);
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
    if (read != written.value()
        && !report.imitates(
            LoweringCode.VLAN_ENCAP_MISREAD,
            "encap-protocol "
                + written.value()
                + " is written in decimal, but ebtables reads it as hexadecimal 0x"
                + Long.toHexString(read)
                + ", not 0x"
                + Long.toHexString(written.value()))) {
      read = written.value();
    }
    matches.add(
        FieldMatch.of(Field.VLAN_ETHER_TYPE, read)
            .negated(instance.negated(Attributes.ENCAP_PROTOCOL)));
  }

  private void arp() {
    matches.number(Field.ARP_HARDWARE_TYPE, Attributes.HWTYPE);
    matches.number(Field.ARP_OPERATION, Attributes.OPCODE);
    matches.number(Field.ARP_PROTOCOL_TYPE, Attributes.PROTOCOLTYPE);
    matches.mask(Attributes.ARPSRCIPADDR, Attributes.ARPSRCIPMASK);
    matches.address(
        side(Field.ARP_SENDER_IP),
        Attributes.ARPSRCIPADDR,
        instance.value(Attributes.ARPSRCIPMASK));
    matches.address(side(Field.ARP_TARGET_IP), Attributes.ARPDSTIPADDR, targetMask());
    matches.mac(side(Field.ARP_SENDER_MAC), Attributes.ARPSRCMACADDR);
    matches.mac(side(Field.ARP_TARGET_MAC), Attributes.ARPDSTMACADDR);
    if (report.isVariable(Attributes.GRATUITOUS)) {
      report.warn(LoweringCode.VARIABLE_IGNORED, "libvirt ignores a variable in gratuitous");
    }
    Boolean gratuitous = instance.value(Attributes.GRATUITOUS);
    if (gratuitous != null && gratuitous) {
      matches.add(new GratuitousArpMatch(instance.negated(Attributes.GRATUITOUS)));
    }
  }

  /** The mask of the sender's address also counts for a target's address without one. */
  private @Nullable PrefixLength targetMask() {
    if (instance.has(Attributes.ARPDSTIPMASK)) {
      matches.mask(Attributes.ARPDSTIPADDR, Attributes.ARPDSTIPMASK);
      return instance.value(Attributes.ARPDSTIPMASK);
    }
    PrefixLength mask = instance.value(Attributes.ARPSRCIPMASK);
    boolean leaks =
        mask != null
            && instance.has(Attributes.ARPSRCIPADDR) // without its own address it does not
            && instance.has(Attributes.ARPDSTIPADDR)
            && report.imitates(
                LoweringCode.ARP_MASK_LEAKS,
                "arpsrcipmask " + mask + " is also applied to arpdstipaddr");
    return leaks ? mask : null;
  }

  private void internet() {
    matches.address(side(IpEnd.SOURCE), Attributes.SRCIPADDR, Attributes.SRCIPMASK);
    matches.address(side(IpEnd.DESTINATION), Attributes.DSTIPADDR, Attributes.DSTIPMASK);
    matches.number(Field.IP_PROTOCOL, Attributes.PROTOCOL);
    boolean ports = range(side(Field.SOURCE_PORT), NumberRange.SOURCE_PORTS);
    ports |= range(side(Field.DESTINATION_PORT), NumberRange.DESTINATION_PORTS);
    if (ports && instance.negated(Attributes.PROTOCOL)) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER, "ports cannot be matched if the protocol is negated");
    }
    dscp();
    icmpv6();
  }

  private void dscp() {
    Numeral dscp = instance.value(Attributes.DSCP);
    if (dscp == null) {
      return;
    }
    if (report.imitates(
        LoweringCode.DSCP_IS_TOS,
        "dscp "
            + dscp
            + " is compared with the whole TOS byte, whose upper six bits are the DSCP")) {
      matches.number(Field.IP_TOS, Attributes.DSCP);
      return;
    }
    if (instance.negated(Attributes.DSCP)) {
      throw report.refuse(
          FilterCode.NOT_AS_WRITTEN,
          "ebtables compares whole TOS bytes, and cannot exclude the four that have dscp " + dscp);
    }
    typesOfService =
        LongStream.range(dscp.value() << 2, (dscp.value() + 1) << 2)
            .<Match>mapToObj(tos -> FieldMatch.of(Field.IP_TOS, tos))
            .collect(toImmutableList());
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
          LoweringCode.REFUSED_BY_NETFILTER, "ICMPv6 types and codes need protocol='icmpv6'");
    }
    for (Attribute<Numeral> other :
        ImmutableList.of(Attributes.TYPEEND, Attributes.CODE, Attributes.CODEEND)) {
      matches.sameNegation(Attributes.TYPE, other);
    }
    int firstType = orElse(Attributes.TYPE, 0);
    int lastType = orElse(Attributes.TYPEEND, instance.has(Attributes.TYPE) ? firstType : 255);
    int firstCode = orElse(Attributes.CODE, 0);
    int lastCode = orElse(Attributes.CODEEND, instance.has(Attributes.CODE) ? firstCode : 255);
    if (lastType < firstType || lastCode < firstCode) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER, "a range of ICMPv6 types or codes is empty");
    }
    matches.add(
        FieldMatch.of(Field.ICMPV6_TYPE, IcmpValues.box(firstType, lastType, firstCode, lastCode))
            .negated(instance.negated(Attributes.TYPE)));
  }

  private int orElse(Attribute<Numeral> attribute, int other) {
    Numeral value = instance.value(attribute);
    return value == null ? other : value.intValue();
  }

  private void stp() {
    if (swapped && instance.has(Attributes.SRCMACADDR)) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_LIBVIRT,
          "srcmacaddr in <stp> cannot be matched with direction inout");
    }
    matches.add(BRIDGE_GROUP);
    matches.number(Field.STP_TYPE, Attributes.STP_TYPE);
    matches.number(Field.STP_FLAGS, Attributes.STP_FLAGS);
    stpRange(Field.STP_ROOT_PRIORITY, Attributes.ROOT_PRIORITY);
    matches.mac(Field.STP_ROOT_ADDRESS, Attributes.ROOT_ADDRESS, Attributes.ROOT_ADDRESS_MASK);
    stpRange(Field.STP_ROOT_COST, Attributes.ROOT_COST);
    stpRange(Field.STP_SENDER_PRIORITY, Attributes.SENDER_PRIORITY);
    matches.mac(
        Field.STP_SENDER_ADDRESS, Attributes.SENDER_ADDRESS, Attributes.SENDER_ADDRESS_MASK);
    stpRange(Field.STP_PORT, Attributes.PORT);
    stpRange(Field.STP_MESSAGE_AGE, Attributes.AGE);
    stpRange(Field.STP_MAX_AGE, Attributes.MAX_AGE);
    stpRange(Field.STP_HELLO_TIME, Attributes.HELLO_TIME);
    stpRange(Field.STP_FORWARD_DELAY, Attributes.FORWARD_DELAY);
  }

  private void stpRange(Field field, Attribute<Numeral> start) {
    range(field, NumberRange.startingAt(start).orElseThrow());
  }

  private boolean range(Field field, NumberRange range) {
    return matches.numberRange(field, range, instance.negated(range.start()), false);
  }
}
