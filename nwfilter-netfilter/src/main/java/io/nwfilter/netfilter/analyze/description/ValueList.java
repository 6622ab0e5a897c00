package io.nwfilter.netfilter.analyze.description;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Values of a field in as few parts as is easy: neighbouring ones are joined. */
public final class ValueList {

  /** How many prefixes are more readable than a range of addresses. */
  private static final int FEW = 2;

  /** Of how many bits the values are listed that a mask leaves open. */
  private static final int LISTED_BITS = 8;

  private final Field field;

  private ValueList(Field field) {
    this.field = field;
  }

  /**
   * {@return a set of values}
   *
   * @param field the field
   * @param cubes the values, none of which is in two
   * @param others values that may be in the set, or not
   */
  static Values of(Field field, List<Values.Masked> cubes, List<Values.Masked> others) {
    List<Values> parts = new ValueList(field).parts(cubes, others);
    return parts.size() == 1 ? parts.get(0) : new Values.Union(parts);
  }

  /**
   * {@return the condition that a field has some values, in the shorter of the two ways to say it}
   *
   * @param field the field
   * @param cubes the values, none of which is in two
   * @param outside all other values
   * @param others values that may be in the set, or not
   */
  public static PacketCondition condition(
      Field field,
      List<Values.Masked> cubes,
      List<Values.Masked> outside,
      List<Values.Masked> others) {
    List<Values.Masked> free = Covering.isKind(field) ? ImmutableList.of() : others;
    Values in = of(field, cubes, free);
    Values out = of(field, outside, free);
    return cost(field, out) < cost(field, in)
        ? PacketCondition.outside(field, out)
        : PacketCondition.in(field, in);
  }

  /** {@return how long a condition is to read} */
  static int cost(PacketCondition condition) {
    return condition instanceof PacketCondition.OfField of ? cost(of.field(), of.values()) : 0;
  }

  private static int cost(Field field, Values values) {
    if (values instanceof Values.Union union) {
      return union.parts().stream().mapToInt(part -> cost(field, part)).sum();
    }
    if (values instanceof Values.Range range && isAddress(field)) {
      boolean open = range.low().isZero() || range.high().equals(Bits.ones(field.width()));
      return open ? 4 : 3; // all addresses up to one say less than those between two
    }
    return values instanceof Values.Masked masked && masked.isSingle(field.width()) ? 2 : 3;
  }

  private List<Values> parts(List<Values.Masked> cubes, List<Values.Masked> others) {
    if (isListed(cubes)) {
      return parts(singles(cubes), isListed(others) ? singles(others) : ImmutableList.of());
    }
    if (field.kind() == FieldKind.BITS && field.width() <= FewestMasks.MAX_WIDTH) {
      return ImmutableList.copyOf(FewestMasks.of(field.width(), cubes, others));
    }
    if (!isOrdered() || !arePrefixes(cubes)) {
      return ImmutableList.copyOf(cubes);
    }
    List<Span> spans = new ArrayList<>();
    cubes.forEach(cube -> spans.add(span(cube, true)));
    if (arePrefixes(others)) {
      others.forEach(cube -> spans.add(span(cube, false)));
    }
    spans.sort(Comparator.comparing(Span::low));
    ImmutableList.Builder<Values> parts = ImmutableList.builder();
    int start = 0;
    while (start < spans.size()) {
      int end = start;
      while (end + 1 < spans.size()
          && spans.get(end).high().next().equals(spans.get(end + 1).low())) {
        end++;
      }
      add(parts, spans.subList(start, end + 1));
      start = end + 1;
    }
    return parts.build();
  }

  /** {@return whether numbers are easier to read one by one, or as ranges, than under a mask} */
  private boolean isListed(List<Values.Masked> cubes) {
    return field.kind() == FieldKind.NUMBER
        && !arePrefixes(cubes)
        && cubes.stream().mapToInt(this::freeBits).allMatch(bits -> bits <= LISTED_BITS);
  }

  private int freeBits(Values.Masked cube) {
    return Long.bitCount(Bits.ones(field.width()).xor(cube.mask()).low());
  }

  private ImmutableList<Values.Masked> singles(List<Values.Masked> cubes) {
    return cubes.stream()
        .flatMap(
            cube -> {
              long free = Bits.ones(field.width()).xor(cube.mask()).low();
              return LongStream.iterate(0, some -> (some - free) & free)
                  .limit(1L << Long.bitCount(free))
                  .mapToObj(some -> Values.single(field, cube.value().low() | some));
            })
        .collect(ImmutableList.toImmutableList());
  }

  /** Adds the values from the first to the last that must be in the set. */
  private void add(ImmutableList.Builder<Values> parts, List<Span> run) {
    List<Span> wanted = run.stream().filter(Span::wanted).toList();
    if (!wanted.isEmpty()) {
      Bits low = wanted.get(0).low();
      Bits high = wanted.get(wanted.size() - 1).high();
      parts.addAll(between(low, high));
    }
  }

  private List<Values> between(Bits low, Bits high) {
    List<Values.Masked> cubes = new Values.Range(low, high).cubes(field.width());
    boolean single = cubes.size() == 1;
    boolean whole = single && cubes.get(0).mask().isZero();
    if (whole || low.equals(high) || (isAddress(field) && cubes.size() <= FEW)) {
      return ImmutableList.copyOf(cubes);
    }
    return ImmutableList.of(new Values.Range(low, high));
  }

  private boolean isOrdered() {
    return switch (field.kind()) {
      case NUMBER, IPV4, IPV6, MAC -> true;
      default -> isEtherType();
    };
  }

  private boolean isEtherType() {
    return field == Field.ETHER_TYPE
        || field == Field.VLAN_ETHER_TYPE
        || field == Field.ARP_PROTOCOL_TYPE;
  }

  private static boolean isAddress(Field field) {
    return switch (field.kind()) {
      case IPV4, IPV6, MAC -> true;
      default -> false;
    };
  }

  private boolean arePrefixes(List<Values.Masked> cubes) {
    return cubes.stream().allMatch(cube -> cube.mask().prefixLength(field.width()) >= 0);
  }

  private Span span(Values.Masked cube, boolean wanted) {
    Bits last = cube.value().or(Bits.ones(field.width()).xor(cube.mask()));
    return new Span(cube.value(), last, wanted);
  }

  /**
   * Values next to each other.
   *
   * @param low the first
   * @param high the last
   * @param wanted whether they must be in the set
   */
  private record Span(Bits low, Bits high, boolean wanted) {}
}
