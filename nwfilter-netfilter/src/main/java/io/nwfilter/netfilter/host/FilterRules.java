package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of one interface's filter, as libvirt puts them among those of a host and takes them
 * away. It makes the chains that all interfaces share if they are missing, takes the jumps to them
 * out and inserts them at the start again, and appends the interface's own rule to each: whenever
 * it sets an interface up, even if it was set up before. (Seen with libvirt 9.0.0.)
 */
final class FilterRules implements Edit.Visitor<FilterRules> {

  private static final ImmutableSet<String> SHARED = Layout.sharedChains();

  private final HostTables tables;

  private FilterRules(HostTables tables) {
    this.tables = tables;
  }

  /** Sets an interface up. */
  static void add(CompiledInterface compiled, HostTables tables) {
    remove(compiled, tables);
    FilterRules rules = new FilterRules(tables);
    compiled.change(tables.family()).edits().forEach(edit -> edit.accept(rules));
  }

  /** Takes an interface's rules away; what is not there is ignored. The shared chains stay. */
  static void remove(CompiledInterface compiled, HostTables tables) {
    List<Edit> edits = compiled.change(tables.family()).edits();
    Set<String> found = found(edits, tables);
    for (Edit edit : edits) {
      if (edit instanceof Edit.Append append && isOfHost(append.table(), append.chain(), tables)) {
        append.rules().forEach(rule -> tables.delete(append.table(), append.chain(), rule));
      }
    }
    for (Edit edit : edits) {
      if (edit instanceof Edit.MakeChain made && found.contains(made.chain())) {
        tables.deleteChain(made.table(), made.chain());
      }
    }
  }

  /**
   * {@return the interface's chains that libvirt finds: those that it enters from chains of others,
   * and what these lead to} If a script has flushed the jumps of one, those that it led to stay.
   */
  private static Set<String> found(List<Edit> edits, HostTables tables) {
    Set<String> found = new HashSet<>();
    for (Edit edit : edits) {
      if (edit instanceof Edit.Append append && isOfHost(append.table(), append.chain(), tables)) {
        append.rules().forEach(rule -> rule.entered().ifPresent(found::add));
      } else if (edit instanceof Edit.Insert insert) {
        insert.rules().forEach(rule -> rule.entered().ifPresent(found::add));
      }
    }
    for (Edit edit : edits) { // a chain is made before those that lead to it
      if (edit instanceof Edit.MakeChain made) {
        tables.rules(made.table(), made.chain()).stream()
            .filter(rule -> found.contains(made.chain()))
            .forEach(rule -> rule.entered().ifPresent(found::add));
      }
    }
    found.removeAll(SHARED);
    return found;
  }

  private static boolean isOfHost(String table, String chain, HostTables tables) {
    return SHARED.contains(chain) || BaseChains.find(tables.family(), table, chain).isPresent();
  }

  @Override
  public FilterRules visit(Edit.MakeChain edit) {
    if (!tables.hasChain(edit.table(), edit.chain())) {
      tables.makeChain(edit.table(), edit.chain());
    }
    return this;
  }

  @Override
  public FilterRules visit(Edit.Append edit) {
    tables.append(edit.table(), edit.chain(), edit.rules());
    return this;
  }

  @Override
  public FilterRules visit(Edit.Insert edit) {
    ImmutableList<ChainRule> jumps = ImmutableList.copyOf(edit.rules());
    jumps.forEach(jump -> tables.delete(edit.table(), edit.chain(), jump));
    int position = edit.position();
    for (ChainRule jump : jumps) {
      tables.insert(edit.table(), edit.chain(), position++, jump);
    }
    return this;
  }

  @Override
  public FilterRules visit(Edit.UseTable edit) {
    return this; // a table is there as soon as it has chains
  }

  @Override
  public FilterRules visit(Edit.FlushChain edit) {
    throw unexpected(edit);
  }

  @Override
  public FilterRules visit(Edit.SetPolicy edit) {
    throw unexpected(edit);
  }

  @Override
  public FilterRules visit(Edit.Delete edit) {
    throw unexpected(edit);
  }

  @Override
  public FilterRules visit(Edit.DeleteChain edit) {
    throw unexpected(edit);
  }

  private static IllegalStateException unexpected(Edit edit) {
    return new IllegalStateException("the rules of an interface have the edit " + edit);
  }
}
