package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;
import org.jspecify.annotations.Nullable;

/** What libvirt 9.0.0 refuses of an interface when it reads its machine. */
final class InterfaceChecks {

  /** The types that may have a virtual port; of these, a network may say which kind it is. */
  private static final ImmutableSet<String> WITH_PORT =
      ImmutableSet.of("network", "bridge", "direct", "hostdev");

  private InterfaceChecks() {}

  static void type(XmlElement element, @Nullable String type) {
    if (type != null && !Attachment.types().contains(type)) {
      throw illegal(
          element,
          "type: '"
              + type
              + "' is not a type of interface"
              + Suggestion.orNothing(type, Attachment.types()));
    }
  }

  static void unicast(XmlElement element, MacAddress address) {
    if (address.isMulticast()) {
      throw illegal(
          element,
          element
              + ": '"
              + address
              + "' is a multicast address, which an interface cannot have: the first byte must be"
              + " even, as in 52:54:00:9f:80:45");
    }
  }

  static void virtualPort(XmlElement element, String interfaceType) {
    String type = element.plainAttribute("type");
    if (!WITH_PORT.contains(interfaceType)) {
      throw illegal(
          element,
          element + " is not supported in an interface of the type '" + interfaceType + "'");
    } else if (type == null && !interfaceType.equals("network")) {
      throw new DocumentException(
          DocumentCode.MISSING, element.location(), element + " has no type");
    } else if (type != null && !VirtualPort.TYPES.contains(type)) {
      throw illegal(
          element,
          "type of "
              + element
              + ": '"
              + type
              + "' is not a type of virtual port"
              + Suggestion.orNothing(type, VirtualPort.TYPES));
    }
  }

  private static DocumentException illegal(XmlElement element, String message) {
    return new DocumentException(DocumentCode.ILLEGAL_VALUE, element.location(), message);
  }
}
