package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.TcpFlag;
import io.nwfilter.core.value.TcpFlags;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.IpsetName;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of the IP layer asks of a packet, on the side where source and destination are as
 * written or on the one where they are swapped. On some sides there is no rule at all.
 */
final class PacketMatches {

  private static final Match ORIGINAL = direction(0);
  private static final Match REPLY = direction(1);

  private static final int ANY_ICMP_TYPE = 255;

  private final RuleInstance instance;
  private final Rule rule;
  private final Protocol protocol;
  private final RuleSide side;
  private final PacketLayout.States form;
  private final ToolVersion tools;
  private final boolean swapped;
  private final RuleReport report;
  private final MatchList matches;
  private boolean rangeMatched;

  private PacketMatches(
      RuleReport report,
      Protocol protocol,
      RuleSide side,
      PacketLayout.States form,
      ToolVersion tools) {
    this.instance = report.instance();
    this.rule = instance.rule();
    this.protocol = protocol;
    this.side = side;
    this.form = form;
    this.tools = tools;
    this.swapped = side.isSwapped();
    this.report = report;
    this.matches = new MatchList(instance, report);
  }

  private static TrackedState tracked(ConnectionState state) {
    return switch (state) {
      case INVALID -> TrackedState.INVALID;
      case NEW -> TrackedState.NEW;
      case RELATED -> TrackedState.RELATED;
      case ESTABLISHED -> TrackedState.ESTABLISHED;
    };
  }

  /** libvirt loads the extension anew for the direction. */
  private static Match direction(long value) {
    return FieldMatch.of(Field.CONNECTION_DIRECTION, value).afresh();
  }

  /**
   * Returns the matches of one side.
   *
   * @param form how the rules of that side ask for states
   * @param tools which iptables and ip6tables load the rules
   * @return the matches; empty if there is no rule on that side
   */
  static Optional<ImmutableList<Match>> of(
      RuleReport report,
      Protocol protocol,
      boolean swapped,
      PacketLayout.States form,
      ToolVersion tools,
      Optional<Comment> comment) {
    RuleSide side = new RuleSide(report.instance(), swapped);
    side.remarks().forEach(remark -> report.warn(remark.code(), remark.message()));
    return side.isEmpty()
        ? Optional.empty()
        : Optional.of(new PacketMatches(report, protocol, side, form, tools).all(comment));
  }

  private ImmutableList<Match> all(Optional<Comment> comment) {
    ProtocolMatches.of(protocol).ifPresent(matches::add);
    sourceMac();
    addresses();
    differentiatedServices();
    ports();
    tcpOption();
    tcpFlags();
    icmp();
    states();
    set();
    connectionLimit();
    comment.ifPresent(text -> matches.add(new CommentMatch(text)));
    return matches.build();
  }

  private void differentiatedServices() {
    Numeral dscp = instance.value(Attributes.DSCP);
    if (dscp != null) {
      matches.add(
          FieldMatch.of(Field.IP_TOS, Values.masked(dscp.value() << 2, 0xfc))
              .negated(instance.negated(Attributes.DSCP)));
    }
  }

  /** {@return the states that the rule names and that are looked at} */
  private @Nullable ConnectionStates explicitStates() {
    ConnectionStates states = instance.value(Attributes.STATE);
    if (states == null || states.equals(ConnectionStates.UNSPECIFIED)) {
      return null;
    }
    boolean ignored =
        !rule.stateMatch()
            && report.imitates(LoweringCode.STATE_IGNORED, RuleSide.stateIgnored(states));
    return ignored ? null : states;
  }

  private void sourceMac() {
    if (!swapped) {
      matches.mac(Field.ETHERNET_SOURCE, Attributes.SRCMACADDR);
    } else if (instance.has(Attributes.SRCMACADDR)) {
      reportSourceMac();
    }
  }

  private void reportSourceMac() {
    if (side.isInout()) {
      report.leavesOut(LoweringCode.SOURCE_MAC_UNMATCHED, RuleSide.SOURCE_MAC);
    } else {
      report.warn(LoweringCode.SOURCE_MAC_UNMATCHED, RuleSide.SOURCE_MAC);
    }
  }

  private void addresses() {
    address(
        IpEnd.SOURCE,
        Attributes.SRCIPADDR,
        Attributes.SRCIPMASK,
        Attributes.SRCIPFROM,
        Attributes.SRCIPTO);
    address(
        IpEnd.DESTINATION,
        Attributes.DSTIPADDR,
        Attributes.DSTIPMASK,
        Attributes.DSTIPFROM,
        Attributes.DSTIPTO);
  }

