package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.way.ChainFlow;
import io.nwfilter.netfilter.analyze.way.TableFlow;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Names the rules of a table that take packets before a rule could. Packets were led through the
 * table before.
 */
final class Deciders {

  /** How many rules are named unless all are asked for: more are not read. */
  static final int MAX_NAMED = 8;

  /** How many rules are asked altogether: a table may have thousands that no packet meets. */
  static final int MAX_ASKED = 400_000;

  private final Diagrams diagrams;
  private final int all;
  private final RuleTable table;
  private final TableFlow flow;
  private final int maxNamed;
  private final ListMultimap<String, Call> callers = ArrayListMultimap.create();
  private int asked;

  /** The rule of a chain that leads to another. */
  private record Call(ChainFlow from, int rule) {}

  /**
   * Begins with a table through which packets were led.
   *
   * @param diagrams the arena of the sets
   * @param all the packets that there can be: others do not count
   * @param table the table
   * @param flow the table
   * @param maxNamed how many rules are named, at most
   */
  Deciders(Diagrams diagrams, int all, RuleTable table, TableFlow flow, int maxNamed) {
    this.maxNamed = maxNamed;
    this.diagrams = diagrams;
    this.all = all;
    this.table = table;
    this.flow = flow;
    for (ChainFlow chain : flow.chains()) {
      for (int i = 0; i < chain.size(); i++) {
        Call call = new Call(chain, i);
        table.entered(chain.rule(i)).forEach(entered -> callers.put(entered, call));
      }
    }
  }

  RulePlace place(Chain chain, int rule) {
    return new RulePlace(table.place(chain.name()), rule + 1);
  }

  /** {@return the rules that take packets before they get to a rule of a chain} */
  ImmutableSet<RulePlace> before(ChainFlow chain, int rule, int packets) {
    Set<RulePlace> found = new LinkedHashSet<>();
    int left = inside(chain, chain.earlier(rule), packets, found);
    callers(chain, left, found, new HashSet<>());
    return ImmutableSet.copyOf(found);
  }

  private void callers(ChainFlow chain, int packets, Set<RulePlace> found, Set<String> seen) {
    if (isNothing(packets) || !seen.add(chain.chain.name())) {
      return;
    }
    for (Call call : callers.get(chain.chain.name())) {
      int led = diagrams.and(packets, call.from().matching(call.rule()));
      ChainFlow from = call.from();
      int left = inside(from, from.earlier(call.rule()), led, found);
      callers(call.from(), left, found, seen);
    }
  }

  /** Adds those rules of a chain that take packets; {@return what none of them takes} */
  private int inside(ChainFlow chain, IntStream rules, int packets, Set<RulePlace> found) {
    int left = packets;
    PrimitiveIterator.OfInt each = rules.iterator();
    while (each.hasNext() && !isNothing(left) && isWorthIt(found)) {
      int i = each.nextInt();
      int taken = chain.taken(i, left);
      if (!isNothing(taken)) {
        add(chain, i, taken, found);
        left = diagrams.without(left, taken);
      }
    }
    return left;
  }

  /** {@return whether there can be no packet of a set} */
  boolean isNothing(int packets) {
    return !diagrams.intersects(packets, all);
  }

  /** {@return whether there can be packets that meet a rule} */
  boolean isMet(ChainFlow chain, int rule) {
    return chain.isMet(rule, all);
  }

  private boolean isWorthIt(Set<RulePlace> found) {
    return found.size() < maxNamed && asked++ < MAX_ASKED;
  }

  /** Adds a rule that takes packets or, if it leads to another chain, those that do so there. */
  private void add(ChainFlow chain, int rule, int taken, Set<RulePlace> found) {
    chain
        .rule(rule)
        .entered()
        .ifPresentOrElse(
            entered -> {
              ChainFlow called = flow.chain(entered);
              int left = inside(called, IntStream.range(0, called.size()), taken, found);
              if (left == taken) {
                found.add(place(chain.chain, rule)); // the end of that chain decides
              }
            },
            () -> found.add(place(chain.chain, rule)));
  }
}
