package io.nwfilter.testkit.testbed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes scripts of {@link NftRules} as administrators might: lists in several lines with a comma
 * at their end, variables, lines that go on after a backslash, chains without a name, sets with
 * options and elements that are added later.
 */
final class AdministratorStyle {

  private static final Pattern SET =
      Pattern.compile("set (\\w+) \\{ type ([^;]+);(.*?) elements = \\{(.*)\\} \\}");
  private static final Pattern TABLE = Pattern.compile("table (\\w+ \\w+) \\{");
  private static final Pattern LIST = Pattern.compile("\\{ ([^{}]+) \\}");
  private static final Pattern PORT = Pattern.compile("(?<=[sd]port )(\\d+)(?= )");
  private static final Pattern ADDRESS = Pattern.compile("(?<=[sd]addr |-)([0-9]+\\.[0-9.]+)(?= )");

  private final Random random;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> later = new ArrayList<>();
  private String table = "";

  private AdministratorStyle(long seed) {
    this.random = new Random(seed);
  }

  /** {@return a script that makes the same tables} */
  static String write(String script, long seed) {
    return new AdministratorStyle(seed).write(script);
  }

  private String write(String script) {
    StringBuilder text = new StringBuilder();
    for (String line : script.lines().toList()) {
      Matcher begun = TABLE.matcher(line);
      table = begun.matches() ? begun.group(1) : table;
      Matcher set = SET.matcher(line);
      text.append(
              set.matches()
                  ? set(set)
                  : line.contains(" counter ") && !line.isBlank() ? rule(line) : line)
          .append('\n');
    }
    later.forEach(command -> text.append(command).append('\n'));
    StringBuilder defined = new StringBuilder("#!/usr/sbin/nft -f\n# written by hand\n");
    variables.forEach((value, name) -> defined.append("define " + name + " = " + value + "\n"));
    return defined.append(text).toString();
  }

  private boolean sometimes() {
    return random.nextInt(3) == 0;
  }

  private String set(Matcher set) {
    boolean interval = set.group(3).contains("interval");
    StringBuilder text = new StringBuilder("set " + set.group(1) + " {\n");
    boolean typeof = set.group(2).equals("ipv4_addr") && sometimes();
    text.append(typeof ? "typeof ip saddr\n" : "type " + set.group(2) + "\n");
    text.append(interval ? "flags interval;\n" : "");
    text.append(sometimes() ? "size 1000\n" : "");
    text.append(sometimes() ? "counter\n" : "");
    text.append(interval && !set.group(2).contains(".") && sometimes() ? "auto-merge\n" : "");
    text.append(sometimes() ? "comment \"of an administrator\"\n" : "");
    List<String> elements = List.of(set.group(4).strip().split("\\s*,\\s*", -1));
    if (sometimes()) {
      later.add(
          "add element "
              + table
              + " "
              + set.group(1)
              + " {\n"
              + String.join(",\n", elements)
              + " }");
      return text.append("}").toString();
    }
    return text.append("elements = {\n" + String.join(",\n", elements) + ",\n}\n}").toString();
  }

  private String rule(String line) {
    String rule = line.strip();
    if (sometimes() && rule.matches(".* counter (?:accept|drop)")) {
      int verdict = rule.lastIndexOf(" counter ");
      String end = rule.substring(verdict + " counter ".length());
      rule =
          rule.substring(0, verdict)
              + " counter "
              + (random.nextBoolean()
                  ? "jump {\ncounter " + end + "\n}"
                  : "jump { counter; " + end + "; }");
    }
    if (!rule.contains("jump {") && sometimes()) {
      rule = LIST.matcher(rule).replaceAll(AdministratorStyle::inLines);
    }
    if (sometimes()) {
      rule =
          rule.replaceFirst(
              " counter ", random.nextBoolean() ? " \\\\\n counter " : "\\\\\n  counter ");
    }
    return named(PORT, named(ADDRESS, rule));
  }

  private static String inLines(MatchResult list) {
    return Matcher.quoteReplacement(
        "{\n  " + String.join(",\n  ", list.group(1).split(", ", -1)) + ", # the last one\n}");
  }

  private String named(Pattern values, String rule) {
    return sometimes() ? values.matcher(rule).replaceAll(found -> use(found.group(1))) : rule;
  }

  private String use(String value) {
    return "\\$" + variables.computeIfAbsent(value, one -> "value_" + variables.size());
  }
}
