package io.nwfilter.xml.document;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkRoute;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what libvirt checks of the parts of a network together: each by its forward mode. */
final class NetworkChecks {

  private final Network network;
  private final NetworkDetails details;
  private final Markup.Element root;
  private final DocumentReader reader;

  private NetworkChecks(Network network, Markup.Element root, DocumentReader reader) {
    this.network = network;
    this.details = network.details();
    this.root = root;
    this.reader = reader;
  }

  /** Notes what libvirt would refuse of a network whose parts are legal. */
  static void check(Network network, Markup.Element root, DocumentReader reader) {
    NetworkChecks checks = new NetworkChecks(network, root, reader);
    if (network.forwarding().map(Forwarding::mode).map(ForwardMode::hasOwnBridge).orElse(true)) {
      checks.ownBridge();
    } else {
      checks.withoutOwnBridge(network.forwarding().get());
    }
    network.forwarding().ifPresent(checks::devices);
    checks.dhcp();
    checks.gateways();
    checks.portGroups();
    checks.vlans();
    checks.floors();
  }

  private void ownBridge() {
    network
        .mode()
        .ifPresent(
            mode -> {
              if (root.first("ip").isEmpty()) {
                refuse(root, "the forward mode " + mode + " needs an <ip>");
              }
              oneDevice(network.forwarding().get(), mode);
            });
  }

  private void oneDevice(Forwarding forwarding, ForwardMode mode) {
    if (forwarding.interfaces().size() > 1) {
      reader.refuse(
          MarkupValues.illegal(
              NetworkCode.ONLY_ONE_ALLOWED,
              element("forward"),
              "the forward mode " + mode + " takes one interface"));
    }
    boolean any =
        !forwarding.effectiveInterfaces().isEmpty() || !forwarding.devices().addresses().isEmpty();
    if (mode == ForwardMode.OPEN && any) {
      refuse(element("forward"), "the forward mode open takes no interface");
    }
  }

  private void withoutOwnBridge(Forwarding forwarding) {
    ForwardMode mode = forwarding.mode();
    absent(!root.elements("ip").isEmpty(), "ip", mode);
    absent(details.domain().isPresent(), "domain", mode);
    absent(details.mac().isPresent(), "mac", mode);
    absent(details.mtu().isPresent(), "mtu", mode);
    boolean limited =
        details.bandwidth().filter(limits -> !limits.elements().isEmpty()).isPresent();
    absent(limited && !(mode == ForwardMode.BRIDGE && isNamed()), "bandwidth", mode);
    bridge(forwarding);
  }

  private boolean isNamed() {
    return network.bridge().isPresent() || details.bridge().pattern().isPresent();
  }

  private void absent(boolean present, String name, ForwardMode mode) {
    if (present) {
      refuse(element(name), "it is not for the forward mode " + mode);
    }
  }

  private void bridge(Forwarding forwarding) {
    NetworkBridge bridge = details.bridge();
    if (isNamed() && forwarding.mode() != ForwardMode.BRIDGE) {
      refuse(element("bridge"), "a name is not for the forward mode " + forwarding.mode());
    } else if (isNamed() && !forwarding.effectiveInterfaces().isEmpty()) {
      refuse(
          element("bridge"), "a network forwards through a bridge or an interface, but not both");
    }
    if (bridge.stp().isPresent() || bridge.delay().orElse(0) != 0 || bridge.zone().isPresent()) {
      refuse(
          element("bridge"),
          "stp, delay and zone are not for the forward mode " + forwarding.mode());
    }
  }

  private void devices(Forwarding forwarding) {
    boolean hostdev = forwarding.mode() == ForwardMode.HOSTDEV;
    boolean named = !forwarding.effectiveInterfaces().isEmpty();
    if (hostdev && named) {
      refuse(element("forward"), "the forward mode hostdev takes PCI addresses, not interfaces");
    }
    if (!hostdev && !named && !forwarding.devices().addresses().isEmpty()) {
      refuse(
          element("forward"),
          "the forward mode " + forwarding.mode() + " takes interfaces, not PCI addresses");
    }
  }

