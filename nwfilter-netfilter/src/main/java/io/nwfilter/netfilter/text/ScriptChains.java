package io.nwfilter.netfilter.text;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The chains that the host of a script has, apart from base chains, as far as it was read. */
final class ScriptChains {

  private final SetMultimap<String, String> names = HashMultimap.create();

  /** {@return the names of the chains of a table} */
  Set<String> of(Family family, String table) {
    return names.get(family + " " + table);
  }

  /** Takes the chains of a table, instead of those that it had. */
  void replace(Family family, Table table) {
    Set<String> known = of(family, table.name());
    known.clear();
    table.chains().values().stream()
        .filter(chain -> !chain.isBase())
        .map(Chain::name)
        .forEach(known::add);
  }

  /** Adds the chains that a change makes. */
  void add(Change change) {
    change.edits().stream()
        .filter(Edit.MakeChain.class::isInstance)
        .map(Edit.MakeChain.class::cast)
        .forEach(edit -> of(change.family(), edit.table()).add(edit.chain()));
  }

  /** {@return a chain that a new rule jumps to and that is not there} */
  Optional<String> missing(Family family, Edit edit) {
    return rules(edit).stream()
        .flatMap(rule -> rule.entered().stream())
        .filter(chain -> !of(family, edit.table()).contains(chain))
        .filter(chain -> BaseChains.find(family, edit.table(), chain).isEmpty())
        .findFirst();
  }

  private static List<ChainRule> rules(Edit edit) {
    if (edit instanceof Edit.Append append) {
      return append.rules();
    }
    return edit instanceof Edit.Insert insert ? insert.rules() : List.of();
  }
}
