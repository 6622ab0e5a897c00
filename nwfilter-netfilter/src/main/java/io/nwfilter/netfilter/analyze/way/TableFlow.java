package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.Fact;
import io.nwfilter.netfilter.analyze.space.Lookups;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.RuleSets;
import io.nwfilter.netfilter.analyze.space.Unknown;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Leads packets through the chains of a table: which get to which rules, and which are accepted.
 * What a chain does with a packet does not depend on who calls it, so a packet is led through each
 * chain once, however many calls there are.
 */
public final class TableFlow {

  private final PacketSpace space;
  private final Diagrams diagrams;
  private static final long ALL_BITS = 0xffff_ffffL;

  private final Changes changes;
  private final boolean recording;
  private final Translating translating;
  private final RuleTable table;
  private final RuleSets matches;
  private final Map<String, ChainFlow> chains = new LinkedHashMap<>();

  /**
   * What becomes of packets that a chain or a target gets.
   *
   * @param accepted those that the table accepts
   * @param returned those that go back to the calling chain
   * @param gone those that go no further in this chain
   */
  private record Outcome(int accepted, int returned, int gone) {}

  /**
   * Begins with a table whose rules do not lead in a circle, and no packets.
   *
   * @param space the space of the packets
   * @param table the table
   * @param matches which packets meet a match
   * @param changes where to add what targets change
   * @param recording whether to record what gets to rules without an effect, too
   */
  public TableFlow(
      PacketSpace space, RuleTable table, RuleSets matches, Changes changes, boolean recording) {
    this(space, table, matches, changes, recording, Translating.ANYWHERE);
  }

  /**
   * Begins with a table that a hook calls.
   *
   * @param translating what is done to packets whose addresses are translated there
   * @see #TableFlow(PacketSpace, RuleTable, RuleSets, Changes, boolean)
   */
  public TableFlow(
      PacketSpace space,
      RuleTable table,
      RuleSets matches,
      Changes changes,
      boolean recording,
      Translating translating) {
    this.translating = translating;
    this.table = table;
    this.matches = matches;
    this.recording = recording;
    this.space = space;
    this.diagrams = space.diagrams;
    this.changes = changes;
    for (Chain chain : table.chains().values()) {
      chains.put(chain.name(), new ChainFlow(diagrams, chain, matches));
    }
  }

  /** {@return the chains of the table} */
  public Iterable<ChainFlow> chains() {
    return chains.values();
  }

