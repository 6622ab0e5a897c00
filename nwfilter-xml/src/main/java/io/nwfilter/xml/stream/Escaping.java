package io.nwfilter.xml.stream;

import com.google.common.base.CharMatcher;

/**
 * Which characters of a value become references. Characters that XML does not allow are always
 * refused.
 */
public enum Escaping {
  /** All that marks something up, and the white space that a parser would make blanks of. */
  ALL("&<>\"'\t\n\r"),
  /** Only what would not round-trip: libvirt escapes nothing in names, so this comes closest. */
  NECESSARY("&<'\t\n\r"),
  /** What libvirt escapes in values. */
  MARKUP("&<>\"'"),
  /** What libvirt's library escapes in values. */
  LIBRARY("&<>\"\t\n\r"),
  /** What libvirt's library escapes between elements. */
  TEXT("&<>\r"),
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
