package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.GivenSets;
import io.nwfilter.netfilter.analyze.space.MatchSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.way.ChainFlow;
import io.nwfilter.netfilter.analyze.way.ChangedFields;
import io.nwfilter.netfilter.analyze.way.TableFlow;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What can be said of a ruleset for all packets at once.
 *
 * <pre>{@code
 * for (UnmetRule dead : RulesetAnalysis.of(compiled.ruleset(Family.BRIDGE)).unmetRules()) {
 *   print(dead.chain() + " rule " + dead.number() + ": " + dead.reason());
 * }
 * }</pre>
 *
 * <p>Each table is looked at by itself, with any packets: what other tables and the way of packets
 * exclude is not considered. What cannot be known (sets, rate limits, unknown extensions) may be
 * met or not. So no packet meets one of the {@linkplain #unmetRules() unmet rules}, and the fate of
 * none depends on the {@linkplain #redundantRules() redundant} ones. Packets are in a state that
 * the kernel can give to them ({@link UnmetRule.Reason#NO_SUCH_STATE}).
 */
public final class RulesetAnalysis {

  private final ImmutableList<UnmetRule> unmet;
  private final ImmutableList<RedundantRules> redundant;
  private final boolean complete;

  private RulesetAnalysis(
      ImmutableList<UnmetRule> unmet, ImmutableList<RedundantRules> redundant, boolean complete) {
    this.unmet = unmet;
    this.redundant = redundant;
    this.complete = complete;
  }

  /**
   * {@return what can be said of a ruleset}
   *
   * @param ruleset the rules, which do not lead in a circle
   */
  public static RulesetAnalysis of(Ruleset ruleset) {
    return of(ruleset, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return what can be said of a ruleset within a budget} A table that needs more is left out.
   *
   * @param ruleset the rules, which do not lead in a circle
   * @param maxNodes how many nodes the sets of each table may have, each of about 36 octets
   * @see #isComplete()
   */
  public static RulesetAnalysis of(Ruleset ruleset, int maxNodes) {
    return of(ruleset, AnalysisBudget.ofNodes(maxNodes));
  }

  /**
   * {@return what can be said of a ruleset within a budget} Tables that need more are left out.
   *
   * @param ruleset the rules, which do not lead in a circle
   * @param budget how many nodes the sets of each table may have, and how long all may take
   * @see #isComplete()
   */
  public static RulesetAnalysis of(Ruleset ruleset, AnalysisBudget budget) {
    return of(ruleset, () -> PacketSpace.of(budget), Deciders.MAX_NAMED);
  }

  /**
   * {@return what can be said of a ruleset within a budget, with all rules that take packets of
   * unmet ones} Only of rulesets with very many unmet rules, some may be missing.
   *
   * @param ruleset the rules, which do not lead in a circle
   * @param budget how many nodes the sets of each table may have, and how long all may take
   * @see UnmetRule#deciders()
   */
  public static RulesetAnalysis withAllDeciders(Ruleset ruleset, AnalysisBudget budget) {
    return of(ruleset, () -> PacketSpace.of(budget), Deciders.MAX_ASKED);
  }

  /**
   * {@return what can be said of a ruleset within the budget of some sets} What both ask for is
   * made only once then. A table that needs more is left out.
   *
   * @param ruleset the rules, which do not lead in a circle
   * @param sets the sets, of any host
   * @see #isComplete()
   */
  public static RulesetAnalysis of(Ruleset ruleset, PacketSets sets) {
    return of(ruleset, sets::space, Deciders.MAX_NAMED);
  }

  /**
   * {@return what can be said of a table for the packets of its family, such as of a table of
   * nftables} A table of the family inet is one for IPv4 and another one for IPv6.
   *
   * @param table the table, whose rules do not lead in a circle
   * @param budget how many nodes the sets may have, and how long all may take
   * @see #isComplete()
   */
  public static RulesetAnalysis of(RuleTable table, AnalysisBudget budget) {
    return of(ImmutableList.of(table), () -> PacketSpace.of(budget), Deciders.MAX_NAMED);
  }

  private static RulesetAnalysis of(Ruleset ruleset, Supplier<PacketSpace> spaces, int maxNamed) {
    return of(
        ruleset.tables().values().stream()
            .filter(table -> table.ruleCount() > 0)
            .map(table -> RuleTable.of(ruleset.family(), table))
            .toList(),
        spaces,
        maxNamed);
  }

  private static RulesetAnalysis of(
      List<RuleTable> tables, Supplier<PacketSpace> spaces, int maxNamed) {
    ImmutableList.Builder<UnmetRule> unmet = ImmutableList.builder();
    ImmutableList.Builder<RedundantRules> redundant = ImmutableList.builder();
    boolean complete = true;
    for (RuleTable table : tables) {
      try {
        PacketSpace space = spaces.get();
        TableFlow flow = flow(space, table);
        Diagrams diagrams = space.diagrams;
        TablePackets packets = TablePackets.of(space, table.family());
        int all = packets.all();
        Deciders deciders = new Deciders(diagrams, all, table, flow, maxNamed);
        for (ChainFlow chain : flow.chains()) {
          unmet.addAll(new UnmetRules(diagrams, packets, deciders, chain).rules());
        }
        redundant.addAll(new Redundancy(diagrams, flow, deciders).rules());
      } catch (BudgetExceededException e) {
        complete = false;
      }
    }
    return new RulesetAnalysis(unmet.build(), redundant.build(), complete);
  }

  /**
   * {@return a table through which all packets were led, even those that there cannot be} These
   * would have to be told apart again and again with every rule.
   */
  private static TableFlow flow(PacketSpace space, RuleTable table) {
    MatchSets matches =
        new MatchSets(
            space,
            table,
            ChangedFields.inTable(table),
            ChangedFields.sets(ImmutableList.of(table)),
            GivenSets.NONE,
            new Object());
    TableFlow flow = new TableFlow(space, table, matches, new Changes(space.diagrams), true);
    Set<String> entered = table.chainsOfUnknown();
    table.chains().values().stream()
        .filter(chain -> chain.base().isPresent() || entered.contains(chain.name()))
        .forEach(base -> flow.record(base, EVERYTHING));
    return flow;
  }

  /** {@return the rules that no packet can meet, in the order of tables, chains and rules} */
  public List<UnmetRule> unmetRules() {
    return unmet;
  }

  /**
   * {@return rules that packets do meet, but without which the same would become of every packet,
   * in the order of tables, chains and rules} Any of them, or all at once, can be removed, together
   * with those that no packet meets. There may be more: not every rule of large tables is looked
   * at.
   */
  public List<RedundantRules> redundantRules() {
    return redundant;
  }

  /** {@return whether all tables were looked at, so that no unmet rule is missing} */
  public boolean isComplete() {
    return complete;
  }
}
