package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a page shows of an output: lines, and ellipses for any number of lines that it leaves out.
 */
record ShownOutput(List<String> lines) {

  private static final String ELLIPSIS = "…";

  /** Checks that an output is what is shown, from its first line to its last. */
  void assertIsOf(String printed, String place) {
    List<String> rest = printed.lines().toList();
    boolean gap = false;
    for (List<String> block : blocks()) {
      if (block.isEmpty()) {
        gap = true;
      } else {
        int at = gap ? Collections.indexOfSubList(rest, block) : 0;
        if (at < 0 || !startsWith(rest.subList(at, rest.size()), block)) {
          fail(
              place
                  + " shows lines that are not printed there:\n"
                  + text(block)
                  + "\nbut these:\n"
                  + printed);
        }
        rest = rest.subList(at + block.size(), rest.size());
        gap = false;
      }
    }
    if (!gap && !rest.isEmpty()) {
      fail(place + " does not show the last lines:\n" + text(rest));
    }
  }

  /** Returns lines that follow each other, with an empty list for each ellipsis. */
  private List<List<String>> blocks() {
    List<List<String>> blocks = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : lines) {
      if (line.strip().equals(ELLIPSIS)) {
        if (!block.isEmpty()) {
          blocks.add(block);
        }
        blocks.add(List.of());
        block = new ArrayList<>();
      } else {
        block.add(line);
      }
    }
    if (!block.isEmpty()) {
      blocks.add(block);
    }
    return blocks;
  }

  private static boolean startsWith(List<String> lines, List<String> block) {
    return lines.size() >= block.size() && lines.subList(0, block.size()).equals(block);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }
}
