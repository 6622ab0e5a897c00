package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a network has that makes no rules of a packet filter (libvirt: Network XML). What libvirt
 * does not look at in detail, or not at all, is kept as it is in the document.
 *
 * @param trustGuestRxFilters whether the host follows what machines set on their interfaces; empty
 *     if the document does not say
 * @param bridge how the bridge is, but for its name
 * @param mtu the largest packet of the bridge in octets, 1 to 4294967295; empty for the default
 * @param mac the MAC address of the bridge; empty if libvirt is to choose one
 * @param domain the DNS domain; empty for none
 * @param dns the DNS server; empty for the default
 * @param routes routes of the host by way of the network, in order
 * @param portIsolated whether machines are kept from each other; empty if the document does not say
 * @param bandwidth the limits of the traffic of all machines
 * @param vlan the VLANs of the machines
 * @param virtualPort the kind of port that machines get
 * @param portGroups the kinds of ports that interfaces choose from, in order
 * @param dnsmasqOptions lines for the configuration of dnsmasq, in order
 * @param title a short description; libvirt has it since 9.7.0
 * @param description a description; libvirt has it since 9.7.0
 * @param metadata what other programs keep here
 * @param otherAttributes attributes of the document that libvirt does not know
 * @param otherElements elements of the document that libvirt does not know, in order
 */
