package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.End;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kernel did with a packet.
 *
 * @param arrivals the frames that arrived at the ends, replies of the host among them
 * @param refused whether it could not be sent
 * @param before the rules with their counters before
 * @param after the same after
 */
record Passage(
    List<Arrival> arrivals,
    boolean refused,
    Map<Family, Ruleset> before,
    Map<Family, Ruleset> after) {

  /**
   * A frame that has arrived.
   *
   * @param end where
   * @param packet the frame
   */
  record Arrival(End end, Packet packet) {}

  /** A rule's place. */
  record Met(Family family, String table, String chain, int number) {}

  /** {@return whether IP of a family got to the host itself} */
  boolean arrivedAtHost() {
    return met().keySet().stream().anyMatch(rule -> rule.table().equals(Table.SECURITY));
  }

  /** {@return the rules that have counted, and how often} */
  Map<Met, Long> met() {
    Map<Met, Long> met = new LinkedHashMap<>();
    after.forEach(
        (family, ruleset) ->
            ruleset
                .tables()
                .values()
                .forEach(
                    table ->
                        table.chains().values().forEach(chain -> add(met, family, table, chain))));
    return met;
  }

  private void add(Map<Met, Long> met, Family family, Table table, Chain chain) {
    List<ChainRule> earlier =
        Optional.ofNullable(before.get(family))
            .flatMap(ruleset -> ruleset.findChain(table.name(), chain.name()))
            .map(Chain::rules)
            .orElseThrow();
    for (int i = 0; i < chain.rules().size(); i++) {
      long more = count(chain.rules().get(i)) - count(earlier.get(i));
      if (more != 0) {
        met.put(new Met(family, table.name(), chain.name(), i + 1), more);
      }
    }
  }

  private static long count(ChainRule rule) {
    return rule.counters().orElse(Counters.ZERO).packets();
  }
}
