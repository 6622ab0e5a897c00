package io.nwfilter.xml.stream;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.xml.XmlFactory;

/**
 * Opens documents with the one factory there is: without DTDs and external entities, and with
 * limits on depth, numbers and sizes. It is made of Woodstox by name, not by what the class path
 * happens to offer.
 */
public final class XmlStreams {

  static final int MAX_DEPTH = 256;
  static final int MAX_ATTRIBUTES = 256;
  static final int MAX_ATTRIBUTE_SIZE = 64 << 10;
  static final int MAX_TEXT_SIZE = 1 << 20;

  /** Of elements and attributes together: the parser's table of names may be made to collide. */
  static final int MAX_NAMES = 4_000;

  /** The fewest characters that an element or attribute of another name takes. */
  private static final int SHORTEST = 4;

  private static final XmlFactory FACTORY = factory();

  private XmlStreams() {}

  private static XmlFactory factory() {
    XMLInputFactory2 stax = new WstxInputFactory();
    stax.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    stax.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    stax.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    stax.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    stax.setProperty(XMLInputFactory.IS_COALESCING, true);
    stax.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
    stax.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
    stax.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, MAX_ATTRIBUTE_SIZE);
    stax.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, MAX_TEXT_SIZE);
    return XmlFactory.builder()
        .xmlInputFactory(stax)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH + 1)
                .maxStringLength(MAX_TEXT_SIZE)
                .build())
        .build();
  }

  /** {@return a reader that is positioned before the root element} */
  public static ElementReader open(XmlText source) {
    GuardedReader guarded = openGuarded(source);
    try {
      return new ElementReader(
          FACTORY.createParser(ObjectReadContext.empty(), guarded), guarded, source.document());
    } catch (JacksonException | IOException e) {
      throw ElementReader.failure(e, start(source));
    }
  }

  /** {@return the stream below such a reader} */
  public static GuardedReader openGuarded(XmlText source) {
    try {
      XMLStreamReader2 stax =
          (XMLStreamReader2)
              FACTORY.getXMLInputFactory().createXMLStreamReader(new StringReader(source.text()));
      if ("1.1".equals(stax.getVersion())) {
        throw new DocumentException(
            DocumentCode.XML_REFUSED,
            start(source),
            "the document is XML 1.1, but libvirt reads only 1.0");
      }
      boolean mayHaveManyNames = source.text().length() / SHORTEST > MAX_NAMES;
      return new GuardedReader(stax, source.document(), mayHaveManyNames ? MAX_NAMES : 0);
    } catch (XMLStreamException e) {
      throw GuardedReader.failure(e, start(source));
    }
  }

  private static SourceLocation start(XmlText source) {
    return new SourceLocation(source.document(), 1, 1);
  }
}
