package io.nwfilter.xml.document;

import static java.util.Objects.requireNonNull;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkDomain;
import io.nwfilter.core.network.NetworkRoute;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <network>}, as libvirt does: of elements that may be there once, the first counts.
 */
final class NetworkParser {

  /** The namespace of lines for the configuration of dnsmasq. */
  static final String DNSMASQ = "http://libvirt.org/schemas/network/dnsmasq/1.0";

  private static final CharMatcher NOT_IN_NAMES = CharMatcher.anyOf("/\n");

  private final DocumentReader reader;
  private final Markup.Element root;
  private final NetworkDetails.Builder details = NetworkDetails.builder();

  NetworkParser(DocumentReader reader, Markup.Element root) {
    this.reader = reader;
    this.root = root;
  }

  /** {@return the network; null if a part of it is illegal, which is noted} */
  @Nullable Network parse() {
    NetworkVocabulary.remark(root, reader);
    String name = reader.attempt(this::name);
    Network.Builder network = Network.builder(name == null ? "" : name).location(root.location());
    reader.attempts(() -> uuid().ifPresent(network::uuid));
    reader.attempts(() -> network.ipv6(ipv6()));
    reader.attempts(
        () ->
            MarkupValues.yesOrNo(root, "trustGuestRxFilters")
                .ifPresent(details::trustGuestRxFilters));
    first(
        "forward",
        forward -> new ForwardParser(reader, forward).parse().ifPresent(network::forward));
    first("bridge", bridge -> bridge(bridge).ifPresent(network::bridge));
    root.elements("ip").forEach(ip -> reader.attempts(() -> network.address(address(ip))));
    simpleDetails();
    ports();
    kept();
    Network parsed = network.details(details.build()).build();
    reader.attempts(() -> NetworkChecks.check(parsed, root, reader));
    return name == null ? null : parsed;
  }

  private String name() {
    String name = root.first("name").map(Markup.Element::text).orElse("");
    if (name.isEmpty()) {
      throw MarkupValues.illegal(DocumentCode.MISSING, root, "the network has no name");
    }
    if (NOT_IN_NAMES.matchesAnyOf(name)) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, root, "a name of a network has neither '/' nor line breaks");
    }
    return name;
  }

  private Optional<UUID> uuid() {
    Optional<Markup.Element> element = root.first("uuid").filter(e -> !e.text().isEmpty());
    if (element.isEmpty()) {
      return Optional.empty();
    }
    Optional<UUID> uuid = LibvirtUuid.parse(element.get().text());
    if (uuid.isEmpty()) {
      throw UuidParser.illegal(element.get().text(), element.get().location());
    }
    return uuid;
  }

  /** An empty value is as if it were not there, here alone. */
  private boolean ipv6() {
    return MarkupValues.given(root, "ipv6").isPresent()
        && MarkupValues.yesOrNo(root, "ipv6").orElse(false);
  }

  private Optional<InterfaceName> bridge(Markup.Element element) {
    BridgeParser bridge = new BridgeParser(reader, element);
    details.bridge(bridge.settings());
    return bridge.name();
  }

  private NetworkAddress address(Markup.Element element) {
    return new NetworkAddressParser(reader, element).parse();
  }

  private void simpleDetails() {
    first("mtu", mtu -> mtu(mtu).ifPresent(size -> details.mtu(size)));
    first(
        "mac",
        mac ->
            MarkupValues.given(mac, "address")
                .ifPresent(text -> details.mac(MarkupValues.mac(mac, "address", text))));
    first("domain", this::domain);
    first("dns", dns -> details.dns(new DnsParser(reader, dns).parse()));
    root.elements("route").forEach(route -> reader.attempts(() -> details.route(route(route))));
    first("port", port -> MarkupValues.yesOrNo(port, "isolated").ifPresent(details::portIsolated));
  }

  /** libvirt takes a negative size for a very large one. */
  private static Optional<Long> mtu(Markup.Element element) {
    Optional<String> given = MarkupValues.given(element, "size");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get().strip();
    boolean negative = text.startsWith("-");
    long size =
        MarkupValues.number(
            element,
            "size",
            negative ? text.substring(1) : text,
            10,
            negative ? Integer.MAX_VALUE : MarkupValues.MAX_UNSIGNED);
    long taken = negative ? -size & MarkupValues.MAX_UNSIGNED : size;
    return taken == 0 ? Optional.empty() : Optional.of(taken);
  }

  private void domain(Markup.Element element) {
    Optional<Boolean> localOnly = MarkupValues.yesOrNo(element, "localOnly");
    MarkupValues.given(element, "name")
        .ifPresent(name -> details.domain(new NetworkDomain(name, localOnly)));
  }

  private NetworkRoute route(Markup.Element element) {
    return new RouteParser(element).parse();
  }

  private void ports() {
    first(
        "bandwidth",
        element -> {
          PortChecks.bandwidth(element);
          details.bandwidth(element);
        });
    first(
        "vlan",
        element -> {
          PortChecks.vlan(element);
          details.vlan(element);
        });
    first(
        "virtualport",
        element -> {
          PortChecks.virtualPort(element);
          details.virtualPort(element);
        });
    root.elements("portgroup")
        .forEach(
            element -> {
              PortChecks.portGroup(element, reader);
              details.portGroup(element);
            });
  }

  /** What libvirt, or this release of it, does not look at. */
  private void kept() {
    root.first("title").ifPresent(title -> details.title(title.text()));
    root.first("description").ifPresent(text -> details.description(text.text()));
    root.first("metadata").map(this::selfContained).ifPresent(details::metadata);
    for (Markup.Element child : root.elements()) {
      if (child.namespace().equals(DNSMASQ) && child.name().equals("options")) {
        dnsmasqOptions(child);
      } else if (!child.namespace().isEmpty() || !NetworkVocabulary.isKnown(child.name())) {
        details.otherElement(selfContained(child));
      }
    }
    root.attributes().stream()
        .filter(attribute -> !attribute.isDeclaration() && attribute.prefix().isEmpty())
        .filter(attribute -> !NetworkVocabulary.isKnownAttribute(attribute.name()))
        .forEach(details::otherAttribute);
  }

  private void dnsmasqOptions(Markup.Element options) {
    for (Markup.Element option : options.elements()) {
      if (option.namespace().equals(DNSMASQ) && option.name().equals("option")) {
        reader.attempts(() -> details.dnsmasqOption(MarkupValues.nonEmpty(option, "value")));
      }
    }
  }

  /** {@return an element that declares what the root declares for it} */
  private Markup.Element selfContained(Markup.Element element) {
    List<Markup.Attribute> inherited =
        root.attributes().stream()
            .filter(Markup.Attribute::isDeclaration)
            .filter(declaration -> MarkupPrefixes.uses(element, declaration))
            .collect(ImmutableList.toImmutableList());
    return inherited.isEmpty()
        ? element
        : new Markup.Element(
            element.prefix(),
            element.namespace(),
            element.name(),
            ImmutableList.<Markup.Attribute>builder()
                .addAll(inherited)
                .addAll(element.attributes())
                .build(),
            element.content(),
            element.location());
  }

  private void first(String name, Consumer<Markup.Element> part) {
    root.first(name).ifPresent(element -> reader.attempts(() -> part.accept(element)));
  }

  /**
   * {@return the network that a document is, or has inside}
   *
   * @throws DocumentException if it is illegal
   */
  static Network document(DocumentReader reader, Markup.Element element) {
    Network network = new NetworkParser(reader, element).parse();
    reader.requireLegal(null);
    return requireNonNull(network);
  }
}
