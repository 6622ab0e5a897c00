package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
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
      add(
          match(field, value, bits == null ? MacAddress.BROADCAST : bits)
              .negated(instance.negated(address)));
    } else if (instance.has(mask)) {
      report.leavesOut(LoweringCode.MASK_IGNORED, mask + " without " + address + " is not matched");
    }
  }

  /** Checks that an attribute is negated if and only if the one that it belongs to is. */
  void sameNegation(Attribute<?> attribute, Attribute<?> belonging) {
    if (instance.rule().condition(belonging).isPresent()
        && instance.negated(belonging) != instance.negated(attribute)) {
      report.leavesOut(
          LoweringCode.NEGATION_IGNORED,
          belonging
              + " is negated if and only if "
              + attribute
              + " is, but only one of them is negated here");
    }
  }

  private static FieldMatch match(Field field, MacAddress value, MacAddress mask) {
    return mask.equals(MacAddress.BROADCAST)
        ? FieldMatch.of(field, value.bits())
        : FieldMatch.of(field, Values.masked(value.bits(), mask.bits()));
  }

  /** Adds a match on a MAC address. */
  void mac(Field field, Attribute<MacAddress> address) {
    MacAddress value = instance.value(address);
    if (value != null) {
      add(match(field, value, MacAddress.BROADCAST).negated(instance.negated(address)));
    }
  }

  /** Adds a match on an IP address under its mask; a mask alone matches nothing. */
  void address(IpEnd end, Attribute<IpAddress> address, Attribute<PrefixLength> mask) {
    mask(address, mask);
    IpAddress value = instance.value(address);
    if (value != null) {
      address(end.field(value), address, instance.value(mask));
    }
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
  void address(Field field, Attribute<IpAddress> address, @Nullable PrefixLength prefix) {
    IpAddress value = instance.value(address);
    if (value != null) {
      int bits = prefix == null ? value.length() : prefix.bits();
      add(match(field, value, bits).negated(instance.negated(address)));
    }
  }

  private static FieldMatch match(Field field, IpAddress value, int prefixLength) {
    return value.high() == 0 && prefixLength == field.width()
        ? FieldMatch.of(field, value.low())
        : FieldMatch.of(field, Values.prefix(field, Bits.of(value), prefixLength));
  }

  /** Adds a match on a number. */
  boolean number(Field field, Attribute<Numeral> attribute) {
    Numeral value = instance.value(attribute);
    if (value != null) {
      add(FieldMatch.of(field, value.value()).negated(instance.negated(attribute)));
    }
    return value != null;
  }

  /**
   * Adds a match on a range of numbers; without an end it is a single one.
   *
   * @param emptyTaken whether netfilter takes a range that ends before it starts
   */
  boolean numberRange(Field field, NumberRange range, boolean negated, boolean emptyTaken) {
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
      if (!emptyTaken) {
        throw report.refuse(LoweringCode.REFUSED_BY_NETFILTER, numbers + " is empty");
      }
      report.warn(
          LoweringCode.EMPTY_RANGE,
          numbers + " is empty: " + (negated ? "every packet matches" : "no packet matches"));
    }
    add(FieldMatch.of(field, Values.between(field, low.value(), last)).negated(negated));
    return true;
  }
}
