package io.nwfilter.netfilter.text;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;

/**
 * Whether restore text says where each rule comes from. The {@code -restore} tools ignore comments,
 * wherever they are.
 */
public enum OriginComments {
  /** The text has no comments. */
  NONE,
  /**
   * Before each rule there is a comment of the form {@code # FILE:LINE FILTER → FILTER}: the place
   * of the rule in the document, and the filters that lead there, from that of the interface down;
   * then in parentheses what else there is to say, such as {@code (default drop)} or the comment of
   * a rule of ebtables. The origin of a rule that is not from a filter, but of an interface or a
   * dump, has no filters. A rule that does not come from one place, such as the jumps that all
   * interfaces share, has the comment {@code # no single origin}. Long comments are cut, as the
   * tools take only lines of some thousand bytes.
   */
  BEFORE_RULES;

  /** The longest comment, in characters; iptables-restore 1.8.9 takes lines of 10,239 bytes. */
  private static final int MAX_LENGTH = Diagnostic.MAX_MESSAGE;

  /** Appends the diagnostics before a rule. */
  void append(Origin origin, StringBuilder out) {
    if (this == BEFORE_RULES) {
      String text = text(origin);
      out.append("# ");
      if (text.length() > MAX_LENGTH) {
        int end = MAX_LENGTH - (Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? 1 : 0);
        out.append(text, 0, end).append('…');
      } else {
        out.append(text);
      }
      out.append('\n');
    }
  }

  private static String text(Origin origin) {
    if (origin.equals(Origin.NONE)) {
      return "no single origin";
    }
    SourceLocation location = origin.location();
    StringBuilder text = new StringBuilder();
    if (TextReader.isDumpComment("# " + location.document())) {
      text.append("./"); // what ends a dump of ebtables must not be in its middle
    }
    text.append(location.document());
    if (location.line() > 0) {
      text.append(':').append(location.line());
    }
    if (!origin.path().isEmpty()) {
      text.append(' ').append(String.join(" → ", origin.path().filters()));
    }
    if (!origin.note().isEmpty()) {
      text.append(" (").append(origin.note()).append(')');
    }
    return Diagnostic.printable(text.toString());
  }
}
