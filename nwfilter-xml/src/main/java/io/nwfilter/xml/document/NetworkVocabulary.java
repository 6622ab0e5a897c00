package io.nwfilter.xml.document;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.network.Markup;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.HashSet;
import java.util.Set;

/**
 * The elements and attributes of a {@code <network>} that libvirt knows, and of the elements those
 * that it reads only once (libvirt: Network XML).
 */
final class NetworkVocabulary {

  /**
   * What an element may have.
   *
   * @param attributes the names of attributes
   * @param single the names of elements of which the first one counts
   * @param several the names of elements that all count
   */
  private record Known(
      ImmutableSet<String> attributes, ImmutableSet<String> single, ImmutableSet<String> several) {

    ImmutableSet<String> children() {
      return ImmutableSet.<String>builder().addAll(single).addAll(several).build();
    }
  }

  private static final Known NOTHING = known("", "", "");

  /** By the path from the root element. */
  private static final ImmutableMap<String, Known> ELEMENTS =
      ImmutableMap.<String, Known>builder()
          .put(
              "network",
              known(
                  "ipv6 trustGuestRxFilters connections",
                  "name uuid title description metadata forward bridge mtu mac domain dns vlan"
                      + " bandwidth port virtualport",
                  "ip route portgroup"))
          .put("network/name", NOTHING)
          .put("network/uuid", NOTHING)
          .put("network/title", NOTHING)
          .put("network/description", NOTHING)
          .put("network/forward", known("mode dev managed", "driver", "nat pf interface address"))
          .put("network/forward/driver", known("name", "", ""))
          .put("network/forward/nat", known("ipv6", "", "address port"))
          .put("network/forward/nat/address", known("start end", "", ""))
          .put("network/forward/nat/port", known("start end", "", ""))
          .put("network/forward/pf", known("dev connections", "", ""))
          .put("network/forward/interface", known("dev connections", "", ""))
          .put(
              "network/forward/address", known("type domain bus slot function connections", "", ""))
          .put("network/bridge", known("name zone stp delay macTableManager", "", ""))
          .put("network/mtu", known("size", "", ""))
          .put("network/mac", known("address", "", ""))
          .put("network/domain", known("name localOnly register", "", ""))
          .put("network/dns", known("enable forwardPlainNames", "", "forwarder txt srv host"))
          .put("network/dns/forwarder", known("domain addr", "", ""))
          .put("network/dns/txt", known("name value", "", ""))
          .put(
              "network/dns/srv",
              known("service protocol domain target port priority weight", "", ""))
          .put("network/dns/host", known("ip", "", "hostname"))
          .put("network/dns/host/hostname", NOTHING)
          .put("network/ip", known("family address netmask prefix localPtr", "tftp dhcp", ""))
          .put("network/ip/tftp", known("root", "", ""))
          .put("network/ip/dhcp", known("", "", "range host bootp"))
          .put("network/ip/dhcp/range", known("start end", "", "lease"))
          .put("network/ip/dhcp/range/lease", known("expiry unit", "", ""))
          .put("network/ip/dhcp/host", known("mac id name ip", "", "lease"))
          .put("network/ip/dhcp/host/lease", known("expiry unit", "", ""))
          .put("network/ip/dhcp/bootp", known("file server", "", ""))
          .put("network/route", known("family address netmask prefix gateway metric", "", ""))
          .put("network/port", known("isolated", "", ""))
          .putAll(ports("network"))
          .put(
              "network/portgroup",
              known("name default trustGuestRxFilters", "vlan virtualport bandwidth", "port"))
          .put("network/portgroup/port", known("isolated", "", ""))
          .putAll(ports("network/portgroup"))
          .buildOrThrow();

  private final Remarks remarks;

  private NetworkVocabulary(Remarks remarks) {
    this.remarks = remarks;
  }

  /** Says what libvirt does not know of a network, and what it reads only once. */
  static void remark(Markup.Element root, Remarks remarks) {
    new NetworkVocabulary(remarks).remark(root, "network");
  }

  /** {@return whether an element of a name is known inside the root element} */
  static boolean isKnown(String element) {
    return requireNonNull(ELEMENTS.get("network")).children().contains(element);
  }

  /** {@return whether an attribute of a name is known of the root element} */
  static boolean isKnownAttribute(String attribute) {
    return requireNonNull(ELEMENTS.get("network")).attributes().contains(attribute);
  }

  private static ImmutableMap<String, Known> ports(String parent) {
    return ImmutableMap.<String, Known>builder()
        .put(parent + "/vlan", known("trunk", "", "tag"))
        .put(parent + "/vlan/tag", known("id nativeMode", "", ""))
        .put(parent + "/bandwidth", known("", "", "inbound outbound"))
        .put(parent + "/bandwidth/inbound", known("average peak burst floor", "", ""))
        .put(parent + "/bandwidth/outbound", known("average peak burst", "", ""))
        .put(parent + "/virtualport", known("type", "parameters", ""))
        .put(
            parent + "/virtualport/parameters",
            known("managerid typeid typeidversion instanceid interfaceid profileid", "", ""))
        .buildOrThrow();
  }

  private static Known known(String attributes, String single, String several) {
    return new Known(words(attributes), words(single), words(several));
  }

  private static ImmutableSet<String> words(String words) {
    return ImmutableSet.copyOf(Splitter.on(' ').omitEmptyStrings().split(words));
  }

  private void remark(Markup.Element element, String path) {
    Known known = ELEMENTS.get(path);
    if (known == null) {
      return; // for others, such as what is in <metadata>
    }
    attributes(element, known);
    Set<String> seen = new HashSet<>();
    for (Markup.Element child : element.elements()) {
      if (!child.namespace().isEmpty()) {
        continue;
      }
      if (!known.children().contains(child.name())) {
        ignored(child, element, known);
      } else if (known.single().contains(child.name()) && !seen.add(child.name())) {
        remarks.report(
            DocumentCode.ELEMENT_IGNORED,
            child.location(),
            "a second " + child + " is ignored: the first one counts");
      } else {
        remark(child, path + "/" + child.name());
      }
    }
  }

  private void attributes(Markup.Element element, Known known) {
    for (Markup.Attribute attribute : element.attributes()) {
      if (attribute.prefix().isEmpty()
          && !attribute.isDeclaration()
          && !known.attributes().contains(attribute.name())) {
        remarks.report(
            DocumentCode.ATTRIBUTE_IGNORED,
            element.location(),
            attribute.name()
                + "='"
                + attribute.value()
                + "' of "
                + element
                + " is ignored: libvirt knows no such attribute there"
                + NearestName.question(attribute.name(), known.attributes()));
      }
    }
  }

  private void ignored(Markup.Element child, Markup.Element parent, Known known) {
    remarks.report(
        DocumentCode.ELEMENT_IGNORED,
        child.location(),
        child
            + " inside "
            + parent
            + " is ignored: libvirt knows no such element there"
            + NearestName.of(child.name(), known.children())
                .map(nearest -> "; did you mean <" + nearest + ">?")
                .orElse(""));
  }
}
