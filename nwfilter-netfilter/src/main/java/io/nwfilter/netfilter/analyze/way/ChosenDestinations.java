package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.MatchSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.analyze.space.Tuples;
import io.nwfilter.netfilter.analyze.space.Unknown;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.TranslatedAddresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which rules may have chosen a new destination for a known connection. The packet that has begun
 * it has the addresses, protocol and ports of each that follows it in its direction; whatever else
 * it had, such as the interface or the mark, may have been otherwise. Where that leaves several
 * rules, or a rule and none, which one it was is not known, but it is one of these.
 */
final class ChosenDestinations {

  /** With more, destinations of known connections are not known. */
  private static final int MAX_CHOICES = 32;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final TrackedPackets tracked;
  private final List<Choice> choices;

  /** Those whose connections may have been left as they were, by their tuples. */
  private final int none;

  /**
   * What may have been chosen.
   *
   * @param target the target that chose; empty if any destination may have been
   * @param tuples the packets with addresses and ports of those that may have met its rule
   */
  private record Choice(Optional<Target.AddressTranslation> target, int tuples) {}

  private ChosenDestinations(PacketSpace space, List<Choice> choices, int none) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.tracked = new TrackedPackets(space);
    this.choices = choices;
    this.none = none;
  }

  /**
   * {@return what rules may have chosen}
   *
   * @param space the space of the packets
   * @param family IPv4 or IPv6
   * @param rules all rules of the host
   * @param addresses the addresses of the host
   * @param tables the tables with chains that translate, with which packets meet their matches
   * @param first the packets that start connections
   */
  static ChosenDestinations of(
      PacketSpace space,
      Family family,
      HostRules rules,
      TranslatedAddresses addresses,
      Map<RuleTable, MatchSets> tables,
      int first) {
    Diagrams diagrams = space.diagrams;
    Map<Target.AddressTranslation, Integer> met = new LinkedHashMap<>();
    Changes changes = new Changes(diagrams);
    tables.forEach(
        (table, matches) ->
            table.chains().values().stream()
                .filter(chain -> ofDestinations(table, chain))
                .forEach(
                    base ->
                        new TableFlow(
                                space,
                                table,
                                matches,
                                changes,
                                false,
                                new Noting(diagrams, met, redirected(base, family, addresses)))
                            .accepted(base, first)));
    if (met.size() > MAX_CHOICES || changeTuples(rules, family)) {
      return new ChosenDestinations(
          space, ImmutableList.of(new Choice(Optional.empty(), EVERYTHING)), EVERYTHING);
    }
    Tuples tuples = new Tuples(space);
    ImmutableList.Builder<Choice> choices = ImmutableList.builder();
    int others = changes.of(address(family)); // those of a network are changed, each otherwise
    if (others != NOTHING) {
      choices.add(new Choice(Optional.empty(), tuples.of(others)));
    }
    met.forEach(
        (target, packets) -> choices.add(new Choice(Optional.of(target), tuples.of(packets))));
    // What a bridge has found by itself is not translated.
    int none =
        ConnectionTracking.isNeededBy(rules, Family.BRIDGE)
            ? EVERYTHING
            : tuples.of(diagrams.without(first, changes.takeTranslated()));
    return new ChosenDestinations(space, choices.build(), none);
  }

  /** {@return where {@code REDIRECT} may send packets at a hook; none if that is not known} */
  private static List<IpAddress> redirected(
      Chain base, Family family, TranslatedAddresses addresses) {
    if (family == Family.IPV6) {
      return ImmutableList.of();
    }
    return base.base().orElseThrow().hook() == Hook.OUTPUT
        ? ImmutableList.of(TranslatedAddresses.LOOPBACK)
        : addresses.ofInterfaces();
  }

  /**
   * Notes which packets meet which targets; redirecting them to one of several addresses is the
   * same as to send them there.
   */
  private record Noting(
      Diagrams diagrams, Map<Target.AddressTranslation, Integer> met, List<IpAddress> redirected)
      implements Translating {

    @Override
    public int translate(Target.AddressTranslation target, Changes changes, int packets) {
      if (target.kind() != Target.TranslationKind.REDIRECT || redirected.isEmpty()) {
        note(target, packets);
      } else {
        redirected.forEach(address -> note(to(address, target), packets));
      }
      return packets;
    }

    private void note(Target.AddressTranslation target, int packets) {
      met.merge(target, packets, diagrams::or);
    }

    private static Target.AddressTranslation to(
        IpAddress address, Target.AddressTranslation target) {
      return Target.AddressTranslation.of(
          Target.TranslationKind.DNAT,
          Optional.of(new AddressSpan(address, address)),
          target.ports(),
          target.flags());
    }
  }

  private static boolean ofDestinations(RuleTable table, Chain chain) {
    return chain
            .base()
            .filter(base -> base.hook() == Hook.PREROUTING || base.hook() == Hook.OUTPUT)
            .isPresent()
        && table.isTranslating(chain);
  }

  private static Field address(Family family) {
    return family == Family.IPV4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
  }

  /** {@return whether a packet may have begun a connection with other addresses or ports} */
  private static boolean changeTuples(HostRules rules, Family family) {
    return Stream.concat(rules.tables(family).stream(), rules.tables(Family.BRIDGE).stream())
        .flatMap(RuleTable::rules)
        .filter(rule -> !Translations.isTranslation(rule.target()))
        .anyMatch(rule -> !Sets.intersection(ChangedFields.of(rule), Tuples.FIELDS).isEmpty());
  }

  /**
   * Has packets of known connections, and errors about them, go where these were sent.
   *
   * @param changes where to add what is changed
   * @param packets the packets, in the direction of the first one
   * @param translating what is done to packets that a rule has sent elsewhere
   * @return those of them that go on
   */
  int translate(Changes changes, int packets, TranslatedPackets translating) {
    int later = diagrams.and(packets, tracked.in(TrackedState.ESTABLISHED));
    int errors = diagrams.without(packets, later); // of whatever connection
    int left = NOTHING;
    int rest = packets;
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      int mine = diagrams.and(rest, diagrams.or(diagrams.and(later, choice.tuples()), errors));
      int open = diagrams.and(mine, diagrams.or(otherTuples(i), errors));
      if (open != NOTHING) {
        int chosen = diagrams.choose(errors, ofErrors(choice), ofPackets(choice));
        mine = diagrams.and(mine, diagrams.or(chosen, diagrams.not(open)));
      }
      left = diagrams.or(left, translating.translateKnown(choice.target(), changes, mine));
      rest = diagrams.without(rest, mine);
    }
    return diagrams.or(left, rest);
  }

  private int ofPackets(Choice choice) {
    return space.unknown(new Unknown.Chosen(choice.target()));
  }

  /** {@return what was chosen, as far as it matters to errors: they have no ports} */
  private int ofErrors(Choice choice) {
    return space.unknown(new Unknown.Chosen(choice.target().map(ChosenDestinations::withoutPorts)));
  }

  private static Target.AddressTranslation withoutPorts(Target.AddressTranslation target) {
    return Target.AddressTranslation.of(
        target.kind(), target.addresses(), Optional.empty(), ImmutableSet.of());
  }

  /** {@return for each choice, that it was made, where that is not known} */
  Set<Integer> chosen() {
    return choices.stream()
        .flatMap(choice -> Stream.of(ofPackets(choice), ofErrors(choice)))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the packets whose connections may have met something that comes later} */
  private int otherTuples(int index) {
    int others = none;
    for (Choice choice : choices.subList(index + 1, choices.size())) {
      others = diagrams.or(others, choice.tuples());
    }
    return others;
  }
}
