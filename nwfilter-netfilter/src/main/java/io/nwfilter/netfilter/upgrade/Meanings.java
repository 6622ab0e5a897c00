package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.AnalysisBudget;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the rules before and after an upgrade mean.
 *
 * @param before the host before
 * @param after the host after
 * @param guests the guests
 * @param budget how much the comparison may need
 */
record Meanings(Side before, Side after, HostGuests guests, AnalysisBudget budget) {

  private static final String HOST = "host";

  /**
   * {@return what differs, for guests with a filter, for one guest of each network and the host}
   */
  ImmutableList<MeaningChange> changes() {
    if (before.hasRulesOf(after)) {
      return ImmutableList.of();
    }
    List<MeaningChange> all = new ArrayList<>();
    boolean first = true;
    for (Guest guest : compared()) {
      Subject.withNeighbor(guests.surroundings(), guest);
      Subject was = before.subject(guests.situation(), guests.surroundings(), guest);
      Subject is = after.subject(guests.situation(), guests.surroundings(), guest);
      add(all, name(guest), Difference.between(was, is, budget));
      if (first) {
        add(all, HOST, Difference.ofHost(was, is, budget));
        first = false;
      }
    }
    return ImmutableList.copyOf(all);
  }

  private static void add(List<MeaningChange> all, String name, Difference difference) {
    if (!difference.isEmpty()) {
      all.add(new MeaningChange(name, difference));
    }
  }

  /** {@return the guests with a filter, and of networks without such a guest, one without} */
  private List<Guest> compared() {
    Set<String> filtered = new HashSet<>(filtered(before));
    filtered.retainAll(filtered(after));
    List<Guest> all = new ArrayList<>(guests.named(filtered));
    Set<String> bridges = new HashSet<>();
    all.forEach(guest -> bridges.add(guest.bridge()));
    guests.ofNetworks().values().stream()
        .filter(guest -> bridges.add(guest.bridge()))
        .forEach(all::add);
    return all;
  }

  private static List<String> filtered(Side side) {
    return Side.started(side.outcomes()).stream()
        .map(CompiledRules::interfaces)
        .flatMap(List::stream)
        .map(one -> one.name().name())
        .toList();
  }

  private String name(Guest guest) {
    return Optional.ofNullable(guests.networks().get(guest))
        .map(network -> "network '" + network + "'")
        .orElseGet(guest::port);
  }
}
