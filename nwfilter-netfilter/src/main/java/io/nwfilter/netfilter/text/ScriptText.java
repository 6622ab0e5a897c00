package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A host's script: commands of iptables, ip6tables and ebtables, and of their {@code -restore}
 * counterparts, one in a line or in several lines that end with a backslash. {@code exit} ends the
 * script, and {@code set -e} has a failure end it. Commands that do not change rules, such as
 * {@code echo} and {@code sysctl}, are left out. What needs a shell (variables, loops, pipes) is
 * refused rather than guessed at; only {@code > FILE}, {@code 2> FILE} and {@code || true} may be
 * at the end of a line.
 *
 * <pre>{@code
 * iptables -P INPUT DROP
 * iptables -F
 * iptables -t nat -A POSTROUTING -s 10.0.1.0/24,10.0.2.0/24 -o eth0 -j MASQUERADE
 * }</pre>
 */
public final class ScriptText {

  private static final ImmutableMap<String, Family> TOOLS =
      ImmutableMap.of("iptables", Family.IPV4, "ip6tables", Family.IPV6, "ebtables", Family.BRIDGE);

  private static final String RESTORE = "-restore";

  private static final ImmutableSet<String> OF_THE_SHELL =
      ImmutableSet.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "for",
          "while",
          "until",
          "do",
          "done",
          "case",
          "esac",
          "function",
          "[",
          "export",
          "local",
          "readonly",
          "declare",
          "unset",
          "eval",
          "test",
          ".",
          "source",
          "read",
          "shift",
          "return",
          "trap",
          "exec");

  private final String document;
  private final Function<String, Optional<TextSource>> files;
  private final ScriptChains chains = new ScriptChains();
  private final List<ScriptCommand> commands = new ArrayList<>();
  private final Set<String> skipped = new LinkedHashSet<>();
  private SourceLocation firstSkipped = SourceLocation.NONE;
  private boolean exitOnFailure;

  private ScriptText(String document, Function<String, Optional<TextSource>> files) {
    this.document = document;
    this.files = files;
  }

  /**
   * Reads a script that loads no files.
   *
   * @param source the script
   * @param host the rules of the host on which it runs: a rule may jump to their chains, and to
   *     those that the script itself makes before
   * @return its commands in order
   * @throws TextException if a line is not such a command; the message says what, and where
   */
  public static List<ScriptCommand> read(TextSource source, Iterable<Ruleset> host) {
    return read(source, host, name -> Optional.empty());
  }

  /**
   * Reads a script.
   *
   * @param source the script
   * @param host the rules of the host on which it runs: a rule may jump to their chains, and to
   *     those that the script itself makes before
   * @param files finds the file of a name, which {@code iptables-restore} loads; empty if there is
   *     none
   * @return its commands in order
   * @throws TextException if a line is not such a command, or a file is not such rules; the message
   *     says what, and where
   */
  public static List<ScriptCommand> read(
      TextSource source, Iterable<Ruleset> host, Function<String, Optional<TextSource>> files) {
    ScriptText script = new ScriptText(source.name(), files);
    for (Ruleset ruleset : host) {
      ruleset.tables().values().forEach(table -> script.chains.replace(ruleset.family(), table));
    }
    try (LineSource lines = new LineSource(source)) {
      @Nullable ShellLine line = ShellLine.next(lines, source.name());
      while (line != null && !(line.words().size() > 0 && line.words().get(0).equals("exit"))) {
        script.line(line);
        line = ShellLine.next(lines, source.name());
      }
    }
    return script.read();
  }

  private List<ScriptCommand> read() {
    ImmutableList.Builder<ScriptCommand> all = ImmutableList.builder();
    if (!skipped.isEmpty()) {
      all.add(new ScriptCommand.Skipped(ImmutableList.copyOf(skipped), firstSkipped));
    }
    return all.addAll(commands).build();
  }

  private void line(ShellLine line) {
    if (line.words().isEmpty()) {
      return;
    }
    String first = line.words().get(0);
    String tool = ShellLine.name(first);
    if (first.equals("set")) {
      setOptions(line);
    } else if (ShellLine.isWithoutRules(first)) {
      firstSkipped = skipped.isEmpty() ? line.location() : firstSkipped;
      skipped.add(tool);
    } else if (TOOLS.containsKey(tool)) {
      lenient(line, () -> command(Optional.ofNullable(TOOLS.get(tool)).orElseThrow(), line));
    } else if (tool.endsWith(RESTORE)
        && TOOLS.containsKey(tool.substring(0, tool.length() - RESTORE.length()))) {
      Family family = TOOLS.get(tool.substring(0, tool.length() - RESTORE.length()));
      lenient(line, () -> restore(Optional.ofNullable(family).orElseThrow(), line));
    } else {
      throw refused(line.location(), notACommand(first));
    }
  }

  private static String notACommand(String word) {
    int equals = word.indexOf('=');
    if (equals > 0 && word.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return ShellWords.needsShell("the assignment to " + word.substring(0, equals));
    }
    return OF_THE_SHELL.contains(word)
        ? ShellWords.needsShell("'" + word + "'")
        : "'" + Diagnostic.printable(word) + "' is not iptables, ip6tables or ebtables";
  }

  private void setOptions(ShellLine line) {
    List<String> words = line.words();
    for (int at = 1; at < words.size(); at++) {
      String word = words.get(at);
      boolean errexit =
          word.matches("[-+][a-zA-Z]*e[a-zA-Z]*")
              || (word.matches("[-+]o") && at + 1 < words.size() && isErrexit(words.get(at + 1)));
      if (errexit) {
        exitOnFailure = word.startsWith("-");
        commands.add(new ScriptCommand.ExitOnFailure(exitOnFailure, line.location()));
      }
    }
  }

  private static boolean isErrexit(String word) {
    return word.equals("errexit");
  }

  /** Adds commands, whose failure does not end the script if the line ends with "|| true". */
  private void lenient(ShellLine line, Runnable adding) {
    boolean changes = exitOnFailure && line.mayFail();
    if (changes) {
      commands.add(new ScriptCommand.ExitOnFailure(false, line.location()));
    }
    adding.run();
    if (changes) {
      commands.add(new ScriptCommand.ExitOnFailure(true, line.location()));
    }
  }

  private void command(Family family, ShellLine line) {
    SourceLocation location = line.location();
    List<String> words = line.words().subList(1, line.words().size());
    ToolCommand command = ToolCommand.of(family, words, location);
    if (command.command().isEmpty()) {
      throw refused(
          location,
          command.rule().isEmpty()
              ? "there is no command"
              : "'" + Diagnostic.printable(command.rule().get(0)) + "' is not a command for rules");
    }
    if (!BaseChains.of(family).containsKey(command.table())) {
      throw refused(
          location,
          family.tool()
              + " has no table '"
              + Diagnostic.printable(command.table())
              + "', only "
              + String.join(", ", BaseChains.of(family).keySet()));
    }
    add(family, command, location);
  }

  private void add(Family family, ToolCommand command, SourceLocation location) {
    String table = command.table();
    switch (command.command()) {
      case "-F" -> {
        requireNoRule(command, location);
        commands.add(new ScriptCommand.Flush(family, table, command.chain(), location));
      }
      case "-X" -> {
        requireNoRule(command, location);
        commands.add(new ScriptCommand.DeleteChain(family, table, command.chain(), location));
        command
            .chain()
            .ifPresentOrElse(
                gone -> chains.of(family, table).remove(gone),
                () -> chains.of(family, table).clear());
      }
      case "-P" -> {
        requireNoRule(command, location);
        List<String> words = ImmutableList.of("-P", command.words().get(0), command.words().get(1));
        make(family, table, words, location);
      }
      case "-N" -> newChain(family, command, location);
      case "-A", "-I", "-D", "-R" -> ofRule(family, command, location);
      case "-Z", "-L", "-S" -> {} // none of these changes rules
      case "-E" ->
          throw refused(location, "renamed chains are not followed: make the chain with its name");
      default -> throw refused(location, "'" + command.command() + "' is not a command for rules");
    }
  }

  private static void requireNoRule(ToolCommand command, SourceLocation location) {
    if (!command.rule().isEmpty()) {
      throw refused(
          location, "'" + Diagnostic.printable(command.rule().get(0)) + "' is one word too many");
    }
  }

  /** ebtables may set the policy of a chain as it makes it. */
  private void newChain(Family family, ToolCommand command, SourceLocation location) {
    List<String> rest = command.rule();
    boolean policy = family == Family.BRIDGE && rest.size() == 2 && rest.get(0).equals("-P");
    if (!policy) {
      requireNoRule(command, location);
    }
    String name = command.words().get(0);
    make(family, command.table(), ImmutableList.of("-N", name), location);
    if (policy) {
      make(family, command.table(), ImmutableList.of("-P", name, rest.get(1)), location);
    }
  }

  private void ofRule(Family family, ToolCommand command, SourceLocation location) {
    Optional<String> number = command.number();
    if (command.command().equals("-D") && number.isPresent() && command.rule().isEmpty()) {
      make(family, command.table(), command.as("-D", number, ImmutableList.of()), location);
      return;
    }
    List<List<String>> rules = RuleWords.of(family, command.rule(), location);
    switch (command.command()) {
      case "-D" -> delete(family, command, rules, location);
      case "-R" -> replace(family, command, rules, location);
      default -> {
        ImmutableList.Builder<Edit> edits = ImmutableList.builder();
        for (List<String> rule : rules) {
          List<String> words = command.as(command.command(), number, rule);
          edits.addAll(change(family, command.table(), words, location).edits());
        }
        commands.add(new ScriptCommand.Make(new Change(family, edits.build()), location));
      }
    }
  }

  private void make(Family family, String table, List<String> words, SourceLocation location) {
    commands.add(new ScriptCommand.Make(change(family, table, words, location), location));
  }

  private void delete(
      Family family, ToolCommand command, List<List<String>> rules, SourceLocation location) {
    ImmutableList.Builder<ChainRule> all = ImmutableList.builder();
    for (List<String> rule : rules) {
      List<String> appending = command.as("-A", Optional.empty(), rule);
      Edit edit = change(family, command.table(), appending, location).edits().get(0);
      all.addAll(((Edit.Append) edit).rules());
    }
    commands.add(
        new ScriptCommand.DeleteRules(
            family, command.table(), command.words().get(0), all.build(), location));
  }

  /** A rule is deleted by its number, and another inserted there. */
  private void replace(
      Family family, ToolCommand command, List<List<String>> rules, SourceLocation location) {
    if (family == Family.BRIDGE || command.number().isEmpty()) {
      throw refused(location, "-R CHAIN NUMBER RULE, of iptables alone, replaces rules");
    } else if (rules.size() > 1) {
      throw refused(location, "-R replaces a rule by one rule, not by one for each address");
    }
    List<String> inserting = command.as("-I", command.number(), rules.get(0));
    List<String> deleting = command.as("-D", command.number(), ImmutableList.of());
    ImmutableList<Edit> edits =
        ImmutableList.<Edit>builder()
            .addAll(change(family, command.table(), deleting, location).edits())
            .addAll(change(family, command.table(), inserting, location).edits())
            .build();
    commands.add(new ScriptCommand.Make(new Change(family, edits), location));
  }

  private void restore(Family family, ShellLine line) {
    Optional<String> file = line.input();
    boolean keep = false;
    for (String word : line.words().subList(1, line.words().size())) {
      if (word.equals("-t") || word.equals("--test")) {
        return; // which loads nothing
      } else if (word.equals("-n") || word.equals("--noflush")) {
        keep = true;
      } else if (!word.startsWith("-") && file.isEmpty()) {
        file = Optional.of(word);
      } else if (!word.matches("-[cvw]|--counters|--verbose|--wait")) {
        throw refused(line.location(), "'" + Diagnostic.printable(word) + "' is not read here");
      }
    }
    String name =
        file.orElseThrow(
            () -> refused(line.location(), ShellWords.needsShell("rules from standard input")));
    TextSource source =
        files
            .apply(name)
            .orElseThrow(
                () ->
                    refused(
                        line.location(),
                        "the rules are in the file '" + name + "', which is not there"));
    if (keep) {
      Change change = RestoreText.read(family, source);
      chains.add(change);
      commands.add(new ScriptCommand.Make(change, line.location()));
    } else {
      Ruleset loaded = SavedForm.of(SaveText.read(family, source));
      loaded.tables().values().forEach(table -> chains.replace(family, table));
      commands.add(new ScriptCommand.Restore(loaded, line.location()));
    }
  }

  /** Reads the command as a line of restore text, whose chains are those that are known so far. */
  private Change change(Family family, String table, List<String> words, SourceLocation location) {
    String known =
        chains.of(family, table).stream()
            .filter(chain -> !words.get(0).equals("-N"))
            .map(chain -> ":" + chain + " -\n")
            .collect(Collectors.joining());
    String line = words.stream().map(ScriptText::quoted).collect(Collectors.joining(" "));
    Change read;
    try {
      read =
          RestoreText.read(
              family, TextSource.text("*" + table + "\n" + known + line + "\nCOMMIT\n", document));
    } catch (TextException e) {
      throw new TextException((TextCode) e.diagnostic().code(), e.diagnostic().message(), location);
    }
    ImmutableList<Edit> edits =
        read.edits().stream()
            .filter(edit -> !(edit instanceof Edit.UseTable))
            .skip(known.isEmpty() ? 0 : known.lines().count())
            .map(edit -> placed(family, edit, location))
            .collect(ImmutableList.toImmutableList());
    edits.forEach(
        edit ->
            chains
                .missing(family, edit)
                .ifPresent(
                    chain -> {
                      throw refused(
                          location, "there is no chain '" + chain + "' in table '" + table + "'");
                    }));
    Change change = new Change(family, edits);
    chains.add(change);
    return change;
  }

  private static Edit placed(Family family, Edit edit, SourceLocation location) {
    if (edit instanceof Edit.Append append) {
      return new Edit.Append(
          append.table(), append.chain(), placed(family, append.rules(), location));
    } else if (edit instanceof Edit.Insert insert) {
      return new Edit.Insert(
          insert.table(),
          insert.chain(),
          insert.position(),
          placed(family, insert.rules(), location));
    }
    return edit;
  }

  /** {@return rules in the form in which they are printed later, with their line} */
  private static ImmutableList<ChainRule> placed(
      Family family, List<ChainRule> rules, SourceLocation location) {
    return rules.stream()
        .map(rule -> SavedForm.of(family, rule))
        .map(rule -> new ChainRule(rule.matches(), rule.target(), Origin.of(location)))
        .collect(ImmutableList.toImmutableList());
  }

  private static String quoted(String word) {
    if (!word.isEmpty() && word.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '\\')) {
      return word;
    }
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static TextException refused(SourceLocation location, String message) {
    return new TextException(TextCode.RULES_SYNTAX, message, location);
  }
}
