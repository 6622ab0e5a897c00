package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.GivenSets;
import io.nwfilter.netfilter.analyze.space.MatchSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.analyze.space.Tuples;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.TranslatedAddresses;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the kernel changes of packets of known connections whose addresses are translated. Such
 * packets are in sets as if translations of sources were undone: a reply goes to whom the first
 * packet came from. So rules before connection tracking see another destination of a reply, and
 * rules after it the one that the set has.
 */
public final class Translations {

  static final ImmutableSet<Field> SOURCE =
      ImmutableSet.of(
          Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT, Field.SOURCE_ADDRESS_TYPE);

  static final ImmutableSet<Field> DESTINATION =
      ImmutableSet.of(
          Field.IPV4_DESTINATION,
          Field.IPV6_DESTINATION,
          Field.DESTINATION_PORT,
          Field.DESTINATION_ADDRESS_TYPE);

  /** The variables of what is changed where a destination is translated. */
  public static final VariableMask OF_DESTINATION = Variables.bits(DESTINATION::contains);

  private final boolean ofSources;
  private final boolean ofDestinations;
  private final PacketSpace space;
  private final Supplier<ChosenDestinations> destinations;
  private final int originals;

  /** Those that get another source: as their connection has begun with their addresses. */
  private final int withOtherSources;

  private final int replies;

  Translations(
      PacketSpace space,
      Family family,
      HostRules rules,
      GivenSets given,
      TranslatedAddresses addresses) {
    this.space = space;
    List<RuleTable> tables = rules.tables(family);
    ImmutableList<RuleTable> translating =
        tables.stream()
            .filter(table -> table.chains().values().stream().anyMatch(table::isTranslating))
            .collect(ImmutableList.toImmutableList());
    Diagrams diagrams = space.diagrams;
    TrackedPackets tracked = new TrackedPackets(space);
    ofSources = translate(translating, true);
    ofDestinations = translate(translating, false);
    boolean any = ofSources || ofDestinations;
    int known =
        any
            ? diagrams.and(
                space.has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6),
                diagrams.or(tracked.in(TrackedState.ESTABLISHED), tracked.in(TrackedState.RELATED)))
            : NOTHING;
    int original = any ? space.is(Field.CONNECTION_DIRECTION, 0) : NOTHING;
    originals = diagrams.and(known, original);
    Tuples tuples = new Tuples(space);
    int others = diagrams.without(known, original);
    if (ofSources) {
      int translated = tuples.of(translated(space, family, translating, given));
      replies = diagrams.and(others, tuples.exchanged(translated));
      withOtherSources =
          diagrams.and(originals, diagrams.or(tracked.in(TrackedState.RELATED), translated));
    } else {
      replies = others;
      withOtherSources = NOTHING;
    }
    destinations =
        Suppliers.memoize(
            () ->
                ChosenDestinations.of(
                    space,
                    family,
                    rules,
                    addresses,
                    Maps.toMap(translating, nat -> matches(space, nat, tables, given)),
                    first(tracked, family)));
  }

  /** {@return the packets that may begin connections} */
  private int first(TrackedPackets tracked, Family family) {
    boolean ipv4 = family == Family.IPV4;
    return space.all(
        tracked.in(TrackedState.NEW),
        space.has(ipv4 ? Header.IPV4 : Header.IPV6),
        tracked.first(ipv4, false),
        space.universe(Family.BRIDGE));
  }

  private static MatchSets matches(
      PacketSpace space, RuleTable nat, List<RuleTable> tables, GivenSets given) {
    return new MatchSets(
        space,
        nat,
        ChangedFields.inTable(nat),
        ChangedFields.sets(tables),
        given,
        new Asker(nat.place("")));
  }

  /** {@return the packets whose sources rules may translate} */
  private static int translated(
      PacketSpace space, Family family, List<RuleTable> tables, GivenSets given) {
    Changes changes = new Changes(space.diagrams);
    for (RuleTable nat : tables) {
      MatchSets matches = matches(space, nat, tables, given);
      TableFlow flow = new TableFlow(space, nat, matches, changes, false);
      nat.chains().values().stream()
          .filter(chain -> chain.base().isPresent() && nat.isTranslating(chain))
          .forEach(base -> flow.accepted(base, EVERYTHING));
    }
    return changes.of(family == Family.IPV4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE);
  }

  private static boolean translate(List<RuleTable> tables, boolean source) {
    return tables.stream()
        .flatMap(RuleTable::rules)
        .anyMatch(rule -> translates(rule.target(), source));
  }

  private static boolean translates(Target target, boolean source) {
    if (target instanceof Target.AddressTranslation translation) {
      return isOfSource(translation) == source;
    }
    if (target instanceof VerdictMapTarget map && map.translation().isPresent()) {
      return isOfSource(map.translation().get()) == source;
    }
    if (target instanceof StatementTarget unknown && unknown.statement().isTranslation()) {
      return unknown.statement().isTranslationOfSource() == source;
    }
    return isTranslation(target); // of either, by the chain that leads to it
  }

  /**
   * {@return whether a target translates addresses, and packets that it translates go to no later
   * rule}
   */
  public static boolean isTranslation(Target target) {
    return target instanceof Target.AddressTranslation
        || (target instanceof VerdictMapTarget map && map.translation().isPresent())
        || (target instanceof Target.OpaqueTarget opaque && opaque.mappedNetwork().isPresent())
        || (target instanceof StatementTarget unknown && unknown.statement().isTranslation());
  }

  /** {@return whether a target translates addresses, and it matters of which packets it does} */
  static boolean isMarked(Target target) {
    return isTranslation(target) && !(target instanceof Target.OpaqueTarget);
  }

  static boolean isOfSource(Target.AddressTranslation target) {
    return switch (target.kind()) {
      case SNAT, MASQUERADE -> true;
      case DNAT, REDIRECT -> false;
    };
  }

  /** {@return whether rules translate sources} */
  boolean ofSources() {
    return ofSources;
  }

  /** {@return whether rules translate destinations} */
  boolean ofDestinations() {
    return ofDestinations;
  }

  /** {@return for each destination of known connections, that it is the one, if that is open} */
  Set<Integer> chosen() {
    return ofDestinations ? destinations.get().chosen() : ImmutableSet.of();
  }

  /** What is not as in the set before the connection is found. */
  void beforeTracking(Changes changes) {
    if (ofSources) {
      DESTINATION.forEach(field -> changes.add(field, replies));
    }
  }

  /**
   * Translates the destinations of packets of known connections, before rules choose those of new
   * ones.
   *
   * @param changes where to add what is changed
   * @param packets the packets
   * @param translating what is done to packets that a rule has sent elsewhere
   * @return those of them that go on
   */
  int destinations(Changes changes, int packets, TranslatedPackets translating) {
    if (ofSources) {
      DESTINATION.forEach(field -> changes.forget(field, replies));
    }
    if (!ofDestinations) {
      return packets;
    }
    Diagrams diagrams = space.diagrams;
    int known = diagrams.and(packets, originals);
    int left = destinations.get().translate(changes, known, translating);
    return diagrams.or(diagrams.without(packets, known), left);
  }

  /** What is not as in the set after the last hook. */
  void afterRouting(Changes changes) {
    if (ofSources) {
      SOURCE.forEach(field -> changes.add(field, withOtherSources));
    }
    if (ofDestinations) {
      SOURCE.forEach(field -> changes.add(field, replies));
    }
  }

  /** Who asks for the rules that translate. */
  private record Asker(ChainPlace table) {}
}
