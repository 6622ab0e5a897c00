package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <filterbinding>}. As libvirt does, it takes an attribute from the first element of a
 * name that has it, texts and parameters from the first element, and all of that in no namespace.
 */
final class BindingParser {

  private static final ImmutableSet<String> NAME = ImmutableSet.of("name");
  private static final ImmutableSet<String> ADDRESS = ImmutableSet.of("address");

  private final DocumentReader reader;
  private final RuleRemarks remarks;
  private final XmlElement root;
  private final FilterReferenceParser references;
  private final OwnerParser owner;
  private Optional<String> linkDev = Optional.empty();
  private @Nullable InterfaceName portDev;
  private @Nullable MacAddress mac;
  private @Nullable String filter;
  private @Nullable Parameters parameters;
  private SourceLocation filterLocation = SourceLocation.NONE;

  BindingParser(DocumentReader reader, XmlElement root, Semantics semantics) {
    this.reader = reader;
    this.remarks = new RuleRemarks(reader, semantics);
    this.root = root;
    this.references = new FilterReferenceParser(reader);
    this.owner = new OwnerParser(reader);
  }

  FilterBinding parse() {
    reader.ignoreAttributes(root, ImmutableSet.of());
    Map<String, XmlElement> first = new HashMap<>();
    for (XmlElement child = reader.nextChild(root); child != null; child = reader.nextChild(root)) {
      if (!child.foreign()) {
        boolean repeated = first.putIfAbsent(child.name(), child) != null;
        if (!child(child) && repeated) {
          reader.ignoreRepeated(child);
        }
      }
    }
    requireAttributes(first);
    return new FilterBinding(
        owner.owner(),
        orMissing(portDev, "portdev"),
        linkDev,
        orMissing(mac, "mac"),
        new FilterReference(
            orMissing(filter, "filterref"), orMissing(parameters, "filterref"), filterLocation),
        root.location());
  }

  /** {@return whether the element added something} */
  private boolean child(XmlElement child) {
    return switch (child.name()) {
      case "owner" -> owner.add(child);
      case "portdev" -> portDev(child);
      case "linkdev" -> linkDev(child);
      case "mac" -> mac(child);
      case "filterref" -> filterRef(child);
      default -> {
        reader.ignore(child, root);
        yield true;
      }
    };
  }

  private boolean portDev(XmlElement element) {
    String name = portDev == null ? element.plainAttribute("name") : null;
    if (name != null) {
      portDev = InterfaceParser.interfaceName(element, given(name, element, "name"));
      reader.ignoreAttributes(element, NAME);
    }
    return name != null;
  }

  private boolean linkDev(XmlElement element) {
    String name = linkDev.isEmpty() ? element.plainAttribute("name") : null;
    if (name != null) {
      linkDev = Optional.of(given(name, element, "name"));
      reader.ignoreAttributes(element, NAME);
    }
    return name != null;
  }

  private boolean mac(XmlElement element) {
    String address = mac == null ? element.plainAttribute("address") : null;
    if (address != null) {
      mac = InterfaceParser.mac(element, given(address, element, "address"), remarks);
      reader.ignoreAttributes(element, ADDRESS);
    }
    return address != null;
  }

  private boolean filterRef(XmlElement element) {
    boolean counts = parameters == null;
    if (parameters == null) {
      parameters = references.parameters(element);
    }
    String name = filter == null ? element.plainAttribute("filter") : null;
    if (name != null) {
      filter = given(name, element, "filter");
      filterLocation = element.location();
    }
    return counts || name != null;
  }

  /** If an element is there but lacks its attribute, the attribute is what is missing. */
  private void requireAttributes(Map<String, XmlElement> first) {
    require(portDev, first.get("portdev"), "name");
    require(first.containsKey("linkdev") ? linkDev.orElse(null) : "", first.get("linkdev"), "name");
    require(mac, first.get("mac"), "address");
    require(filter, first.get("filterref"), "filter");
  }

  private static void require(
      @Nullable Object value, @Nullable XmlElement element, String attribute) {
    if (value == null && element != null) {
      throw missing(element, attribute);
    }
  }

  private static String given(String text, XmlElement element, String attribute) {
    if (text.isEmpty()) {
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
        DocumentCode.MISSING, element.location(), element + " has no " + what);
  }
}
