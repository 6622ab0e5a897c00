package io.nwfilter.xml.stream;

import com.ctc.wstx.exc.WstxException;
import com.ctc.wstx.exc.WstxLazyException;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.util.StreamReader2Delegate;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson's parser is allowed to see of a document. Its token stream gives attributes and
 * children as properties alike, and namespaces not at all: so names are marked here, with
 * characters that no name can begin with. DTDs are refused wherever they appear. Comments,
 * processing instructions, and all text but that of names and uuids are skipped and never copied.
 */
public final class GuardedReader extends StreamReader2Delegate implements AutoCloseable {

  /** Begins the names of attributes. */
  static final char ATTRIBUTE = '@';

  /** Begins the names, after the other mark, of what is in a namespace. */
  public static final char FOREIGN = ':';

  private final String document;
  private String rootName = "";
  private SourceLocation rootLocation;

  /** Open elements from the outermost one whose text is wanted; 0 outside such. */
  private int textDepth;

  /** How many names elements and attributes may have; 0 if the document is too short for more. */
  private final int maxNames;

  private final Set<String> names = new HashSet<>();

  private final Acceptances acceptances = new Acceptances();

  GuardedReader(XMLStreamReader2 reader, String document, int maxNames) {
    super(reader);
    this.document = document;
    this.maxNames = maxNames;
    this.rootLocation = SourceLocation.of(document);
  }

  /** {@return the name of the root element, marked as all names} */
  String rootName() {
    return rootName;
  }

  /** {@return where the root element is} */
  SourceLocation rootLocation() {
    return rootLocation;
  }

  /** Lets all text through from here on, not only that of names and uuids. */
  void keepText() {
    textDepth++;
  }

  /** Reads what follows the root element, where only comments are allowed. */
  void finish() {
    while (getEventType() != END_DOCUMENT) {
      next();
    }
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  @Override
  public int next() {
    while (true) {
      int event = advance();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          started();
          return event;
        }
        case XMLStreamConstants.COMMENT ->
            acceptances.comment(currentText(), location(super.getLocation()));
        case XMLStreamConstants.END_ELEMENT -> {
          acceptances.endOfElement();
          textDepth = Math.max(0, textDepth - 1);
          return event;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (textDepth > 0) {
            return event;
          }
        }
        case XMLStreamConstants.END_DOCUMENT -> {
          return event;
        }
        case XMLStreamConstants.DTD ->
            throw new DocumentException(
                DocumentCode.XML_REFUSED,
                location(super.getLocation()),
                "documents with a DTD, which can define entities, are refused");
        default -> {} // comments, processing instructions, white space
      }
    }
  }

  /** {@return the text of a comment or between elements, which is only now looked at} */
  String currentText() {
    try {
      return super.getText();
    } catch (WstxLazyException e) {
      throw lazyFailure(e);
    }
  }

  private int advance() {
    try {
      return super.next();
    } catch (XMLStreamException e) {
      throw failure(e);
    } catch (WstxLazyException e) {
      throw lazyFailure(e);
    }
  }

  /** {@return the exception for what StAX refused at the current place} */
  public DocumentException failure(XMLStreamException e) {
    return failure(e, location(super.getLocationInfo().getCurrentLocation()));
  }

  private void countNames() {
    names.add(super.getLocalName());
    for (int i = 0; i < getAttributeCount(); i++) {
      names.add(super.getAttributeLocalName(i));
    }
    if (names.size() > maxNames) {
      throw new DocumentException(
          DocumentCode.XML_REFUSED,
          location(super.getLocation()),
          "the document has elements and attributes of more than " + maxNames + " names");
    }
  }

  /** {@return what comments accept} */
  Acceptances acceptances() {
    return acceptances;
  }

  /** {@return warnings about comments that accept nothing, once all of the document is read} */
  List<Diagnostic> ignoredAcceptances() {
    return acceptances.ignored(rootLocation);
  }

  private void started() {
    if (acceptances.arePending()) {
      acceptances.startOfElement(location(super.getLocation()));
    }
    if (maxNames > 0) {
      countNames();
    }
    if (rootName.isEmpty()) {
      rootName = getLocalName();
      rootLocation = location(super.getLocation());
    }
    if (textDepth > 0) {
      textDepth++;
    } else {
      String name = super.getLocalName();
      textDepth = name.equals("name") || name.equals("uuid") ? 1 : 0;
    }
  }

  @Override
  public String getLocalName() {
    String name = super.getLocalName();
    return isNone(super.getNamespaceURI()) ? name : FOREIGN + name;
  }

  @Override
  public String getAttributeLocalName(int index) {
    String name = super.getAttributeLocalName(index);
    return isNone(super.getAttributeNamespace(index))
        ? ATTRIBUTE + name
        : "" + ATTRIBUTE + FOREIGN + name;
  }

  private static boolean isNone(@Nullable String namespace) {
    return namespace == null || namespace.isEmpty();
  }

  /** {@return where the element that has just begun is} */
  SourceLocation elementLocation() {
    return location(super.getLocation());
  }

  private SourceLocation location(Location location) {
    return new SourceLocation(document, location.getLineNumber(), location.getColumnNumber());
  }

  private DocumentException lazyFailure(WstxLazyException e) {
    XMLStreamException cause =
        e.getCause() instanceof XMLStreamException refused ? refused : new XMLStreamException(e);
    return failure(cause, location(super.getLocation()));
  }

  /** {@return the exception for what StAX refused: Woodstox has types of its own for bad syntax} */
  static DocumentException failure(XMLStreamException e, SourceLocation reached) {
    boolean syntax = e instanceof WstxException;
    Location location = e.getLocation();
    return new DocumentException(
        syntax ? DocumentCode.XML_SYNTAX : DocumentCode.XML_REFUSED,
        location == null
            ? reached
            : new SourceLocation(
                reached.document(),
                location.getLineNumber(),
                Math.max(1, location.getColumnNumber())), // an empty document ends at 0
        firstLine(String.valueOf(e.getMessage())),
        e);
  }

  /** {@return the message without Woodstox's own lines about the place} */
  private static String firstLine(String message) {
    int place = message.indexOf("\n at [");
    return place < 0 ? message : message.substring(0, place);
  }
}
