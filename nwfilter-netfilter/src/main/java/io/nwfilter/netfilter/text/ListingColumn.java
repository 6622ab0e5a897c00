package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.Family;
import org.jspecify.annotations.Nullable;

/** The columns of {@code iptables -L -n -v} that say what a rule asks for, from left to right. */
enum ListingColumn implements ListingPlace {
  PROTOCOL(4, true, "0"),
  FRAGMENT(3, false, "--"),
  IN(6, false, "*"),
  OUT(6, false, "*"),
  SOURCE(19, true, ""),
  DESTINATION(19, true, "");

  private final int width;
  private final boolean signOutside;
  private final String any;

  ListingColumn(int width, boolean signOutside, String any) {
    this.width = width;
    this.signOutside = signOutside;
    this.any = any;
  }

  private String any(Family family) {
    return any.isEmpty() ? (family == Family.IPV6 ? "::/0" : "0.0.0.0/0") : any;
  }

  /**
   * Appends the column and the blank after it. A text that is too long moves what follows.
   *
   * @param text what is asked for, with an exclamation mark before it if that is negated; null if
   *     nothing is asked for
   */
  void append(@Nullable String text, Family family, StringBuilder out) {
    String shown = text == null ? any(family) : text;
    if (signOutside) {
      boolean negated = shown.charAt(0) == '!';
      out.append(negated ? '!' : ' ');
      shown = negated ? shown.substring(1) : shown;
    }
    left(shown, width, out);
    out.append(' ');
  }

  /** Appends a text, with blanks after it up to a width. */
  static void left(String text, int width, StringBuilder out) {
    out.append(text).append(" ".repeat(Math.max(0, width - text.length())));
  }

  /** Appends a text, with blanks before it up to a width. */
  static void right(String text, int width, StringBuilder out) {
    out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
  }
}
