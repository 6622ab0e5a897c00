package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** A ruleset while the edits of a change are carried out. */
final class Application implements Edit.Visitor<Application> {

  private final Family family;
  private final Map<String, OpenTable> tables = new LinkedHashMap<>();

  /** The place in the change of the edit that is carried out. */
  private int index;

  private Application(Ruleset now) {
    this.family = now.family();
    now.tables().forEach((name, table) -> tables.put(name, new OpenTable(table)));
  }

  static Ruleset of(Change change, Ruleset now) {
    checkArgument(
        change.family() == now.family(),
        "a change for %s cannot be made to rules for %s",
        change.family().tool(),
        now.family().tool());
    Application application = new Application(now);
    for (Edit edit : change.edits()) {
      edit.accept(application);
      application.index++;
    }
    return application.ruleset();
  }

  private Ruleset ruleset() {
    ImmutableMap.Builder<String, Table> done = ImmutableMap.builder();
    tables.forEach((name, table) -> done.put(name, table.close(name)));
    return new Ruleset(family, done.buildOrThrow());
  }

  /** The kernel creates a table as soon as it is used. */
  private OpenTable table(String name) {
    return tables.computeIfAbsent(
        name,
        key -> {
          Table fresh = BaseChains.of(family).get(key);
          if (fresh == null) {
            throw impossible(family.tool() + " has no table '" + key + "'");
          }
          return new OpenTable(fresh);
        });
  }

  private OpenChain chain(String table, String name) {
    OpenTable opened = table(table);
    OpenChain chain = opened.chains.get(name);
    if (chain == null) {
      Chain fresh =
          BaseChains.find(family, table, name)
              .orElseThrow(
                  () -> impossible("there is no chain '" + name + "' in table '" + table + "'"));
      chain = opened.put(fresh);
    }
    return chain;
  }

  @Override
  public Application visit(Edit.UseTable edit) {
    table(edit.table());
    return this;
  }

  @Override
  public Application visit(Edit.MakeChain edit) {
    OpenTable table = table(edit.table());
    if (BaseChains.find(family, edit.table(), edit.chain()).isPresent()) {
      throw impossible("chain '" + edit.chain() + "' is a base chain, which cannot be created");
    }
    Chain empty = Chain.user(family, edit.chain());
    OpenChain there = table.chains.get(edit.chain());
    if (there == null) {
      table.put(empty);
    } else {
      there.clear();
      there.head = empty;
    }
    return this;
  }

  @Override
  public Application visit(Edit.FlushChain edit) {
    chain(edit.table(), edit.chain()).clear();
    return this;
  }

  @Override
  public Application visit(Edit.SetPolicy edit) {
    OpenChain chain = chain(edit.table(), edit.chain());
    requirePolicy(edit.policy(), chain.head);
    chain.head = chain.head.withPolicy(edit.policy(), edit.counters(), edit.place());
    return this;
  }

  private void requirePolicy(Verdict policy, Chain chain) {
    if (!chain.isBase() && family != Family.BRIDGE) {
      throw impossible(
          "chain '" + chain + "' cannot have a policy, as it is not a base chain of iptables");
    } else if (chain.isBase() && policy == Verdict.RETURN) {
      throw impossible("the policy of base chain '" + chain + "' cannot be RETURN");
    }
  }

  @Override
  public Application visit(Edit.Append edit) {
    chain(edit.table(), edit.chain()).append(edit.rules());
    return this;
  }

  @Override
  public Application visit(Edit.Insert edit) {
    OpenChain chain = chain(edit.table(), edit.chain());
    requirePosition(edit.position(), chain.size() + 1, chain);
    chain.insert(edit.position() - 1, edit.rules());
    return this;
  }

  @Override
  public Application visit(Edit.Delete edit) {
    OpenChain chain = chain(edit.table(), edit.chain());
    requirePosition(edit.position() + edit.count() - 1, chain.size(), chain);
    chain.delete(edit.position() - 1, edit.count());
    return this;
  }

  private void requirePosition(int position, int last, OpenChain chain) {
    if (position > last) {
      throw impossible(
          "position "
              + position
              + " is beyond the end of chain '"
              + chain.head.name()
              + "', which has "
              + chain.size()
              + (chain.size() == 1 ? " rule" : " rules"));
    }
  }

  @Override
  public Application visit(Edit.DeleteChain edit) {
    OpenTable table = table(edit.table());
    OpenChain chain = chain(edit.table(), edit.chain());
    if (chain.head.isBase() || chain.size() > 0 || table.isEntered(edit.chain())) {
      throw impossible(
          "chain '"
              + edit.chain()
              + "' is a base chain, is not empty, or has other chains jump to it");
    }
    table.chains.remove(edit.chain());
    return this;
  }

  private ImpossibleChangeException impossible(String message) {
    return new ImpossibleChangeException(message, index);
  }
}
