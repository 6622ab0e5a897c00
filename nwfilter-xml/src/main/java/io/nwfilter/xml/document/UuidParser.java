package io.nwfilter.xml.document;

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
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE,
          element.location(),
          "'" + text + "' is not a uuid such as 6af0ba33-e0c7-46aa-95ba-4da1d6352bd6");
    }
    return uuid;
  }
}
