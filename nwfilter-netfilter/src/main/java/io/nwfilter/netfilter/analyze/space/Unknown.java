package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Assumption;
import java.util.Optional;

/** Something on the way of a packet that a set cannot tell: a variable of its own. */
public sealed interface Unknown {

  /** {@return what holds then, as a part of a sentence} */
  String says();

  /**
   * Whether a match is met by what rules have changed of a packet.
   *
   * @param place where it is asked
   * @param match the match
   */
  record Changed(Object place, Match match) implements Unknown {

    @Override
    public String says() {
      return Assumption.wanted(match) + " after rules have changed it";
    }
  }

  /**
   * Whether a match is met by octets where there is no header that a set knows.
   *
   * @param family which packets the rule sees
   * @param match the match
   */
  record Octets(Family family, Match match) implements Unknown {

    @Override
    public String says() {
      return Assumption.wanted(match) + " where there is no such header";
    }
  }

  /**
   * What a target does that is not known.
   *
   * @param target the target
   * @param accepts whether it accepts, if it decides; otherwise whether it decides
   */
  record Effect(Target target, boolean accepts) implements Unknown {

    @Override
    public String says() {
      return words() + (accepts ? " accepts" : " decides");
    }

    private String words() {
      if (target instanceof StatementTarget unknown) {
        return "'" + unknown.statement().text() + "'";
      }
      return target instanceof Target.OpaqueTarget opaque
          ? "target " + opaque.name()
          : target.toString();
    }
  }

  /**
   * Whether a target has chosen the destination of a packet's connection.
   *
   * @param target the target; empty if it may be any destination
   */
  record Chosen(Optional<Target.AddressTranslation> target) implements Unknown {

    @Override
    public String says() {
      return target
          .map(one -> "the connection was sent on by " + one.kind() + to(one))
          .orElse("the connection was sent on by a rule with several destinations");
    }

    private static String to(Target.AddressTranslation target) {
      String addresses =
          target
              .addresses()
              .map(
                  span ->
                      span.first().equals(span.last())
                          ? "" + span.first()
                          : span.first() + "-" + span.last())
              .orElse("");
      String ports = target.ports().map(some -> "port " + some).orElse("");
      String both = (addresses + " " + ports).strip();
      return both.isEmpty() ? "" : " to " + both;
    }
  }

  /**
   * Whether a packet meets a condition that no rule can ask for.
   *
   * @param condition the condition
   */
  record Condition(PacketCondition.OfSlot condition) implements Unknown {

    @Override
    public String says() {
      return "the packet meets " + condition;
    }
  }
}
