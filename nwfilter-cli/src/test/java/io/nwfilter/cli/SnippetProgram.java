package io.nwfilter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The statements that a page shows in several blocks, as one program: later blocks use the
 * variables of earlier ones, and imports may come before the statements of any block.
 */
record SnippetProgram(List<Fence> snippets) {

  static final String CLASS_NAME = "Snippets";

  private static final String END = "\u2301 end of a snippet";
  private static final String IMPORT = "import ";

  String source() {
    Set<String> imports = new TreeSet<>();
    StringBuilder statements = new StringBuilder();
    for (Fence snippet : snippets) {
      for (String line : snippet.lines()) {
        if (line.startsWith(IMPORT)) {
          imports.add(line);
        } else {
          statements.append("    ").append(line).append('\n');
        }
      }
      statements.append("    System.out.println(\"").append(END).append("\");\n");
    }
    return String.join("\n", imports)
        + "\n\npublic class "
        + CLASS_NAME
        + " {\n  public static void main(String[] args) throws Exception {\n"
        + statements
        + "  }\n}\n";
  }

  /** Returns what each snippet printed, of what the program printed. */
  static List<String> printedByEach(String printed) {
    List<String> each = new ArrayList<>(List.of(printed.split(END + "\\R", -1)));
    each.remove(each.size() - 1);
    return each;
  }
}
