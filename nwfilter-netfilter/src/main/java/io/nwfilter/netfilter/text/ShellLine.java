package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command of a script with the lines that it goes on in.
 *
 * @param words its words; none if it does nothing
 * @param mayFail whether it is followed by {@code || true}
 * @param input the file that it reads, by {@code <}
 * @param location its first line
 */
record ShellLine(
    List<String> words, boolean mayFail, Optional<String> input, SourceLocation location) {

  /** Commands that do not change rules, whatever their words are. */
  private static final ImmutableSet<String> WITHOUT_RULES =
      ImmutableSet.of(
          ":",
          "brctl",
          "bridge",
          "cat",
          "cd",
          "chmod",
          "conntrack",
          "date",
          "depmod",
          "ebtables-save",
          "echo",
          "ethtool",
          "ifconfig",
          "insmod",
          "ip",
          "ip6tables-save",
          "ipset",
          "iptables-save",
          "logger",
          "mkdir",
          "modprobe",
          "printf",
          "route",
          "sleep",
          "sysctl",
          "tc",
          "touch",
          "true",
          "ulimit",
          "umask");

  private static final Pattern FIRST = Pattern.compile("\\s*([A-Za-z0-9_./:-]+)(\\s.*)?");

  /** What would run another program, or hide where the command ends. */
  private static final Pattern RUNS_MORE = Pattern.compile("[;|&`(){}]");

  private static final Pattern UNREAD_OUTPUT =
      Pattern.compile("\\s+(?:[12&]?>>?\\s*[A-Za-z0-9_./-]+|2>&1)(?=\\s*$)");

  private static final Pattern MAY_FAIL = Pattern.compile("\\s*\\|\\|\\s*(?:true|:)\\s*$");

  private static final Pattern INPUT = Pattern.compile("\\s*<\\s*([A-Za-z0-9_./+-]+)\\s*$");

  /** {@return the next command of a script, or null after the last line} */
  static @Nullable ShellLine next(LineSource lines, String document) {
    String line = lines.next();
    if (line == null) {
      return null;
    }
    int number = lines.number();
    SourceLocation location = lines.location(1);
    StringBuilder whole = new StringBuilder(line);
    while (goesOn(whole)) {
      String more = lines.next();
      if (more == null) {
        break;
      }
      whole.setLength(whole.length() - 1);
      whole.append(more);
    }
    return of(whole.toString(), document, number, location);
  }

  private static boolean goesOn(StringBuilder line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1 && !line.toString().stripLeading().startsWith("#");
  }

  private static ShellLine of(String line, String document, int number, SourceLocation location) {
    if (number == 1 && line.startsWith("#!")) {
      return new ShellLine(interpreter(line), false, Optional.empty(), location);
    }
    Matcher first = FIRST.matcher(line);
    if (first.matches()
        && isWithoutRules(first.group(1))
        && !RUNS_MORE.matcher(withoutSafeEnd(line)).find()) {
      return new ShellLine(List.of(name(first.group(1))), true, Optional.empty(), location);
    }
    String text = withoutOutput(line);
    Matcher fails = MAY_FAIL.matcher(text);
    boolean mayFail = fails.find();
    text = withoutOutput(mayFail ? text.substring(0, fails.start()) : text);
    Matcher input = INPUT.matcher(text);
    Optional<String> file = Optional.empty();
    if (first.matches() && name(first.group(1)).endsWith("tables-restore") && input.find()) {
      file = Optional.of(input.group(1));
      text = text.substring(0, input.start());
    }
    return new ShellLine(ShellWords.of(text, document, number), mayFail, file, location);
  }

  /** {@return as a command, what the first line says of how the script is run} */
  private static List<String> interpreter(String line) {
    return line.matches(".*sh\\s+-[a-z]*e[a-z]*\\s*") ? List.of("set", "-e") : List.of();
  }

  private static String withoutSafeEnd(String line) {
    return withoutOutput(MAY_FAIL.matcher(withoutOutput(line)).replaceFirst(""));
  }

  private static String withoutOutput(String line) {
    String text = line;
    Matcher output = UNREAD_OUTPUT.matcher(text);
    while (output.find()) {
      text = text.substring(0, output.start());
      output = UNREAD_OUTPUT.matcher(text);
    }
    return text;
  }

  static boolean isWithoutRules(String command) {
    return WITHOUT_RULES.contains(name(command));
  }

  /** {@return the name of a program without its directory} */
  static String name(String command) {
    return command.substring(command.lastIndexOf('/') + 1);
  }
}
