package io.nwfilter.xml;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <filterbinding>}. Elements count in no namespace only, and of each name the first.
 */
final class BindingParser {

  private static final ImmutableSet<String> NAME = ImmutableSet.of("name");
  private static final ImmutableSet<String> ADDRESS = ImmutableSet.of("address");

  private final DocumentReader reader;
  private final XmlElement root;
  private Optional<FilterBinding.Owner> owner = Optional.empty();
  private Optional<String> linkDev = Optional.empty();
  private @Nullable InterfaceName portDev;
  private @Nullable MacAddress mac;
  private @Nullable FilterReference filterRef;

  BindingParser(DocumentReader reader, XmlElement root) {
    this.reader = reader;
    this.root = root;
  }

  FilterBinding parse() {
    reader.ignoreAttributes(root, ImmutableSet.of());
    Map<String, XmlElement> seen = new HashMap<>();
    for (XmlElement child = reader.nextChild(root); child != null; child = reader.nextChild(root)) {
      if (child.foreign()) {
        continue;
      }
      if (seen.putIfAbsent(child.name(), child) != null) {
        reader.ignoreRepeated(child);
      } else {
        child(child);
      }
    }
    return new FilterBinding(
        owner,
        orMissing(portDev, "portdev"),
        linkDev,
        orMissing(mac, "mac"),
        orMissing(filterRef, "filterref"),
        root.location());
  }

  private void child(XmlElement child) {
    switch (child.name()) {
      case "owner" -> owner = Optional.of(owner(child));
      case "portdev" -> {
        portDev = InterfaceParser.interfaceName(child, required(child, "name"));
        reader.ignoreAttributes(child, NAME);
      }
      case "linkdev" -> {
        linkDev = Optional.of(required(child, "name"));
        reader.ignoreAttributes(child, NAME);
      }
      case "mac" -> {
        mac = InterfaceParser.mac(child, required(child, "address"));
        reader.ignoreAttributes(child, ADDRESS);
      }
      case "filterref" -> filterRef = new FilterReferenceParser(reader).parse(child);
      default -> reader.ignore(child, root);
    }
  }

  private FilterBinding.Owner owner(XmlElement element) {
    String name = "";
    Optional<UUID> uuid = Optional.empty();
    for (XmlElement child = reader.nextChild(element);
        child != null;
        child = reader.nextChild(element)) {
      if (child.is("name") && name.isEmpty()) {
        name = reader.text(child);
      } else if (child.is("uuid") && uuid.isEmpty()) {
        uuid = UuidParser.parse(child, reader);
      } else {
        reader.ignore(child, element);
      }
    }
    if (name.isEmpty() || uuid.isEmpty()) {
      throw missing(element, name.isEmpty() ? "name" : "uuid");
    }
    return new FilterBinding.Owner(name, uuid.get());
  }

  private static String required(XmlElement element, String attribute) {
    String text = element.plainAttribute(attribute);
    if (text == null || text.isEmpty()) {
      throw missing(element, attribute);
    }
    return text;
  }

  private <T> T orMissing(@Nullable T value, String element) {
    if (value == null) {
      throw missing(root, element);
    }
    return value;
  }

  private static DocumentException missing(XmlElement element, String what) {
    return new DocumentException(
        DiagnosticCode.MISSING, element.location(), element + " has no " + what);
  }
}
