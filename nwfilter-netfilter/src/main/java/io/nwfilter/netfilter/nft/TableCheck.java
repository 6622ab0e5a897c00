package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableSet;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
    Map<String, Set<String>> entered = new HashMap<>();
    for (NftChain chain : chains.values()) {
      chain.chain().base().ifPresent(base -> checkBase(chain, base));
      Set<String> next = new LinkedHashSet<>();
      for (ChainRule rule : chain.chain().rules()) {
        rule.matches().forEach(this::checkMatch);
        checkArgument(comments(rule) <= 1, "a rule with two comments: %s", rule);
        entered(rule.target()).forEach(next::add);
      }
      next.forEach(this::requireUserChain);
      entered.put(chain.name(), next);
    }
    maps.values().stream()
        .flatMap(map -> map.entries().values().stream())
        .flatMap(this::entered)
        .forEach(this::requireUserChain);
    checkCircles(entered);
  }

  private static int comments(ChainRule rule) {
    int comments = 0;
    for (Match match : rule.matches()) {
      comments += match instanceof CommentMatch ? 1 : 0;
    }
    return comments;
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

  /** {@return the chains that packets may enter by a target} */
  private Stream<String> entered(Target target) {
    if (target instanceof Target.Jump jump) {
      return Stream.of(jump.chain());
    }
    if (target instanceof Target.Goto go) {
      return Stream.of(go.chain());
    }
    return target instanceof VerdictMapTarget map
        ? verdicts(map).flatMap(this::entered)
        : Stream.of();
  }

  private Stream<Target> verdicts(VerdictMapTarget target) {
    if (target.map() instanceof VerdictMapTarget.Entries.Named named) {
      NftVerdictMap map = maps.get(named.name().name());
      requireKey(named.name().name(), map == null ? null : map.type(), target.key());
      return map == null ? Stream.of() : map.entries().values().stream();
    }
    return ((VerdictMapTarget.Entries.Listed) target.map()).entries().values().stream();
  }

  private void requireUserChain(String name) {
    NftChain chain = chains.get(name);
    checkArgument(chain != null || unknownChains.contains(name), "there is no chain '%s'", name);
    checkArgument(chain == null || !chain.chain().isBase(), "'%s' is a base chain", name);
  }

  /** Takes away chains that lead nowhere or only to chains that were taken away. */
  private static void checkCircles(Map<String, Set<String>> entered) {
    Map<String, Integer> open = new HashMap<>();
    Map<String, List<String>> callers = new HashMap<>();
    List<String> done = new ArrayList<>();
    entered.forEach(
        (chain, next) -> {
          open.put(chain, (int) next.stream().filter(entered::containsKey).count());
          next.forEach(name -> callers.computeIfAbsent(name, key -> new ArrayList<>()).add(chain));
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
    checkArgument(open.isEmpty(), "chains that lead to each other: %s", open.keySet());
  }
}
