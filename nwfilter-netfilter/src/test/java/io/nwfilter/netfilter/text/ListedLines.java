package io.nwfilter.netfilter.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of listings by table and chain, without empty ones. */
final class ListedLines {

  private ListedLines() {}

  /**
   * Splits a text.
   *
   * @param lines its lines
   * @param tableMark what stands before the name of a table
   * @param chainMark what stands before the name of a chain
   * @return the lines by "TABLE CHAIN", the first of them the one that begins the chain
   */
  static Map<String, List<String>> of(List<String> lines, String tableMark, String chainMark) {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    String table = "";
    List<String> chain = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(tableMark)) {
        table = line.substring(tableMark.length());
      } else if (line.startsWith(chainMark)) {
        String name = line.substring(chainMark.length()).split("[ ,]", 2)[0];
        chain = new ArrayList<>(List.of(line));
        chains.put(table + " " + name, chain);
      } else if (!line.isEmpty()) {
        chain.add(line);
      }
    }
    return chains;
  }
}
