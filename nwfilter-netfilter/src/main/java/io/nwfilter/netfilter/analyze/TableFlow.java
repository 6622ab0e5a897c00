package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which packets get to which rules of a table: those that its base chains lead there. */
final class TableFlow {

  private final Diagrams diagrams;
  private final Map<String, ChainFlow> chains = new LinkedHashMap<>();

  /**
   * What a rule's packets do next.
   *
   * @param accepted those that the table accepts
   * @param returned those that go back to the calling chain
   * @param gone those that go no further in this chain
   */
  private record Outcome(int accepted, int returned, int gone) {}

  /** A chain with the packets that get to each of its rules. */
  static final class ChainFlow {

    final Chain chain;
    final int[] matching;

    /** The packets that get to a rule, those of them that meet it, and those that go no further. */
    final int[] entering;

    final int[] meeting;
    final int[] taken;

    ChainFlow(Chain chain, MatchSets matches) {
      this.chain = chain;
      this.matching =
          chain.rules().stream().mapToInt(rule -> matches.all(rule.matches())).toArray();
      this.entering = new int[matching.length];
      this.meeting = new int[matching.length];
      this.taken = new int[matching.length];
    }
  }

  /**
   * Leads all packets through a table whose rules do not lead in a circle.
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  TableFlow(PacketSpace space, Family family, Table table) {
    this.diagrams = space.diagrams;
    MatchSets matches = new MatchSets(space, family, changing(table));
    for (Chain chain : table.chains().values()) {
      chains.put(chain.name(), new ChainFlow(chain, matches));
    }
    for (ChainFlow flow : chains.values()) {
      if (flow.chain.base().isPresent()) {
        through(flow, space.universe(family));
      }
    }
  }

  Iterable<ChainFlow> chains() {
    return chains.values();
  }

  private static Set<Field> changing(Table table) {
    Set<Field> changing = EnumSet.noneOf(Field.class);
    for (Chain chain : table.chains().values()) {
      for (ChainRule rule : chain.rules()) {
        changing.addAll(ChangedFields.of(rule.target()));
      }
    }
    return changing;
  }

  private ChainFlow flow(String name) {
    ChainFlow flow = chains.get(name);
    if (flow == null) {
      throw new IllegalArgumentException("there is no chain '" + name + "'");
    }
    return flow;
  }

  /** {@return what becomes of packets that enter a chain} */
  private Outcome through(ChainFlow flow, int packets) {
    int rest = packets;
    int accepted = NOTHING;
    int returned = NOTHING;
    for (int i = 0; i < flow.matching.length && rest != NOTHING; i++) {
      int met = diagrams.and(rest, flow.matching[i]);
      flow.entering[i] = diagrams.or(flow.entering[i], rest);
      flow.meeting[i] = diagrams.or(flow.meeting[i], met);
      if (met == NOTHING) {
        continue;
      }
      Outcome outcome = flow.chain.rules().get(i).target().accept(new After(met));
      accepted = diagrams.or(accepted, outcome.accepted());
      returned = diagrams.or(returned, outcome.returned());
      flow.taken[i] = diagrams.or(flow.taken[i], diagrams.and(met, outcome.gone()));
      rest = diagrams.without(rest, outcome.gone());
    }
    return switch (flow.chain.policy()) {
      case ACCEPT -> new Outcome(diagrams.or(accepted, rest), returned, EVERYTHING);
      case DROP -> new Outcome(accepted, returned, EVERYTHING);
      case RETURN, CONTINUE -> new Outcome(accepted, diagrams.or(returned, rest), EVERYTHING);
    };
  }

  /** What a target does with the packets that have met its rule. */
  private final class After implements Target.Visitor<Outcome> {

    private final int met;

    After(int met) {
      this.met = met;
    }

    /** Some are accepted, some dropped, some go on: which ones is not known. */
    private Outcome anything() {
      return new Outcome(met, NOTHING, NOTHING);
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
      Outcome inside = through(flow(target.chain()), met);
      return new Outcome(inside.accepted(), NOTHING, diagrams.without(met, inside.returned()));
    }

    @Override
    public Outcome visit(Target.Goto target) {
      Outcome inside = through(flow(target.chain()), met);
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
      return anything(); // only requests are replied to
    }

    @Override
    public Outcome visit(Target.ExtensionTarget target) {
      return anything();
    }

    @Override
    public Outcome visit(Target.OpaqueTarget target) {
      return anything();
    }
  }
}
