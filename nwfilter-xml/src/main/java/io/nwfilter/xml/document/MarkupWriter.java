package io.nwfilter.xml.document;

import io.nwfilter.core.network.Markup;
import io.nwfilter.xml.stream.Layout;
import io.nwfilter.xml.stream.XmlWriter;

/** Writes elements that are kept as they are. */
final class MarkupWriter {

  private final XmlWriter out;

  MarkupWriter(XmlWriter out) {
    this.out = out;
  }

  /** Writes an element, one with text on one line. */
  void write(Markup.Element element) {
    requireName(element);
    out.start(element.qualifiedName());
    attributes(element, out);
    if (element.content().isEmpty()) {
      out.empty();
    } else if (hasText(element)) {
      out.inline();
      content(element);
      out.closeInline(element.qualifiedName());
    } else {
      out.open();
      element.elements().forEach(this::write);
      out.close(element.qualifiedName());
    }
  }

  /** Writes the {@code <metadata>} of a document, with the quotes that libvirt's library has. */
  void metadata(Markup.Element element) {
    XmlWriter library = out.with(Layout.LIBXML);
    new MarkupWriter(library).write(element);
    out.append(library);
  }

  private static boolean hasText(Markup.Element element) {
    return element.content().stream().anyMatch(Markup.Text.class::isInstance);
  }

  private static void attributes(Markup.Element element, XmlWriter out) {
    for (Markup.Attribute attribute : element.attributes()) {
      if (attribute.isDeclaration()) {
        out.declaration(attribute.prefix().isEmpty() ? "" : attribute.name(), attribute.value());
      } else {
        out.prefixed(attribute.prefix(), attribute.name(), attribute.value());
      }
    }
  }

  private void content(Markup.Element element) {
    for (Markup part : element.content()) {
      if (part instanceof Markup.Text text) {
        out.characters(text.text());
      } else {
        inline((Markup.Element) part);
      }
    }
  }

  private static void requireName(Markup.Element element) {
    XmlWriter.requireName(element.name());
    if (!element.prefix().isEmpty()) {
      XmlWriter.requireName(element.prefix());
    }
  }

  private void inline(Markup.Element element) {
    requireName(element);
    out.startInline(element.qualifiedName());
    attributes(element, out);
    if (element.content().isEmpty()) {
      out.emptyInline();
    } else {
      out.inline();
      content(element);
      out.endInline(element.qualifiedName());
    }
  }
}
