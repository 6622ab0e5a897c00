package io.nwfilter.xml.edit;

import io.nwfilter.xml.edit.InterfaceOutline.Span;
import io.nwfilter.xml.stream.Layout;

/** How the author of a domain lays its interfaces out. */
final class TextStyle {

  private static final String DEFAULT_INDENT = "  ";

  private final String text;
  private final InterfaceOutline outline;

  TextStyle(String text, InterfaceOutline outline) {
    this.text = text;
    this.outline = outline;
  }

  /** {@return the layout of an element that takes an element's place, or follows it} */
  Layout like(Span element) {
    if (!beginsLine(element)) {
      return inLine();
    }
    return new Layout(quote(), lineBreak(element), margin(element), indent());
  }

  /** {@return the layout of the first element inside another} */
  Layout inside(Span element) {
    Layout around = like(element);
    return new Layout(
        around.quote(), around.lineBreak(), around.margin() + around.indent(), around.indent());
  }

  /** {@return the layout of what shares a line with others} */
  Layout inLine() {
    return new Layout(quote(), "", "", "");
  }

  /** {@return whether only blanks precede and follow a part of the text on its lines} */
  boolean standsAlone(Span part) {
    return beginsLine(part) && endsLine(part.end());
  }

  /** {@return a part that is alone, with the line break before it and the blanks around it} */
  Span line(Span part) {
    return new Span(lineStart(part) - lineBreak(part).length(), behindBlanks(part.end()));
  }

  /** {@return whether nothing but blanks follows on the line} */
  boolean endsLine(int place) {
    int end = behindBlanks(place);
    return end < text.length() && isLineBreak(text.charAt(end));
  }

  /** {@return where the blanks at a place end} */
  int behindBlanks(int place) {
    int end = place;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean beginsLine(Span element) {
    int start = lineStart(element);
    return start > 0 && isLineBreak(text.charAt(start - 1));
  }

  private String lineBreak(Span element) {
    int start = lineStart(element);
    return text.startsWith("\r\n", start - 2) ? "\r\n" : text.substring(start - 1, start);
  }

  private String margin(Span element) {
    return text.substring(lineStart(element), element.start());
  }

  /** {@return where the blanks before an element begin} */
  private int lineStart(Span element) {
    int start = element.start();
    while (start > 0 && isBlank(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  /** {@return the indent of one level: of a child, or half of the interface's own} */
  private String indent() {
    String margin = beginsLine(outline.element()) ? margin(outline.element()) : "";
    for (InterfaceOutline.Child child : outline.children()) {
      if (beginsLine(child.span())) {
        String inner = margin(child.span());
        if (inner.length() > margin.length() && inner.startsWith(margin)) {
          return inner.substring(margin.length());
        }
      }
    }
    String half = margin.substring(0, margin.length() / 2);
    return half.isEmpty() ? DEFAULT_INDENT : half;
  }

  /** {@return the quote that the author uses: the first one in the interface} */
  private char quote() {
    for (int i = outline.element().start(); i < outline.element().end(); i++) {
      if (text.charAt(i) == '\'' || text.charAt(i) == '"') {
        return text.charAt(i);
      }
    }
    return Layout.LIBVIRT.quote();
  }
}
