package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.TcpFlags;
import io.nwfilter.netfilter.ruleset.ConnectionDirectionMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.IcmpMatch;
import io.nwfilter.netfilter.ruleset.IpsetName;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StateMatch;
import io.nwfilter.netfilter.ruleset.TcpFlagsMatch;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of the IP layer asks of a packet, on the side where source and destination stand as
 * written or on the one where they are swapped. On some sides there is no rule at all.
 */
final class PacketMatches {

  private static final StateMatch STARTS =
      new StateMatch(ImmutableSet.of(ConnectionState.NEW, ConnectionState.ESTABLISHED));
  private static final StateMatch ANSWERS =
      new StateMatch(ImmutableSet.of(ConnectionState.ESTABLISHED));
  private static final TcpFlags NO_FLAGS = new TcpFlags(ImmutableSet.of(), ImmutableSet.of());

  private static final int ANY_ICMP_TYPE = 255;

  /** What libvirt looks for where it has to leave a source MAC address out. */
  private static final ImmutableSet<Attribute<?>> SPECIFIC =
      ImmutableSet.of(
          Attributes.SRCIPADDR,
          Attributes.DSTIPADDR,
          Attributes.SRCIPFROM,
          Attributes.DSTIPFROM,
          Attributes.DSCP,
          Attributes.SRCPORTSTART,
          Attributes.DSTPORTSTART,
          Attributes.OPTION,
          Attributes.TCP_FLAGS);

  private final RuleInstance instance;
  private final Rule rule;
  private final Protocol protocol;
  private final boolean inout;
  private final boolean swapped;
  private final RuleReport report;
  private final MatchList matches;

  private PacketMatches(
      RuleInstance instance, Protocol protocol, boolean swapped, RuleReport report) {
    this.instance = instance;
    this.rule = instance.rule();
    this.protocol = protocol;
    this.inout = rule.direction() == Direction.INOUT;
    this.swapped = swapped;
    this.report = report;
    this.matches = new MatchList(instance, report);
  }

  /**
   * Returns the matches of one side.
   *
   * @return the matches; empty if there is no rule on that side
   */
  static Optional<ImmutableList<Match>> of(
      RuleInstance instance, Protocol protocol, boolean swapped, RuleReport report) {
    return new PacketMatches(instance, protocol, swapped, report).all();
  }

  private Optional<ImmutableList<Match>> all() {
    if (hasNoRule()) {
      return Optional.empty();
    }
    protocol.number().ifPresent(number -> matches.add(NumberMatch.of(Field.IP_PROTOCOL, number)));
    sourceMac();
    addresses();
    matches.number(Field.IP_DSCP, Attributes.DSCP);
    ports();
    tcpOption();
    tcpFlags();
    icmp();
    states();
    set();
    connectionLimit();
    return Optional.of(matches.build());
  }

  /** {@return whether there is no rule on this side} */
  private boolean hasNoRule() {
    if (isAnswer() && explicitStates() != null) {
      return true;
    }
    boolean icmp = isIcmpWithoutAnswer(); // each of the three has something to say
    boolean oneWay = isOneWay();
    if (isNothingButSourceMac() || icmp || oneWay) {
      return true;
    }
    return isAnswer() && !matchesStatesByItself() && isNotMirrored();
  }

  private boolean isIcmpWithoutAnswer() {
    if (!instance.has(Attributes.TYPE) || !(swapped || inout)) {
      return false;
    } else if (isAnswer() && rule.action() != Action.ACCEPT) {
      return report.asLibvirt(); // nobody expects answers to what is not accepted
    }
    return report.imitates(
        LoweringCode.ICMP_ANSWER_SKIPPED,
        inout
            ? "a rule for ICMP with a type and direction inout makes no rule at all"
            : "a rule for ICMP with a type matches only in its own direction, not answers");
  }

  private boolean isOneWay() {
    if (!instance.has(Attributes.CONNLIMIT_ABOVE) || !swapped) {
      return false;
    } else if (isAnswer() && rule.action() != Action.ACCEPT) {
      return report.asLibvirt();
    }
    return report.imitates(
        LoweringCode.CONNLIMIT_ONE_WAY,
        "a rule with connlimit-above exists only in the direction as it is written");
  }

  private boolean isNothingButSourceMac() {
    if (!swapped || !instance.has(Attributes.SRCMACADDR) || isSpecific() || !report.asLibvirt()) {
      return false;
    }
    reportSourceMac();
    return true;
  }

  /** {@return whether the rule asks for something of the packet's headers that can be swapped} */
  private boolean isSpecific() {
    return !Collections.disjoint(rule.conditions().keySet(), SPECIFIC);
  }

  /** {@return whether a rule without a state matches only its own direction} */
  private boolean isNotMirrored() {
    if (!isMirroredByLibvirt()) {
      return true;
    }
    String message =
        "a rule that matches no state also matches packets in the other direction, with source and"
            + " destination swapped";
    // A source MAC address cannot be matched in answers, and no state is there to vouch for them.
    if (rule.action() == Action.ACCEPT && !instance.has(Attributes.SRCMACADDR)) {
      report.warn(LoweringCode.MIRRORED, message);
      return false;
    }
    return !report.imitates(LoweringCode.MIRRORED, message);
  }

  private boolean isMirroredByLibvirt() {
    return !instance.has(Attributes.TYPE)
        && !instance.has(Attributes.CONNLIMIT_ABOVE)
        && (!instance.has(Attributes.SRCMACADDR) || isSpecific());
  }

