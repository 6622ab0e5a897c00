package io.nwfilter.xml.stream;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;

/**
 * The words by which an author accepts warnings: {@code nwfilter: accept CODE…}, in an XML comment
 * before a rule or in the {@code comment} attribute inside it.
 */
public final class AcceptanceComment {

  private static final String PREFIX = "nwfilter:";
  private static final String ACCEPT = "accept";
  private static final Splitter WORDS =
      Splitter.on(CharMatcher.whitespace().or(CharMatcher.is(','))).omitEmptyStrings();

  /** Comments that are longer accept nothing. */
  private static final int MAX_LENGTH = 2_000;

  private AcceptanceComment() {}

  /**
   * Returns the codes that a comment accepts.
   *
   * @param comment the text of a comment
   * @return the codes; none if it is a comment of another kind
   */
  public static ImmutableSet<String> codes(String comment) {
    String text = comment.length() > MAX_LENGTH ? "" : comment.strip();
    if (!text.startsWith(PREFIX)) {
      return ImmutableSet.of();
    }
    ImmutableSet<String> words = ImmutableSet.copyOf(WORDS.split(text.substring(PREFIX.length())));
    return words.isEmpty() || !words.asList().get(0).equals(ACCEPT)
        ? ImmutableSet.of()
        : ImmutableSet.copyOf(words.asList().subList(1, words.size()));
  }
}
