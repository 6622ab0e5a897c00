package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.RuleTraffic;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The packets of a guest whose bridge is connected to others: all ways that they may take. If the
 * addresses of the host on the bridge are not known, it has some, and routes to those of the guest,
 * as it may be any host. There are no rules but those of the guest's filter.
 */
final class GuestTraffic {

  private static final String BRIDGE = Simulator.BRIDGE;
  private static final ImmutableList<Prefix> ASSUMED =
      ImmutableList.of(Prefix.parse("192.0.2.254/24"), Prefix.parse("2001:db8::fffe/64"));

  private final Map<Family, Ruleset> rulesets;
  private final Subject subject;
  private final PacketSets sets;
  private final ImmutableList<Entry> entries;
  private final Origin reference;
  private final boolean hostKnown;
  private Decisions decisions = Decisions.unknown();
  private final Map<Between, RuleTraffic> traffic = new HashMap<>();

  /**
   * Begins with the rules of an interface.
   *
   * @param budget how much the sets of packets may need together
   */
  GuestTraffic(ConnectedInterface connected, Map<Family, Ruleset> rulesets, AnalysisBudget budget) {
    FilterBinding binding = connected.compiled().binding();
    this.rulesets = rulesets;
    this.reference = Origin.of(binding.filterRef().location());
    this.hostKnown = connected.hostAddresses().isPresent();
    Surroundings surroundings = new Surroundings();
    surroundings.bridge(BRIDGE);
    connected
        .hostAddresses()
        .orElse(ASSUMED)
        .forEach(address -> surroundings.address(BRIDGE, address.toString()));
    surroundings.add(binding, BRIDGE);
    Guest guest = surroundings.guests().get(0);
    Situation.Builder situation = surroundings.situation();
    if (connected.hostAddresses().isEmpty()) {
      guest.addresses().forEach(address -> situation.route(address.toString(), BRIDGE));
    }
    this.subject = Subject.of(situation.build(), rulesets.values(), surroundings, guest);
    this.sets = PacketSets.of(subject.simulator(), budget);
    this.entries =
        ImmutableList.<Entry>builder()
            .addAll(subject.simulator().situation().entries())
            .add(host())
            .build();
  }

  Subject subject() {
    return subject;
  }

  PacketSets sets() {
    return sets;
  }

  /** Begins with other decisions. */
  void decide(Decisions others) {
    decisions = others;
  }

  /** {@return whether something holds of sets of packets; found out if it is not decided yet} */
  boolean holds(BooleanSupplier question) {
    return decisions.of(question);
  }

  /** {@return whether it is known which addresses the host has on the guest's bridge} */
  boolean isHostKnown() {
    return hostKnown;
  }

  /** {@return where packets to the guest enter that are bridged} */
  Entry.Port others() {
    return new Entry.Port(Surroundings.others(BRIDGE));
  }

  /** {@return where whole frames enter that programs of the host send to the guest's bridge} */
  Entry host() {
    return Entry.raw(BRIDGE);
  }

  /** {@return what happens with the rules of both layers, and of one only, between all places} */
  List<OtherLayer.View> views() {
    PacketSets frames = of(Family.BRIDGE::equals);
    PacketSets packets = of(family -> family != Family.BRIDGE);
    PacketSet starting = sets.first().and(sets.in(TrackedState.NEW));
    ImmutableList.Builder<OtherLayer.View> views = ImmutableList.builder();
    for (Entry entry : entries) {
      for (End end : sets.ends(entry)) {
        Optional<End> there = Optional.of(end);
        views.add(
            new OtherLayer.View(
                traffic(entry, end),
                frames.traffic(entry, there),
                packets.traffic(entry, there),
                frames.arriving(entry, there),
                starting));
      }
    }
    return views.build();
  }

  private PacketSets of(Predicate<Family> families) {
    List<Ruleset> some =
        rulesets.values().stream().filter(ruleset -> families.test(ruleset.family())).toList();
    return sets.on(Simulator.of(subject.simulator().situation(), some));
  }

  /**
   * {@return the packets of a set, as first ones of connections, that would arrive without rules}
   */
  PacketSet sent(PacketSet packets, Entry entry, Optional<End> end) {
    return packets.and(sets.unfiltered(entry, end)).and(sets.possible(entry)).and(sets.first());
  }

  /** {@return an ordinary packet of a set, if possible} */
  Optional<Packet> witness(PacketSet packets, Entry entry) {
    return sets.witness(packets, subject.samples(entry).usual());
  }

  /** {@return the author's rule that decides on a packet; otherwise the reference to the filter} */
  Origin place(Optional<Packet> packet, Entry entry) {
    return packet.flatMap(it -> Culprit.of(subject, it, entry)).orElse(reference);
  }

  /** {@return which rules packets meet on their ways from one place to another} */
  RuleTraffic traffic(Entry entry, End end) {
    return traffic.computeIfAbsent(
        new Between(entry, end), between -> sets.traffic(entry, Optional.of(end)));
  }

  /** Two places. */
  private record Between(Entry entry, End end) {}
}
