package io.nwfilter.xml;

import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.xml.InterfaceOutline.Child;
import io.nwfilter.xml.InterfaceOutline.Span;
import java.util.Optional;

/**
 * Changes the reference to a filter of one interface in a text, in the style of that text: its
 * quotes, line ends and indent.
 */
final class FilterReferenceEdit {

  private final EncodedText encoded;
  private final TextStyle style;
  private final InterfaceOutline outline;

  FilterReferenceEdit(EncodedText encoded, InterfaceOutline outline) {
    this.encoded = encoded;
    this.style = new TextStyle(encoded.xml().text(), outline);
    this.outline = outline;
  }

  /** {@return the text without any reference, and without the lines that nothing else stands on} */
  EncodedText remove() {
    EncodedText edited = encoded;
    for (Child reference : outline.filterReferences().reverse()) {
      edited = edited.replace(style.lineEndBefore(reference.span()), reference.span().end(), "");
    }
    return edited;
  }

  /** {@return the text with a reference, in the place of the first one or where libvirt has it} */
  EncodedText set(FilterReference reference) {
    Optional<Child> present = outline.filterReferences().stream().findFirst();
    if (present.isPresent()) {
      Span span = present.get().span();
      return encoded.replace(span.start(), span.end(), markup(reference, style.like(span)));
    }
    Optional<Child> before = outline.lastBeforeFilterReference();
    if (before.isPresent()) {
      Layout layout = style.like(before.get().span());
      return insert(before.get().span().end(), newLine(layout) + markup(reference, layout));
    }
    if (!outline.children().isEmpty()) {
      Span after = outline.children().get(0).span();
      Layout layout = style.like(after);
      return insert(after.start(), markup(reference, layout) + newLine(layout));
    }
    return setOnly(reference);
  }

  /** Sets the reference in an interface that has no other child. */
  private EncodedText setOnly(FilterReference reference) {
    Layout around = style.like(outline.element());
    Layout layout = style.inside(outline.element());
    String child = newLine(layout) + markup(reference, layout);
    if (outline.isEmptyTag()) {
      int end = outline.element().end();
      return encoded.replace(
          end - "/>".length(), end, ">" + child + newLine(around) + "</interface>");
    }
    boolean hasContent = outline.startTagEnd() < outline.endTagStart();
    return insert(outline.startTagEnd(), hasContent ? child : child + newLine(around));
  }

  private EncodedText insert(int at, String markup) {
    return encoded.replace(at, at, markup);
  }

  private static String newLine(Layout layout) {
    return layout.lineBreak() + layout.margin();
  }

  /** {@return a reference, without what stands before and behind it on its lines} */
  private static String markup(FilterReference reference, Layout layout) {
    XmlWriter out = new XmlWriter(layout);
    FilterReferenceWriter.write(reference, Escaping.ALL, out);
    String lines = out.toString();
    return lines.substring(layout.margin().length(), lines.length() - layout.lineBreak().length());
  }
}
