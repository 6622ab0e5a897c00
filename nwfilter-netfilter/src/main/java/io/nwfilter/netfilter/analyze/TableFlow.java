package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

  /** A chain with the packets that get to each of its rules. */
  final class ChainFlow {

    final Chain chain;
    private final int[] matching;

    /** The packets that get to a rule, those of them that meet it, and those that go no further. */
    final int[] entering;

    final int[] meeting;
    final int[] taken;

    /** The packets that were led through, with what has become of them. */
    private int led = NOTHING;

    private int accepted = NOTHING;
    private int returned = NOTHING;

    ChainFlow(Chain chain) {
      int size = chain.rules().size();
      this.chain = chain;
      this.matching = new int[size];
      Arrays.fill(matching, UNKNOWN_SET);
      this.entering = new int[size];
      this.meeting = new int[size];
      this.taken = new int[size];
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

  /** {@return what becomes of packets that enter a chain} */
  private Outcome through(ChainFlow flow, int packets) {
    int fresh = diagrams.without(packets, flow.led);
    if (fresh != NOTHING) {
      lead(flow, fresh);
    }
    return new Outcome(
        diagrams.and(packets, flow.accepted), diagrams.and(packets, flow.returned), EVERYTHING);
  }

  private void lead(ChainFlow flow, int packets) {
    int rest = packets;
    int accepted = NOTHING;
    int returned = NOTHING;
    for (int i = 0; i < flow.matching.length && rest != NOTHING; i++) {
      if (!recording && !ChangedFields.hasEffect(flow.chain.rules().get(i).target())) {
        continue;
      }
      int met = diagrams.and(rest, flow.matching(i));
      flow.entering[i] = diagrams.or(flow.entering[i], rest);
      if (met == NOTHING) {
        continue;
      }
      flow.meeting[i] = diagrams.or(flow.meeting[i], met);
      ChainRule rule = flow.chain.rules().get(i);
      for (Field field : ChangedFields.of(rule.target())) {
        changes.add(field, met);
      }
      Outcome outcome = rule.target().accept(new After(met));
      accepted = diagrams.or(accepted, outcome.accepted());
      returned = diagrams.or(returned, outcome.returned());
      flow.taken[i] = diagrams.or(flow.taken[i], diagrams.and(met, outcome.gone()));
      rest = diagrams.without(rest, outcome.gone());
    }
    flow.led = diagrams.or(flow.led, packets);
    flow.accepted = diagrams.or(flow.accepted, accepted);
    flow.returned = diagrams.or(flow.returned, returned);
    switch (flow.chain.policy()) {
      case ACCEPT -> flow.accepted = diagrams.or(flow.accepted, rest);
      case DROP -> {}
      case RETURN, CONTINUE -> flow.returned = diagrams.or(flow.returned, rest);
    }
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
      int request =
          diagrams.and(
              space.in(Field.ARP_OPERATION, Values.single(Field.ARP_OPERATION, 1)),
              space.is(Fact.ARP_ADDRESSES));
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
      return ChangedFields.isKnown(target)
          ? Target.Verdict.CONTINUE.accept(this)
          : anything(target);
    }
  }
}
