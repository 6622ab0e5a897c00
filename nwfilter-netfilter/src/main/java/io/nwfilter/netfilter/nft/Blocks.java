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
    StringBuilder text = new StringBuilder(words.next().text());
    String kind = text.toString();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < names; i++) {
      name.append(i == 0 ? "" : " ").append(words.next().text());
    }
    text.append(' ').append(name).append(' ');
    int outside = names == 1 ? 1 : 0;
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
    try {
      return new NftObject(kind, name.toString(), text.toString());
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
