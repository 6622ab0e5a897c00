package io.nwfilter.xml.stream;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.dataformat.xml.deser.FromXmlParser;

/** Walks the elements of a document in order, each with its attributes and place. */
public final class ElementReader implements AutoCloseable {

  private final FromXmlParser tokens;
  private final GuardedReader guarded;
  private final String document;
  private @Nullable JsonToken token;

  /** How many objects are open: elements that have attributes or content. */
  private int depth;

  ElementReader(FromXmlParser tokens, GuardedReader guarded, String document) {
    this.tokens = tokens;
    this.guarded = guarded;
    this.document = document;
  }

  /** {@return the root element} To be called once, before anything else. */
  public XmlElement root() {
    advance();
    return open(guarded.rootName(), guarded.rootLocation());
  }

  /** {@return the next child of an element, passing over what was not read of the last one} */
  public @Nullable XmlElement nextChild(XmlElement parent) {
    if (parent.text() != null) {
      return null;
    }
    while (depth > parent.depth()) {
      advance();
    }
    if (depth == parent.depth() && token != JsonToken.PROPERTY_NAME) {
      advance();
    }
    while (token == JsonToken.PROPERTY_NAME) {
      String name = tokens.currentName();
      SourceLocation location = location(tokens.currentTokenLocation());
      advance();
      if (!name.isEmpty()) {
        return open(name, location);
      }
      advance(); // over text
    }
    return null;
  }

  /** {@return the codes of the warnings that comments just before an element accept} */
  public ImmutableSet<String> acceptedCodes(XmlElement element) {
    return guarded.acceptances().take(element.location());
  }

  /** {@return warnings about comments that accept nothing, once all of the document is read} */
  public List<Diagnostic> ignoredAcceptances() {
    return guarded.ignoredAcceptances();
  }

  /** {@return the text of an element and of all inside it} This also reads its children. */
  public String text(XmlElement element) {
    if (element.text() != null) {
      return element.text();
    }
    StringBuilder text = new StringBuilder();
    while (depth >= element.depth()) {
      if (token == JsonToken.VALUE_STRING
          && !tokens.currentName().startsWith(String.valueOf(GuardedReader.ATTRIBUTE))) {
        text.append(tokens.getString());
      }
      advance();
    }
    return text.toString();
  }

  /** Reads what is left of the document, which may be malformed there. */
  public void finish() {
    while (token != null) {
      advance();
    }
    guarded.finish();
  }

  private XmlElement open(String markedName, SourceLocation location) {
    boolean foreign = markedName.charAt(0) == GuardedReader.FOREIGN;
    String name = foreign ? markedName.substring(1) : markedName;
    if (token != JsonToken.START_OBJECT) {
      String text = token == JsonToken.VALUE_STRING ? tokens.getString() : "";
      return new XmlElement(name, foreign, List.of(), text, depth, location);
    }
    int own = depth;
    List<XmlAttribute> attributes = new ArrayList<>();
    advance();
    while (token == JsonToken.PROPERTY_NAME && isAttribute(tokens.currentName())) {
      attributes.add(attribute(tokens.currentName()));
    }
    return new XmlElement(name, foreign, attributes, null, own, location);
  }

  private static boolean isAttribute(String markedName) {
    return !markedName.isEmpty() && markedName.charAt(0) == GuardedReader.ATTRIBUTE;
  }

  private XmlAttribute attribute(String markedName) {
    boolean foreign = markedName.charAt(1) == GuardedReader.FOREIGN;
    advance();
    String value = tokens.getString();
    advance();
    return new XmlAttribute(markedName.substring(foreign ? 2 : 1), foreign, value);
  }

  private void advance() {
    try {
      token = tokens.nextToken();
    } catch (JacksonException e) {
      throw failure(e, location(tokens.currentLocation()));
    }
    if (token == JsonToken.START_OBJECT) {
      depth++;
    } else if (token == JsonToken.END_OBJECT || token == null) {
      depth--;
    }
  }

  private SourceLocation location(TokenStreamLocation place) {
    return new SourceLocation(document, place.getLineNr(), place.getColumnNr());
  }

  /** {@return the exception for what Jackson refused, or what Jackson has wrapped} */
  static DocumentException failure(Exception e, SourceLocation reached) {
    if (e.getCause() instanceof DocumentException refused) {
      return refused;
    }
    if (e.getCause() instanceof XMLStreamException refused) {
      return GuardedReader.failure(refused, reached);
    }
    return new DocumentException(
        e instanceof StreamConstraintsException
            ? DocumentCode.XML_REFUSED
            : DocumentCode.XML_SYNTAX,
        reached,
        e instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : String.valueOf(e.getMessage()),
        e);
  }

  @Override
  public void close() {
    tokens.close();
  }
}