  private void address(
      IpEnd written,
      Attribute<IpAddress> address,
      Attribute<PrefixLength> mask,
      Attribute<IpAddress> from,
      Attribute<IpAddress> to) {
    IpEnd end = swapped ? written.opposite() : written;
    requireAnAddressOutside(address, mask);
    matches.address(end, address, mask);
    boolean beside = instance.has(address) && (instance.has(from) || instance.has(to));
    if (!beside
        || !report.imitates(
            LoweringCode.RANGE_IGNORED,
            from + " and " + to + " next to " + address + " are not matched")) {
      addressRange(end, from, to);
    }
  }

  /** No address is outside the set of all addresses; iptables refuses such a match. */
  private void requireAnAddressOutside(Attribute<IpAddress> address, Attribute<PrefixLength> mask) {
    IpAddress value = instance.value(address);
    PrefixLength prefix = instance.value(mask);
    if (value != null && prefix != null && prefix.bits() == 0 && instance.negated(address)) {
      matches.mask(address, mask);
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER,
          "no packet is outside " + value + "/0, and iptables refuses such a match");
    }
  }

  /** Adds a match on a range of addresses; without an end it is a single one. */
  private void addressRange(IpEnd end, Attribute<IpAddress> from, Attribute<IpAddress> to) {
    IpAddress first = instance.value(from);
    IpAddress last = instance.value(to);
    if (first == null) {
      if (last != null) {
        report.leavesOut(LoweringCode.RANGE_IGNORED, to + " without " + from + " is not matched");
      }
      return;
    }
    matches.sameNegation(from, to);
    if (to == Attributes.DSTIPTO && last instanceof Ipv6Address && !report.isVariable(to)) {
      report.libvirtRefuses(
          FilterCode.DSTIPTO_IPV6, to + " " + last + " is an IPv6 address, not an IPv4 one");
    }
    if (last != null && last.length() != first.length()) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER,
          "the range "
              + first
              + " to "
              + last
              + " mixes IPv6 and IPv4: put an IPv6 address into a variable for "
              + to);
    }
    if (last != null && first.compareUnsigned(last) > 0) {
      report.warn(
          LoweringCode.EMPTY_RANGE,
          "the range "
              + first
              + " to "
              + last
              + " is empty: "
              + (instance.negated(from) ? "every packet matches" : "no packet matches"));
    }
    Values range = new Values.Range(Bits.of(first), Bits.of(last == null ? first : last));
    FieldMatch match = FieldMatch.of(end.field(first), range).negated(instance.negated(from));
    matches.add(rangeMatched ? match.afresh() : match); // libvirt loads the extension for each
    rangeMatched = true;
  }

  private Field side(Field written) {
    return swapped ? written.opposite() : written;
  }

  private void tcpFlags() {
    TcpFlags flags = instance.value(Attributes.TCP_FLAGS);
    if (report.isVariable(Attributes.TCP_FLAGS)
        && report.imitates(
            LoweringCode.VARIABLE_IGNORED,
            "libvirt ignores a variable in flags: no flag is matched")) {
      matches.add(flags(0, 0));
    } else if (flags != null) {
      matches.add(flags(bits(flags.set()), bits(flags.mask())));
    }
  }

  private Match flags(long set, long mask) {
    return FieldMatch.of(Field.TCP_FLAGS, new Values.Masked(Bits.of(set), Bits.of(mask)))
        .negated(instance.negated(Attributes.TCP_FLAGS));
  }

  private static long bits(Set<TcpFlag> flags) {
    return flags.stream().mapToLong(TcpFlag::bit).sum();
  }

  private void tcpOption() {
    Numeral option = instance.value(Attributes.OPTION);
    if (option != null && option.value() == 0) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER, "iptables accepts TCP options from 1 to 255, not 0");
    }
    matches.number(Field.TCP_OPTION, Attributes.OPTION);
  }

  /** In libvirt the negation of the source port is the negation of both. */
  private void ports() {
    boolean negated = instance.negated(Attributes.SRCPORTSTART);
    boolean destinationNegated = instance.negated(Attributes.DSTPORTSTART);
    if (instance.has(Attributes.DSTPORTSTART)
        && destinationNegated != negated
        && report.imitates(
            LoweringCode.PORT_NEGATION_LOST,
            instance.has(Attributes.SRCPORTSTART)
                ? "dstportstart is negated if and only if srcportstart is"
                : "the negation of dstportstart is lost without a negated srcportstart: the rule"
                    + " matches exactly the ports that it should exclude")) {
      destinationNegated = negated;
    }
    matches.numberRange(
        side(Field.SOURCE_PORT), NumberRange.SOURCE_PORTS, negated, takesEmptyRanges());
    matches.numberRange(
        side(Field.DESTINATION_PORT),
        NumberRange.DESTINATION_PORTS,
        destinationNegated,
        takesEmptyRanges());
  }

  /** Only the extension for UDP does not check the order, and not in all versions. */
  private boolean takesEmptyRanges() {
    return tools.takesEmptyUdpRanges()
        && (protocol == Protocol.UDP || protocol == Protocol.UDP_IPV6);
  }

  private void icmp() {
    Numeral type = instance.value(Attributes.TYPE);
    Numeral code = instance.value(Attributes.CODE);
    if (type == null) {
      if (code != null) {
        report.leavesOut(LoweringCode.ICMP_CODE_IGNORED, "code without type is not matched");
      }
      return;
    }
    if (side.isReply()) {
      return; // replies have other types
    }
    matches.sameNegation(Attributes.TYPE, Attributes.CODE);
    boolean any =
        protocol == Protocol.ICMP
            && type.value() == ANY_ICMP_TYPE
            && (code == null || tools.ignoresCodeOfIcmp255());
    if (any) {
      report.leavesOut(LoweringCode.ICMP_TYPE_ANY, "ICMP type 255 means any type to iptables");
    }
    Field field = protocol == Protocol.ICMP ? Field.ICMP_TYPE : Field.ICMPV6_TYPE;
    matches.add(
        FieldMatch.of(field, messages(any, type.intValue(), code))
            .negated(instance.negated(Attributes.TYPE)));
  }

  private static Values messages(boolean any, int type, @Nullable Numeral code) {
    if (code == null) {
      return any ? IcmpValues.all() : IcmpValues.ofType(type);
    }
    return any ? IcmpValues.allDespite(code.intValue()) : IcmpValues.of(type, code.intValue());
  }

  private void states() {
    if (report.isVariable(Attributes.STATE)) {
      report.warn(LoweringCode.VARIABLE_IGNORED, "libvirt ignores a variable in state");
    }
    ConnectionStates states = explicitStates();
    boolean own = states == null && side.matchesStatesByItself();
    if (rule.action() == Action.ACCEPT
        && instance.has(Attributes.CONNLIMIT_ABOVE)
        && (states != null || own)
        && report.imitates(
            LoweringCode.CONNLIMIT_DROPS_STATE,
            "connlimit-above replaces the state match in a rule that accepts")) {
      return;
    }
    if (states != null && !states.none()) {
      matches.add(form.form().match(states.states().stream().map(PacketMatches::tracked).toList()));
    } else if (own && form.implied()) {
      matches.add(swapped ? form.form().replies() : form.form().starts());
      if (form.direction() && (swapped || !instance.has(Attributes.TYPE))) {
        matches.add(swapped ? REPLY : ORIGINAL);
      }
    }
  }

  private void set() {
    String name = instance.value(Attributes.IPSET);
    IpsetFlags flags = instance.value(Attributes.IPSETFLAGS);
    if (name == null) {
      return;
    }
    boolean usable = protocol == Protocol.ALL || protocol == Protocol.ALL_IPV6;
    if (flags == null) {
      if (!usable) {
        throw report.refuse(
            LoweringCode.IPSET_UNUSABLE,
            "ipset '" + name + "' without ipsetflags makes libvirt fail to start the interface");
      }
      report.leavesOut(
          LoweringCode.IPSET_DROPPED, "ipset '" + name + "' without ipsetflags is not matched");
      return;
    }
    if (!usable
        && report.imitates(
            LoweringCode.IPSET_DROPPED,
            "ipset '"
                + name
                + "' is not matched in <"
                + protocol
                + ">, only in <all> and <all-ipv6>: the rule matches more than was written")) {
      return;
    }
    boolean negated = instance.negated(Attributes.IPSET);
    if (negated
        && report.imitates(
            LoweringCode.IPSET_NEGATION_LOST,
            "the negation of ipset '"
                + name
                + "' is lost: the rule matches exactly the members that it should exclude")) {
      negated = false;
    }
    matches.add(new SetMatch(setName(name), side(flags), negated));
  }

  private IpsetFlags side(IpsetFlags written) {
    boolean kept =
        swapped
            && report.isVariable(Attributes.IPSETFLAGS)
            && report.imitates(
                LoweringCode.IPSET_FLAGS_KEPT,
                "ipsetflags from a variable are not swapped for packets in the other direction");
    return swapped && !kept ? written.flipped() : written;
  }

  private IpsetName setName(String name) {
    try {
      return new IpsetName(name);
    } catch (IllegalValueException e) {
      throw report.refuse(FilterCode.UNPRINTABLE, String.valueOf(e.getMessage()));
    }
  }

  private void connectionLimit() {
    Numeral above = instance.value(Attributes.CONNLIMIT_ABOVE);
    if (above != null && !side.isReply()) {
      matches.add(
          new ConnectionLimitMatch(
              swapped,
              above.value(),
              OptionalInt.empty(),
              instance.negated(Attributes.CONNLIMIT_ABOVE)));
    }
  }
}
