package io.nwfilter.testkit.testbed;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a kernel did with a packet.
 *
 * @param arrivals the frames that arrived at the ends, replies of the host among them
 * @param refused whether it could not be sent
 * @param before the rules with their counters before
 * @param after the same after
 */
record Passage(List<Arrival> arrivals, boolean refused, HostRules before, HostRules after) {

  /**
   * A frame that has arrived.
   *
   * @param end where
   * @param packet the frame
   */
  record Arrival(End end, Packet packet) {}

  /** A rule's place. */
  record Met(ChainPlace place, int number) {

    /** A rule of the family inet counts packets of both. */
    Met(ChainPlace place, int number) {
      this.place =
          place.nft().filter(NftFamily.INET::equals).isPresent()
              ? new ChainPlace(Family.IPV4, place.nft(), place.table(), place.chain())
              : place;
      this.number = number;
    }

    boolean isInTable(String table) {
      return place.nft().isEmpty() && place.table().equals(table);
    }
  }

  /** {@return whether IP of a family got to the host itself} */
  boolean arrivedAtHost() {
    return met().keySet().stream().anyMatch(rule -> rule.isInTable(Table.SECURITY));
  }

  /** {@return the rules that have counted, and how often} */
  Map<Met, Long> met() {
    Map<Met, Long> met = new LinkedHashMap<>();
    Map<ChainPlace, Chain> earlier = new HashMap<>();
    for (RuleTable table : before.tables()) {
      table.chains().values().forEach(chain -> earlier.put(table.place(chain.name()), chain));
    }
    for (RuleTable table : after.tables()) {
      for (Chain chain : table.chains().values()) {
        ChainPlace place = table.place(chain.name());
        add(met, place, requireNonNull(earlier.get(place)).rules(), chain);
      }
    }
    return met;
  }

  private static void add(
      Map<Met, Long> met, ChainPlace place, List<ChainRule> earlier, Chain chain) {
    for (int i = 0; i < chain.rules().size(); i++) {
      long more = count(chain.rules().get(i)) - count(earlier.get(i));
      if (more != 0) {
        met.put(new Met(place, i + 1), more);
      }
    }
  }

  private static long count(ChainRule rule) {
    return rule.counters().orElse(Counters.ZERO).packets();
  }
}
