package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ruleset while the edits of a change are carried out. */
final class Application implements Edit.Visitor<Application> {

  private final Family family;
  private final Map<String, Map<String, OpenChain>> tables = new LinkedHashMap<>();

  private Application(Ruleset now) {
    this.family = now.family();
    now.tables()
        .forEach(
            (name, table) -> {
              Map<String, OpenChain> chains = new LinkedHashMap<>();
              table.chains().forEach((key, chain) -> chains.put(key, new OpenChain(chain)));
              tables.put(name, chains);
            });
  }

  static Ruleset of(Change change, Ruleset now) {
    checkArgument(
        change.family() == now.family(),
        "a change of %s cannot be made to rules of %s",
        change.family().tool(),
        now.family().tool());
    Application application = new Application(now);
    change.edits().forEach(edit -> edit.accept(application));
    return application.ruleset();
  }

  private Ruleset ruleset() {
    ImmutableMap.Builder<String, Table> done = ImmutableMap.builder();
    tables.forEach(
        (name, chains) -> {
          ImmutableMap.Builder<String, Chain> closed = ImmutableMap.builder();
          chains.forEach((key, chain) -> closed.put(key, chain.close()));
          done.put(name, new Table(name, closed.buildOrThrow()));
        });
    return new Ruleset(family, done.buildOrThrow());
  }

  /** The kernel makes a table the moment that somebody looks at it. */
  private Map<String, OpenChain> table(String name) {
    return tables.computeIfAbsent(
        name,
        key -> {
          Table fresh = BaseChains.of(family).get(key);
          if (fresh == null) {
            throw new ImpossibleChangeException(family.tool() + " has no table '" + key + "'");
          }
          Map<String, OpenChain> chains = new LinkedHashMap<>();
          fresh.chains().forEach((chain, base) -> chains.put(chain, new OpenChain(base)));
          return chains;
        });
  }

  private OpenChain chain(String table, String name) {
    OpenChain chain = table(table).get(name);
    if (chain == null) {
      Table fresh = BaseChains.of(family).get(table);
      if (fresh == null || !fresh.chains().containsKey(name)) {
        throw new ImpossibleChangeException(
            "there is no chain '" + name + "' in table '" + table + "'");
      }
      chain = new OpenChain(fresh.chains().get(name));
      table(table).put(name, chain);
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
    Map<String, OpenChain> chains = table(edit.table());
    OpenChain there = chains.get(edit.chain());
    if (there == null) {
      chains.put(edit.chain(), new OpenChain(Chain.user(family, edit.chain())));
    } else {
      there.clear();
    }
    return this;
  }

  @Override
  public Application visit(Edit.SetPolicy edit) {
    OpenChain chain = chain(edit.table(), edit.chain());
    chain.head = chain.head.withPolicy(edit.policy(), edit.counters());
    return this;
  }

  @Override
  public Application visit(Edit.Append edit) {
    chain(edit.table(), edit.chain()).append(edit.rules());
    return this;
  }

  @Override
  public Application visit(Edit.Insert edit) {
    OpenChain chain = chain(edit.table(), edit.chain());
    requirePosition(edit, edit.position() - 1, chain.rules().size());
    chain.rules().addAll(edit.position() - 1, edit.rules());
    return this;
  }

  @Override
  public Application visit(Edit.Delete edit) {
    List<ChainRule> rules = chain(edit.table(), edit.chain()).rules();
    int start = edit.position() - 1;
    requirePosition(edit, start, rules.size() - edit.count());
    rules.subList(start, start + edit.count()).clear();
    return this;
  }

  private static void requirePosition(Edit edit, int position, int last) {
    if (position > last) {
      throw new ImpossibleChangeException(edit + " is beyond the end of the chain");
    }
  }

  @Override
  public Application visit(Edit.DeleteChain edit) {
    OpenChain chain = chain(edit.table(), edit.chain());
    if (chain.head.isBase() || chain.size() > 0 || isEntered(edit)) {
      throw new ImpossibleChangeException(
          "chain '" + edit.chain() + "' is the kernel's, not empty, or others jump to it");
    }
    table(edit.table()).remove(edit.chain());
    return this;
  }

  private boolean isEntered(Edit.DeleteChain edit) {
    Target jump = new Target.Jump(edit.chain());
    Target go = new Target.Goto(edit.chain());
    return table(edit.table()).values().stream()
        .flatMap(chain -> chain.rules().stream())
        .anyMatch(rule -> rule.target().equals(jump) || rule.target().equals(go));
  }

  /** A chain whose rules are collected; those that are only appended stay as they were given. */
  private static final class OpenChain {

    private Chain head;
    private final List<List<ChainRule>> parts = new ArrayList<>();
    private Optional<List<ChainRule>> opened = Optional.empty();

    OpenChain(Chain chain) {
      this.head = chain;
      append(chain.rules());
    }

    void append(List<ChainRule> rules) {
      if (opened.isPresent()) {
        opened.get().addAll(rules);
      } else if (!rules.isEmpty()) {
        parts.add(rules);
      }
    }

    void clear() {
      parts.clear();
      opened = Optional.empty();
    }

    int size() {
      return opened.map(List::size).orElseGet(() -> parts.stream().mapToInt(List::size).sum());
    }

    /** {@return the rules as a list that may be changed} */
    List<ChainRule> rules() {
      if (opened.isEmpty()) {
        List<ChainRule> all = new ArrayList<>();
        parts.forEach(all::addAll);
        opened = Optional.of(all);
      }
      return opened.get();
    }

    Chain close() {
      List<ChainRule> rules =
          opened.<List<ChainRule>>map(ImmutableList::copyOf).orElseGet(this::joined);
      return head.withRules(rules);
    }

    private List<ChainRule> joined() {
      if (parts.size() == 1) {
        return parts.get(0);
      }
      RuleSequence.Builder all = RuleSequence.builder();
      parts.forEach(all::addAll);
      return all.build();
    }
  }
}
