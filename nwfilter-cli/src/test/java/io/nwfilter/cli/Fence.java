package io.nwfilter.cli;

import java.util.ArrayList;
import java.util.List;

/** A block of code in a Markdown text, between fences of three backticks. */
record Fence(String language, List<String> lines) {

  /** Returns the blocks of a text, in order. */
  static List<Fence> of(List<String> markdown) {
    List<Fence> fences = new ArrayList<>();
    Fence open = null;
    for (String line : markdown) {
      if (!line.startsWith("```")) {
        if (open != null) {
          open.lines.add(line);
        }
      } else if (open == null) {
        open = new Fence(line.substring(3).strip(), new ArrayList<>());
      } else {
        fences.add(open);
        open = null;
      }
    }
    if (open != null) {
      throw new IllegalArgumentException("a block of " + open.language + " is not closed");
    }
    return fences;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
