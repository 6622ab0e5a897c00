package io.nwfilter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code in a Markdown text, between fences of three backticks.
 *
 * @param language what the opening fence names, such as {@code sh}
 * @param lines the code
 * @param lead the last line before the block that is not empty
 * @param number the number of the opening line, counted from 1
 */
record Fence(String language, List<String> lines, String lead, int number) {

  private static final Pattern FILE = Pattern.compile("(?:.* )?`(?<file>[^` ]+\\.[a-z]+)`.*:");
  private static final Pattern STATUS = Pattern.compile("<!-- exit status (?<status>\\d+) -->");

  /** Returns the blocks of a text, in order. */
  static List<Fence> of(List<String> markdown) {
    List<Fence> fences = new ArrayList<>();
    Fence open = null;
    String lead = "";
    int number = 0;
    for (String line : markdown) {
      number++;
      if (open != null && line.startsWith("```")) {
        fences.add(open);
        open = null;
        lead = "";
      } else if (open != null) {
        open.lines.add(line);
      } else if (line.startsWith("```")) {
        open = new Fence(line.substring(3).strip(), new ArrayList<>(), lead, number);
      } else if (!line.isBlank()) {
        lead = line;
      }
    }
    if (open != null) {
      throw new IllegalArgumentException("a block of " + open.language + " is not closed");
    }
    return fences;
  }

  boolean is(String name) {
    return language.equals(name);
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** Returns the file that the line before the block names, as in "{@code `FILE`:}". */
  Optional<String> file() {
    Matcher named = FILE.matcher(lead);
    return named.matches() ? Optional.of(named.group("file")) : Optional.empty();
  }

  /** Returns the exit status that a comment before the block announces, otherwise 0. */
  int status() {
    Matcher announced = STATUS.matcher(lead);
    return announced.matches() ? Integer.parseInt(announced.group("status")) : 0;
  }
}
