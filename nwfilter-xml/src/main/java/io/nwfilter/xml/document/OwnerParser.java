package io.nwfilter.xml.document;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the {@code <owner>} of a binding: the first name and the first uuid of all owners. */
final class OwnerParser {

  private final DocumentReader reader;
  private @Nullable XmlElement first;
  private @Nullable String name;
  private Optional<UUID> uuid = Optional.empty();
  private boolean uuidSeen;

  OwnerParser(DocumentReader reader) {
    this.reader = reader;
  }

  /** {@return whether the element added something} */
  boolean add(XmlElement element) {
    boolean counts = first == null;
    first = first == null ? element : first;
    for (XmlElement child = reader.nextChild(element);
        child != null;
        child = reader.nextChild(element)) {
      if (child.is("name") && name == null) {
        name = reader.text(child);
        counts = true;
      } else if (child.is("uuid") && !uuidSeen) {
        uuidSeen = true;
        uuid = UuidParser.parse(child, reader);
        counts = true;
      } else {
        reader.ignore(child, element);
      }
    }
    return counts;
  }

  /** {@return the owner; empty if there is no such element, where libvirt insists on one} */
  Optional<FilterBinding.Owner> owner() {
    if (first == null) {
      return Optional.empty();
    }
    if (name == null || name.isEmpty()) {
      throw missing(first, "name; add the one of the domain, <name>…</name>");
    }
    if (uuid.isEmpty()) {
      throw missing(first, "uuid; add the one of the domain, <uuid>…</uuid>");
    }
    return Optional.of(new FilterBinding.Owner(name, uuid.get()));
  }

  private static DocumentException missing(XmlElement element, String what) {
    return new DocumentException(
        DocumentCode.MISSING, element.location(), element + " has no " + what);
  }
}
