package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.analyze.RuleShape;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.difference.ChangedPackets;
import io.nwfilter.netfilter.difference.ChangedRules;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.difference.DifferenceText;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares what the rules before and after an upgrade mean.
 *
 * <p>Each guest is compared on a host with all networks, but without the machines of other guests.
 * A packet from one guest to another has to pass the filters of both, and what a network does with
 * it: where one of these has changed, packets to or from a guest without a filter show it, too.
 *
 * @param before the host before
 * @param after the host after
 * @param own the host's own rules
 * @param options how documents are compiled before
 * @param guests the guests
 * @param budget how much the comparison of each may need
 */
record Meanings(
    Side before,
    Side after,
    OwnRules own,
    CompileOptions options,
    HostGuests guests,
    AnalysisBudget budget) {

  private static final String HOST = "host";

  /**
   * What guests of one bridge have in common, so that one stands for all.
   *
   * @param bridge the bridge
   * @param before what their rules are like before
   * @param after what they are like after
   */
  private record Kind(String bridge, RuleShape before, RuleShape after) {}

  /**
   * {@return what differs by any of the interfaces by which the host may reach what is outside}
   * What differs in the same way by another one as by the first is there once.
   *
   * @param ways the same with guests of a host with each of these interfaces
   */
  static ImmutableList<MeaningChange> by(List<Meanings> ways) {
    Meanings first = ways.get(0);
    ImmutableList<MeaningChange> some = first.changes();
    List<MeaningChange> others = new ArrayList<>();
    for (Meanings way : ways.subList(1, ways.size())) {
      for (MeaningChange change : way.changes()) {
        Set<String> known = new HashSet<>();
        some.stream()
            .filter(one -> one.subject().equals(change.subject()))
            .forEach(one -> known.addAll(first.forms(one.difference())));
        Difference more = way.without(known, change.difference());
        if (!more.isEmpty()) {
          others.add(
              new MeaningChange(way.named(change.subject()), change.alike(), more, change.place()));
        }
      }
    }
    return ImmutableList.<MeaningChange>builder().addAll(some).addAll(others).build();
  }

  private String named(String subject) {
    return subject + ", if " + guests.uplink() + " leads outside";
  }

  /** {@return changes in words that do not depend on the name of the interface to the outside} */
  private Set<String> forms(Difference difference) {
    Set<String> forms = new HashSet<>();
    DifferenceText.lines(difference).forEach(change -> forms.add(form(change)));
    difference.undecided().ifPresent(forms::add);
    return forms;
  }

  private String form(ChangedPackets change) {
    return change.effect()
        + DifferenceText.line(change).replace("interface " + guests.uplink(), "interface outside");
  }

  private Difference without(Set<String> known, Difference difference) {
    return new Difference(
        DifferenceText.lines(difference).stream()
            .filter(change -> !known.contains(form(change)))
            .toList(),
        difference.undecided().filter(reason -> !known.contains(reason)));
  }

  /**
   * {@return what differs, for guests with a filter, for one guest of each network and the host}
   */
  ImmutableList<MeaningChange> changes() {
    if (before.hasRulesOf(after)) {
      return ImmutableList.of();
    }
    List<MeaningChange> all = new ArrayList<>();
    boolean first = true;
    for (List<Guest> alike : compared()) {
      Guest guest = alike.get(0);
      Both both = without(guest);
      List<String> others = alike.stream().skip(1).map(Guest::port).toList();
      Difference difference = Difference.between(both.before(), both.after(), budget);
      add(all, name(guest), others, difference, () -> place(both, guest));
      if (first) {
        Difference ofHost = Difference.ofHost(both.before(), both.after(), budget);
        add(all, HOST, ImmutableList.of(), ofHost, () -> Origin.of(document(guest)));
        first = false;
      }
    }
    return ImmutableList.copyOf(all);
  }

  /** A guest before and after. */
  private record Both(Subject before, Subject after) {}

  /** {@return a guest on a host without the machines of others} */
  private Both without(Guest guest) {
    Set<HostDocument> some =
        before.outcomes().stream()
            .filter(outcome -> isNeeded(outcome, guest))
            .map(Outcome::document)
            .collect(ImmutableSet.toImmutableSet());
    HostGuests few = HostGuests.of(guests.host().only(some), options, guests.uplink());
    Guest same = few.like(guest);
    Subject.withNeighbor(few.surroundings(), same);
    return new Both(
        before.only(some, own).subject(few.situation(), few.surroundings(), same),
        after.only(some, own).subject(few.situation(), few.surroundings(), same));
  }

  private static boolean isNeeded(Outcome outcome, Guest guest) {
    return outcome.document().kind() == HostDocument.Kind.NETWORK
        || outcome.compiled().stream()
            .flatMap(rules -> rules.interfaces().stream())
            .anyMatch(one -> one.name().name().equals(guest.port()));
  }

  private static void add(
      List<MeaningChange> all,
      String name,
      List<String> others,
      Difference difference,
      Supplier<Origin> place) {
    if (!difference.isEmpty()) {
      all.add(new MeaningChange(name, others, difference, place.get()));
    }
  }

  /**
   * {@return where to look: at what has changed, or else at what the guest is described by} A stock
   * filter is in no file, and its changes are few and have examples.
   */
  private Origin place(Both both, Guest guest) {
    return ChangedRules.between(both.before().rules(), both.after().rules())
        .first(guest.port())
        .filter(origin -> !StockFilters.contains(origin.location()))
        .orElseGet(() -> Origin.of(document(guest)));
  }

  private SourceLocation document(Guest guest) {
    return before.outcomes().stream()
        .filter(outcome -> describes(outcome, guest))
        .map(outcome -> outcome.document().location())
        .findFirst()
        .orElse(SourceLocation.NONE);
  }

  private static boolean describes(Outcome outcome, Guest guest) {
    return outcome.compiled().stream()
        .anyMatch(
            rules ->
                rules.interfaces().stream().anyMatch(one -> one.name().name().equals(guest.port()))
                    || rules.networks().stream()
                        .flatMap(network -> network.bridge().stream())
                        .anyMatch(bridge -> bridge.name().equals(guest.bridge())));
  }

  /**
   * {@return the guests with a filter, those together whose rules have the same form; and of
   * networks without such a guest, one without}
   */
  private List<List<Guest>> compared() {
    Map<String, CompiledInterface> was = filtered(before);
    Map<String, CompiledInterface> is = filtered(after);
    Map<Kind, List<Guest>> kinds = new LinkedHashMap<>();
    Set<String> bridges = new HashSet<>();
    for (Guest guest : guests.named(was.keySet())) {
      Kind kind =
          new Kind(
              guest.bridge(),
              RuleShape.of(requireNonNull(was.get(guest.port()))),
              RuleShape.of(requireNonNull(is.get(guest.port()))));
      kinds.computeIfAbsent(kind, any -> new ArrayList<>()).add(guest);
      bridges.add(guest.bridge());
    }
    List<List<Guest>> all = new ArrayList<>(kinds.values());
    guests.ofNetworks().values().stream()
        .filter(guest -> bridges.add(guest.bridge()))
        .forEach(guest -> all.add(ImmutableList.of(guest)));
    return all;
  }

  private static Map<String, CompiledInterface> filtered(Side side) {
    return Side.started(side.outcomes()).stream()
        .flatMap(rules -> rules.interfaces().stream())
        .collect(ImmutableMap.toImmutableMap(one -> one.name().name(), one -> one));
  }

  private String name(Guest guest) {
    return Optional.ofNullable(guests.networks().get(guest))
        .map(network -> "network '" + network + "'")
        .orElseGet(guest::port);
  }
}
