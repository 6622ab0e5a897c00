package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Leads packets through the chains of a table: which get to which rules, and which are accepted.
 * What a chain does with a packet does not depend on who calls it, so a packet is led through each
 * chain once, however many calls there are.
 */
final class TableFlow {

  private static final int UNKNOWN_SET = -1;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final RuleSets matches;
  private final Changes changes;
  private final boolean recording;
  private final Map<String, ChainFlow> chains = new LinkedHashMap<>();

  /**
   * What becomes of packets that a chain or a target gets.
   *
   * @param accepted those that the table accepts
   * @param returned those that go back to the calling chain
   * @param gone those that go no further in this chain
   */
  private record Outcome(int accepted, int returned, int gone) {}

  /** Sets that are joined when that is asked for, as of the outermost chains it may never be. */
  private final class Joined {

    private final List<Integer> parts = new ArrayList<>();
    private final List<Remaining> rests = new ArrayList<>();

    void add(int part) {
      if (part != NOTHING) {
        parts.add(part);
      }
    }

    void add(Remaining rest) {
      rests.add(rest);
    }

    int all() {
      rests.forEach(rest -> parts.add(rest.all()));
      rests.clear();
      int all = diagrams.union(parts);
      parts.clear();
      parts.add(all);
      return all;
    }
  }

  /** A chain with the packets that get to each of its rules. */
  final class ChainFlow {

    final Chain chain;
    private final int[] matching;

    /** The packets that meet a rule, and those of them that go no further. */
    final int[] meeting;

    final int[] taken;

    /** The packets that were led through, with what has become of them. */
    private int led = NOTHING;

    private final Joined accepted = new Joined();
    private final Joined returned = new Joined();

    ChainFlow(Chain chain) {
      int size = chain.rules().size();
      this.chain = chain;
      this.matching = new int[size];
      Arrays.fill(matching, UNKNOWN_SET);
      this.meeting = new int[size];
      this.taken = new int[size];
    }

    /** {@return the packets that enter the chain} */
    int entering() {
      return led;
    }

    /** {@return the packets that meet a rule, wherever they come from} */
    int matching(int rule) {
      if (matching[rule] == UNKNOWN_SET) {
        matching[rule] = matches.all(chain.rules().get(rule).matches(), diagrams);
      }
      return matching[rule];
    }
  }

  /**
   * Begins with a table whose rules do not lead in a circle, and no packets.
   *
   * @param space the space of the packets
   * @param table the table
   * @param matches which packets meet a match
   * @param changes where to add what targets change
   * @param recording whether to record what gets to rules without an effect, too
   */
  TableFlow(PacketSpace space, Table table, RuleSets matches, Changes changes, boolean recording) {
    this.recording = recording;
    this.space = space;
    this.diagrams = space.diagrams;
    this.matches = matches;
    this.changes = changes;
    for (Chain chain : table.chains().values()) {
      chains.put(chain.name(), new ChainFlow(chain));
    }
  }

  Iterable<ChainFlow> chains() {
    return chains.values();
  }

  /** {@return the chain of a name, which there is} */
  ChainFlow chain(String name) {
    ChainFlow flow = chains.get(name);
    if (flow == null) {
      throw new IllegalArgumentException("there is no chain '" + name + "'");
    }
    return flow;
  }

  /**
   * {@return the packets that the table accepts of those that a base chain gets}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int accepted(Chain base, int packets) {
    Outcome outcome = through(chain(base.name()), packets);
    return base.policy() == Target.Verdict.DROP
        ? outcome.accepted()
        : diagrams.or(outcome.accepted(), outcome.returned()); // what returns meets the policy
  }

  /**
   * Leads packets through a base chain only for what is recorded of rules.
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  void record(Chain base, int packets) {
    enter(chain(base.name()), packets);
  }

  private void enter(ChainFlow flow, int packets) {
    int fresh = diagrams.without(packets, flow.led);
    if (fresh != NOTHING) {
      lead(flow, fresh);
    }
  }

  /** {@return what becomes of packets that enter a chain} */
  private Outcome through(ChainFlow flow, int packets) {
    enter(flow, packets);
    return new Outcome(
        diagrams.and(packets, flow.accepted.all()),
        diagrams.and(packets, flow.returned.all()),
        EVERYTHING);
  }

