package io.nwfilter.xml.stream;

import com.ctc.wstx.io.WstxInputData;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.xml.diagnostic.DocumentException;

/** Writes elements, each on a line of its own, without a declaration. */
public final class XmlWriter {

  private final StringBuilder out = new StringBuilder(1024);
  private final Layout layout;
  private int depth;

  /** A writer of documents as libvirt prints them. */
  public XmlWriter() {
    this(Layout.LIBVIRT);
  }

  public XmlWriter(Layout layout) {
    this.layout = layout;
  }

  /** Begins a start tag on a new line. */
  public XmlWriter start(String element) {
    out.append(indent()).append('<').append(element);
    return this;
  }

  /** {@return what precedes an element here} */
  public String indent() {
    return layout.before(depth);
  }

  /** Adds an attribute to the start tag. */
  public XmlWriter attribute(String name, Object value) {
    return attribute(name, value, Escaping.ALL);
  }

  /** Adds an attribute, escaped in a way of its own, to the start tag. */
  public XmlWriter attribute(String name, Object value, Escaping escaping) {
    requireName(name);
    out.append(' ');
    append(name, Escaping.NONE);
    out.append('=').append(layout.quote());
    append(value.toString(), escaping);
    out.append(layout.quote());
    return this;
  }

  /** Adds an attribute with a prefix, unless that is empty, to the start tag. */
  public XmlWriter prefixed(String prefix, String name, String value) {
    requireName(name);
    out.append(' ');
    if (!prefix.isEmpty()) {
      requireName(prefix);
      out.append(prefix).append(':');
    }
    out.append(name).append('=').append(layout.quote());
    append(value, layout.equals(Layout.LIBXML) ? Escaping.LIBRARY : Escaping.ALL);
    out.append(layout.quote());
    return this;
  }

  /**
   * Refuses what the parser would not read as a name in no namespace.
   *
   * @throws DocumentException with code {@link FilterCode#UNPRINTABLE}
   */
  public static void requireName(String name) {
    if (name.isEmpty()
        || name.equals("xmlns")
        || WstxInputData.findIllegalNameChar(name, true, false) >= 0) {
      throw new DocumentException(
          FilterCode.UNPRINTABLE, SourceLocation.NONE, "'" + name + "' is not a legal name in XML");
    }
  }

  /** Declares a prefix of names in the start tag; the empty one is that of names without. */
  public XmlWriter declaration(String prefix, String namespace) {
    if (!prefix.isEmpty()) {
      requireName(prefix);
    }
    String name = prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix;
    out.append(' ').append(name).append('=').append(layout.quote());
    append(namespace, Escaping.ALL);
    out.append(layout.quote());
    return this;
  }

  /** {@return a writer at the same depth that lays elements out differently} */
  public XmlWriter with(Layout other) {
    XmlWriter writer = new XmlWriter(other);
    writer.depth = depth;
    return writer;
  }

  /** Adds what another writer wrote. */
  public void append(XmlWriter other) {
    out.append(other.out);
  }

  /** Ends the start tag; what follows is inside, on the same line. */
  public void inline() {
    out.append('>');
  }

  /** Adds text. */
  public void characters(String text) {
    append(text, layout.equals(Layout.LIBXML) ? Escaping.TEXT : Escaping.ALL);
  }

  /** Begins a start tag on the same line. */
  public void startInline(String element) {
    out.append('<').append(element);
  }

  /** Ends the start tag of an element without content on the same line. */
  public void emptyInline() {
    out.append("/>");
  }

  /** Adds an end tag on the same line. */
  public void endInline(String element) {
    out.append("</").append(element).append('>');
  }

  /** Adds an end tag on the same line, and ends that. */
  public void closeInline(String element) {
    endTag(element);
  }

  /** Ends the start tag; what follows is inside. */
  public void open() {
    out.append('>').append(layout.lineBreak());
    depth++;
  }

  /** Ends the start tag of an element without content. */
  public void empty() {
    out.append("/>").append(layout.lineBreak());
  }

  /** Adds an end tag. */
  public void close(String element) {
    depth--;
    out.append(indent());
    endTag(element);
  }

  private void endTag(String element) {
    out.append("</").append(element).append('>').append(layout.lineBreak());
  }

  /** Adds an element that holds nothing but text. */
  public void text(String element, Object text) {
    text(element, text, Escaping.ALL);
  }

  /** Adds an element that holds nothing but text, with some characters as references. */
  public void text(String element, Object text, Escaping escaping) {
    start(element);
    out.append('>');
    append(text.toString(), escaping);
    endTag(element);
  }

  private void append(String text, Escaping escaping) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaping.escapes(c)) {
        out.append(reference(c));
      } else if (isLegal(text, i)) {
        out.append(c);
      } else {
        throw unprintable(text, c);
      }
    }
  }

  private static String reference(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&apos;";
      default -> "&#" + (int) c + ";";
    };
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
    return c >= ' ' ? c < '\ufffe' : c == '\t' || c == '\n' || c == '\r';
  }

  private static DocumentException unprintable(String text, char c) {
    return new DocumentException(
        FilterCode.UNPRINTABLE,
        SourceLocation.NONE,
        String.format("'%s' has the character U+%04X, which XML does not allow", text, (int) c));
  }

  /** {@return what was written} */
  @Override
  public String toString() {
    return out.toString();
  }
}
