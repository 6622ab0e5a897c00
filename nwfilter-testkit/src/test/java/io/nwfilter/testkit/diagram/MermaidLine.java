package io.nwfilter.testkit.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a flowchart of Mermaid, as strictly as a picture needs them
 * (https://mermaid.js.org/syntax/flowchart.html). Texts are in quotes, and hold nothing that
 * Mermaid or HTML would understand, but line breaks and entities.
 */
enum MermaidLine {
  START("flowchart LR"),
  OPEN(" *subgraph g\\d+\\[TEXT\\]"),
  CLOSE(" *end"),
  CHAIN(" *(?<node>c\\d+)(\\[TEXT\\]|\\(\\[TEXT\\]\\)|\\[\\[TEXT\\]\\]):::[a-z]+"),
  NONE("  none\\[TEXT\\]"),
  JUMP("  (?<from>c\\d+) (-->|-\\.->)\\|TEXT\\| (?<to>c\\d+)"),
  COLOR("  classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#000");

  private static final String TEXT = "\"([\\\\p{L}\\\\p{Nd} _.,()×…-]|#\\\\d+;|<br>)+\"";

  private final Pattern pattern;

  MermaidLine(String pattern) {
    this.pattern = Pattern.compile(pattern.replaceAll("TEXT", TEXT));
  }

  private static Matcher read(String line, MermaidLine kind) {
    return kind.pattern.matcher(line);
  }

  /** Checks that a text is a flowchart: that its frames are closed, and that arrows have ends. */
  static void assertFlowchart(String text) {
    List<String> wrong = new ArrayList<>();
    Set<String> nodes = new HashSet<>();
    int open = 0;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      List<MermaidLine> kinds =
          Arrays.stream(values()).filter(kind -> read(line, kind).matches()).toList();
      if (kinds.size() != 1 || (kinds.get(0) == START) != (i == 0)) {
        wrong.add(line);
        continue;
      }
      Matcher matcher = read(line, kinds.get(0));
      matcher.matches();
      switch (kinds.get(0)) {
        case OPEN -> open++;
        case CLOSE -> open--;
        case CHAIN -> {
          if (!nodes.add(matcher.group("node"))) {
            wrong.add("twice: " + line);
          }
        }
        case JUMP -> {
          if (open != 0
              || !nodes.containsAll(List.of(matcher.group("from"), matcher.group("to")))) {
            wrong.add("no such end: " + line);
          }
        }
        case START, NONE, COLOR -> {}
      }
    }
    assertEquals(List.of(), wrong, text);
    assertEquals(0, open, () -> "frames that are open at the end: " + text);
  }
}
