package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.ChainProtocol;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a frame that leaves a chain could be dropped by what follows the chain's jump: if not, it
 * makes no difference that the chain's end accepts it. What follows is added from the last rule to
 * the first. Where it cannot be told, the frame may be dropped.
 */
final class LaterDrops {

  /** How many of the rules that lists make of one are looked at. */
  private static final int MAX_LOOKED_AT = 64;

  /** The protocols whose frames may be dropped. */
  private final Set<ChainProtocol> possible = EnumSet.noneOf(ChainProtocol.class);

  /** {@return whether a frame that entered a chain of a protocol may be dropped later} */
  boolean arePossible(ChainProtocol protocol) {
    return possible.contains(protocol);
  }

  /** Adds the rules that one rule of the root chain became, before all that was added. */
  void addBefore(List<ChainRule> rules) {
    for (ChainProtocol each : ChainProtocol.values()) {
      ImmutableList<Match> entry = EthernetLowering.entry(each);
      if (mayMeet(rules, entry)) {
        Target target = target(rules);
        if (target == Target.DROP) {
          possible.add(each);
        } else if (target != Target.Verdict.CONTINUE && meets(rules, entry)) {
          possible.remove(each);
        }
      }
    }
  }

  /** Adds a chain below the root chain, before all that was added. */
  void addChainBefore(ChainProtocol protocol, List<List<ChainRule>> parts) {
    ImmutableList<Match> inner = EthernetLowering.entry(protocol);
    for (ChainProtocol each : ChainProtocol.values()) {
      ImmutableList<Match> entry = EthernetLowering.entry(each);
      if (!areDisjoint(inner, entry)) {
        if (hasTarget(parts, Target.DROP, entry)) {
          possible.add(each);
        } else if (entry.containsAll(inner) && !hasTarget(parts, Target.RETURN, entry)) {
          possible.remove(each); // the chain accepts all of them
        }
      }
    }
  }

  /** {@return whether no frame that enters a chain of a protocol meets one of the rules} */
  static boolean neverMeets(List<ChainRule> rules, ChainProtocol protocol) {
    return !rules.isEmpty() && !mayMeet(rules, EthernetLowering.entry(protocol));
  }

  private static boolean hasTarget(
      List<List<ChainRule>> parts, Target target, ImmutableList<Match> entry) {
    return parts.stream().anyMatch(part -> mayMeet(part, entry) && target(part).equals(target));
  }

  /**
   * {@return what the rules that one rule became do: those before the last may only write a log}
   */
  private static Target target(List<ChainRule> rules) {
    return rules.get(rules.size() - 1).target();
  }

  /** {@return whether a frame that meets the entry may meet one of the rules} */
  private static boolean mayMeet(List<ChainRule> rules, ImmutableList<Match> entry) {
    return rules.size() > MAX_LOOKED_AT
        || rules.stream().anyMatch(rule -> !areDisjoint(rule.matches(), entry));
  }

  /** {@return whether every frame that meets the entry meets one of the rules} */
  private static boolean meets(List<ChainRule> rules, ImmutableList<Match> entry) {
    return rules.stream().limit(MAX_LOOKED_AT).anyMatch(rule -> entry.containsAll(rule.matches()));
  }

  private static boolean areDisjoint(List<Match> some, List<Match> others) {
    for (Match one : some) {
      for (Match other : others) {
        if (one instanceof FieldMatch a && other instanceof FieldMatch b && areDisjoint(a, b)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean areDisjoint(FieldMatch one, FieldMatch other) {
    return one.field() == other.field()
        && !one.negated()
        && !other.negated()
        && one.values().isDisjoint(other.values(), one.field().width());
  }
}
