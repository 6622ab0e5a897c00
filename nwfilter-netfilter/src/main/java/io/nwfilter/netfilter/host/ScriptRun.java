package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.change.ImpossibleChangeException;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Does what the commands of a script do. A command that fails, as the rule or chain that it names
 * is not there, does nothing, and the shell goes on; one that a tool never takes is an error.
 */
final class ScriptRun implements ScriptCommand.Visitor<ScriptRun> {

  private final Map<Family, HostTables> tables;
  private final Consumer<Diagnostic> warnings;
  private boolean exitOnFailure;
  private boolean ended;

  ScriptRun(Map<Family, HostTables> tables, Consumer<Diagnostic> warnings) {
    this.tables = tables;
    this.warnings = warnings;
  }

  void run(List<ScriptCommand> commands) {
    for (ScriptCommand command : commands) {
      if (ended) {
        return;
      }
      command.accept(this);
    }
  }

  private HostTables of(Family family) {
    return Optional.ofNullable(tables.get(family)).orElseThrow();
  }

  @Override
  public ScriptRun visit(ScriptCommand.Make command) {
    HostTables own = of(command.family());
    for (Edit edit : command.change().edits()) {
      if (edit instanceof Edit.MakeChain made && own.hasChain(made.table(), made.chain())) {
        return failed(command.location(), "there is already a chain '" + made.chain() + "'");
      }
    }
    Ruleset before = own.ruleset();
    Admission.requireAllowed(command.change(), command.location());
    try {
      own.make(command.change());
    } catch (ImpossibleChangeException e) {
      return failed(command.location(), String.valueOf(e.getMessage()));
    }
    Admission.requireReachable(command.change(), before, own.ruleset(), command.location());
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.DeleteRules command) {
    HostTables own = of(command.family());
    Ruleset before = own.ruleset();
    for (ChainRule rule : command.rules()) {
      if (!own.delete(command.table(), command.chain(), rule)) {
        tables.put(command.family(), new HostTables(before));
        return failed(command.location(), "chain '" + command.chain() + "' has no such rule");
      }
    }
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.Flush command) {
    return edit(
        command.family(),
        command.location(),
        command.chain(),
        command.table(),
        chain -> !chain.rules().isEmpty(),
        name -> new Edit.FlushChain(command.table(), name));
  }

  @Override
  public ScriptRun visit(ScriptCommand.DeleteChain command) {
    return edit(
        command.family(),
        command.location(),
        command.chain(),
        command.table(),
        chain -> !chain.isBase(),
        name -> new Edit.DeleteChain(command.table(), name));
  }

  private ScriptRun edit(
      Family family,
      SourceLocation location,
      Optional<String> named,
      String table,
      Predicate<Chain> wanted,
      Function<String, Edit> edit) {
    HostTables own = of(family);
    ImmutableList<String> chains =
        named
            .map(ImmutableList::of)
            .orElseGet(
                () ->
                    own.ruleset().table(table).map(Table::chains).stream()
                        .flatMap(all -> all.values().stream())
                        .filter(wanted)
                        .map(Chain::name)
                        .collect(ImmutableList.toImmutableList()));
    try {
      own.make(
          new Change(family, chains.stream().map(edit).collect(ImmutableList.toImmutableList())));
    } catch (ImpossibleChangeException e) {
      return failed(location, String.valueOf(e.getMessage()));
    }
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.Restore command) {
    Admission.requireAllowed(command.ruleset());
    HostTables own = of(command.ruleset().family());
    tables.put(own.family(), own.replaced(command.ruleset()));
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.ExitOnFailure command) {
    exitOnFailure = command.ends();
    return this;
  }

  @Override
  public ScriptRun visit(ScriptCommand.Skipped command) {
    warnings.accept(
        new Diagnostic(
            HostCode.SCRIPT_LINES_SKIPPED,
            "skipped, as they change no rules: " + String.join(", ", command.names()),
            command.location()));
    return this;
  }

  private ScriptRun failed(SourceLocation location, String message) {
    ended = exitOnFailure;
    warnings.accept(
        new Diagnostic(
            HostCode.SCRIPT_COMMAND_FAILED,
            "the command fails, and the script "
                + (ended ? "ends here" : "goes on")
                + ": "
                + message,
            location));
    return this;
  }
}