  private void dhcp() {
    Set<Integer> lengths = new HashSet<>();
    for (NetworkAddress address : network.addresses()) {
      if (address.dhcp().isPresent()
          && address.dhcp().get().hasAddresses()
          && !lengths.add(address.address().length())) {
        reader.refuse(
            MarkupValues.illegal(
                NetworkCode.ONLY_ONE_ALLOWED,
                at(address),
                "another address of its family has a <dhcp> already"));
      }
    }
  }

  private Markup.Element at(NetworkAddress address) {
    return root.elements("ip").stream()
        .filter(ip -> ip.location().equals(address.location()))
        .findFirst()
        .orElse(root);
  }

  private void gateways() {
    if (network.addresses().size() < root.elements("ip").size()) {
      return; // it may be one of those that are refused
    }
    for (NetworkRoute route : details.routes()) {
      if (network.addresses().stream().noneMatch(address -> reaches(address, route.gateway()))) {
        reader.refuse(
            MarkupValues.illegal(
                NetworkCode.MISPLACED_ADDRESS,
                routeOf(route),
                "the gateway " + route.gateway() + " is in the subnet of no <ip>"));
      }
    }
  }

  private Markup.Element routeOf(NetworkRoute route) {
    List<Markup.Element> elements = root.elements("route");
    int index = details.routes().indexOf(route);
    return elements.size() == details.routes().size() ? elements.get(index) : root;
  }

  private static boolean reaches(NetworkAddress address, IpAddress gateway) {
    int prefix = address.prefixLength();
    return prefix >= 0
        && address.address().length() == gateway.length()
        && address.subnet().equals(gateway.masked(prefix));
  }

  private void portGroups() {
    Set<String> names = new HashSet<>();
    boolean defaultSeen = false;
    for (Markup.Element group : details.portGroups()) {
      Optional<String> name = group.attribute("name");
      if (name.isPresent() && !names.add(name.get())) {
        reader.refuse(
            MarkupValues.illegal(
                NetworkCode.ONLY_ONE_ALLOWED,
                group,
                "there is a port group '" + name.get() + "' already"));
      }
      boolean isDefault = group.attribute("default").orElse("").equals("yes");
      if (isDefault && defaultSeen) {
        reader.refuse(
            MarkupValues.illegal(
                NetworkCode.ONLY_ONE_ALLOWED, group, "another port group is the default already"));
      }
      defaultSeen |= isDefault;
    }
  }

  /** VLANs are for Open vSwitch and for devices of the host. */
  private void vlans() {
    Optional<String> type = portType(details.virtualPort());
    details.vlan().ifPresent(vlan -> vlan(vlan, type));
    for (Markup.Element group : details.portGroups()) {
      group
          .first("vlan")
          .ifPresent(vlan -> vlan(vlan, portType(group.first("virtualport")).or(() -> type)));
    }
  }

  private static Optional<String> portType(Optional<Markup.Element> virtualPort) {
    return virtualPort.flatMap(port -> MarkupValues.given(port, "type"));
  }

  private void vlan(Markup.Element vlan, Optional<String> portType) {
    boolean allowed =
        switch (network.mode().orElse(ForwardMode.NAT)) {
          case HOSTDEV, PASSTHROUGH -> true;
          case BRIDGE -> portType.orElse("").equals("openvswitch");
          default -> false;
        };
    if (!allowed) {
      refuse(vlan, "VLANs are for Open vSwitch, and the forward modes hostdev and passthrough");
    }
  }

  private void floors() {
    details.bandwidth().ifPresent(this::floor);
    details.portGroups().forEach(group -> group.first("bandwidth").ifPresent(this::floor));
  }

  private void floor(Markup.Element bandwidth) {
    bandwidth
        .first("inbound")
        .filter(inbound -> MarkupValues.number(inbound, "floor", Long.MAX_VALUE).orElse(0) != 0)
        .ifPresent(
            inbound ->
                reader.refuse(
                    MarkupValues.illegal(
                        DocumentCode.ILLEGAL_VALUE,
                        inbound,
                        "floor is for interfaces of machines, not for networks")));
  }

  private Markup.Element element(String name) {
    return root.first(name).orElse(root);
  }

  private void refuse(Markup.Element element, String message) {
    reader.refuse(MarkupValues.illegal(NetworkCode.NOT_IN_THIS_MODE, element, message));
  }
}
