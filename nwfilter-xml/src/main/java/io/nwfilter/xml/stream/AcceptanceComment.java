package io.nwfilter.xml.stream;

import static java.util.stream.Collectors.joining;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words by which an author accepts warnings: {@code nwfilter: accept CODE…}, in an XML comment
 * before a rule, a reference or an interface, or in the {@code comment} attribute inside a rule.
 * Nothing else may be in the comment: what is not understood accepts nothing.
 *
 * @param codes the codes that it accepts; none if it is a comment of another kind
 * @param fault why it accepts nothing, although it looks as if it were to
 */
public record AcceptanceComment(ImmutableSet<String> codes, Optional<String> fault) {

  private static final AcceptanceComment OTHER =
      new AcceptanceComment(ImmutableSet.of(), Optional.empty());

  /** What is meant to accept something, or at least to be read by this program. */
  private static final Pattern ALIKE =
      Pattern.compile(
          "^nwfilter\\s*(:|accept\\b)|nwfilter\\s*:\\s*accept\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern FORM =
      Pattern.compile("nwfilter:\\s*accept(?<codes>[\\s,].*)?", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final String EXPECTED = "nwfilter: accept ";
  private static final Splitter WORDS =
      Splitter.on(CharMatcher.whitespace().or(CharMatcher.is(','))).omitEmptyStrings();

  /** Comments that are longer accept nothing. */
  private static final int MAX_LENGTH = 2_000;

  /**
   * Reads a comment.
   *
   * @param comment the text of a comment
   * @return what it accepts
   */
  public static AcceptanceComment of(String comment) {
    String text = comment.length() > MAX_LENGTH ? "" : comment.strip();
    if (!ALIKE.matcher(text).find()) {
      return OTHER;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return faulty("it must consist of '" + EXPECTED + "CODE' and nothing else");
    }
    String rest = form.group("codes");
    return ofWords(rest == null ? List.of() : WORDS.splitToList(rest));
  }

  private static AcceptanceComment ofWords(List<String> words) {
    if (words.isEmpty()) {
      return faulty("it names no code: '" + EXPECTED + "CODE'");
    }
    return words.stream()
        .filter(word -> !CODE.matcher(word).matches())
        .findFirst()
        .map(word -> faulty(notACode(word, words)))
        .orElseGet(() -> new AcceptanceComment(ImmutableSet.copyOf(words), Optional.empty()));
  }

  /** A sentence after the codes is the usual slip. */
  private static String notACode(String word, List<String> words) {
    String meant =
        words.subList(0, words.indexOf(word) + 1).stream()
            .map(each -> each.replaceFirst("[^a-z0-9]+$", ""))
            .filter(each -> CODE.matcher(each).matches())
            .collect(joining(", "));
    return "'"
        + word
        + "' is not a code, and nothing but codes may follow"
        + (meant.isEmpty()
            ? ""
            : "; did you mean '"
                + EXPECTED
                + meant
                + "', with the reason in a comment of its own?");
  }

  private static AcceptanceComment faulty(String why) {
    return new AcceptanceComment(ImmutableSet.of(), Optional.of(why));
  }
}
