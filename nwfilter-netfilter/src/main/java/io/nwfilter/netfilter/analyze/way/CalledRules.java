package io.nwfilter.netfilter.analyze.way;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.space.GivenSets;
import io.nwfilter.netfilter.analyze.space.MatchSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Place;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.Stage;
import io.nwfilter.netfilter.simulate.TranslatedAddresses;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a host as the kernel calls them at its hooks, with what the kernel does for them.
 */
final class CalledRules {

  private static final String ANY_CHAIN = "";

  private final PacketSpace space;
  private final HostRules rules;
  private final Set<String> changingSets;
  private final GivenSets given;
  private final Map<Family, Translations> translations = new EnumMap<>(Family.class);
  private final Map<ChainPlace, MatchSets> matches = new HashMap<>();
  private final Map<Family, Map<Hook, List<HostRules.Called>>> bases = new EnumMap<>(Family.class);

  /** The families whose rules make the kernel track connections; that of bridges may be one. */
  private final Set<Family> tracking = EnumSet.noneOf(Family.class);

  private final ImmutableList<Changer> changers;

  /**
   * Begins with rules.
   *
   * @param space the space of the packets
   * @param rules the rules
   * @param given the sets whose members are known
   * @param addresses the addresses that packets get whose addresses are translated
   */
  CalledRules(PacketSpace space, HostRules rules, GivenSets given, TranslatedAddresses addresses) {
    this.given = given;
    this.space = space;
    this.rules = rules;
    this.changers = changers(rules);
    this.changingSets = ChangedFields.sets(rules.tables());
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      translations.put(family, new Translations(space, family, rules, given, addresses));
    }
    for (Family family : Family.values()) {
      if (ConnectionTracking.isNeededBy(rules, family)) {
        tracking.add(family);
      }
    }
  }

  /** {@return whether rules of a family make the kernel track connections} */
  boolean areTracking(Family family) {
    return tracking.contains(family);
  }

  /** {@return whether rules of a family keep packets away from connection tracking} */
  boolean keepAway(Family family) {
    return changers.stream()
        .anyMatch(one -> one.place().family() == family && one.changes(Field.CONNECTION_STATE));
  }

  /** {@return what is translated, each for a family of IP} */
  Iterable<Translations> translations() {
    return translations.values();
  }

  /** {@return what is translated of a family of IP} */
  Translations translations(Family family) {
    return requireNonNull(translations.get(family));
  }

  /** {@return the packets that meet matches of a table, asked as they enter the host} */
  MatchSets matches(RuleTable table) {
    return matches.computeIfAbsent(
        table.place(ANY_CHAIN),
        name ->
            new MatchSets(space, table, ChangedFields.inTable(table), changingSets, given, name));
  }

  /** {@return the base chains that are called at a hook, in order} */
  List<HostRules.Called> bases(Family family, Hook hook) {
    return requireNonNull(bases.computeIfAbsent(family, rules::called).get(hook));
  }

  /** {@return where a base chain asks about a call, equal on hosts where the reply is the same} */
  Place place(Stage.Call call, HostRules.Called base) {
    return new PlaceOfCall(call, base.table().place(base.chain().name()), changers);
  }

  /**
   * Where a base chain asks about a call.
   *
   * @param call the call
   * @param chain the chain
   * @param all the rules of the host that change packets
   */
  private record PlaceOfCall(Stage.Call call, ChainPlace chain, ImmutableList<Changer> all)
      implements Place {

    @Override
    public Object ofRules() {
      return new Asked(call, Optional.of(chain), ImmutableList.of());
    }

    /**
     * After addresses are translated, all chains of a call see the same; what other rules change is
     * the same after all of these, and may be otherwise between them.
     */
    @Override
    public Object afterChanging(Set<Field> fields, Set<Object> before) {
      ImmutableList<Changer> changers =
          all.stream()
              .filter(changer -> fields.stream().anyMatch(field -> matters(changer, field)))
              .collect(ImmutableList.toImmutableList());
      boolean alike =
          changers.stream().allMatch(one -> one.isTranslating() || before.contains(one));
      return new Asked(call, alike ? Optional.empty() : Optional.of(chain), changers);
    }

    /**
     * Whether it matters what a rule does. Where an address of the first packets of connections is
     * translated, the other one is in replies; destinations of these are known after routing.
     */
    private boolean matters(Changer changer, Field field) {
      if (changer.changes(field)) {
        return true;
      }
      boolean routed = call.family() != Family.BRIDGE && call.hook() != Hook.PREROUTING;
      boolean ofReplies =
          Translations.SOURCE.contains(field)
              || (Translations.DESTINATION.contains(field) && !routed);
      return ofReplies && changer.isTranslating();
    }
  }

  /** Where something is asked, on hosts that change the same before. */
  private record Asked(
      Stage.Call call, Optional<ChainPlace> chain, ImmutableList<Changer> changers) {}

  private static ImmutableList<Changer> changers(HostRules rules) {
    ImmutableList.Builder<Changer> changers = ImmutableList.builder();
    for (RuleTable table : rules.tables()) {
      for (Chain chain : table.chains().values()) {
        for (ChainRule rule : chain.rules()) {
          if (!ChangedFields.of(rule).isEmpty()) {
            changers.add(new Changer(table.place(chain.name()), rule));
          }
        }
      }
    }
    return changers.build();
  }
}
