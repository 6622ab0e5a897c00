package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Prepares the matches of a family. */
final class Tests implements Match.Visitor<Test> {

  private final Family family;
  private final Situation situation;

  Tests(Family family, Situation situation) {
    this.family = family;
    this.situation = situation;
  }

  /** Asks something that a function knows. */
  private static final class Asked extends Test {

    private final Predicate<Packet> question;
    private final Function<Packet, String> found;

    Asked(Match match, Predicate<Packet> question, Function<Packet, String> found) {
      super(match);
      this.question = question;
      this.found = found;
    }

    @Override
    Answer ask(Transit transit) {
      return Answer.of(question.test(transit.packet));
    }

    @Override
    Supplier<String> found(Transit transit) {
      Packet packet = transit.packet;
      return () -> found.apply(packet);
    }
  }

  /** Something that cannot be known. */
  static final class Unknown extends Test {

    Unknown(Match match) {
      super(match);
    }

    @Override
    Answer ask(Transit transit) {
      return Answer.UNKNOWN;
    }

    @Override
    Supplier<String> found(Transit transit) {
      return () -> "unknown";
    }

    /** Copies of a packet that a bridge floods fare alike at a rule; other rules ask anew. */
    @Override
    Optional<Question> question(Transit transit) {
      return Optional.of(new Question(this, false));
    }
  }

  static Test always(Match match) {
    return new Asked(match, packet -> true, packet -> "");
  }

  private static Test of(Match match, Predicate<Packet> met, Function<Packet, String> found) {
    return new Asked(match, met, found);
  }

  @Override
  public Test visit(FieldMatch match) {
    return FieldSources.test(family, match);
  }

  @Override
  public Test visit(EitherPortMatch match) {
    return new EitherPortTest(match);
  }

  static String value(Packet packet, Field field) {
    return packet.value(field).map(value -> Wording.value(field, value)).orElse("none");
  }

  @Override
  public Test visit(GratuitousArpMatch match) {
    return of(
        match,
        packet -> {
          Bits sender = packet.value(Field.ARP_SENDER_IP).orElse(null);
          return sender != null
              && packet.value(Field.ARP_TARGET_IP).filter(sender::equals).isPresent()
                  != match.negated();
        },
        packet ->
            value(packet, Field.ARP_SENDER_IP) + " and " + value(packet, Field.ARP_TARGET_IP));
  }

  @Override
  public Test visit(AmongMatch match) {
    return new AmongTest(match);
  }

  @Override
  public Test visit(SetMatch match) {
    return new SetTest(match, situation.members(match.set(), match.flags()).orElse(null));
  }

  @Override
  public Test visit(ConnectionLimitMatch match) {
    return new Unknown(match);
  }

  @Override
  public Test visit(CommentMatch match) {
    return always(match);
  }

  @Override
  public Test visit(ExtensionMatch match) {
    return match.isMetByAll(family) ? always(match) : new Unknown(match);
  }

  @Override
  public Test visit(OpaqueMatch match) {
    return new Unknown(match);
  }

  @Override
  public Test visit(LookupMatch match) {
    return new Unknown(match);
  }

  @Override
  public Test visit(CounterMatch match) {
    return always(match);
  }

  @Override
  public Test visit(LogMatch match) {
    return always(match);
  }

  @Override
  public Test visit(StatementMatch match) {
    return new Unknown(match);
  }
}
