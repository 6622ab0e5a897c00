package io.nwfilter.netfilter.text;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Union;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** Forms of values whose bits have names. */
final class BitNameForms {

  private static final Splitter COMMA = Splitter.on(',');

  private BitNameForms() {}

  /** States of connections that conntrack knows. */
  static final ValueForm CONNECTION_STATES = new AnyOf(KnownNames.CONNECTION_STATES, 7, false);

  /** States of connections that state knows. */
  static final ValueForm STATES = new AnyOf(KnownNames.CONNECTION_STATES, 5, false);

  /** The status of connections. */
  static final ValueForm CONNECTION_STATUSES = new AnyOf(KnownNames.CONNECTION_STATUSES, 4, true);

  /** Types of addresses. */
  static final ValueForm ADDRESS_TYPES = new AnyOf(KnownNames.ADDRESS_TYPES, 12, false);

  /** Control bits of TCP that are looked at, and those of them that must be set. */
  static final ValueForm TCP_FLAGS = new TcpFlagLists();

  /**
   * Names of bits, of which one must be set.
   *
   * @param names the bits' names
   * @param count how many of them, from the lowest, may be named
   * @param none whether {@code NONE} says that no bit is set
   */
  private record AnyOf(ImmutableBiMap<Long, String> names, int count, boolean none)
      implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      if (none && isNone(values)) {
        return true;
      }
      if (values instanceof Union union
          && (union.parts().size() < 2 || !union.parts().stream().allMatch(new HashSet<>()::add))) {
        return false;
      }
      return parts(values).stream()
          .allMatch(
              part ->
                  part instanceof Masked masked
                      && masked.value().equals(masked.mask())
                      && masked.value().fits(count)
                      && Long.bitCount(masked.value().low()) == 1);
    }

    private static boolean isNone(Values values) {
      return values instanceof Union union && union.parts().isEmpty();
    }

    private static List<Values> parts(Values values) {
      return values instanceof Union union ? union.parts() : List.of(values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      if (none && isNone(values)) {
        out.append("NONE");
        return;
      }
      String comma = "";
      for (Values part : parts(values)) {
        out.append(comma).append(names.get(NumberForms.single(part)));
        comma = ",";
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      if (none && words.get(0).equalsIgnoreCase("NONE")) {
        return Optional.of(new Union(ImmutableList.of()));
      }
      LongStream.Builder bits = LongStream.builder();
      for (String name : COMMA.split(words.get(0))) {
        Long bit = KnownNames.find(names, name);
        if (bit == null || bit >>> count != 0) {
          throw new IllegalValueException(name, "one of " + legal());
        }
        bits.add(bit);
      }
      return Optional.of(Values.anyOf(bits.build().distinct().toArray()));
    }

    private String legal() {
      return String.join(", ", names.values().asList().subList(0, count));
    }
  }

  private static final class TcpFlagLists implements ValueForm {

    private static final long ALL = 0x3f;

    @Override
    public int words() {
      return 2;
    }

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Masked masked
          && ((masked.mask().low() | masked.value().low()) & ~ALL) == 0;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Masked masked = (Masked) values;
      if (spelling == Spelling.LISTING) {
        out.append(String.format("0x%02X/0x%02X", masked.mask().low(), masked.value().low()));
        return;
      }
      list(masked.mask().low(), spelling, out);
      list(masked.value().low(), spelling, out.append(' '));
    }

    private static void list(long flags, Spelling spelling, StringBuilder out) {
      if (flags == 0) {
        out.append("NONE");
      } else if (flags == ALL && spelling == Spelling.RESTORE) {
        out.append("ALL");
      } else {
        List<String> names = new ArrayList<>();
        KnownNames.TCP_FLAGS.forEach(
            (bit, name) -> {
              if ((flags & bit) != 0) {
                names.add(name);
              }
            });
        out.append(String.join(",", names));
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      long mask = flags(words.get(0));
      long set = flags(words.get(1));
      return Optional.of(new Masked(Bits.of(set), Bits.of(mask)));
    }

    private static long flags(String text) {
      long flags = 0;
      for (String name : COMMA.split(text)) {
        switch (name.toUpperCase(Locale.ROOT)) {
          case "ALL" -> flags |= ALL;
          case "NONE" -> {}
          default -> {
            Long bit = KnownNames.find(KnownNames.TCP_FLAGS, name);
            if (bit == null) {
              throw new IllegalValueException(
                  name, "one of SYN, ACK, FIN, RST, URG, PSH, ALL, NONE");
            }
            flags |= bit;
          }
        }
      }
      return flags;
    }
  }
}
