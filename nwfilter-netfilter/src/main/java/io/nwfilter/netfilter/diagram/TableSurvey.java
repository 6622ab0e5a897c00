package io.nwfilter.netfilter.diagram;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks once at every rule of a table. */
final class TableSurvey {

  private record Way(String chain, DrawnJump.Kind kind) {}

  /** What is noted of a chain. */
  private static final class Note {
    final Map<Owner, Integer> rules = new LinkedHashMap<>();
    final Map<Way, Long> ways = new LinkedHashMap<>();
    final Set<Hook> hooks = EnumSet.noneOf(Hook.class);
  }

  private final Family family;
  private final Table table;
  private final RuleOwners owners;
  private final Map<String, Note> notes = new LinkedHashMap<>();
  private final Map<String, Integer> drawn = new LinkedHashMap<>();

  TableSurvey(Family family, Table table, RuleOwners owners) {
    this.family = family;
    this.table = table;
    this.owners = owners;
    table.chains().values().forEach(this::note);
    table.chains().values().forEach(this::followHook);
    chooseDrawn();
  }

  private void note(Chain chain) {
    Note note = noteOf(chain.name());
    Owner owner = owners.ofChain(table.name(), chain.name());
    for (ChainRule rule : chain.rules()) {
      note.rules.merge(owners.ofRule(table.name(), chain, owner, rule), 1, Math::addExact);
      way(rule).ifPresent(way -> note.ways.merge(way, 1L, Math::addExact));
    }
  }

  private static Optional<Way> way(ChainRule rule) {
    DrawnJump.Kind kind =
        rule.target() instanceof Target.Goto ? DrawnJump.Kind.GOTO : DrawnJump.Kind.JUMP;
    return rule.entered().map(chain -> new Way(chain, kind));
  }

  private Note noteOf(String chain) {
    return notes.computeIfAbsent(chain, name -> new Note());
  }

  private void followHook(Chain base) {
    base.base().ifPresent(hook -> follow(base.name(), hook.hook()));
  }

  private void follow(String base, Hook hook) {
    Deque<String> open = new ArrayDeque<>(List.of(base));
    while (!open.isEmpty()) {
      Note note = noteOf(open.remove());
      if (note.hooks.add(hook)) {
        note.ways.keySet().forEach(way -> open.add(way.chain()));
      }
    }
  }

  /** All but base chains without content; chains that rules lead to have been noted with these. */
  private void chooseDrawn() {
    Set<String> entered = new LinkedHashSet<>();
    notes.values().forEach(note -> note.ways.keySet().forEach(way -> entered.add(way.chain())));
    for (Chain chain : table.chains().values()) {
      if (!chain.isUntouched() || entered.contains(chain.name())) {
        drawn.put(chain.name(), drawn.size());
      }
    }
    entered.forEach(name -> drawn.putIfAbsent(name, drawn.size()));
  }

  /** {@return the number of chains} */
  int size() {
    return drawn.size();
  }

  /** {@return the chains in order} */
  List<DrawnChain> chains() {
    return drawn.keySet().stream().map(this::drawn).collect(ImmutableList.toImmutableList());
  }

  private DrawnChain drawn(String name) {
    Optional<Chain> chain = table.chain(name);
    Note note = noteOf(name);
    return new DrawnChain(
        family,
        table.name(),
        name,
        chain.flatMap(Chain::base),
        note.hooks,
        chain.map(Chain::policy),
        chain.map(found -> found.rules().size()).orElse(0),
        ImmutableList.of(owners.ofChain(table.name(), name)),
        ImmutableMap.copyOf(note.rules));
  }

  /**
   * {@return the jumps in the order of the chains that they start in}
   *
   * @param first the index of the first chain of this table
   */
  List<DrawnJump> jumps(int first) {
    List<DrawnJump> jumps = new ArrayList<>();
    drawn.forEach(
        (name, from) ->
            noteOf(name)
                .ways
                .forEach(
                    (way, rules) ->
                        jumps.add(
                            new DrawnJump(
                                first + from, first + indexOf(way.chain()), way.kind(), rules))));
    return jumps;
  }

  private int indexOf(String chain) {
    return requireNonNull(drawn.get(chain));
  }
}
