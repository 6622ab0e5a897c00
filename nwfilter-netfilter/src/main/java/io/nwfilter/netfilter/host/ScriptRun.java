package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.change.ImpossibleChangeException;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Does what the commands of a script do. */
final class ScriptRun implements ScriptCommand.Visitor<ScriptRun> {

  private final HostTables tables;

  ScriptRun(HostTables tables) {
    this.tables = tables;
  }

  @Override
  public ScriptRun visit(ScriptCommand.Make command) {
    for (Edit edit : command.change().edits()) {
      if (edit instanceof Edit.MakeChain made && tables.hasChain(made.table(), made.chain())) {
        throw impossible(command, "there is already a chain '" + made.chain() + "'");
      }
    }
    try {
      tables.make(command.change());
    } catch (ImpossibleChangeException e) {
      throw impossible(command, String.valueOf(e.getMessage()));
    }
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.DeleteRule command) {
    if (!tables.delete(command.table(), command.chain(), command.rule())) {
      throw impossible(command, "chain '" + command.chain() + "' has no such rule");
    }
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.Flush command) {
    edit(
        command,
        command.chain(),
        command.table(),
        chain -> !chain.rules().isEmpty(),
        name -> new Edit.FlushChain(command.table(), name));
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.DeleteChain command) {
    edit(
        command,
        command.chain(),
        command.table(),
        chain -> !chain.isBase(),
        name -> new Edit.DeleteChain(command.table(), name));
    return this;
  }

  private void edit(
      ScriptCommand command,
      Optional<String> named,
      String table,
      Predicate<Chain> wanted,
      Function<String, Edit> edit) {
    ImmutableList<String> chains =
        named
            .map(ImmutableList::of)
            .orElseGet(
                () ->
                    tables.ruleset().table(table).map(Table::chains).stream()
                        .flatMap(all -> all.values().stream())
                        .filter(wanted)
                        .map(Chain::name)
                        .collect(ImmutableList.toImmutableList()));
    try {
      tables.make(
          new Change(
              tables.family(), chains.stream().map(edit).collect(ImmutableList.toImmutableList())));
    } catch (ImpossibleChangeException e) {
      throw impossible(command, String.valueOf(e.getMessage()));
    }
  }

  private static HostException impossible(ScriptCommand command, String message) {
    return new HostException(new Diagnostic(HostCode.SCRIPT_LINE, message, command.location()));
  }
}
