package io.nwfilter.xml.edit;

import com.google.common.collect.ImmutableList;
import io.nwfilter.xml.edit.InterfaceOutline.Child;
import io.nwfilter.xml.edit.InterfaceOutline.Span;
import io.nwfilter.xml.stream.GuardedReader;
import io.nwfilter.xml.stream.XmlStreams;
import io.nwfilter.xml.stream.XmlText;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * Finds the interfaces of a domain, in the order of the document, in a text that was read; or the
 * interface that the document is.
 */
final class DomainOutline {

  /** The elements that lead to an interface of a domain, itself included. */
  private static final ImmutableList<String> PATH =
      ImmutableList.of("domain", "devices", "interface");

  /** The same for an interface by itself. */
  private static final ImmutableList<String> ALONE = ImmutableList.of("interface");

  private final GuardedReader reader;
  private final ImmutableList.Builder<InterfaceOutline> interfaces = ImmutableList.builder();

  private DomainOutline(GuardedReader reader) {
    this.reader = reader;
  }

  static ImmutableList<InterfaceOutline> of(XmlText domain) {
    try (GuardedReader reader = XmlStreams.openGuarded(domain)) {
      DomainOutline outline = new DomainOutline(reader);
      outline.read();
      return outline.interfaces.build();
    }
  }

  private void read() {
    int depth = 0; // of open elements
    int matched = 0; // how many of them, from the root on, are on the path
    List<String> path = PATH;
    for (int event = reader.next();
        event != XMLStreamConstants.END_DOCUMENT;
        event = reader.next()) {
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        matched = Math.min(matched, depth);
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        String name = reader.getLocalName();
        if (depth == 0 && name.equals(ALONE.get(0))) {
          path = ALONE;
        }
        boolean onPath = matched == depth && depth < path.size() && name.equals(path.get(depth));
        if (onPath && depth == path.size() - 1) {
          interfaces.add(readInterface());
        } else {
          depth++;
          matched += onPath ? 1 : 0;
        }
      }
    }
  }

  /** Reads from the start tag of an interface to its end tag. */
  private InterfaceOutline readInterface() {
    int start = start();
    int startTagEnd = end();
    boolean emptyTag = isEmptyTag();
    ImmutableList.Builder<Child> children = ImmutableList.builder();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
        String name = reader.getLocalName();
        Span span = readElement();
        if (name.charAt(0) != GuardedReader.FOREIGN) {
          children.add(new Child(name, span));
        }
      }
    }
    return emptyTag
        ? new InterfaceOutline(
            new Span(start, startTagEnd), startTagEnd, startTagEnd, children.build())
        : new InterfaceOutline(new Span(start, end()), startTagEnd, start(), children.build());
  }

  private Span readElement() {
    int start = start();
    int end = end();
    boolean emptyTag = isEmptyTag();
    for (int depth = 1; depth > 0; ) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {}
      }
    }
    return new Span(start, emptyTag ? end : end());
  }

  private boolean isEmptyTag() {
    try {
      return reader.isEmptyElement();
    } catch (XMLStreamException e) {
      throw reader.failure(e);
    }
  }

  private int start() {
    return Math.toIntExact(reader.getLocationInfo().getStartingCharOffset());
  }

  private int end() {
    try {
      return Math.toIntExact(reader.getLocationInfo().getEndingCharOffset());
    } catch (XMLStreamException e) {
      throw reader.failure(e);
    }
  }
}
