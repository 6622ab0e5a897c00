package io.nwfilter.xml;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;

/** Writes elements as libvirt does: two blanks of indent, single quotes, no declaration. */
final class XmlWriter {

  private final StringBuilder out = new StringBuilder(1024);
  private int depth;

  /** Begins a start tag on a new line. */
  XmlWriter start(String element) {
    out.append("  ".repeat(depth)).append('<').append(element);
    return this;
  }

  /** Adds an attribute to the start tag. */
  XmlWriter attribute(String name, Object value) {
    out.append(' ').append(name).append("='");
    escape(value.toString());
    out.append('\'');
    return this;
  }

  /** Ends the start tag; what follows is inside. */
  void open() {
    out.append(">\n");
    depth++;
  }

  /** Ends the start tag of an element without content. */
  void empty() {
    out.append("/>\n");
  }

  /** Adds an end tag. */
  void close(String element) {
    depth--;
    out.append("  ".repeat(depth)).append("</").append(element).append(">\n");
  }

  /** Adds an element that holds nothing but text. */
  void text(String element, Object text) {
    start(element);
    out.append('>');
    escape(text.toString());
    out.append("</").append(element).append(">\n");
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&apos;");
        case '\t', '\n', '\r' -> out.append("&#").append((int) c).append(';');
        default -> {
          if (!isLegal(text, i)) {
            throw unprintable(text, c);
          }
          out.append(c);
        }
      }
    }
  }

  /** {@return whether XML 1.0 has the character (section 2.2), the halves of pairs taken as one} */
  private static boolean isLegal(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c >= ' ' && c < '\ufffe';
  }

  private static DocumentException unprintable(String text, char c) {
    return new DocumentException(
        DiagnosticCode.UNPRINTABLE,
        SourceLocation.NONE,
        String.format("'%s' has the character U+%04X, which XML has not", text, (int) c));
  }

  /** {@return what was written} */
  @Override
  public String toString() {
    return out.toString();
  }
}
