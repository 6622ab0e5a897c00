package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Leads packets through chains: the one evaluation, with a record or without. */
final class Walk {

  private Walk() {}

  /** {@return what a base chain says of a packet: {@link Code#ACCEPT} or {@link Code#DROP}} */
  static Code base(PreparedChain chain, Transit transit) {
    Recorder recorder = transit.run.recorder;
    if (recorder != null) {
      recorder.enter(chain);
    }
    Code code = rules(chain, transit, recorder);
    if (code == Code.RETURN) {
      code = end(chain, transit, recorder);
    }
    if (recorder != null) {
      recorder.leave();
    }
    return code;
  }

  private static Code through(PreparedChain chain, Transit transit) {
    Recorder recorder = transit.run.recorder;
    if (recorder != null) {
      recorder.enter(chain);
    }
    Code code = rules(chain, transit, recorder);
    if (recorder != null) {
      recorder.leave();
    }
    return code;
  }

  /** {@return what the chain's policy says of a packet that has got to its end} */
  private static Code end(PreparedChain chain, Transit transit, @Nullable Recorder recorder) {
    if (recorder != null) {
      recorder.end(chain.policy);
    }
    if (chain.end != Code.RETURN) {
      transit.decided(chain, chain.end);
    }
    return chain.end;
  }

  private static Code rules(PreparedChain chain, Transit transit, @Nullable Recorder recorder) {
    for (PreparedRule rule : chain.rules) {
      if (meets(chain, rule, transit, recorder)) {
        Code code = follow(chain, rule, transit);
        if (code != Code.CONTINUE) {
          return code;
        }
      }
    }
    return end(chain, transit, recorder);
  }

  private static boolean meets(
      PreparedChain chain, PreparedRule rule, Transit transit, @Nullable Recorder recorder) {
    boolean unknown = false;
    for (Test test : rule.tests) {
      Answer answer = test.ask(transit);
      if (answer == Answer.NO) {
        transit.run.tried(chain, rule, transit, Answer.NO);
        if (recorder != null) {
          recorder.mismatch(rule, test, transit);
        }
        return false;
      }
      unknown |= answer == Answer.UNKNOWN;
    }
    transit.run.tried(chain, rule, transit, unknown ? Answer.UNKNOWN : Answer.YES);
    if (unknown && (rule.hasEffect() || recorder != null)) {
      return assumed(chain, rule, transit, recorder);
    }
    if (recorder != null) {
      recorder.match(rule);
    }
    return true;
  }

  private static boolean assumed(
      PreparedChain chain, PreparedRule rule, Transit transit, @Nullable Recorder recorder) {
    Unknowns unknown = Unknowns.of(rule, transit);
    if (!rule.hasEffect()) {
      if (recorder != null) {
        recorder.leaveOpen(
            rule, new Assumption.OfRule(chain.place(rule), unknown.matches(), TriedRule.OPEN));
      }
      return false;
    }
    Boolean before = unknown.areMet();
    boolean met = before == null ? unknown.assume() : before;
    if (recorder != null) {
      String assumed = met ? TriedRule.MET : TriedRule.NOT_MET;
      recorder.assume(
          rule,
          new Assumption.OfRule(chain.place(rule), unknown.matches(), assumed),
          before != null);
    }
    return met;
  }

  private static Code follow(PreparedChain chain, PreparedRule rule, Transit transit) {
    if (rule.entered != null) {
      return entering(rule.entered, rule.isGoto, transit);
    }
    if (rule.map != null) {
      return look(rule.map, chain, rule, transit);
    }
    if (rule.action.isUnknown()) {
      return unknownTarget(chain, rule, transit);
    }
    ImmutableList<String> possibilities = rule.action.possibilities(transit);
    Code code =
        possibilities.isEmpty()
            ? rule.action.apply(transit)
            : rule.action.apply(transit, chosen(chain, rule, possibilities, transit));
    if (code == Code.ACCEPT || code == Code.DROP) {
      transit.decided(chain, rule);
    }
    return code;
  }

  private static Code entering(PreparedChain entered, boolean isGoto, Transit transit) {
    Code code = through(entered, transit);
    return code == Code.RETURN && !isGoto ? Code.CONTINUE : code;
  }

  /** {@return what a verdict map does; packets that it has nothing for go on to the next rule} */
  private static Code look(
      VerdictMap map, PreparedChain chain, PreparedRule rule, Transit transit) {
    boolean unknown = map.isUnknown(transit);
    VerdictMap.Branch branch = unknown ? assumed(map, chain, rule, transit) : map.find(transit);
    if (!unknown && transit.run.recorder != null) {
      transit.run.recorder.reply(map.reply(transit, branch));
    }
    if (branch == null) {
      return Code.CONTINUE;
    }
    if (branch.entered() != null) {
      return entering(branch.entered(), branch.isGoto(), transit);
    }
    if (branch.isUnknown()) {
      return unknownTarget(chain, rule, transit);
    }
    Code code = branch.action().apply(transit);
    if (code == Code.ACCEPT || code == Code.DROP) {
      transit.decided(chain, rule);
    }
    return code;
  }

  private static VerdictMap.@Nullable Branch assumed(
      VerdictMap map, PreparedChain chain, PreparedRule rule, Transit transit) {
    int chosen = transit.run.choices.choose(rule, transit.packet, map.branches().size() + 1);
    VerdictMap.Branch branch = chosen == map.branches().size() ? null : map.branches().get(chosen);
    if (transit.run.recorder != null) {
      String assumed = branch == null ? "has nothing for it" : "says: " + branch.inWords();
      transit.run.recorder.assumeTarget(
          new Assumption.OfRule(chain.place(rule), ImmutableList.of(), assumed));
    }
    return branch;
  }

  private static int chosen(
      PreparedChain chain,
      PreparedRule rule,
      ImmutableList<String> possibilities,
      Transit transit) {
    int chosen = transit.run.choices.choose(rule, transit.packet, possibilities.size());
    if (transit.run.recorder != null) {
      transit.run.recorder.assumeTarget(
          new Assumption.OfRule(chain.place(rule), ImmutableList.of(), possibilities.get(chosen)));
    }
    return chosen;
  }

  private static Code unknownTarget(PreparedChain chain, PreparedRule rule, Transit transit) {
    Code code =
        switch (transit.run.choices.choose(rule, transit.packet, 3)) {
          case 0 -> Code.CONTINUE;
          case 1 -> Code.ACCEPT;
          default -> Code.DROP;
        };
    if (transit.run.recorder != null) {
      String assumed =
          switch (code) {
            case ACCEPT -> "accepts";
            case DROP -> "drops";
            case CONTINUE, RETURN -> "goes on";
          };
      transit.run.recorder.assumeTarget(
          new Assumption.OfRule(chain.place(rule), ImmutableList.of(), assumed));
    }
    if (code != Code.CONTINUE) {
      transit.decided(chain, rule);
    }
    return code;
  }
}
