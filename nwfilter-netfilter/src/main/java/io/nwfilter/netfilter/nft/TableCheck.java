package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ChainType;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses tables that Linux could not have. */
final class TableCheck {

  private static final ImmutableSet<String> SETS = ImmutableSet.of("set", "map");

  private final NftFamily family;
  private final Map<String, NftChain> chains;
  private final Map<String, NftSet> sets;
  private final Map<String, NftVerdictMap> maps;

  /** Chains, sets and maps that are not modelled. */
  private final ImmutableSet<String> unknownChains;

  private final ImmutableSet<String> unknownSets;

  TableCheck(
      NftFamily family,
      Map<String, NftChain> chains,
      Map<String, NftSet> sets,
      Map<String, NftVerdictMap> maps,
      List<NftObject> others) {
    this.family = family;
    this.chains = chains;
    this.sets = sets;
    this.maps = maps;
    this.unknownChains = names(others, ImmutableSet.of("chain"));
    this.unknownSets = names(others, SETS);
  }

  private static ImmutableSet<String> names(List<NftObject> others, Set<String> kinds) {
    return others.stream()
        .filter(other -> kinds.contains(other.kind()))
        .map(NftObject::name)
        .collect(toImmutableSet());
  }

  /**
   * Checks the table.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  void check() {
    maps.keySet().forEach(name -> checkArgument(!sets.containsKey(name), "two sets '%s'", name));
    Map<String, List<String>> entered = new HashMap<>();
    for (NftChain chain : chains.values()) {
      chain.chain().base().ifPresent(base -> checkBase(chain, base));
      List<String> next = new ArrayList<>();
      for (ChainRule rule : chain.chain().rules()) {
        checkMatches(rule);
        enter(rule.target(), next);
      }
      if (!next.isEmpty()) {
        next.forEach(this::requireUserChain);
        entered.put(chain.name(), next);
      }
    }
    List<String> byMaps = new ArrayList<>();
    maps.values().forEach(map -> map.entries().values().forEach(each -> enter(each, byMaps)));
    byMaps.forEach(this::requireUserChain);
    checkCircles(entered);
  }

  private void checkMatches(ChainRule rule) {
    int comments = 0;
    for (Match match : rule.matches()) {
      checkMatch(match);
      comments += match instanceof CommentMatch ? 1 : 0;
    }
    checkArgument(comments <= 1, "a rule with two comments: %s", rule);
  }

  private void checkBase(NftChain chain, BaseHook base) {
    checkArgument(family.hooks().contains(base.hook()), "%s is at %s", chain.name(), base.hook());
    checkArgument(
        family != NftFamily.BRIDGE || base.type() == ChainType.FILTER,
        "%s of family bridge is of type %s",
        chain.name(),
        base.type());
  }

  private void checkMatch(Match match) {
    if (match instanceof LookupMatch lookup
        && lookup.set() instanceof LookupMatch.Elements.Named named) {
      NftSet set = sets.get(named.name().name());
      requireKey(named.name().name(), set == null ? null : set.type(), lookup.key());
    }
  }

  private void requireKey(String name, @Nullable SetType type, List<Selector> key) {
    if (type == null) {
      checkArgument(unknownSets.contains(name), "there is no set or map '%s'", name);
      return;
    }
    checkArgument(type.key().size() == key.size(), "%s is asked for %s", name, key);
    for (int i = 0; i < key.size(); i++) {
      checkArgument(
          type.key().get(i).kind() == key.get(i).field().kind()
              && type.key().get(i).width() == key.get(i).field().width(),
          "%s of %s is asked for %s",
          name,
          type.key(),
          key);
    }
  }

  /** Adds the chains that packets may enter by a target. */
  private void enter(Target target, List<String> chains) {
    if (target instanceof Target.Jump jump) {
      chains.add(jump.chain());
    } else if (target instanceof Target.Goto go) {
      chains.add(go.chain());
    } else if (target instanceof VerdictMapTarget map) {
      verdicts(map).forEach(verdict -> enter(verdict, chains));
    }
  }

  private Collection<Target> verdicts(VerdictMapTarget target) {
    if (target.map() instanceof VerdictMapTarget.Entries.Named named) {
      NftVerdictMap map = maps.get(named.name().name());
      requireKey(named.name().name(), map == null ? null : map.type(), target.key());
      return map == null ? ImmutableList.of() : map.entries().values();
    }
    return ((VerdictMapTarget.Entries.Listed) target.map()).entries().values();
  }

  private void requireUserChain(String name) {
    NftChain chain = chains.get(name);
    checkArgument(chain != null || unknownChains.contains(name), "there is no chain '%s'", name);
    checkArgument(chain == null || !chain.chain().isBase(), "'%s' is a base chain", name);
  }

  /**
   * Takes away chains that lead nowhere or only to chains that were taken away.
   *
   * @param entered the chains that lead somewhere, with those that they lead to
   */
  private void checkCircles(Map<String, List<String>> entered) {
    Map<String, Integer> open = new HashMap<>();
    Map<String, List<String>> callers = new HashMap<>();
    List<String> done = new ArrayList<>();
    entered.forEach(
        (chain, next) -> {
          List<String> leading = next.stream().filter(entered::containsKey).toList();
          open.put(chain, leading.size());
          leading.forEach(
              name -> callers.computeIfAbsent(name, key -> new ArrayList<>()).add(chain));
        });
    open.forEach(
        (chain, count) -> {
          if (count == 0) {
            done.add(chain);
          }
        });
    for (int i = 0; i < done.size(); i++) {
      for (String caller : callers.getOrDefault(done.get(i), List.of())) {
        if (open.merge(caller, -1, Integer::sum) == 0) {
          done.add(caller);
        }
      }
    }
    done.forEach(open::remove); // removeAll would search the list for each chain
    if (!open.isEmpty()) {
      refuseCircle(entered, open.keySet());
    }
  }

  /** Names the chains of a circle, and where each leads to the next one. */
  private void refuseCircle(Map<String, List<String>> entered, Set<String> leading) {
    List<String> path = new ArrayList<>();
    String chain = chains.keySet().stream().filter(leading::contains).findFirst().orElseThrow();
    while (!path.contains(chain)) {
      path.add(chain);
      List<String> next = entered.getOrDefault(chain, List.of());
      chain = next.stream().filter(leading::contains).findFirst().orElseThrow();
    }
    List<String> circle = new ArrayList<>(path.subList(path.indexOf(chain), path.size()));
    circle.add(chain);
    List<String> places = new ArrayList<>();
    for (int i = 0; i + 1 < circle.size(); i++) {
      place(circle.get(i), circle.get(i + 1)).ifPresent(places::add);
    }
    throw new IllegalArgumentException(
        "chains that lead to each other: "
            + String.join(" > ", circle)
            + (places.isEmpty() ? "" : " (" + String.join(", ", places) + ")"));
  }

  private Optional<String> place(String chain, String next) {
    List<String> entered = new ArrayList<>();
    for (ChainRule rule : requireNonNull(chains.get(chain)).chain().rules()) {
      enter(rule.target(), entered);
      if (entered.contains(next)) {
        return rule.origin().location().equals(SourceLocation.NONE)
            ? Optional.empty()
            : Optional.of(rule.origin().location().toString());
      }
    }
    return Optional.empty();
  }
}
