package io.nwfilter.netfilter.text;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A host's script: commands of iptables, ip6tables and ebtables, one in a line. Blank lines,
 * comments and {@code set} are ignored; {@code exit} ends the script. Lines that need a shell
 * (variables, loops, pipes) are refused rather than guessed at.
 *
 * <pre>{@code
 * iptables -P INPUT DROP
 * iptables -F
 * iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
 * }</pre>
 */
public final class ScriptText {

  private static final ImmutableMap<String, Family> TOOLS =
      ImmutableMap.of("iptables", Family.IPV4, "ip6tables", Family.IPV6, "ebtables", Family.BRIDGE);

  private final String document;
  private final SetMultimap<String, String> chains = HashMultimap.create();
  private final ImmutableList.Builder<ScriptCommand> commands = ImmutableList.builder();

  private ScriptText(String document) {
    this.document = document;
  }

  /**
   * Reads a script.
   *
   * @param source the script
   * @param host the rules of the host on which it runs: a rule may jump to their chains, and to
   *     those that the script itself makes before
   * @return its commands in order
   * @throws TextException if a line is not such a command; the message says what, and where
   */
  public static List<ScriptCommand> read(TextSource source, Iterable<Ruleset> host) {
    ScriptText script = new ScriptText(source.name());
    for (Ruleset ruleset : host) {
      ruleset
          .tables()
          .values()
          .forEach(
              table ->
                  table.chains().values().stream()
                      .filter(chain -> !chain.isBase())
                      .forEach(
                          chain ->
                              script.chains.put(
                                  key(ruleset.family(), table.name()), chain.name())));
    }
    try (LineSource lines = new LineSource(source)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        List<String> words = ShellWords.of(line, source.name(), lines.number());
        if (!words.isEmpty() && words.get(0).equals("exit")) {
          break;
        }
        script.line(words, lines.location(1));
      }
    }
    return script.commands.build();
  }

  private static String key(Family family, String table) {
    return family + " " + table;
  }

  private void line(List<String> words, SourceLocation location) {
    if (words.isEmpty() || words.get(0).equals("set")) {
      return;
    }
    String tool = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    Family family = TOOLS.get(tool);
    if (family == null) {
      throw refused(location, "'" + words.get(0) + "' is not iptables, ip6tables or ebtables");
    }
    List<String> rest = new ArrayList<>(words.subList(1, words.size()));
    rest.removeIf(
        word -> word.equals("-w") || word.equals("--wait") || word.equals("--concurrent"));
    command(family, table(rest, location), rest, location);
  }

  /** Takes the option for the table out. */
  private static String table(List<String> words, SourceLocation location) {
    for (int at = 0; at < words.size(); at++) {
      if (words.get(at).equals("-t") || words.get(at).equals("--table")) {
        if (at + 1 == words.size()) {
          throw refused(location, "no table follows " + words.get(at));
        }
        words.remove(at);
        return words.remove(at);
      }
    }
    return Table.FILTER;
  }

  private void command(Family family, String table, List<String> words, SourceLocation location) {
    if (words.isEmpty()) {
      throw refused(location, "there is no command");
    }
    Optional<String> chain = words.size() > 1 ? Optional.of(words.get(1)) : Optional.empty();
    switch (words.get(0)) {
      case "-F", "--flush" -> {
        requireAtMost(words, location);
        commands.add(new ScriptCommand.Flush(family, table, chain, location));
      }
      case "-X", "--delete-chain" -> {
        requireAtMost(words, location);
        commands.add(new ScriptCommand.DeleteChain(family, table, chain, location));
        chain.ifPresentOrElse(
            gone -> chains.remove(key(family, table), gone),
            () -> chains.removeAll(key(family, table)));
      }
      case "-D", "--delete" -> delete(family, table, words, location);
      case "-A", "--append", "-I", "--insert", "-P", "--policy", "-N", "--new-chain" ->
          commands.add(new ScriptCommand.Make(change(family, table, words, location), location));
      case "-R", "--replace" -> replace(family, table, words, location);
      case "-Z", "--zero", "-L", "--list", "-S", "--list-rules" -> {} // none of these changes rules
      case "-E", "--rename-chain" ->
          throw refused(location, "renamed chains are not followed: make the chain with its name");
      default ->
          throw refused(
              location, "'" + Diagnostic.printable(words.get(0)) + "' is not a command for rules");
    }
  }

  private static void requireAtMost(List<String> words, SourceLocation location) {
    if (words.size() > 2) {
      throw refused(location, "'" + Diagnostic.printable(words.get(2)) + "' is one word too many");
    }
  }

  private void delete(Family family, String table, List<String> words, SourceLocation location) {
    if (words.size() == 3 && words.get(2).matches("[0-9]+")) {
      commands.add(new ScriptCommand.Make(change(family, table, words, location), location));
      return;
    }
    List<String> appending = new ArrayList<>(words);
    appending.set(0, "-A");
    Edit edit = change(family, table, appending, location).edits().get(0);
    if (!(edit instanceof Edit.Append append)) {
      throw refused(location, "no rule follows " + words.get(0));
    }
    ChainRule rule = append.rules().get(0);
    commands.add(new ScriptCommand.DeleteRule(family, table, append.chain(), rule, location));
  }

  /** A rule is deleted by its number, and another inserted there. */
  private void replace(Family family, String table, List<String> words, SourceLocation location) {
    if (family == Family.BRIDGE || words.size() < 3 || !words.get(2).matches("[0-9]+")) {
      throw refused(
          location, words.get(0) + " CHAIN NUMBER RULE, of iptables alone, replaces rules");
    }
    List<String> inserting = new ArrayList<>(words);
    inserting.set(0, "-I");
    List<String> deleting = ImmutableList.of("-D", words.get(1), words.get(2));
    ImmutableList<Edit> edits =
        ImmutableList.<Edit>builder()
            .addAll(change(family, table, deleting, location).edits())
            .addAll(change(family, table, inserting, location).edits())
            .build();
    commands.add(new ScriptCommand.Make(new Change(family, edits), location));
  }

  /** Reads the command as a line of restore text, whose chains are those that are known so far. */
  private Change change(Family family, String table, List<String> words, SourceLocation location) {
    String known =
        chains.get(key(family, table)).stream()
            .filter(chain -> !words.get(0).startsWith("-N") && !words.get(0).startsWith("--new"))
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
            .map(edit -> placed(edit, location))
            .collect(ImmutableList.toImmutableList());
    edits.forEach(edit -> requireTargets(family, table, edit, location));
    edits.stream()
        .filter(Edit.MakeChain.class::isInstance)
        .forEach(edit -> chains.put(key(family, table), ((Edit.MakeChain) edit).chain()));
    return new Change(family, edits);
  }

  /** Refuses jumps to chains that are not there. */
  private void requireTargets(Family family, String table, Edit edit, SourceLocation location) {
    List<ChainRule> rules = List.of();
    if (edit instanceof Edit.Append append) {
      rules = append.rules();
    } else if (edit instanceof Edit.Insert insert) {
      rules = insert.rules();
    }
    for (ChainRule rule : rules) {
      Optional<String> entered = rule.entered();
      if (entered.isPresent() && !chains.containsEntry(key(family, table), entered.get())) {
        throw refused(
            location, "there is no chain '" + entered.get() + "' in table '" + table + "'");
      }
    }
  }

  private static Edit placed(Edit edit, SourceLocation location) {
    if (edit instanceof Edit.Append append) {
      return new Edit.Append(append.table(), append.chain(), placed(append.rules(), location));
    } else if (edit instanceof Edit.Insert insert) {
      return new Edit.Insert(
          insert.table(), insert.chain(), insert.position(), placed(insert.rules(), location));
    }
    return edit;
  }

  private static ImmutableList<ChainRule> placed(List<ChainRule> rules, SourceLocation location) {
    return rules.stream()
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
