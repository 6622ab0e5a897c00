package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static java.util.regex.Pattern.DOTALL;
import static java.util.regex.Pattern.MULTILINE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** English text for readers, with its place: of a page, or of a comment or literal in a source. */
record Prose(String place, String text) {

  private static final Pattern PARAGRAPHS = Pattern.compile("\n\\s*\n|\n(?=\\s*[-|])");
  private static final Pattern MARKDOWN_CODE =
      Pattern.compile("^```.*?^```$|`[^`\n]*`", MULTILINE | DOTALL);
  private static final Pattern JAVADOC_CODE =
      Pattern.compile("<pre>.*?</pre>|\\{@(code|link|linkplain|value)\\b[^}]*}", DOTALL);

  /** Text blocks, strings, characters and comments; only the groups have text for readers. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\"(?<block>.*?)\"\"\"|\"(?<string>(?:[^\"\\\\\n]|\\\\.)*)\"|'(?:[^'\\\\\n]|\\\\.)+'"
              + "|/\\*(?<comment>.*?)\\*/|//(?<line>[^\n]*)",
          DOTALL);

  private static final Pattern JOINED = Pattern.compile("\\s*\\+?\\s*");

  /** Returns the paragraphs of a Markdown page, without code. */
  static List<Prose> ofPage(String page, String markdown) {
    return PARAGRAPHS
        .splitAsStream(MARKDOWN_CODE.matcher(markdown).replaceAll("\u00b7"))
        .map(paragraph -> new Prose(page, plain(paragraph)))
        .toList();
  }

  /**
   * Returns the literals and comments of a Java source, without code in Javadoc. Literals that are
   * added to each other, and comments line after line, are one text.
   */
  static List<Prose> ofSource(String file, String java) {
    List<Prose> prose = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int line = 1;
    int lastEnd = 0;
    Matcher token = TOKEN.matcher(java);
    while (token.find()) {
      if (!JOINED.matcher(java.substring(lastEnd, token.start())).matches()) {
        prose.add(new Prose(file + ":" + line, plain(text.toString())));
        text.setLength(0);
        line = 1 + (int) java.substring(0, token.start()).chars().filter(c -> c == '\n').count();
      }
      Stream.of("block", "string", "comment", "line")
          .map(token::group)
          .filter(found -> found != null)
          .forEach(text::append);
      lastEnd = token.end();
    }
    prose.add(new Prose(file + ":" + line, plain(text.toString())));
    return prose;
  }

  private static String plain(String text) {
    return JAVADOC_CODE
        .matcher(text)
        .replaceAll("\u00b7")
        .replaceAll("(^|\\n)\\s*\\*+ ?|\\\\n", " ")
        .strip()
        .replaceAll("\\s+", " ");
  }

  /** Returns the text of the pages at the root of the checkout and in {@code docs}. */
  static List<Prose> ofPages() throws IOException {
    List<Prose> prose = new ArrayList<>();
    for (Path directory : List.of(inCheckout(""), inCheckout("docs"))) {
      for (Path file : files(directory, 1, ".md")) {
        prose.addAll(ofPage(inCheckout("").relativize(file).toString(), Files.readString(file)));
      }
    }
    return prose;
  }

  /** Returns the text in the main sources of all modules, and in the examples. */
  static List<Prose> ofSources() throws IOException {
    List<Path> directories = new ArrayList<>(List.of(inCheckout("examples")));
    try (Stream<Path> modules = Files.list(inCheckout(""))) {
      modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .forEach(directories::add);
    }
    List<Prose> prose = new ArrayList<>();
    for (Path directory : directories) {
      for (Path file : files(directory, Integer.MAX_VALUE, ".java")) {
        prose.addAll(ofSource(inCheckout("").relativize(file).toString(), Files.readString(file)));
      }
    }
    return prose;
  }

  private static List<Path> files(Path directory, int depth, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory, depth)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
