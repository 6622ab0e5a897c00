package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the jumps of a table from each base chain, as the kernel does before it takes rules. It
 * does not look at chains that no base chain leads to (Linux 6.18).
 */
final class EntryWalk {

  /** How many chains a packet may be in at once, without the base chain (Linux 6.18). */
  private static final int MAX_DEPTH = 15;

  private final Family family;
  private final Table table;
  private final Chain base;
  private final boolean askPlaces;
  private final ImmutableList.Builder<RuleProblem> problems;
  private final Set<String> above = new LinkedHashSet<>();

  /** The greatest depth at which each chain was looked at. */
  private final Map<String, Integer> seen = new HashMap<>();

  private EntryWalk(
      Family family,
      Table table,
      Chain base,
      boolean askPlaces,
      ImmutableList.Builder<RuleProblem> problems) {
    this.family = family;
    this.table = table;
    this.base = base;
    this.askPlaces = askPlaces;
    this.problems = problems;
  }

  static ImmutableList<RuleProblem> of(Family family, Table table, boolean askPlaces) {
    ImmutableList.Builder<RuleProblem> problems = ImmutableList.builder();
    for (Chain chain : table.chains().values()) {
      if (chain.isBase()) {
        new EntryWalk(family, table, chain, askPlaces, problems).enter(chain);
      }
    }
    return problems.build();
  }

  private void enter(Chain chain) {
    boolean first = !seen.containsKey(chain.name());
    seen.put(chain.name(), above.size());
    above.add(chain.name());
    int position = 0;
    for (ChainRule rule : chain.rules()) {
      position++;
      Optional<String> entered = rule.entered();
      if (entered.isPresent()) {
        follow(chain, position, rule, entered.get());
      } else if (askPlaces && first && !chain.isBase()) {
        report(chain, position, rule, misplaced(rule, chain));
      }
    }
    above.remove(chain.name());
  }

  private void follow(Chain chain, int position, ChainRule rule, String entered) {
    if (askPlaces && !chain.isBase()) {
      report(chain, position, rule, misplaced(rule, chain));
    }
    if (above.contains(entered)) {
      report(chain, position, rule, Optional.of(circle(entered)));
    } else if (above.size() > MAX_DEPTH) {
      report(
          chain,
          position,
          rule,
          Optional.of(
              "the jumps from "
                  + base.name()
                  + " lead through more than "
                  + MAX_DEPTH
                  + " chains, down to '"
                  + entered
                  + "'"));
    } else if (above.size() > seen.getOrDefault(entered, 0)) {
      table.chain(entered).ifPresent(this::enter);
    }
  }

  private String circle(String entered) {
    List<String> names = new ArrayList<>(above);
    names.add(entered);
    return "the jumps from "
        + base.name()
        + " go in a circle: "
        + String.join(" → ", names.subList(names.indexOf(entered), names.size()));
  }

  private Optional<String> misplaced(ChainRule rule, Chain chain) {
    Optional<Hook> hook = base.base().map(BaseHook::hook);
    return RulesetCheck.first(
        family,
        rule,
        (part, place) ->
            place.whereverEntered() && place.isIn(table.name()) && !place.isAt(hook)
                ? Optional.of(
                    part
                        + " is allowed only in "
                        + Place.list(RulesetCheck.atHooks(family, table.name(), place))
                        + ", but "
                        + base.name()
                        + " leads to chain '"
                        + chain.name()
                        + "'")
                : Optional.empty());
  }

  private void report(Chain chain, int position, ChainRule rule, Optional<String> message) {
    message.ifPresent(
        text ->
            problems.add(
                new RuleProblem(family, table.name(), chain.name(), position, rule, text)));
  }
}