public record NetworkDetails(
    Optional<Boolean> trustGuestRxFilters,
    NetworkBridge bridge,
    OptionalLong mtu,
    Optional<MacAddress> mac,
    Optional<NetworkDomain> domain,
    Optional<NetworkDns> dns,
    List<NetworkRoute> routes,
    Optional<Boolean> portIsolated,
    Optional<Markup.Element> bandwidth,
    Optional<Markup.Element> vlan,
    Optional<Markup.Element> virtualPort,
    List<Markup.Element> portGroups,
    List<String> dnsmasqOptions,
    Optional<String> title,
    Optional<String> description,
    Optional<Markup.Element> metadata,
    List<Markup.Attribute> otherAttributes,
    List<Markup.Element> otherElements) {

  /**
   * Checks the components.
   *
   * @param trustGuestRxFilters whether the host follows what machines set on their interfaces
   * @param bridge how the bridge is, but for its name
   * @param mtu the largest packet of the bridge in octets, 1 to 4294967295
   * @param mac the MAC address of the bridge
   * @param domain the DNS domain
   * @param dns the DNS server
   * @param routes routes of the host by way of the network, in order
   * @param portIsolated whether machines are kept from each other
   * @param bandwidth the limits of the traffic of all machines
   * @param vlan the VLANs of the machines
   * @param virtualPort the kind of port that machines get
   * @param portGroups the kinds of ports that interfaces choose from, in order
   * @param dnsmasqOptions lines for the configuration of dnsmasq, in order
   * @param title a short description
   * @param description a description
   * @param metadata what other programs keep here
   * @param otherAttributes attributes of the document that libvirt does not know
   * @param otherElements elements of the document that libvirt does not know, in order
   */
  public NetworkDetails {
    requireNonNull(trustGuestRxFilters, "trustGuestRxFilters");
    requireNonNull(bridge, "bridge");
    requireNonNull(mtu, "mtu");
    requireNonNull(mac, "mac");
    requireNonNull(domain, "domain");
    requireNonNull(dns, "dns");
    routes = ImmutableList.copyOf(requireNonNull(routes, "routes"));
    requireNonNull(portIsolated, "portIsolated");
    requireNonNull(bandwidth, "bandwidth");
    requireNonNull(vlan, "vlan");
    requireNonNull(virtualPort, "virtualPort");
    portGroups = ImmutableList.copyOf(requireNonNull(portGroups, "portGroups"));
    dnsmasqOptions = ImmutableList.copyOf(requireNonNull(dnsmasqOptions, "dnsmasqOptions"));
    requireNonNull(title, "title");
    requireNonNull(description, "description");
    requireNonNull(metadata, "metadata");
    otherAttributes = ImmutableList.copyOf(requireNonNull(otherAttributes, "otherAttributes"));
    otherElements = ImmutableList.copyOf(requireNonNull(otherElements, "otherElements"));
  }

  /** What a document has that says nothing but the name. */
  public static final NetworkDetails NONE = builder().build();

  /** {@return a builder of what says nothing} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder that has what this has} */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.trustGuestRxFilters = trustGuestRxFilters;
    builder.bridge = bridge;
    builder.mtu = mtu;
    builder.mac = mac;
    builder.domain = domain;
    builder.dns = dns;
    builder.routes.addAll(routes);
    builder.portIsolated = portIsolated;
    builder.bandwidth = bandwidth;
    builder.vlan = vlan;
    builder.virtualPort = virtualPort;
    builder.portGroups.addAll(portGroups);
    builder.dnsmasqOptions.addAll(dnsmasqOptions);
    builder.title = title;
    builder.description = description;
    builder.metadata = metadata;
    builder.otherAttributes.addAll(otherAttributes);
    builder.otherElements.addAll(otherElements);
    return builder;
  }

  /** Builds {@link NetworkDetails}. */
  public static final class Builder {

    private Optional<Boolean> trustGuestRxFilters = Optional.empty();
    private NetworkBridge bridge = NetworkBridge.DEFAULT;
    private OptionalLong mtu = OptionalLong.empty();
    private Optional<MacAddress> mac = Optional.empty();
    private Optional<NetworkDomain> domain = Optional.empty();
    private Optional<NetworkDns> dns = Optional.empty();
    private final List<NetworkRoute> routes = new ArrayList<>();
    private Optional<Boolean> portIsolated = Optional.empty();
    private Optional<Markup.Element> bandwidth = Optional.empty();
    private Optional<Markup.Element> vlan = Optional.empty();
    private Optional<Markup.Element> virtualPort = Optional.empty();
    private final List<Markup.Element> portGroups = new ArrayList<>();
    private final List<String> dnsmasqOptions = new ArrayList<>();
    private Optional<String> title = Optional.empty();
    private Optional<String> description = Optional.empty();
    private Optional<Markup.Element> metadata = Optional.empty();
    private final List<Markup.Attribute> otherAttributes = new ArrayList<>();
    private final List<Markup.Element> otherElements = new ArrayList<>();

    private Builder() {}

    /**
     * Sets whether the host follows what machines set on their interfaces.
     *
     * @param trustGuestRxFilters the value
     * @return this builder
     */
    public Builder trustGuestRxFilters(boolean trustGuestRxFilters) {
      this.trustGuestRxFilters = Optional.of(trustGuestRxFilters);
      return this;
    }

    /**
     * Sets how the bridge is, but for its name.
     *
     * @param bridge the value
     * @return this builder
     */
    public Builder bridge(NetworkBridge bridge) {
      this.bridge = requireNonNull(bridge, "bridge");
      return this;
    }

    /**
     * Sets the largest packet of the bridge in octets, 1 to 4294967295.
     *
     * @param mtu the value
     * @return this builder
     */
    public Builder mtu(long mtu) {
      this.mtu = OptionalLong.of(mtu);
      return this;
    }

    /**
     * Sets the MAC address of the bridge.
     *
     * @param mac the value
     * @return this builder
     */
    public Builder mac(MacAddress mac) {
      this.mac = Optional.of(mac);
      return this;
    }

    /**
     * Sets the DNS domain.
     *
     * @param domain the value
     * @return this builder
     */
    public Builder domain(NetworkDomain domain) {
      this.domain = Optional.of(domain);
      return this;
    }

    /**
     * Sets the DNS server.
     *
     * @param dns the value
     * @return this builder
     */
    public Builder dns(NetworkDns dns) {
      this.dns = Optional.of(dns);
      return this;
    }

    /**
     * Adds a route.
     *
     * @param route what is added
     * @return this builder
     */
    public Builder route(NetworkRoute route) {
      routes.add(requireNonNull(route, "route"));
      return this;
    }

    /**
     * Sets whether machines are kept from each other.
     *
     * @param portIsolated the value
     * @return this builder
     */
    public Builder portIsolated(boolean portIsolated) {
      this.portIsolated = Optional.of(portIsolated);
      return this;
    }

    /**
     * Sets the limits of the traffic of all machines.
     *
     * @param bandwidth the value
     * @return this builder
     */
    public Builder bandwidth(Markup.Element bandwidth) {
      this.bandwidth = Optional.of(bandwidth);
      return this;
    }

    /**
     * Sets the VLANs of the machines.
     *
     * @param vlan the value
     * @return this builder
     */
    public Builder vlan(Markup.Element vlan) {
      this.vlan = Optional.of(vlan);
      return this;
    }

    /**
     * Sets the kind of port that machines get.
     *
     * @param virtualPort the value
     * @return this builder
     */
    public Builder virtualPort(Markup.Element virtualPort) {
      this.virtualPort = Optional.of(virtualPort);
      return this;
    }

    /**
     * Adds a kind of port.
     *
     * @param portGroup what is added
     * @return this builder
     */
    public Builder portGroup(Markup.Element portGroup) {
      portGroups.add(requireNonNull(portGroup, "portGroup"));
      return this;
    }

    /**
     * Adds a line for the configuration of dnsmasq.
     *
     * @param dnsmasqOption what is added
     * @return this builder
     */
    public Builder dnsmasqOption(String dnsmasqOption) {
      dnsmasqOptions.add(requireNonNull(dnsmasqOption, "dnsmasqOption"));
      return this;
    }

    /**
     * Sets a short description.
     *
     * @param title the value
     * @return this builder
     */
    public Builder title(String title) {
      this.title = Optional.of(title);
      return this;
    }

    /**
     * Sets a description.
     *
     * @param description the value
     * @return this builder
     */
    public Builder description(String description) {
      this.description = Optional.of(description);
      return this;
    }

    /**
     * Sets what other programs keep here.
     *
     * @param metadata the value
     * @return this builder
     */
    public Builder metadata(Markup.Element metadata) {
      this.metadata = Optional.of(metadata);
      return this;
    }

    /**
     * Adds an attribute that libvirt does not know.
     *
     * @param otherAttribute what is added
     * @return this builder
     */
    public Builder otherAttribute(Markup.Attribute otherAttribute) {
      otherAttributes.add(requireNonNull(otherAttribute, "otherAttribute"));
      return this;
    }

    /**
     * Adds an element that libvirt does not know.
     *
     * @param otherElement what is added
     * @return this builder
     */
    public Builder otherElement(Markup.Element otherElement) {
      otherElements.add(requireNonNull(otherElement, "otherElement"));
      return this;
    }

    /** {@return the details} */
    public NetworkDetails build() {
      return new NetworkDetails(
          trustGuestRxFilters,
          bridge,
          mtu,
          mac,
          domain,
          dns,
          routes,
          portIsolated,
          bandwidth,
          vlan,
          virtualPort,
          portGroups,
          dnsmasqOptions,
          title,
          description,
          metadata,
          otherAttributes,
          otherElements);
    }
  }
}
