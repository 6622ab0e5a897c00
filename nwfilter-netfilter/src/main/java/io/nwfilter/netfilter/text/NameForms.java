package io.nwfilter.netfilter.text;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.packet.Values.Union;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Forms of values that have names. */
final class NameForms {

  private static final Splitter COMMA = Splitter.on(',');

  private NameForms() {}

  /** A protocol of IP, as iptables takes it. */
  static final ValueForm PROTOCOL = new Protocol();

  /** A protocol of IP, in numbers where people read it. */
  static final ValueForm FRAME_PROTOCOL =
      new Named(
          KnownNames.PROTOCOLS, ImmutableBiMap.of(), KnownNames.PROTOCOLS, "a protocol", 10, "");

  /** An operation of ARP. */
  static final ValueForm ARP_OPERATION =
      new Named(
          KnownNames.ARP_OPERATIONS,
          ImmutableBiMap.of(),
          KnownNames.ARP_OPERATIONS,
          "an ARP operation",
          10,
          "");

  /** A type of hardware, which the tool prints as a number. */
  static final ValueForm HARDWARE_TYPE = new HardwareType();

  /** The type of protocol addresses in ARP, which the tool prints as a number. */
  static final ValueForm ARP_PROTOCOL_TYPE = new ArpProtocolType();

  /** A type of link-layer packets, as iptables calls it. */
  static final ValueForm PACKET_TYPE =
      new Named(
          KnownNames.PACKET_TYPES,
          KnownNames.PACKET_TYPES,
          KnownNames.PACKET_TYPES,
          "a packet type",
          -1,
          "");

  /** A type of link-layer packets, as ebtables calls it. */
  static final ValueForm FRAME_TYPE =
      new Named(
          KnownNames.FRAME_TYPES,
          KnownNames.FRAME_TYPES,
          KnownNames.FRAME_TYPES,
          "a frame type",
          10,
          "");

  /** The direction of a packet in its connection. */
  static final ValueForm CONNECTION_DIRECTION =
      new Named(
          KnownNames.CONNECTION_DIRECTIONS,
          KnownNames.CONNECTION_DIRECTIONS,
          KnownNames.CONNECTION_DIRECTIONS,
          "ORIGINAL or REPLY",
          -1,
          "");

  /** The EtherType of a frame, or that the field is a length. */
  static final ValueForm ETHER_TYPE = new EtherType();

