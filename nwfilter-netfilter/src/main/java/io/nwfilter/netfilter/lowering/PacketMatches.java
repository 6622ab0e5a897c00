package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of the IP layer asks of a packet, on the side where source and destination stand as
 * written or on the one where they are swapped. On some sides libvirt makes no rule at all.
 */
final class PacketMatches {

  private static final StateMatch STARTS =
      new StateMatch(ImmutableSet.of(ConnectionState.NEW, ConnectionState.ESTABLISHED));
  private static final StateMatch ANSWERS =
      new StateMatch(ImmutableSet.of(ConnectionState.ESTABLISHED));
  private static final TcpFlags NO_FLAGS = new TcpFlags(ImmutableSet.of(), ImmutableSet.of());

  private static final int ANY_ICMP_TYPE = 255;

  private final RuleInstance instance;
  private final Rule rule;
  private final Protocol protocol;
  private final boolean swapped;
  private final RuleReport report;
  private final MatchList matches;

  private PacketMatches(
      RuleInstance instance, Protocol protocol, boolean swapped, RuleReport report) {
    this.instance = instance;
    this.rule = instance.rule();
    this.protocol = protocol;
    this.swapped = swapped;
    this.report = report;
    this.matches = new MatchList(instance, report);
  }

  /**
   * Returns the matches of one side.
   *
   * @return the matches; empty if libvirt makes no rule on that side
   */
  static Optional<ImmutableList<Match>> of(
      RuleInstance instance, Protocol protocol, boolean swapped, RuleReport report) {
    return new PacketMatches(instance, protocol, swapped, report).all();
  }

  private Optional<ImmutableList<Match>> all() {
    if (isSkipped()) {
      return Optional.empty();
    }
    protocol.number().ifPresent(number -> matches.add(NumberMatch.of(Field.IP_PROTOCOL, number)));
    boolean macOmitted = sourceMac();
    boolean specific = addresses();
    specific |= matches.number(Field.IP_DSCP, Attributes.DSCP);
    specific |= protocolFields();
    if (macOmitted && !specific) {
      return Optional.empty();
    }
    states();
    set();
    connectionLimit();
    return Optional.of(matches.build());
  }

  private boolean isSkipped() {
    boolean inout = rule.direction() == Direction.INOUT;
    if (instance.has(Attributes.TYPE) && (swapped || inout)) {
      report.warn(
          DiagnosticCode.ICMP_ANSWER_SKIPPED,
          inout
              ? "a rule for ICMP with a type and direction inout makes no rule at all; write one"
                  + " rule for each direction"
              : "a rule for ICMP with a type matches only in its own direction, not answers");
      return true;
    }
    if (explicitStates() != null && swapped && !inout) {
      return true;
    }
    return instance.has(Attributes.CONNLIMIT_ABOVE) && swapped;
  }

  /** {@return the states that the rule names and libvirt looks at} */
  private @Nullable ConnectionStates explicitStates() {
    ConnectionStates states = instance.value(Attributes.STATE);
    if (states == null || states.equals(ConnectionStates.UNSPECIFIED)) {
      return null;
    }
    if (!rule.stateMatch()) {
      report.warn(
          DiagnosticCode.STATE_IGNORED,
          "state " + states + " is not matched, because statematch is off: remove statematch");
      return null;
    }
    return states;
  }

  /** {@return whether there is a source MAC address that is not matched on this side} */
  private boolean sourceMac() {
    if (!swapped) {
      matches.mac(Field.ETHERNET_SOURCE, Attributes.SRCMACADDR);
    } else if (instance.has(Attributes.SRCMACADDR)) {
      report.warn(
          DiagnosticCode.SOURCE_MAC_UNMATCHED,
          "srcmacaddr is not matched for packets in the other direction, where it would have to be"
              + " a destination");
      return true;
    }
    return false;
  }

  private boolean addresses() {
    boolean source =
        address(
            Field.IP_SOURCE,
            Attributes.SRCIPADDR,
            Attributes.SRCIPMASK,
            Attributes.SRCIPFROM,
            Attributes.SRCIPTO);
    boolean destination =
        address(
            Field.IP_DESTINATION,
            Attributes.DSTIPADDR,
            Attributes.DSTIPMASK,
            Attributes.DSTIPFROM,
            Attributes.DSTIPTO);
    return source || destination;
  }

  private boolean address(
      Field written,
      Attribute<IpAddress> address,
      Attribute<PrefixLength> mask,
      Attribute<IpAddress> from,
      Attribute<IpAddress> to) {
    Field field = side(written);
    if (matches.address(field, address, mask)) {
      if (instance.has(from) || instance.has(to)) {
        report.warn(
            DiagnosticCode.RANGE_IGNORED,
            from + " and " + to + " beside " + address + " are not matched");
      }
      return true;
    }
    return matches.addressRange(field, from, to);
  }

  private Field side(Field written) {
    return swapped ? written.opposite() : written;
  }

