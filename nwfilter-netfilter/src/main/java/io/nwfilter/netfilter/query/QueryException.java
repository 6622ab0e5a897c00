package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.MarkedText;
import java.util.List;

/**
 * A text is not a query. The message says what is wrong, has the text with carets under the word
 * that it is about, and lists what could be there instead.
 */
public final class QueryException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int COLUMNS = 100;
  private static final String HEADING = "possible here:";

  /** Where it is, in characters from the start of the text. */
  private final int position;

  /** What could be there instead. */
  private final ImmutableList<String> expected;

  /**
   * Creates an exception about a word of a text.
   *
   * @param problem what is wrong
   * @param text the whole text
   * @param position where the word starts, 0 to the length of the text
   * @param length how many characters it has
   * @param expected what could be there instead; empty if that cannot be listed
   */
  QueryException(String problem, String text, int position, int length, List<String> expected) {
    super(problem + "\n" + MarkedText.of(text, position, length) + list(expected));
    this.position = position;
    this.expected = ImmutableList.copyOf(expected);
  }

  private static String list(List<String> expected) {
    if (expected.isEmpty()) {
      return "";
    }
    StringBuilder lines = new StringBuilder("\n" + HEADING);
    int column = HEADING.length();
    for (int i = 0; i < expected.size(); i++) {
      String next = expected.get(i) + (i < expected.size() - 1 ? "," : "");
      boolean fits = column + 1 + next.length() <= COLUMNS;
      lines.append(fits ? " " : "\n  ").append(next);
      column = (fits ? column + 1 : 2) + next.length();
    }
    return lines.toString();
  }

  /** {@return where the word starts that it is about, counted in characters from 0} */
  public int position() {
    return position;
  }

  /** {@return what could be there instead: words, or what is to be written in plain English} */
  public List<String> expected() {
    return expected;
  }
}
