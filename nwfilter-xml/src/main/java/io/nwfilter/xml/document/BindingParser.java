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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private ImmutableSet<String> acceptedCodes = ImmutableSet.of();
  private final Set<String> illegal = new HashSet<>();

  BindingParser(DocumentReader reader, XmlElement root, Semantics semantics) {
    this.reader = reader;
    this.remarks = new RuleRemarks(reader, semantics);
    this.root = root;
    this.references = new FilterReferenceParser(reader);
    this.owner = new OwnerParser(reader);
  }

  /** {@return the binding; null if a part of it is illegal, which is noted} */
  @Nullable FilterBinding parse() {
    reader.ignoreAttributes(root, ImmutableSet.of());
    Map<String, XmlElement> first = new HashMap<>();
    for (XmlElement next = reader.nextChild(root); next != null; next = reader.nextChild(root)) {
      if (!next.foreign()) {
        XmlElement child = next;
        boolean repeated = first.putIfAbsent(child.name(), child) != null;
        Boolean counts = reader.attempt(() -> child(child));
        if (counts == null) {
          illegal.add(child.name());
        } else if (!counts && repeated) {
          reader.ignoreRepeated(child);
        }
      }
    }
    require(portDev, first, "portdev", "name");
    require(first.containsKey("linkdev") ? linkDev.orElse(null) : "", first, "linkdev", "name");
    require(mac, first, "mac", "address");
    require(filter, first, "filterref", "filter");
    Optional<FilterBinding.Owner> owned =
        illegal.contains("owner") ? null : reader.attempt(owner::owner);
    if (owned == null || portDev == null || mac == null || filter == null || parameters == null) {
      return null;
    }
    return new FilterBinding(
        owned,
        portDev,
        linkDev,
        mac,
        new FilterReference(filter, parameters, filterLocation, acceptedCodes),
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
    String name = filter == null ? element.plainAttribute("filter") : null;
    reader.accepting(
        element,
        accepted -> {
          if (parameters == null) {
            parameters = references.parameters(element);
          }
          if (name != null) {
            acceptedCodes = accepted;
          }
          return accepted;
        });
    if (name != null) {
      filter = given(name, element, "filter");
      filterLocation = element.location();
    }
    return counts || name != null;
  }

  /** An element that is there, but without its attribute, is missing that rather than itself. */
  private void require(
      @Nullable Object value, Map<String, XmlElement> first, String name, String attribute) {
    if (value == null && !illegal.contains(name)) {
      XmlElement element = first.get(name);
      reader.refuse(element == null ? missing(root, name) : missing(element, attribute));
    }
  }

  private static String given(String text, XmlElement element, String attribute) {
    if (text.isEmpty()) {
      throw missing(element, attribute);
    }
    return text;
  }

  private static DocumentException missing(XmlElement element, String what) {
    return new DocumentException(
        DocumentCode.MISSING, element.location(), element + " has no " + what);
  }
}
