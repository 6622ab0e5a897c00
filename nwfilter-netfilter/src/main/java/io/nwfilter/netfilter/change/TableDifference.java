package io.nwfilter.netfilter.change;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.change.ChainDifference.OneSided;
import io.nwfilter.netfilter.change.ChainDifference.Side;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the chains in which two tables of the same name differ. */
final class TableDifference {

  private final Table before;
  private final Table after;
  private final ImmutableList.Builder<ChainDifference> found = ImmutableList.builder();

  TableDifference(Table before, Table after) {
    this.before = before;
    this.after = after;
  }

  ImmutableList<ChainDifference> chains() {
    Set<String> names =
        ImmutableSet.<String>builder()
            .addAll(before.chains().keySet())
            .addAll(after.chains().keySet())
            .build();
    for (String name : names) {
      Optional<Chain> old = before.chain(name);
      Optional<Chain> fresh = after.chain(name);
      if (old.isPresent() && fresh.isPresent() && old.get().base().equals(fresh.get().base())) {
        compare(old, fresh);
      } else {
        old.ifPresent(chain -> compare(old, untouched(chain)));
        fresh.ifPresent(chain -> compare(untouched(chain), fresh));
      }
    }
    return found.build();
  }

  /** {@return what a table has in place of a chain that was neither made nor changed} */
  private static Optional<Chain> untouched(Chain chain) {
    return chain.base().map(hook -> Chain.base(chain.name(), hook));
  }

  private void compare(Optional<Chain> old, Optional<Chain> fresh) {
    if (!old.equals(fresh)) {
      String name = old.or(() -> fresh).orElseThrow().name();
      found.add(
          new ChainDifference(before.name(), old, fresh, rules(name, rules(old), rules(fresh))));
    }
  }

  private static List<ChainRule> rules(Optional<Chain> chain) {
    return chain.map(Chain::rules).orElse(ImmutableList.of());
  }

  private ImmutableList<OneSided> rules(String chain, List<ChainRule> old, List<ChainRule> fresh) {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    new RuleDifference(before.name(), chain, old, fresh).addTo(edits);
    ImmutableList.Builder<OneSided> rules = ImmutableList.builder();
    int shift = 0; // from a position in the list as it is edited to that in the old one
    for (Edit edit : edits.build()) {
      if (edit instanceof Edit.Delete delete) {
        for (int i = 0; i < delete.count(); i++) {
          int position = delete.position() + shift + i;
          rules.add(new OneSided(Side.BEFORE, position, old.get(position - 1)));
        }
        shift += delete.count();
      } else if (edit instanceof Edit.Insert insert) {
        int position = insert.position();
        for (ChainRule rule : insert.rules()) {
          rules.add(new OneSided(Side.AFTER, position++, rule));
        }
        shift -= insert.rules().size();
      } else {
        throw new IllegalStateException("not an edit of rules: " + edit);
      }
    }
    return rules.build();
  }
}
