package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line of iptables, ip6tables or ebtables, taken apart as the tools do: the command may
 * come after other options, and options for all commands are everywhere.
 *
 * @param table the table
 * @param command the command by its short name, such as {@code -A}; empty if there is none
 * @param words what belongs to the command: the chain, a number or a policy
 * @param rule the words of the rule
 */
record ToolCommand(String table, String command, List<String> words, List<String> rule) {

  private static final ImmutableMap<String, String> COMMANDS =
      ImmutableMap.<String, String>builder()
          .put("--append", "-A")
          .put("--insert", "-I")
          .put("--delete", "-D")
          .put("--replace", "-R")
          .put("--policy", "-P")
          .put("--new-chain", "-N")
          .put("--new", "-N")
          .put("--flush", "-F")
          .put("--delete-chain", "-X")
          .put("--zero", "-Z")
          .put("--list", "-L")
          .put("--list-rules", "-S")
          .put("--rename-chain", "-E")
          .put("--check", "-C")
          .buildOrThrow();

  private static final ImmutableSet<String> NUMBERED = ImmutableSet.of("-I", "-D", "-R");
  private static final ImmutableSet<String> WITH_RULE = ImmutableSet.of("-A", "-I", "-D", "-R");

  /** Commands whose chain may be left out. */
  private static final ImmutableSet<String> FOR_ALL = ImmutableSet.of("-F", "-X", "-Z", "-L", "-S");

  /** Takes a command line apart. */
  private static final class Parser {

    private final Family family;
    private final List<String> all;
    private final SourceLocation location;
    private final ImmutableList.Builder<String> words = ImmutableList.builder();
    private final ImmutableList.Builder<String> rule = ImmutableList.builder();
    private String table = Table.FILTER;
    private String command = "";
    private int at;

    Parser(Family family, List<String> all, SourceLocation location) {
      this.family = family;
      this.all = all;
      this.location = location;
    }

    ToolCommand parse() {
      while (at < all.size()) {
        String word = all.get(at++);
        if (!isForAll(word)) {
          Optional<String> found = command.isEmpty() ? command(word) : Optional.empty();
          if (found.isPresent()) {
            command = found.get();
            ofCommand(word);
          } else {
            rule.add(word);
          }
        }
      }
      return new ToolCommand(table, command, words.build(), rule.build());
    }

    private String next(String option, String what) {
      if (at == all.size()) {
        throw refused("no " + what + " follows " + option);
      }
      return all.get(at++);
    }

    /** {@return whether it is an option for all commands, which is read} */
    private boolean isForAll(String word) {
      if (word.equals("-t") || word.equals("--table")) {
        table = next(word, "table");
      } else if (word.startsWith("--table=")) {
        table = word.substring("--table=".length());
      } else if (word.startsWith("-t") && word.length() > 2) {
        table = word.substring(2);
      } else if (word.equals("-w") || word.equals("--wait")) {
        if (at < all.size() && all.get(at).matches("[0-9.]+")) {
          at++;
        }
      } else if (word.equals("-W") || word.equals("--wait-interval")) {
        next(word, "number");
      } else if (word.equals("-M") || word.equals("--modprobe")) {
        next(word, "program");
      } else {
        return isFamily(word)
            || word.matches("-[wW][0-9.]+|--wait(-interval)?=[0-9.]+|--modprobe=.*|-v+|--verbose")
            || (word.equals("--concurrent") && family == Family.BRIDGE);
      }
      return true;
    }

    private boolean isFamily(String word) {
      boolean four = word.equals("-4") || word.equals("--ipv4");
      boolean six = word.equals("-6") || word.equals("--ipv6");
      if ((four && family != Family.IPV4) || (six && family != Family.IPV6)) {
        throw refused(family.tool() + " does not take " + word);
      }
      return four || six;
    }

    /** {@return the command that a word begins with, by its short name} */
    private static Optional<String> command(String word) {
      if (COMMANDS.containsValue(word)) {
        return Optional.of(word);
      } else if (word.startsWith("--")) {
        int equals = word.indexOf('=');
        return Optional.ofNullable(COMMANDS.get(equals < 0 ? word : word.substring(0, equals)));
      }
      return Optional.of(word)
          .filter(joined -> joined.length() > 2)
          .map(joined -> joined.substring(0, 2))
          .filter(COMMANDS::containsValue);
    }

    private void ofCommand(String word) {
      int equals = word.startsWith("--") ? word.indexOf('=') : word.length() > 2 ? 1 : -1;
      if (equals >= 0) {
        words.add(word.substring(equals + 1));
      } else if (!FOR_ALL.contains(command)) {
        words.add(next(word, "chain"));
      } else if (at < all.size() && !all.get(at).startsWith("-")) {
        words.add(all.get(at++));
      }
      boolean numbered = NUMBERED.contains(command) && isNext("[0-9]+(:[0-9]+)?");
      if (numbered || command.equals("-P") || command.equals("-E")) {
        words.add(next(word, command.equals("-P") ? "policy" : "name"));
      }
    }

    private boolean isNext(String pattern) {
      return at < all.size() && all.get(at).matches(pattern);
    }

    private TextException refused(String message) {
      return new TextException(TextCode.RULES_SYNTAX, message, location);
    }
  }

  /**
   * Takes a command line apart.
   *
   * @param words the words after the tool's name
   * @throws TextException if an option has no argument, or is that of another family
   */
  static ToolCommand of(Family family, List<String> words, SourceLocation location) {
    return new Parser(family, words, location).parse();
  }

  /** {@return whether the command takes a rule} */
  boolean hasRule() {
    return WITH_RULE.contains(command);
  }

  /** {@return the number of a rule that the command names} */
  Optional<String> number() {
    return NUMBERED.contains(command) && words.size() > 1
        ? Optional.of(words.get(1))
        : Optional.empty();
  }

  /** {@return the chain that the command names} */
  Optional<String> chain() {
    return words.stream().findFirst();
  }

  /** {@return all words as a list, with another command for the same chain} */
  List<String> as(String other, Optional<String> position, List<String> ruleWords) {
    List<String> line = new ArrayList<>();
    line.add(other);
    line.addAll(words.subList(0, Math.min(1, words.size())));
    position.ifPresent(line::add);
    line.addAll(ruleWords);
    return line;
  }
}