  private void lead(ChainFlow flow, int packets) {
    Remaining rest = new Remaining(diagrams, packets, flow.matching.length);
    for (int i = 0; i < flow.matching.length && !rest.isNothing(); i++) {
      if (!recording && !ChangedFields.hasEffect(flow.chain.rules().get(i).target())) {
        continue;
      }
      int met = rest.meeting(flow.matching(i));
      if (met == NOTHING) {
        continue;
      }
      flow.meeting[i] = diagrams.or(flow.meeting[i], met);
      ChainRule rule = flow.chain.rules().get(i);
      for (Field field : ChangedFields.of(rule.target())) {
        changes.add(field, met);
      }
      Outcome outcome = rule.target().accept(new After(met));
      flow.accepted.add(outcome.accepted());
      flow.returned.add(outcome.returned());
      int gone = diagrams.and(met, outcome.gone());
      flow.taken[i] = diagrams.or(flow.taken[i], gone);
      rest.take(gone);
    }
    switch (flow.chain.policy()) {
      case ACCEPT -> flow.accepted.add(rest);
      case DROP -> {}
      case RETURN, CONTINUE -> flow.returned.add(rest);
    }
    flow.led = diagrams.or(flow.led, packets);
  }

  /** What a target does with the packets that have met its rule. */
  private final class After implements Target.Visitor<Outcome> {

    private final int met;

    After(int met) {
      this.met = met;
    }

    /** Some are accepted, some dropped, some go on: which ones is not known. */
    private Outcome anything(Target target) {
      int decided = space.unknown(new Unknown.Effect(target, false));
      int accepted = space.unknown(new Unknown.Effect(target, true));
      return new Outcome(
          diagrams.and(met, diagrams.and(decided, accepted)), NOTHING, diagrams.and(met, decided));
    }

    @Override
    public Outcome visit(Target.Verdict verdict) {
      return switch (verdict) {
        case ACCEPT -> new Outcome(met, NOTHING, met);
        case DROP -> new Outcome(NOTHING, NOTHING, met);
        case RETURN -> new Outcome(NOTHING, met, met);
        case CONTINUE -> new Outcome(NOTHING, NOTHING, NOTHING);
      };
    }

    @Override
    public Outcome visit(Target.Reject target) {
      return new Outcome(NOTHING, NOTHING, met);
    }

    @Override
    public Outcome visit(Target.Jump target) {
      Outcome inside = through(chain(target.chain()), met);
      return new Outcome(inside.accepted(), NOTHING, diagrams.without(met, inside.returned()));
    }

    @Override
    public Outcome visit(Target.Goto target) {
      Outcome inside = through(chain(target.chain()), met);
      return new Outcome(inside.accepted(), inside.returned(), met);
    }

    @Override
    public Outcome visit(Target.AddressTranslation target) {
      return new Outcome(met, NOTHING, met);
    }

    @Override
    public Outcome visit(Target.SetMark target) {
      return Target.Verdict.CONTINUE.accept(this);
    }

    @Override
    public Outcome visit(Target.FrameMark target) {
      return target.then().accept(this);
    }

    @Override
    public Outcome visit(Target.MacTranslation target) {
      return target.then().accept(this);
    }

    @Override
    public Outcome visit(Target.ArpReply target) {
      // Of other hardware, its addresses are not in sets.
      int whole =
          diagrams.choose(
              space.is(Field.ARP_HARDWARE_TYPE, 1),
              space.is(Fact.ARP_TARGET_MAC),
              space.unknown(new Unknown.Effect(target, false)));
      int request =
          space.all(space.is(Field.ARP_OPERATION, 1), space.is(Fact.ARP_ADDRESSES), whole);
      return target.then().accept(new After(diagrams.and(met, request)));
    }

    @Override
    public Outcome visit(Target.ExtensionTarget target) {
      return ChangedFields.isKnown(target)
          ? Target.Verdict.CONTINUE.accept(this)
          : anything(target);
    }

    @Override
    public Outcome visit(Target.OpaqueTarget target) {
      if (Translations.isTranslation(target)) {
        return Target.Verdict.ACCEPT.accept(this);
      }
      return ChangedFields.isKnown(target)
          ? Target.Verdict.CONTINUE.accept(this)
          : anything(target);
    }
  }
}
