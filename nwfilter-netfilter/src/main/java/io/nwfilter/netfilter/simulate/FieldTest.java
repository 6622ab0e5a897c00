package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for a field of a packet's headers. */
class FieldTest extends Test {

  final Field field;
  final Values values;
  final boolean negated;

  FieldTest(FieldMatch match) {
    super(match);
    this.field = match.field();
    this.values = match.values();
    this.negated = match.negated();
  }

  @Override
  Answer ask(Transit transit) {
    return Answer.of(transit.packet.meets(field, values, negated));
  }

  @Override
  Supplier<String> found(Transit transit) {
    Packet packet = transit.packet;
    return () -> found(packet);
  }

  private String found(Packet packet) {
    if (packet.values(field).isEmpty()) {
      return packet.has(field.header()) ? "none" : "no " + field.header() + " header";
    }
    return String.join(
        ", ", packet.values(field).stream().map(value -> Wording.value(field, value)).toList());
  }

  /** Asks for something that the kernel keeps with a packet, or that depends on the rules. */
  static class OfValue extends FieldTest {

    private final Source source;

    /** Has the value of a field. */
    interface Source {

      /** {@return the value; null if there is none, which meets no match} */
      @Nullable Bits of(Transit transit);

      /** {@return whether the value cannot be known} */
      default boolean isUnknown(Transit transit) {
        return false;
      }

      /** {@return the bits of a value that cannot be known, although others are} */
      default Bits unknownBits(Transit transit) {
        return Bits.ZERO;
      }
    }

    OfValue(FieldMatch match, Source source) {
      super(match);
      this.source = source;
    }

    /** {@return the value that a packet has; null if it has none} */
    @Nullable Bits value(Transit transit) {
      return source.of(transit);
    }

    @Override
    Answer ask(Transit transit) {
      if (source.isUnknown(transit)) {
        return Answer.UNKNOWN;
      }
      Bits value = source.of(transit);
      if (value == null) {
        return Answer.NO;
      }
      Bits open = source.unknownBits(transit);
      return open.isZero() ? Answer.of(isMetBy(value)) : isMetBy(value, open);
    }

    private Answer isMetBy(Bits value, Bits open) {
      Answer in = OpenBits.isIn(values, field.width(), value, open);
      return in == Answer.UNKNOWN ? in : Answer.of((in == Answer.YES) != negated);
    }

    /** {@return whether the match is met by packets with a value} */
    boolean isMetBy(Bits value) {
      return values.contains(value) != negated;
    }

    @Override
    Supplier<String> found(Transit transit) {
      Bits value = source.of(transit);
      Packet packet = transit.packet;
      return () -> value == null ? absent(packet) : Wording.value(field, value);
    }

    private String absent(Packet packet) {
      return switch (field.header()) {
        case META, CONNECTION -> "none";
        case STP -> "no BPDU that Linux knows";
        default -> packet.has(field.header()) ? "none" : "no " + field.header() + " header";
      };
    }

    @Override
    Optional<Question> question(Transit transit) {
      return Optional.of(Question.of(match));
    }
  }

  /** Asks for several values after IPv6, which ip6tables does not look for past AH. */
  static final class OfUnauthenticated extends FieldTest {

    OfUnauthenticated(FieldMatch match) {
      super(match);
    }

    @Override
    Answer ask(Transit transit) {
      return FieldSources.isAuthenticated(transit.packet) ? Answer.NO : super.ask(transit);
    }
  }

  /**
   * Asks for a bridge port. Packets that no bridge has seen meet the negated match; those that came
   * in by a port and leave by none do not (seen with Linux 6.18).
   */
  static final class OfPort extends FieldTest {

    OfPort(FieldMatch match) {
      super(match);
    }

    private Bits port(Transit transit) {
      return field == Field.IN_PORT ? transit.inPort : transit.outPort;
    }

    @Override
    Answer ask(Transit transit) {
      if (!transit.bridged) {
        return Answer.of(negated);
      }
      Bits port = port(transit);
      return Answer.of(!port.isZero() && values.contains(port) != negated);
    }

    @Override
    Supplier<String> found(Transit transit) {
      Bits port = transit.bridged ? port(transit) : Transit.NONE;
      return () -> Wording.value(field, port);
    }
  }
}
