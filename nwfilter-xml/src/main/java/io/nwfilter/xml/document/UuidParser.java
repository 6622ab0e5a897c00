package io.nwfilter.xml.document;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Optional;
import java.util.UUID;

/** Reads {@code <uuid>} elements. */
final class UuidParser {

  private UuidParser() {}

  /** {@return the uuid; empty also if it is illegal, which is noted} */
  static Optional<UUID> attempt(XmlElement element, DocumentReader reader) {
    Optional<UUID> uuid = reader.attempt(() -> parse(element, reader));
    return uuid == null ? Optional.empty() : uuid;
  }

  /** {@return the uuid; empty if the element is, as libvirt then generates one} */
  static Optional<UUID> parse(XmlElement element, DocumentReader reader) {
    String text = reader.text(element);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<UUID> uuid = LibvirtUuid.parse(text);
    if (uuid.isEmpty()) {
      throw illegal(text, element.location());
    }
    return uuid;
  }

  /** {@return the exception for a text that is not a uuid} */
  static DocumentException illegal(String text, SourceLocation location) {
    return new DocumentException(
        DocumentCode.ILLEGAL_VALUE,
        location,
        "'" + text + "' is not a uuid such as 6af0ba33-e0c7-46aa-95ba-4da1d6352bd6");
  }
}
