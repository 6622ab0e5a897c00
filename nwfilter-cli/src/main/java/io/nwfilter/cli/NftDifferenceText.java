package io.nwfilter.cli;

import com.google.common.collect.Sets;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints how tables of nftables differ: for each part of a table, a heading and the lines that only
 * one ruleset has, as nft lists them. Counters and the order of tables, chains and sets do not
 * count.
 */
final class NftDifferenceText {

  private static final Pattern COUNTED = Pattern.compile("counter packets \\d+ bytes \\d+");

  private final Map<String, List<String>> before;
  private final Map<String, List<String>> after;

  /**
   * Compares two rulesets.
   *
   * @param before the first
   * @param after the second
   */
  NftDifferenceText(NftRuleset before, NftRuleset after) {
    this.before = parts(before);
    this.after = parts(after);
  }

  /** {@return the lines of tables, by the part that they are in} */
  private static Map<String, List<String>> parts(NftRuleset ruleset) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    String table = "";
    String part = "";
    for (String line : NftScript.write(ruleset).lines().toList()) {
      String text = COUNTED.matcher(line).replaceAll("counter").strip();
      if (text.isEmpty() || text.equals("}")) {
        part = line.startsWith("\t") ? table : part;
      } else if (!line.startsWith("\t")) {
        table = opened(text);
        part = table;
        parts.put(part, new ArrayList<>());
      } else if (!line.startsWith("\t\t") && text.endsWith("{")) {
        part = table + ", " + opened(text);
        parts.put(part, new ArrayList<>());
      } else {
        parts.computeIfAbsent(part, any -> new ArrayList<>()).add(text);
      }
    }
    return parts;
  }

  private static String opened(String line) {
    return line.replaceFirst(" \\{$", "");
  }

  /** {@return whether nothing differs} */
  boolean isEmpty() {
    return before.equals(after);
  }

  /** Prints what differs. */
  void print(PrintWriter out) {
    for (String part : Sets.union(before.keySet(), after.keySet())) {
      List<String> old = before.getOrDefault(part, List.of());
      List<String> now = after.getOrDefault(part, List.of());
      boolean onlyOne = before.containsKey(part) != after.containsKey(part);
      if (onlyOne || !old.equals(now)) {
        out.print(part + "\n");
        if (onlyOne) {
          out.print((before.containsKey(part) ? "- " : "+ ") + part + "\n");
        }
        lines(old, now, out);
      }
    }
  }

  /** Prints the lines that are not in the longest common part of both. */
  private static void lines(List<String> old, List<String> now, PrintWriter out) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        out.print("- " + old.get(i++) + "\n");
      } else {
        out.print("+ " + now.get(j++) + "\n");
      }
    }
  }
}
