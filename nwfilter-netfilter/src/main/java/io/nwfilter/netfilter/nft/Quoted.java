package io.nwfilter.netfilter.nft;

import com.google.common.base.CharMatcher;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.nio.charset.StandardCharsets;

/** Writes texts in quotation marks, between which nft knows no way to write such a mark. */
final class Quoted {

  /** The longest comment that nft 1.0.6 takes, in bytes. */
  static final int MAX_COMMENT = 128;

  private Quoted() {}

  /**
   * {@return a text in quotation marks}
   *
   * @throws InexpressibleException if it has a mark itself, or a control character
   */
  static String text(String text) {
    if (text.indexOf('"') >= 0 || CharMatcher.javaIsoControl().matchesAnyOf(text)) {
      throw new InexpressibleException("nft cannot write the text '" + text + "'");
    }
    return '"' + text + '"';
  }

  /**
   * {@return a comment with its keyword}
   *
   * @throws InexpressibleException if it is too long, or its text cannot be written
   */
  static String comment(Comment comment) {
    if (comment.text().getBytes(StandardCharsets.UTF_8).length > MAX_COMMENT) {
      throw new InexpressibleException(
          "nft takes comments of at most " + MAX_COMMENT + " bytes, not '" + comment + "'");
    }
    return "comment " + text(comment.text());
  }
}
