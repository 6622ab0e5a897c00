package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.TransportOptions;
import io.nwfilter.netfilter.simulate.FieldTest.OfValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prepares those matches on ports and flags of TCP that the kernel compares with octets. */
final class OctetTests {

  private OctetTests() {}

  /** {@return the test of a match, as it is among the others of its rule} */
  static Test of(Family family, List<Match> matches, int index, Test ofHeader) {
    return switch (TransportOptions.form(family, matches, index)) {
      case OF_HEADER -> ofHeader;
      case OF_OCTETS -> new OfValue(match(ofHeader), source(family, match(ofHeader).field()));
      case NOTHING -> Tests.always(ofHeader.match);
      case NOT_BOTH ->
          new NotBoth(
              match(ofHeader),
              ofOctets(family, TransportOptions.pair(family, matches, index).get(0)),
              ofOctets(family, match(ofHeader)));
    };
  }

  private static FieldMatch match(Test test) {
    return (FieldMatch) test.match;
  }

  private static OfValue ofOctets(Family family, FieldMatch match) {
    return new OfValue(match, source(family, match.field()));
  }

  private static OfValue.Source source(Family family, Field field) {
    return new OfValue.Source() {
      @Override
      public @Nullable Bits of(Transit transit) {
        boolean hidden = family == Family.IPV6 && FieldSources.isAuthenticated(transit.packet);
        return hidden ? null : AfterIp.value(transit.packet, field);
      }

      @Override
      public boolean isUnknown(Transit transit) {
        return switch (field) {
          case SOURCE_PORT -> transit.sourcePortByChance;
          case DESTINATION_PORT -> transit.destinationPortByChance;
          default -> false;
        };
      }
    };
  }

  /** Is met by packets with both ports unless both are as given. */
  private static final class NotBoth extends Test {

    private final OfValue one;
    private final OfValue other;

    NotBoth(FieldMatch match, OfValue one, OfValue other) {
      super(match);
      this.one = one;
      this.other = other;
    }

    @Override
    Answer ask(Transit transit) {
      if (one.value(transit) == null || other.value(transit) == null) {
        return Answer.NO;
      }
      Answer first = one.ask(transit);
      Answer second = other.ask(transit);
      if (first == Answer.YES || second == Answer.YES) {
        return Answer.YES;
      }
      return first == Answer.UNKNOWN ? first : second;
    }

    @Override
    Supplier<String> found(Transit transit) {
      Supplier<String> first = one.found(transit);
      Supplier<String> second = other.found(transit);
      return () -> second.get() + ", and the other port is " + first.get();
    }

    @Override
    Optional<Question> question(Transit transit) {
      return Optional.empty();
    }
  }
}