  private boolean protocolFields() {
    boolean specific = ports();
    specific |= tcpOption();
    TcpFlags flags = instance.value(Attributes.TCP_FLAGS);
    if (instance.hasUnsubstituted(Attributes.TCP_FLAGS)) {
      report.warn(
          DiagnosticCode.VARIABLE_IGNORED,
          "a variable in flags is not looked at: no flag is matched");
      flags = NO_FLAGS;
    }
    if (flags != null) {
      matches.add(new TcpFlagsMatch(flags, instance.negated(Attributes.TCP_FLAGS)));
      specific = true;
    }
    icmp();
    return specific;
  }

  private boolean tcpOption() {
    Numeral option = instance.value(Attributes.OPTION);
    if (option != null && option.value() == 0) {
      throw report.refuse(
          DiagnosticCode.REFUSED_BY_NETFILTER, "iptables takes TCP options 1 to 255, not 0");
    }
    return matches.number(Field.TCP_OPTION, Attributes.OPTION);
  }

  /** In libvirt the negation of the source port is the negation of both. */
  private boolean ports() {
    boolean negated = instance.negated(Attributes.SRCPORTSTART);
    if (instance.has(Attributes.DSTPORTSTART)
        && instance.negated(Attributes.DSTPORTSTART) != negated) {
      report.warn(
          DiagnosticCode.PORT_NEGATION_LOST,
          instance.has(Attributes.SRCPORTSTART)
              ? "dstportstart is negated just if srcportstart is"
              : "the negation of dstportstart is lost without a negated srcportstart: the rule"
                  + " matches the very ports that it excludes");
    }
    boolean source =
        matches.numberRange(
            side(Field.SOURCE_PORT), Attributes.SRCPORTSTART, Attributes.SRCPORTEND, negated);
    boolean destination =
        matches.numberRange(
            side(Field.DESTINATION_PORT), Attributes.DSTPORTSTART, Attributes.DSTPORTEND, negated);
    return source || destination;
  }

  private void icmp() {
    Numeral type = instance.value(Attributes.TYPE);
    Numeral code = instance.value(Attributes.CODE);
    if (type == null) {
      if (code != null) {
        report.warn(DiagnosticCode.ICMP_CODE_IGNORED, "code without type is not matched");
      }
      return;
    }
    boolean any = protocol == Protocol.ICMP && type.value() == ANY_ICMP_TYPE;
    if (any) {
      report.warn(DiagnosticCode.ICMP_TYPE_ANY, "ICMP type 255 means any type to iptables");
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
    if (instance.hasUnsubstituted(Attributes.STATE)) {
      report.warn(DiagnosticCode.VARIABLE_IGNORED, "a variable in state is not looked at");
    }
    ConnectionStates states = explicitStates();
    if (rule.action() == Action.ACCEPT && instance.has(Attributes.CONNLIMIT_ABOVE)) {
      if (states != null || matchesStatesByItself()) {
        report.warn(
            DiagnosticCode.CONNLIMIT_DROPS_STATE,
            "connlimit-above takes the place of the state match in a rule that accepts");
      }
    } else if (states != null) {
      if (!states.none()) {
        matches.add(new StateMatch(states.states()));
      }
    } else if (matchesStatesByItself()) {
      matches.add(swapped ? ANSWERS : STARTS);
      if (!instance.has(Attributes.TYPE)) {
        matches.add(new ConnectionDirectionMatch(swapped));
      }
    }
  }

  private boolean matchesStatesByItself() {
    return rule.action() == Action.ACCEPT
        && rule.stateMatch()
        && rule.direction() != Direction.INOUT;
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
            DiagnosticCode.IPSET_UNUSABLE,
            "ipset '" + name + "' without ipsetflags makes libvirt fail to start the interface");
      }
      report.warn(
          DiagnosticCode.IPSET_DROPPED, "ipset '" + name + "' without ipsetflags is not matched");
      return;
    }
    if (!usable) {
      report.warn(
          DiagnosticCode.IPSET_DROPPED,
          "ipset '"
              + name
              + "' is not matched in <"
              + protocol
              + ">, only in <all> and <all-ipv6>:"
              + " the rule matches more than is written");
      return;
    }
    if (instance.negated(Attributes.IPSET)) {
      report.warn(
          DiagnosticCode.IPSET_NEGATION_LOST,
          "the negation of ipset '" + name + "' is lost: the rule matches the very members of it");
    }
    matches.add(new SetMatch(setName(name), swapped ? flags.flipped() : flags));
  }

  private IpsetName setName(String name) {
    try {
      return new IpsetName(name);
    } catch (IllegalValueException e) {
      throw report.refuse(DiagnosticCode.UNPRINTABLE, String.valueOf(e.getMessage()));
    }
  }

  private void connectionLimit() {
    Numeral above = instance.value(Attributes.CONNLIMIT_ABOVE);
    if (above != null) {
      matches.add(
          new ConnectionLimitMatch(above.value(), instance.negated(Attributes.CONNLIMIT_ABOVE)));
    }
  }
}
