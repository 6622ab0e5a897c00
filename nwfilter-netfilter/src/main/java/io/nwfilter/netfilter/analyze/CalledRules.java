package io.nwfilter.netfilter.analyze;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.Stage;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of a host as the kernel calls them at its hooks, with what the kernel does for them.
 */
final class CalledRules {

  private final PacketSpace space;
  private final ImmutableMap<Family, Ruleset> rulesets;
  private final Set<String> changingSets;
  private final GivenSets given;
  private final Map<Family, Translations> translations = new EnumMap<>(Family.class);
  private final Map<Named, MatchSets> matches = new HashMap<>();
  private final Map<At, List<Base>> bases = new HashMap<>();

  /** The families whose rules make the kernel track connections. */
  private final Set<Family> tracking = EnumSet.noneOf(Family.class);

  private final ImmutableList<Changer> changers;

  /**
   * Begins with rules.
   *
   * @param space the space of the packets
   * @param rulesets the rules
   * @param given the sets whose members are known
   */
  CalledRules(PacketSpace space, Map<Family, Ruleset> rulesets, GivenSets given) {
    this.given = given;
    this.space = space;
    this.rulesets = ImmutableMap.copyOf(rulesets);
    this.changers = changers(rulesets);
    this.changingSets =
        RulesetAnalysis.changingSets(
            rulesets.values().stream()
                .flatMap(ruleset -> ruleset.tables().values().stream())
                .toList());
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      Ruleset ruleset = rulesets.getOrDefault(family, Ruleset.empty(family));
      translations.put(family, new Translations(space, family, ruleset, given));
      if (ConnectionTracking.isNeededBy(ruleset)) {
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
        .anyMatch(one -> one.family() == family && one.changes(Field.CONNECTION_STATE));
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
  MatchSets matches(Family family, Table table) {
    return matches.computeIfAbsent(
        new Named(family, table.name()),
        name ->
            new MatchSets(
                space, family, RulesetAnalysis.changing(table), changingSets, given, name));
  }

  /** {@return the base chains that are called at a hook, in order} */
  List<Base> bases(Family family, Hook hook) {
    return bases.computeIfAbsent(new At(family, hook), this::find);
  }

  private List<Base> find(At at) {
    Ruleset ruleset = rulesets.get(at.family());
    if (ruleset == null) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<Base> found = ImmutableList.builder();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        if (chain.base().filter(base -> base.hook() == at.hook()).isPresent()) {
          found.add(new Base(table, chain));
        }
      }
    }
    return ImmutableList.sortedCopyOf(Comparator.comparingInt(Base::priority), found.build());
  }

  /** {@return where a base chain asks about a call, equal on hosts that change the same} */
  Object place(Stage.Call call, Base base) {
    return new Place(call, base.table().name(), base.chain().name(), changers);
  }

  /** The table of a family. */
  private record Named(Family family, String table) {}

  /** A hook of a family. */
  private record At(Family family, Hook hook) {}

  /**
   * A base chain of a table.
   *
   * @param table the table
   * @param chain the chain
   */
  record Base(Table table, Chain chain) {

    int priority() {
      return chain.base().orElseThrow().priority();
    }
  }

  /** Where something is asked of what rules may have changed, on hosts that change the same. */
  private record Place(
      Stage.Call call, String table, String chain, ImmutableList<Changer> changers) {}

  /** A rule that changes packets. */
  private record Changer(Family family, String table, String chain, ChainRule rule) {

    boolean changes(Field field) {
      return ChangedFields.of(rule.target()).contains(field);
    }
  }

  private static ImmutableList<Changer> changers(Map<Family, Ruleset> rulesets) {
    ImmutableList.Builder<Changer> changers = ImmutableList.builder();
    for (Ruleset ruleset : rulesets.values()) {
      for (Table table : ruleset.tables().values()) {
        for (Chain chain : table.chains().values()) {
          for (ChainRule rule : chain.rules()) {
            if (!ChangedFields.of(rule.target()).isEmpty()) {
              changers.add(new Changer(ruleset.family(), table.name(), chain.name(), rule));
            }
          }
        }
      }
    }
    return changers.build();
  }
}