  /** {@return the chain of a name, which there is} */
  public ChainFlow chain(String name) {
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
  public void record(Chain base, int packets) {
    enter(chain(base.name()), packets);
  }

  private void enter(ChainFlow flow, int packets) {
    int fresh = diagrams.without(packets, flow.entering());
    if (fresh != NOTHING) {
      flow.enter(packets);
      if (!flow.knowsFirstMatches()) {
        lead(flow, fresh);
      }
    }
  }

  /** {@return what becomes of packets that enter a chain} */
  private Outcome through(ChainFlow flow, int packets) {
    enter(flow, packets);
    return new Outcome(
        diagrams.and(packets, flow.accepted()), diagrams.and(packets, flow.returned()), EVERYTHING);
  }

  private void lead(ChainFlow flow, int packets) {
    Remaining rest = new Remaining(diagrams, packets, flow.size());
    for (int i = 0; i < flow.size() && !rest.isNothing(); i++) {
      ChainRule rule = flow.rule(i);
      Target target = rule.target();
      for (Field field : ChangedFields.ofMatches(rule)) {
        // also of packets that do not meet what comes later
        changes.add(field, EVERYTHING, changer(flow, rule));
      }
      if (!recording && !ChangedFields.hasEffect(target)) {
        continue;
      }
      int met = rest.meeting(flow.matching(i));
      if (met == NOTHING) {
        continue;
      }
      if (target instanceof Target.SetMark set && set.mask() == ALL_BITS) {
        changes.set(Field.MARK, Bits.of(set.value()), met);
      } else if (!Translations.isMarked(target)) { // it is known where it is met
        ChangedFields.of(target).forEach(field -> changes.add(field, met, changer(flow, rule)));
      }
      Outcome outcome = target.accept(new After(met));
      int gone = diagrams.and(met, outcome.gone());
      flow.note(i, met, outcome.accepted(), outcome.returned(), gone);
      rest.take(gone);
    }
    flow.noteEnd(rest);
  }

  private Changer changer(ChainFlow flow, ChainRule rule) {
    return new Changer(table.place(flow.chain.name()), rule);
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

    private Outcome goingOn() {
      return new Outcome(NOTHING, NOTHING, NOTHING);
    }

    @Override
    public Outcome visit(Target.Jump target) {
      if (!chains.containsKey(target.chain())) {
        return anything(target);
      }
      Outcome inside = through(chain(target.chain()), met);
      return new Outcome(inside.accepted(), NOTHING, diagrams.without(met, inside.returned()));
    }

    @Override
    public Outcome visit(Target.Goto target) {
      if (!chains.containsKey(target.chain())) {
        return anything(target);
      }
      Outcome inside = through(chain(target.chain()), met);
      return new Outcome(inside.accepted(), inside.returned(), met);
    }

    @Override
    public Outcome visit(Target.AddressTranslation target) {
      changes.translate(met);
      return new Outcome(translating.translate(target, changes, met), NOTHING, met);
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
      int asked = space.is(Field.ARP_OPERATION, 1);
      int replied = space.all(met, asked, space.is(Fact.ARP_ADDRESSES), whole);
      Outcome then = target.then().accept(new After(replied));
      return new Outcome(
          then.accepted(), then.returned(), diagrams.or(then.gone(), cutOff(target, asked)));
    }

    /** Dropped are frames without the header of ARP, and requests without their addresses. */
    private int cutOff(Target.ArpReply target, int asked) {
      int request =
          space.all(
              space.has(Header.ARP),
              space.is(Field.ARP_PROTOCOL_TYPE, LayerType.IPV4.protocol()),
              asked,
              diagrams.not(space.is(Fact.ARP_ADDRESSES)),
              // The lengths of addresses are not in sets: of others, the request goes on.
              space.unknown(new Unknown.Effect(target, true)));
      int frame =
          diagrams.without(
              space.is(Field.ETHER_TYPE, LayerType.ARP.protocol()), space.has(Header.ARP));
      return diagrams.and(met, diagrams.or(frame, request));
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
        changes.translate(met);
        return Target.Verdict.ACCEPT.accept(this);
      }
      return ChangedFields.isKnown(target)
          ? Target.Verdict.CONTINUE.accept(this)
          : anything(target);
    }

    @Override
    public Outcome visit(VerdictMapTarget target) {
      Map<SetKey, Target> entries = table.entries(target).orElse(null);
      if (entries == null) {
        return anything(target);
      }
      SetMultimap<Target, SetKey> keys = LinkedHashMultimap.create();
      entries.forEach((key, verdict) -> keys.put(verdict, key));
      Outcome all = goingOn();
      for (Target verdict : keys.keySet()) {
        int among = new Lookups(matches, diagrams).among(target.key(), keys.get(verdict));
        int led = diagrams.and(met, among);
        if (led != NOTHING) {
          all = both(all, verdict.accept(new After(led)), led);
        }
      }
      return all;
    }

    private Outcome both(Outcome one, Outcome other, int led) {
      return new Outcome(
          diagrams.or(one.accepted(), other.accepted()),
          diagrams.or(one.returned(), other.returned()),
          diagrams.or(one.gone(), diagrams.and(led, other.gone())));
    }

    @Override
    public Outcome visit(StatementTarget target) {
      if (target.statement().isTranslation()) {
        return translated(target);
      }
      return target.statement().isPassedByAll() ? goingOn() : anything(target);
    }

    /**
     * Packets that a map has nothing for go on; the others are translated, whereto is not known.
     */
    private Outcome translated(StatementTarget target) {
      int possible =
          diagrams.and(
              met, matches.all(ImmutableList.copyOf(target.statement().needs()), diagrams));
      int found = diagrams.and(possible, space.unknown(new Unknown.Effect(target, true)));
      ChangedFields.of(target).forEach(field -> changes.add(field, found));
      changes.translate(found);
      return new Outcome(found, NOTHING, found);
    }
  }
}
