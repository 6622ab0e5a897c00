package io.nwfilter.netfilter.text;

/** How the tools write texts of users' own into a line, such as comments. */
final class Quoting {

  private Quoting() {}

  /** Appends a text in quotes. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** Appends a text as iptables-save does: in quotes, unless it is of letters and digits. */
  static void text(String text, StringBuilder out) {
    if (isPlain(text)) {
      out.append(text);
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == '\'') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** Appends a word, in quotes only if it would not be one word without them. */
  static void word(String word, StringBuilder out) {
    if (needsQuotes(word)) {
      quote(word, out);
    } else {
      out.append(word);
    }
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '-');
  }

  private static boolean needsQuotes(String word) {
    return word.isEmpty()
        || word.equals("!")
        || word.chars()
            .anyMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\'' || c == '\\');
  }
}
