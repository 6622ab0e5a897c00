package io.nwfilter.xml.stream;

import com.google.common.base.CharMatcher;

/** Which characters of a value become references. What XML has not is refused in each of them. */
public enum Escaping {
  /** All that marks something up, and the white space that a parser would make blanks of. */
  ALL("&<>\"'\t\n\r"),
  /** Only what would not come back: libvirt escapes nothing in names, so this is nearest to it. */
  NECESSARY("&<'\t\n\r"),
  /** What libvirt escapes in values. */
  MARKUP("&<>\"'"),
  /** What libvirt escapes in names: nothing, so that its own output may be malformed. */
  NONE("");

  private final CharMatcher escaped;

  Escaping(String escaped) {
    this.escaped = CharMatcher.anyOf(escaped);
  }

  /** {@return whether a character becomes a reference} */
  boolean escapes(char c) {
    return escaped.matches(c);
  }
}
