package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableBiMap;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forms of values that have names. */
final class NameForms {

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
      Long known = KnownNames.find(names, text);
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
      Long known = KnownNames.find(names, words.get(0));
      return known != null
          ? Optional.of(Values.single(field, known))
          : NumberForms.RANGE.read(field, words);
    }
  }
}