  /** The EtherType after a VLAN tag: hexadecimal digits without a prefix. */
  static final ValueForm VLAN_ETHER_TYPE = new VlanEtherType();

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
   * A name, or a number where there is none.
   *
   * @param names the names that are read, and printed by the {@code -save} tools
   * @param compiled those that compiled rules have
   * @param listed those that a listing has
   * @param what what a word must be, for messages
   * @param radix the radix of numbers; negative if only names are taken
   * @param prefix what comes before a number
   */
  private record Named(
      ImmutableBiMap<Long, String> names,
      ImmutableBiMap<Long, String> compiled,
      ImmutableBiMap<Long, String> listed,
      String what,
      int radix,
      String prefix)
      implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.isSingle(field, values)
          && (radix > 0 || names.containsKey(NumberForms.single(values)));
    }

    private ImmutableBiMap<Long, String> names(Spelling spelling) {
      return switch (spelling) {
        case RESTORE -> compiled;
        case SAVE -> names;
        case LISTING -> listed;
      };
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      long number = NumberForms.single(values);
      String name = names(spelling).get(number);
      out.append(name != null ? name : prefix + Long.toString(number, radix));
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      Long known = find(names, text);
      if (known == null && names.equals(KnownNames.PROTOCOLS)) {
        known = otherProtocol(text);
      }
      if (known != null) {
        return Optional.of(Values.single(field, known));
      }
      if (radix < 0 || text.isEmpty() || !Character.isDigit(text.charAt(0))) {
        throw new IllegalValueException(text, what);
      }
      return Optional.of(Values.single(field, NumberForms.parse(field, text)));
    }

    private static @Nullable Long otherProtocol(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "icmpv6", "icmp6" -> 58L;
        case "mh" -> 135L;
        case "ipv6-mh" -> 135L;
        default -> null;
      };
    }
  }

  /** To iptables(8), the number 0 means any protocol, so that nothing can match 0 itself. */
  private static final class Protocol implements ValueForm {

    private static final Values ANY = new Masked(Bits.ZERO, Bits.ZERO);
    private static final Named ONE =
        new Named(
            KnownNames.PROTOCOLS,
            KnownNames.BUILT_IN_PROTOCOLS,
            ImmutableBiMap.of(),
            "a protocol",
            10,
            "");

    @Override
    public boolean takes(Field field, Values values) {
      return values.equals(ANY) || (ONE.takes(field, values) && NumberForms.single(values) != 0);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      if (values.equals(ANY)) {
        out.append(spelling == Spelling.LISTING ? "0" : "all");
      } else {
        ONE.write(field, values, spelling, out);
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      if (words.get(0).equalsIgnoreCase("all")) {
        return Optional.of(ANY);
      }
      Optional<Values> values = ONE.read(field, words);
      return values.map(one -> NumberForms.single(one) == 0 ? ANY : one);
    }
  }

  private static @Nullable Long find(ImmutableBiMap<Long, String> names, String text) {
    Long exact = names.inverse().get(text);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<Long, String> name : names.entrySet()) {
      if (name.getValue().equalsIgnoreCase(text)) {
        return name.getKey();
      }
    }
    return null;
  }

  private static final class EtherType implements ValueForm {

    private static final Values LENGTH = Values.range(0, Field.LEAST_ETHER_TYPE - 1);

    @Override
    public boolean takes(Field field, Values values) {
      return values.equals(LENGTH)
          || (NumberForms.isSingle(field, values) && NumberForms.single(values) >= Field.LEAST_ETHER_TYPE);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      if (values instanceof Range) {
        out.append(spelling != Spelling.RESTORE ? "Length" : "LENGTH");
        return;
      }
      long number = NumberForms.single(values);
      String name = spelling != Spelling.RESTORE ? KnownNames.ETHER_TYPES.get(number) : null;
      if (name != null) {
        out.append(name);
      } else {
        out.append("0x").append(Long.toHexString(number));
      }
    }

    /** A number is hexadecimal here, also without the prefix. */
    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      if (text.equalsIgnoreCase("LENGTH")) {
        return Optional.of(LENGTH);
      }
      Long known =
          text.equalsIgnoreCase("ip") ? Long.valueOf(0x800) : find(KnownNames.ETHER_TYPES, text);
      long number = known != null ? known : NumberForms.parse(field, text, 16);
      if (number < Field.LEAST_ETHER_TYPE) {
        throw new IllegalValueException(text, "an EtherType, 0x600 to 0xffff");
      }
      return Optional.of(Values.single(field, number));
    }
  }

  private static final class HardwareType implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.DECIMAL.takes(field, values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      NumberForms.DECIMAL.write(field, values, spelling, out);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      return words.get(0).equalsIgnoreCase("Ethernet")
          ? Optional.of(Values.single(field, 1))
          : NumberForms.DECIMAL.read(field, words);
    }
  }

  private static final class ArpProtocolType implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.HEX.takes(field, values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      NumberForms.HEX.write(field, values, spelling, out);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      Long known = find(KnownNames.ETHER_TYPES, words.get(0));
      return known != null
          ? Optional.of(Values.single(field, known))
          : NumberForms.HEX.read(field, words);
    }
  }

  private static final class VlanEtherType implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.isSingle(field, values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      String digits = Long.toHexString(NumberForms.single(values));
      if (spelling != Spelling.RESTORE) {
        out.append("0".repeat(Math.max(0, 4 - digits.length())));
        out.append(digits.toUpperCase(Locale.ROOT));
      } else {
        out.append(digits);
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      Long known = find(KnownNames.ETHER_TYPES, text);
      return Optional.of(
          Values.single(field, known != null ? known : NumberForms.parse(field, text, 16)));
    }
  }

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
        Long bit = find(names, name);
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
            Long bit = find(KnownNames.TCP_FLAGS, name);
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

  /** A number in a range of the form {@code LOW:HIGH}, or a name for one. */
  record NamedRange(ImmutableBiMap<Long, String> names) implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.RANGE.takes(field, values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      String name =
          spelling != Spelling.RESTORE && !(values instanceof Range)
              ? names.get(NumberForms.single(values))
              : null;
      if (name != null) {
        out.append(name);
      } else {
        NumberForms.RANGE.write(field, values, spelling, out);
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      Long known = find(names, words.get(0));
      return known != null
          ? Optional.of(Values.single(field, known))
          : NumberForms.RANGE.read(field, words);
    }
  }
}