  /** {@return whether this is the side of the answers to what the rule matches} */
  private boolean isAnswer() {
    return swapped && !inout;
  }

  /** {@return the states that the rule names and that are looked at} */
  private @Nullable ConnectionStates explicitStates() {
    ConnectionStates states = instance.value(Attributes.STATE);
    if (states == null || states.equals(ConnectionStates.UNSPECIFIED)) {
      return null;
    }
    boolean ignored =
        !rule.stateMatch()
            && report.imitates(
                LoweringCode.STATE_IGNORED,
                "state " + states + " is not matched, because statematch is off");
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
    String message =
        "srcmacaddr is not matched for packets in the other direction, where it would have to be"
            + " a destination";
    if (inout) {
      report.leavesOut(LoweringCode.SOURCE_MAC_UNMATCHED, message);
    } else {
      report.warn(LoweringCode.SOURCE_MAC_UNMATCHED, message);
    }
  }

  private void addresses() {
    address(
        Field.IP_SOURCE,
        Attributes.SRCIPADDR,
        Attributes.SRCIPMASK,
        Attributes.SRCIPFROM,
        Attributes.SRCIPTO);
    address(
        Field.IP_DESTINATION,
        Attributes.DSTIPADDR,
        Attributes.DSTIPMASK,
        Attributes.DSTIPFROM,
        Attributes.DSTIPTO);
  }

  private void address(
      Field written,
      Attribute<IpAddress> address,
      Attribute<PrefixLength> mask,
      Attribute<IpAddress> from,
      Attribute<IpAddress> to) {
    Field field = side(written);
    matches.address(field, address, mask);
    boolean beside = instance.has(address) && (instance.has(from) || instance.has(to));
    if (!beside
        || !report.imitates(
            LoweringCode.RANGE_IGNORED,
            from + " and " + to + " beside " + address + " are not matched")) {
      matches.addressRange(field, from, to);
    }
  }

  private Field side(Field written) {
    return swapped ? written.opposite() : written;
  }

  private void tcpFlags() {
    TcpFlags flags = instance.value(Attributes.TCP_FLAGS);
    if (report.isVariable(Attributes.TCP_FLAGS)
        && report.imitates(
            LoweringCode.VARIABLE_IGNORED,
            "a variable in flags is not looked at by libvirt: no flag is matched")) {
      flags = NO_FLAGS;
    }
    if (flags != null) {
      matches.add(new TcpFlagsMatch(flags, instance.negated(Attributes.TCP_FLAGS)));
    }
  }

  private void tcpOption() {
    Numeral option = instance.value(Attributes.OPTION);
    if (option != null && option.value() == 0) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER, "iptables takes TCP options 1 to 255, not 0");
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
                ? "dstportstart is negated just if srcportstart is"
                : "the negation of dstportstart is lost without a negated srcportstart: the rule"
                    + " matches the very ports that it excludes")) {
      destinationNegated = negated;
    }
    matches.numberRange(side(Field.SOURCE_PORT), NumberRange.SOURCE_PORTS, negated);
    matches.numberRange(
        side(Field.DESTINATION_PORT), NumberRange.DESTINATION_PORTS, destinationNegated);
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
    if (isAnswer()) {
      return; // answers have other types
    }
    matches.sameNegation(Attributes.TYPE, Attributes.CODE);
    boolean any = protocol == Protocol.ICMP && type.value() == ANY_ICMP_TYPE;
    if (any) {
      report.leavesOut(LoweringCode.ICMP_TYPE_ANY, "ICMP type 255 means any type to iptables");
    }
    int first = code == null ? 0 : code.intValue();
    int last = code == null ? 255 : first;
    matches.add(
        new IcmpMatch(
            any ? 0 : type.intValue(),
            type.intValue(),
            first,
            last,
            instance.negated(Attributes.TYPE)));
  }

  private void states() {
    if (report.isVariable(Attributes.STATE)) {
      report.warn(LoweringCode.VARIABLE_IGNORED, "a variable in state is not looked at by libvirt");
    }
    ConnectionStates states = explicitStates();
    boolean own = states == null && matchesStatesByItself();
    if (rule.action() == Action.ACCEPT
        && instance.has(Attributes.CONNLIMIT_ABOVE)
        && (states != null || own)
        && report.imitates(
            LoweringCode.CONNLIMIT_DROPS_STATE,
            "connlimit-above takes the place of the state match in a rule that accepts")) {
      return;
    }
    if (states != null && !states.none()) {
      matches.add(new StateMatch(states.states()));
    } else if (own) {
      matches.add(swapped ? ANSWERS : STARTS);
      if (swapped || !instance.has(Attributes.TYPE)) {
        matches.add(new ConnectionDirectionMatch(swapped));
      }
    }
  }

  private boolean matchesStatesByItself() {
    return rule.action() == Action.ACCEPT && rule.stateMatch() && !inout;
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
                + ">, only in <all> and <all-ipv6>:"
                + " the rule matches more than is written")) {
      return;
    }
    boolean negated = instance.negated(Attributes.IPSET);
    if (negated
        && report.imitates(
            LoweringCode.IPSET_NEGATION_LOST,
            "the negation of ipset '"
                + name
                + "' is lost: the rule matches the very members of it")) {
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
    if (above != null && !isAnswer()) {
      matches.add(
          new ConnectionLimitMatch(
              side(Field.IP_SOURCE), above.value(), instance.negated(Attributes.CONNLIMIT_ABOVE)));
    }
  }
}
