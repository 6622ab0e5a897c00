package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads {@code <domain>}: its name, uuid and interfaces. Everything else, and everything in a
 * namespace, is ignored silently.
 */
final class DomainParser {

  /** libvirt has many more elements there, none of which is nearly called like these. */
  private static final ImmutableSet<String> DEVICES = ImmutableSet.of("devices");

  private static final ImmutableSet<String> INTERFACE = ImmutableSet.of("interface");

  /** Used as the name of a domain that has none. */
  private static final String NAMELESS = "nameless";

  private final DocumentReader reader;
  private final Semantics semantics;

  DomainParser(DocumentReader reader, Semantics semantics) {
    this.reader = reader;
    this.semantics = semantics;
  }

  /** {@return the domain; illegal parts are noted, and replaced} */
  Domain parse(XmlElement root) {
    String name = null;
    Optional<UUID> uuid = Optional.empty();
    ImmutableList.Builder<NetworkInterface> interfaces = ImmutableList.builder();
    for (XmlElement child = reader.nextChild(root); child != null; child = reader.nextChild(root)) {
      if (child.is("name") && name == null) {
        name = reader.text(child);
      } else if (child.is("uuid") && uuid.isEmpty()) {
        uuid = UuidParser.attempt(child, reader);
      } else if (child.is("devices")) {
        devices(child, interfaces);
      } else {
        reader.ignoreSlip(child, root, DEVICES);
      }
    }
    if (name == null || name.isEmpty()) {
      reader.refuse(
          new DocumentException(DocumentCode.MISSING, root.location(), "the domain has no name"));
      name = NAMELESS;
    }
    return new Domain(name, uuid, interfaces.build(), root.location());
  }

  private void devices(XmlElement devices, ImmutableList.Builder<NetworkInterface> interfaces) {
    for (XmlElement child = reader.nextChild(devices);
        child != null;
        child = reader.nextChild(devices)) {
      if (child.is("interface")) {
        interfaces.add(new InterfaceParser(reader, semantics).parse(child));
      } else {
        reader.ignoreSlip(child, devices, INTERFACE);
      }
    }
  }
}
