package io.nwfilter.xml.stream;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.network.Markup;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;

/**
 * Reads a whole document at once, for those of which libvirt, too, looks at any part at any time.
 * Blanks between elements are left out, as libvirt's parser does.
 */
public final class XmlTree {

  private static final CharMatcher BLANK = CharMatcher.anyOf(" \t\n\r");

  private final GuardedReader in;

  private XmlTree(GuardedReader in) {
    this.in = in;
  }

  /**
   * {@return the root element of a document with all inside it}
   *
   * @throws DocumentException if it is not well-formed, or uses what is refused
   */
  public static Markup.Element read(XmlText source) {
    try (GuardedReader in = XmlStreams.openGuarded(source)) {
      in.keepText();
      in.next();
      Markup.Element root = new XmlTree(in).element();
      in.finish();
      return root;
    }
  }

  private Markup.Element element() {
    QName name = in.getName();
    SourceLocation location = in.elementLocation();
    ImmutableList<Markup.Attribute> attributes = attributes();
    return new Markup.Element(
        name.getPrefix(),
        name.getNamespaceURI(),
        name.getLocalPart(),
        attributes,
        content(),
        location);
  }

  private ImmutableList<Markup.Attribute> attributes() {
    ImmutableList.Builder<Markup.Attribute> attributes = ImmutableList.builder();
    for (int i = 0; i < in.getNamespaceCount(); i++) {
      String prefix = in.getNamespacePrefix(i);
      attributes.add(declaration(prefix == null ? "" : prefix, in.getNamespaceURI(i)));
    }
    for (int i = 0; i < in.getAttributeCount(); i++) {
      QName name = in.getAttributeName(i);
      attributes.add(
          new Markup.Attribute(name.getPrefix(), name.getLocalPart(), in.getAttributeValue(i)));
    }
    return attributes.build();
  }

  private static Markup.Attribute declaration(String prefix, String namespace) {
    String value = namespace == null ? "" : namespace;
    return prefix.isEmpty()
        ? Markup.Attribute.of(Markup.Attribute.DECLARATION, value)
        : new Markup.Attribute(Markup.Attribute.DECLARATION, prefix, value);
  }

  private List<Markup> content() {
    ImmutableList.Builder<Markup> content = ImmutableList.builder();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          flush(text, content);
          content.add(element());
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(in.currentText());
        default -> {
          flush(text, content);
          return withoutBlanks(content.build());
        }
      }
    }
  }

  private static void flush(StringBuilder text, ImmutableList.Builder<Markup> content) {
    if (!text.isEmpty()) {
      content.add(new Markup.Text(text.toString()));
      text.setLength(0);
    }
  }

  private static List<Markup> withoutBlanks(ImmutableList<Markup> content) {
    boolean elementsAlone =
        content.stream()
            .allMatch(
                part ->
                    part instanceof Markup.Element
                        || BLANK.matchesAllOf(((Markup.Text) part).text()));
    return content.size() > 1 && elementsAlone
        ? content.stream()
            .filter(Markup.Element.class::isInstance)
            .collect(ImmutableList.toImmutableList())
        : content;
  }
}
