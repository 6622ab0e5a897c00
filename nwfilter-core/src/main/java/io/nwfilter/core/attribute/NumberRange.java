package io.nwfilter.core.attribute;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.value.Numeral;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two attributes that are the start and the end of a range of numbers. The start alone is a range
 * of one; the end alone is nothing.
 *
 * @param start the attribute of the first number
 * @param end the attribute of the last one
 */
public record NumberRange(Attribute<Numeral> start, Attribute<Numeral> end) {

  /** Source ports. */
  public static final NumberRange SOURCE_PORTS =
      new NumberRange(Attributes.SRCPORTSTART, Attributes.SRCPORTEND);

  /** Destination ports. */
  public static final NumberRange DESTINATION_PORTS =
      new NumberRange(Attributes.DSTPORTSTART, Attributes.DSTPORTEND);

  /** ICMPv6 types. */
  public static final NumberRange ICMP_TYPES = new NumberRange(Attributes.TYPE, Attributes.TYPEEND);

  /** ICMPv6 codes. */
  public static final NumberRange ICMP_CODES = new NumberRange(Attributes.CODE, Attributes.CODEEND);

  /** The ranges of ports. */
  public static final List<NumberRange> PORTS = List.of(SOURCE_PORTS, DESTINATION_PORTS);

  /** The starts and ends of the ranges of ports. */
  public static final List<Attribute<Numeral>> PORT_ATTRIBUTES =
      PORTS.stream().flatMap(range -> Stream.of(range.start(), range.end())).toList();

  /** The ranges in spanning tree frames. */
  public static final List<NumberRange> STP =
      List.of(
          new NumberRange(Attributes.ROOT_PRIORITY, Attributes.ROOT_PRIORITY_HI),
          new NumberRange(Attributes.ROOT_COST, Attributes.ROOT_COST_HI),
          new NumberRange(Attributes.SENDER_PRIORITY, Attributes.SENDER_PRIORITY_HI),
          new NumberRange(Attributes.PORT, Attributes.PORT_HI),
          new NumberRange(Attributes.AGE, Attributes.AGE_HI),
          new NumberRange(Attributes.MAX_AGE, Attributes.MAX_AGE_HI),
          new NumberRange(Attributes.HELLO_TIME, Attributes.HELLO_TIME_HI),
          new NumberRange(Attributes.FORWARD_DELAY, Attributes.FORWARD_DELAY_HI));

  /** All ranges. */
  public static final List<NumberRange> ALL =
      Stream.of(PORTS, List.of(ICMP_TYPES, ICMP_CODES), STP).flatMap(List::stream).toList();

  private static final ImmutableMap<Attribute<?>, NumberRange> BY_START =
      Maps.uniqueIndex(ALL, NumberRange::start);

  private static final ImmutableMap<Attribute<?>, NumberRange> BY_END =
      Maps.uniqueIndex(ALL, NumberRange::end);

  /**
   * {@return the range that an attribute starts; empty if it starts none}
   *
   * @param attribute the attribute
   */
  public static Optional<NumberRange> startingAt(Attribute<?> attribute) {
    return Optional.ofNullable(BY_START.get(attribute));
  }

  /**
   * {@return the range that an attribute ends; empty if it ends none}
   *
   * @param attribute the attribute
   */
  public static Optional<NumberRange> endingAt(Attribute<?> attribute) {
    return Optional.ofNullable(BY_END.get(attribute));
  }

  /**
   * {@return whether the tools of netfilter write this range as {@code START:END}} Since libvirt
   * hands the value of a variable to them as it is, the value of a variable for the start may then
   * be a whole range (iptables-extensions(8), ebtables(8)).
   */
  public boolean isWrittenWithColon() {
    return !equals(ICMP_TYPES) && !equals(ICMP_CODES);
  }
}
