package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.ForwardDevices;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkDns;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.xml.stream.Escaping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The forms in which networks are written: all in which they differ. */
public abstract sealed class NetworkForm {

  /** The form that round-trips: it has all that the model has. */
  public static final NetworkForm LOSSLESS = new Lossless();

  private final Escaping texts;
  private final Escaping domainName;

  private NetworkForm(Escaping texts, Escaping domainName) {
    this.texts = texts;
    this.domainName = domainName;
  }

  /** {@return what {@code virsh net-dumpxml --inactive} of a release prints} */
  public static NetworkForm of(LibvirtRelease release) {
    return new Daemon(release);
  }

  /** {@return how titles and descriptions are escaped} */
  Escaping texts() {
    return texts;
  }

  /** {@return how the name of the domain is escaped} */
  Escaping domainName() {
    return domainName;
  }

  /** {@return a network with what is written of it} */
  abstract Network network(Network network);

  /** {@return the attribute {@code managed} that is written} */
  abstract Optional<String> managed(Forwarding forwarding);

  /** Writes what a network says about ports. */
  abstract void port(Markup.Element element, MarkupWriter markup, PortWriter ports);

  /** {@return whether an address with nothing inside is an empty element} */
  abstract boolean hasEmptyAddresses();

  private static final class Lossless extends NetworkForm {

    Lossless() {
      super(Escaping.ALL, Escaping.ALL);
    }

    @Override
    Network network(Network network) {
      return network;
    }

    @Override
    Optional<String> managed(Forwarding forwarding) {
      return forwarding.devices().managed() ? Optional.of("yes") : Optional.empty();
    }

    @Override
    void port(Markup.Element element, MarkupWriter markup, PortWriter ports) {
      markup.write(element);
    }

    @Override
    boolean hasEmptyAddresses() {
      return false;
    }
  }

  private static final class Daemon extends NetworkForm {

    /** Knows titles and descriptions, and leaves out metadata without elements. */
    private final boolean showsTexts;

    private final boolean emptyAddresses;

    Daemon(LibvirtRelease release) {
      super(Escaping.MARKUP, Escaping.NONE);
      this.showsTexts = release.compareTo(LibvirtRelease.V11_3) >= 0;
      this.emptyAddresses = release.compareTo(LibvirtRelease.V12_8) >= 0;
    }

    @Override
    Network network(Network network) {
      Network.Builder shown = network.toBuilder().clearAddresses().details(details(network));
      network
          .addresses()
          .forEach(
              address ->
                  shown.address(
                      address.dhcp().filter(Dhcp::hasAddresses).isPresent()
                          ? address
                          : address.toBuilder().withoutDhcp().build()));
      network.forwarding().ifPresent(forwarding -> shown.forward(forwarding(forwarding)));
      return shown.build();
    }

    @Override
    Optional<String> managed(Forwarding forwarding) {
      return forwarding.mode() == ForwardMode.HOSTDEV
          ? Optional.of(forwarding.devices().managed() ? "yes" : "no")
          : Optional.empty();
    }

    @Override
    void port(Markup.Element element, MarkupWriter markup, PortWriter ports) {
      ports.write(element);
    }

    @Override
    boolean hasEmptyAddresses() {
      return emptyAddresses;
    }

    private boolean shows(String text) {
      return showsTexts && !text.isEmpty();
    }

    private boolean shows(Markup.Element metadata) {
      return !showsTexts || !metadata.elements().isEmpty();
    }

    private NetworkDetails details(Network network) {
      NetworkDetails details = network.details();
      return new NetworkDetails(
          details.trustGuestRxFilters(),
          bridge(network),
          details.mtu(),
          details.mac(),
          details.domain(),
          details.dns().filter(dns -> !dns.equals(NetworkDns.DEFAULT)),
          details.routes(),
          details.portIsolated(),
          details.bandwidth(),
          details.vlan(),
          details.virtualPort(),
          details.portGroups(),
          details.dnsmasqOptions(),
          details.title().filter(this::shows),
          details.description().filter(this::shows),
          details.metadata().filter(this::shows).map(Daemon::metadata),
          ImmutableList.of(),
          ImmutableList.of());
    }

    /** libvirt has a bridge of its own in the state that it makes it. */
    private static NetworkBridge bridge(Network network) {
      NetworkBridge bridge = network.details().bridge();
      boolean own = network.mode().map(ForwardMode::hasOwnBridge).orElse(true);
      return new NetworkBridge(
          bridge.pattern(),
          own ? Optional.of(bridge.stp().orElse(true)) : Optional.empty(),
          own ? OptionalLong.of(bridge.delay().orElse(0)) : OptionalLong.empty(),
          bridge.macTableManager(),
          bridge.zone());
    }

    private static Forwarding forwarding(Forwarding forwarding) {
      List<InterfaceName> interfaces = forwarding.effectiveInterfaces();
      ForwardDevices devices = forwarding.devices();
      boolean others = !interfaces.isEmpty() || !devices.addresses().isEmpty();
      return new Forwarding(
          forwarding.mode(),
          interfaces.stream().findFirst(),
          interfaces,
          forwarding.nat().filter(nat -> !nat.equals(NetworkNat.DEFAULT)),
          new ForwardDevices(
              devices.driver(),
              devices.managed(),
              others ? Optional.empty() : devices.physicalFunction(),
              interfaces.isEmpty() ? devices.addresses() : ImmutableList.of()));
    }

    /** libvirt keeps one element of each namespace. */
    private static Markup.Element metadata(Markup.Element metadata) {
      Set<String> seen = new HashSet<>();
      seen.add("");
      return new Markup.Element(
          metadata.prefix(),
          metadata.namespace(),
          metadata.name(),
          metadata.attributes(),
          metadata.elements().stream()
              .filter(child -> seen.add(child.namespace()))
              .collect(ImmutableList.<Markup>toImmutableList()),
          metadata.location());
    }
  }
}
