package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.netfilter.ruleset.AddressMatch;
import io.nwfilter.netfilter.ruleset.AddressRangeMatch;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.MacMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import org.jspecify.annotations.Nullable;

/**
 * The matches of one rule instance as they are collected. Each method adds the match for an
 * attribute if the rule has it.
 */
final class MatchList {

  private final RuleInstance instance;
  private final RuleReport report;
  private final ImmutableList.Builder<Match> matches = ImmutableList.builder();

  MatchList(RuleInstance instance, RuleReport report) {
    this.instance = instance;
    this.report = report;
  }

  void add(Match match) {
    matches.add(match);
  }

  ImmutableList<Match> build() {
    return matches.build();
  }

  /** Adds a match on a MAC address under its mask; a mask alone matches nothing. */
  void mac(Field field, Attribute<MacAddress> address, Attribute<MacAddress> mask) {
    MacAddress value = instance.value(address);
    if (value != null) {
      sameNegation(address, mask);
      MacAddress bits = instance.value(mask);
      if (bits != null && bits.bits() == 0 && isOfFrame(field)) {
        throw report.refuse(
            LoweringCode.REFUSED_BY_NETFILTER,
            "ebtables takes no MAC address under a mask without a bit: leave out " + address);
      }
      add(
          new MacMatch(
              field, value, bits == null ? MacAddress.BROADCAST : bits, instance.negated(address)));
    } else if (instance.has(mask)) {
      report.leavesOut(LoweringCode.MASK_IGNORED, mask + " without " + address + " is not matched");
    }
  }

  /** Checks that what belongs to another attribute is negated just if that is. */
  void sameNegation(Attribute<?> attribute, Attribute<?> belonging) {
    if (instance.rule().condition(belonging).isPresent()
        && instance.negated(belonging) != instance.negated(attribute)) {
      report.leavesOut(
          LoweringCode.NEGATION_IGNORED,
          belonging + " is negated just if " + attribute + " is, but here only one of them is");
    }
  }

  private static boolean isOfFrame(Field field) {
    return field == Field.ETHERNET_SOURCE || field == Field.ETHERNET_DESTINATION;
  }

  /** Adds a match on a MAC address. */
  void mac(Field field, Attribute<MacAddress> address) {
    MacAddress value = instance.value(address);
    if (value != null) {
      add(new MacMatch(field, value, MacAddress.BROADCAST, instance.negated(address)));
    }
  }

  /** Adds a match on an IP address under its mask; a mask alone matches nothing. */
  boolean address(Field field, Attribute<IpAddress> address, Attribute<PrefixLength> mask) {
    mask(address, mask);
    return address(field, address, instance.value(mask));
  }

  /** Checks that a mask has an address that it belongs to. */
  void mask(Attribute<IpAddress> address, Attribute<PrefixLength> mask) {
    if (instance.has(address)) {
      sameNegation(address, mask);
    } else if (instance.has(mask)) {
      report.leavesOut(LoweringCode.MASK_IGNORED, mask + " without " + address + " is not matched");
    }
  }

  /** Adds a match on an IP address under a given mask. */
  boolean address(Field field, Attribute<IpAddress> address, @Nullable PrefixLength prefix) {
    IpAddress value = instance.value(address);
    if (value == null) {
      return false;
    }
    int bits = prefix == null ? value.length() : prefix.bits();
    if (bits == 0 && instance.negated(address) && isOfIpLayer()) {
      throw report.refuse(
          LoweringCode.REFUSED_BY_NETFILTER,
          "no packet is outside of " + value + "/0, and iptables refuses to ask for one");
    }
    add(new AddressMatch(field, value, bits, instance.negated(address)));
    return true;
  }

  /** Adds a match on a range of addresses; without an end it is a single one. */
  boolean addressRange(Field field, Attribute<IpAddress> from, Attribute<IpAddress> to) {
    IpAddress first = instance.value(from);
    IpAddress last = instance.value(to);
    if (first == null) {
      if (last != null) {
        report.leavesOut(LoweringCode.RANGE_IGNORED, to + " without " + from + " is not matched");
      }
      return false;
    }
    sameNegation(from, to);
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
    add(new AddressRangeMatch(field, first, last == null ? first : last, instance.negated(from)));
    return true;
  }

  /** Adds a match on a number. */
  boolean number(Field field, Attribute<Numeral> attribute) {
    Numeral value = instance.value(attribute);
    if (value != null) {
      add(new NumberMatch(field, value.value(), value.value(), instance.negated(attribute)));
    }
    return value != null;
  }

  /** Adds a match on a range of numbers; without an end it is a single one. */
  boolean numberRange(Field field, NumberRange range, boolean negated) {
    Attribute<Numeral> start = range.start();
    Attribute<Numeral> end = range.end();
    Numeral low = instance.value(start);
    Numeral high = instance.value(end);
    if (low == null) {
      if (high != null) {
        report.leavesOut(LoweringCode.RANGE_IGNORED, end + " without " + start + " is not matched");
      }
      return false;
    }
    sameNegation(start, end);
    long last = high == null ? low.value() : high.value();
    if (last < low.value()) {
      String numbers = "the range from " + start + " " + low.value() + " to " + end + " " + last;
      if (!takesEmptyRanges()) {
        throw report.refuse(LoweringCode.REFUSED_BY_NETFILTER, numbers + " is empty");
      }
      report.warn(
          LoweringCode.EMPTY_RANGE,
          numbers + " is empty: " + (negated ? "every packet matches" : "no packet matches"));
    }
    add(new NumberMatch(field, low.value(), last, negated));
    return true;
  }

  private boolean isOfIpLayer() {
    return instance.rule().protocol().map(Protocol::layer).orElse(Layer.ETHERNET) != Layer.ETHERNET;
  }

  /** Only the extension for UDP does not check the order (iptables 1.8.9). */
  private boolean takesEmptyRanges() {
    Protocol protocol = instance.rule().protocol().orElse(null);
    return protocol == Protocol.UDP || protocol == Protocol.UDP_IPV6;
  }
}
