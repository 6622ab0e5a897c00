package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.packet.Values.Union;

/** Sets of values of a field in all forms, among them such as no option can ask for. */
final class SampleValues {

  private SampleValues() {}

  /** {@return sets that the field has bits for} */
  static ImmutableSet<Values> of(Field field) {
    ImmutableSet.Builder<Values> samples = ImmutableSet.builder();
    addMasked(field.width(), samples);
    addRanges(field.width(), samples);
    addUnions(field.width(), samples);
    switch (field.kind()) {
      case TYPE_AND_CODE -> addMessages(samples);
      case INTERFACE -> addNames(samples);
      case IPV6 -> addIpv6(samples);
      default -> addNumbers(samples);
    }
    return samples.build().stream()
        .filter(values -> values.fits(field.width()))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static void addMasked(int width, ImmutableSet.Builder<Values> samples) {
    Bits ones = Bits.ones(width);
    for (int value : new int[] {0, 1, 2, 5, 17, 58, 255}) {
      samples.add(new Masked(Bits.of(value), ones));
    }
    samples.add(new Masked(ones, ones));
    for (int length : new int[] {0, 1, (width + 1) / 2, width - 1}) {
      Bits mask = Bits.prefix(length, width);
      samples.add(new Masked(mask, mask));
      samples.add(new Masked(Bits.ZERO, mask));
      samples.add(new Masked(ones, mask));
    }
    samples.add(new Masked(Bits.of(1), Bits.of(1)));
    samples.add(new Masked(Bits.of(4), Bits.of(5)));
    samples.add(new Masked(Bits.of(2), Bits.of(5)));
    samples.add(new Masked(Bits.of(5), ones.xor(Bits.of(2))));
  }

  private static void addRanges(int width, ImmutableSet.Builder<Values> samples) {
    Bits ones = Bits.ones(width);
    samples.add(
        new Range(Bits.ZERO, ones),
        new Range(Bits.ZERO, Bits.of(1)),
        new Range(Bits.of(1), ones),
        new Range(Bits.of(6), Bits.of(17)),
        new Range(Bits.of(17), Bits.of(6)),
        new Range(ones, Bits.ZERO),
        new Range(Bits.of(5), Bits.of(5)),
        new Range(Bits.ZERO, Bits.of(0x5ff)));
  }

  private static void addUnions(int width, ImmutableSet.Builder<Values> samples) {
    Masked one = new Masked(Bits.of(1), Bits.ones(width));
    Masked six = new Masked(Bits.of(6), Bits.ones(width));
    Range range = new Range(Bits.of(3), Bits.of(5));
    samples.add(
        union(),
        union(one),
        union(one, six),
        union(six, one),
        union(one, one),
        union(one, range),
        union(new Range(Bits.of(5), Bits.of(3)), one),
        union(range),
        Values.anyOf(1, 2),
        Values.anyOf(2, 1),
        Values.anyOf(1, 4, 64),
        union(Values.anyOf(1), Values.anyOf(1)),
        union(Values.anyOf(1), six),
        new Masked(Bits.of(2), Bits.of(2)),
        new Masked(Bits.of(32), Bits.of(32)),
        new Masked(Bits.of(2048), Bits.of(2048)),
        new Masked(Bits.of(3), Bits.of(3)));
  }

  private static Values union(Values... parts) {
    return new Union(ImmutableList.copyOf(parts));
  }

  private static void addNumbers(ImmutableSet.Builder<Values> samples) {
    samples.add(
        Values.masked(0x28, 0xfc),
        Values.masked(0xb8, 0xfc),
        Values.masked(0x10, 0x3f),
        Values.masked(0x02, 0x17),
        Values.masked(0, 0x3f),
        Values.masked(0x40, 0x40),
        Values.masked(0x600, 0xffff),
        Values.masked(0x5ff, 0xffff),
        Values.masked(0x800, 0xffff),
        Values.masked(0x86dd, 0xffff),
        Values.masked(0x100, 0xffff),
        Values.masked(0x8000_0000L, 0xffff_ffffL),
        Values.range(0x7fff_ffffL, 0xffff_ffffL),
        Values.masked(0x0100_0000_0000L, 0x0100_0000_0000L),
        Values.masked(0, 0x0100_0000_0000L),
        Values.masked(0x0180_c200_0000L, 0xffff_ffff_ffffL));
  }

  private static void addIpv6(ImmutableSet.Builder<Values> samples) {
    Bits address = new Bits(0x2001_0db8_0000_0001L, 0x0000_0000_0000_0007L);
    samples.add(
        new Masked(address, Bits.ones(128)),
        new Masked(new Bits(address.high(), 0), Bits.prefix(64, 128)),
        new Masked(address, Bits.prefix(64, 128)),
        new Masked(new Bits(0x2001_0000_0000_0001L, 7), new Bits(0xffff_0000_ffff_ffffL, -1)),
        new Masked(new Bits(0, 0xffff_0a01_0203L), Bits.ones(128)),
        new Range(address, new Bits(address.high(), 0xff)));
  }

  private static void addMessages(ImmutableSet.Builder<Values> samples) {
    samples.add(
        IcmpValues.ofType(0),
        IcmpValues.ofType(3),
        IcmpValues.ofType(128),
        IcmpValues.ofType(255),
        IcmpValues.of(3, 4),
        IcmpValues.of(3, 0),
        IcmpValues.of(255, 7),
        IcmpValues.of(255, 255),
        IcmpValues.box(3, 5, 0, 255),
        IcmpValues.box(3, 5, 0, 0),
        IcmpValues.box(1, 2, 3, 4),
        IcmpValues.box(3, 3, 5, 6),
        IcmpValues.box(0, 255, 7, 7),
        IcmpValues.box(254, 255, 1, 255),
        IcmpValues.all(),
        IcmpValues.allDespite(7),
        union(IcmpValues.ofType(3), IcmpValues.ofType(5)),
        union(IcmpValues.ofType(5), IcmpValues.ofType(3)),
        Values.range(0x3ff, 0x500));
  }

  private static void addNames(ImmutableSet.Builder<Values> samples) {
    Bits all = Bits.ones(128);
    for (String name :
        new String[] {
          "eth0",
          "eth0.100",
          "a",
          "abcdefghijklmno",
          "eth+",
          "+",
          "a b",
          "a/b",
          "-a",
          "!a",
          "a\"",
          "abcdefghijklmnop",
          "\u00e4",
          "a'"
        }) {
      samples.add(new Masked(Bits.ofName(name), all));
      samples.add(new Masked(Bits.ofName(name), Bits.prefix(8 * name.length(), 128)));
    }
    samples.add(new Masked(Bits.ofName("vnet"), Bits.prefix(40, 128)));
    samples.add(new Masked(Bits.ofName("vnet"), Bits.prefix(24, 128)));
    samples.add(new Masked(Bits.ofName("vnet"), Bits.prefix(27, 128)));
    samples.add(new Masked(Bits.ofName("a\0b"), all));
    samples.add(new Masked(Bits.ofName("a\0b"), Bits.prefix(24, 128)));
    samples.add(new Masked(Bits.ofName("a\0b"), Bits.prefix(8, 128)));
  }
}
