package io.nwfilter.netfilter.nft;

/** Reads blocks of which only the kind and the name are known. */
final class Blocks {

  private Blocks() {}

  /**
   * {@return a block word for word}
   *
   * @param words the words, of which the next one is the kind of the block
   * @param names how many words the name has
   */
  static NftObject other(WordStream words, int names) {
    String kind = kind(words);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < names; i++) {
      name.append(i == 0 ? "" : " ").append(words.next().text());
    }
    return block(words, kind, name.toString(), names == 1 ? 1 : 0);
  }

  /** {@return the kind of what comes next, which has two words for what is about connections} */
  static String kind(WordStream words) {
    String first = words.next().text();
    return first.equals("ct") ? first + " " + words.next().text() : first;
  }

  /**
   * {@return a part of a table, as a block}
   *
   * @param words the words after its name: a block, or what would be in it
   * @param kind what it is
   * @param name its name
   */
  static NftObject part(WordStream words, String kind, String name) {
    if (words.peek().is("{")) {
      return block(words, kind, name, /* outside= */ 1);
    }
    int start = words.position();
    while (!words.peek().isEnd()) {
      words.next();
    }
    String inside = words.textFrom(start);
    return kept(
        words,
        kind,
        name,
        kind + " " + name + " {\n" + (inside.isEmpty() ? "" : "\t\t" + inside + "\n") + "\t}");
  }

  private static NftObject block(WordStream words, String kind, String name, int outside) {
    StringBuilder text = new StringBuilder(kind).append(' ').append(name).append(' ');
    int depth = 0;
    Word before = words.peek();
    do {
      if (words.isAtEnd()) {
        throw words.syntax("the text ends before " + kind + " " + name + " does");
      }
      Word word = words.next();
      depth += word.is("{") ? 1 : word.is("}") ? -1 : 0;
      append(text, word, before, depth + outside);
      before = word;
      if (depth == 0 && !word.is("}")) {
        throw words.syntax("a block is expected after " + kind + " " + name);
      }
    } while (depth > 0);
    return kept(words, kind, name, text.toString());
  }

  private static NftObject kept(WordStream words, String kind, String name, String text) {
    try {
      return new NftObject(kind, name, text);
    } catch (IllegalArgumentException e) {
      throw words.syntax("'" + kind + " " + name + "' is not a block that can be kept");
    }
  }

  private static void append(StringBuilder text, Word word, Word before, int tabs) {
    if (word.is("\n")) {
      text.append('\n').append("\t".repeat(tabs));
      return;
    }
    char last = text.charAt(text.length() - 1);
    if (word.is("}") && last == '\t') {
      text.setLength(text.length() - 1); // of the line that the brace is in
    }
    boolean glued = last == '\t' || last == ' ' || word.isGluedTo(before);
    text.append(glued ? "" : " ").append(word);
  }
}
