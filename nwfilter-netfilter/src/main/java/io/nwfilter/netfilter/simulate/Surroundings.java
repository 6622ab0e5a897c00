package io.nwfilter.netfilter.simulate;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.DhcpHost;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What documents of networks and machines say about their host: bridges, ports, addresses and where
 * guests are. What they do not say is filled in so that every point of entry exists:
 *
 * <ul>
 *   <li>each bridge has one more port, at which everybody else is; it is {@link #others}, and is
 *       not isolated
 *   <li>the host has an interface {@value #OUTSIDE} with the address {@value #OUTSIDE_ADDRESS} (RFC
 *       5737) and {@value #OUTSIDE_ADDRESS_IPV6} (RFC 3849), by which it reaches everything that is
 *       not behind a bridge; {@link #outside(String)} gives it the name that it has on the host
 *   <li>a machine whose network or bridge is not known is at {@value Simulator#BRIDGE}, unless
 *       {@link #port} has said otherwise; {@link #onAssumedBridge} tells which these are
 * </ul>
 *
 * <p>Interfaces and bridges that documents or options name must not have the names of these: they
 * are refused with an {@link IllegalArgumentException}. Not safe for use by several threads at a
 * time.
 */
public final class Surroundings {

  /** The interface that leads to everything that is not behind a bridge. */
  public static final String OUTSIDE = "outside";

  /** The address of the host at that interface. */
  public static final String OUTSIDE_ADDRESS = "198.51.100.1/24";

  /** The address of IPv6 of the host at that interface. */
  public static final String OUTSIDE_ADDRESS_IPV6 = "2001:db8:fffe::1/64";

  /** The MAC address of everybody else, which packets have as source unless they say otherwise. */
  public static final MacAddress SENDER = new MacAddress(0x0200_0000_0001L);

  /** The MAC address of everybody else, which packets go to unless they say otherwise. */
  public static final MacAddress RECEIVER = new MacAddress(0x0200_0000_0002L);

  private final Situation.Builder situation = Situation.builder();
  private final Map<String, String> bridges = new HashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** The names of bridges and interfaces that somebody has given. */
  private final Set<String> names = new LinkedHashSet<>();

  private final ListMultimap<String, Prefix> addresses = ArrayListMultimap.create();
  private final List<Guest> guests = new ArrayList<>();

  /** The bridges of ports, where no document says them. */
  private final Map<String, String> ports = new HashMap<>();

  /** The networks whose ports are isolated unless interfaces say otherwise. */
  private final Set<String> isolatedNetworks = new LinkedHashSet<>();

  /** The isolated ports. */
  private final Set<String> isolated = new LinkedHashSet<>();

  private final Set<Guest> onAssumedBridge = new LinkedHashSet<>();
  private final Map<Bits, MacAddress> neighbors = new HashMap<>();
  private String outside = OUTSIDE;

  /** Begins with a host without bridges. */
  public Surroundings() {}

  /**
   * Adds a network, before the machines that are connected to it; those that always get the same
   * address by DHCP are known to have it.
   *
   * @param compiled the network
   */
  public void add(CompiledNetwork compiled) {
    Network network = compiled.network();
    compiled
        .bridge()
        .map(InterfaceName::name)
        .ifPresent(
            bridge -> {
              bridges.put(network.name(), bridge);
              if (network.details().portIsolated().orElse(false)) {
                isolatedNetworks.add(network.name());
              }
              bridge(bridge);
              for (NetworkAddress address : network.addresses()) {
                address(bridge, address.address() + "/" + address.prefixLength());
                address.dhcp().ifPresent(dhcp -> dhcp.hosts().forEach(this::neighbor));
              }
            });
  }

  /** Adds a machine that always gets the same address, if one MAC address says which it is. */
  private void neighbor(DhcpHost machine) {
    machine
        .mac()
        .flatMap(Surroundings::mac)
        .ifPresent(mac -> neighbor(machine.address().toString(), mac));
  }

  private static Optional<MacAddress> mac(String text) {
    try {
      return Optional.of(MacAddress.parse(text));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds the interfaces of a machine that have a name and a MAC address.
   *
   * @param machine the machine
   * @param names the names that are not in the document, by MAC address
   */
  public void add(Domain machine, Map<MacAddress, InterfaceName> names) {
    machine.interfaces().forEach(one -> add(one, names));
  }

  /**
   * Adds an interface of a machine, if it has a name and a MAC address.
   *
   * @param networkInterface the interface
   * @param names the names that are not in the document, by MAC address
   */
  public void add(NetworkInterface networkInterface, Map<MacAddress, InterfaceName> names) {
    Optional<MacAddress> mac = networkInterface.mac();
    Optional<InterfaceName> name = networkInterface.targetDev().or(() -> mac.map(names::get));
    if (mac.isPresent() && name.isPresent()) {
      ImmutableList.Builder<String> addresses = ImmutableList.builder();
      addresses.addAll(networkInterface.addresses());
      networkInterface.filterRef().ifPresent(filter -> addresses.addAll(given(filter)));
      String port = name.get().name();
      guest(port, bridgeOf(networkInterface.attachment()), mac.get(), addresses.build());
      if (isIsolated(networkInterface)) {
        isolated(port);
      }
    }
  }

  /** {@return whether a port is isolated, as its interface or else its network says} */
  private boolean isIsolated(NetworkInterface networkInterface) {
    return networkInterface
        .portIsolated()
        .orElseGet(
            () ->
                networkInterface.attachment() instanceof Attachment.Network network
                    && network.name().filter(isolatedNetworks::contains).isPresent());
  }

  /**
   * Keeps a port from exchanging frames with other isolated ports of its bridge ({@code <port
   * isolated='yes'/>}).
   *
   * @param port the name of the interface
   */
  public void isolated(String port) {
    isolated.add(port);
    situation.isolated(port);
  }

  /**
   * {@return whether a port exchanges no frames with other isolated ones}
   *
   * @param port the name of the interface
   */
  public boolean isIsolated(String port) {
    return isolated.contains(port);
  }

  /**
   * Adds the interface of a binding, which does not say of which bridge that is a port.
   *
   * @param binding the binding
   */
  public void add(FilterBinding binding) {
    guest(binding.portDev().name(), Optional.empty(), binding.mac(), given(binding.filterRef()));
  }

  /**
   * Adds the interface of a binding.
   *
   * @param binding the binding
   * @param bridge the bridge that the interface is a port of
   */
  public void add(FilterBinding binding, String bridge) {
    guest(binding.portDev().name(), Optional.of(bridge), binding.mac(), given(binding.filterRef()));
  }

  /**
   * Says of which bridge an interface is a port if no document does, before machines are added.
   *
   * @param name the name of the interface
   * @param bridge the name of the bridge
   * @throws IllegalArgumentException if one of them does not have 1 to 15 characters, or is the
   *     name of something that is filled in
   */
  public void port(String name, String bridge) {
    bridge(bridge);
    addName(name);
    ports.putIfAbsent(name, bridge);
  }

  /**
   * Adds a neighbour: the host and its guests know the MAC address of an address.
   *
   * @param address the address
   * @param mac its MAC address
   * @throws IllegalArgumentException if it is not an address
   */
  public void neighbor(String address, MacAddress mac) {
    situation.neighbor(address, mac);
    neighbors.put(Bits.of(Prefix.parse(address).address()), mac);
  }

  /**
   * Adds an address of the host, which its guests then find there.
   *
   * @param name the name of the bridge or interface that has the address
   * @param address the address and the length of its network's prefix: {@code 192.168.122.1/24}
   * @throws IllegalArgumentException if the name does not have 1 to 15 characters, or if it is not
   *     an address with a prefix
   */
  public void address(String name, String address) {
    situation.address(name, address);
    addresses.put(name, Prefix.parse(address));
  }

  /** {@return the interfaces that were added, in order} */
  public List<Guest> guests() {
    return ImmutableList.copyOf(guests);
  }

  /**
   * {@return those of the interfaces that are taken as ports of {@value Simulator#BRIDGE} only as
   * nothing says of which bridge they are}
   */
  public Set<Guest> onAssumedBridge() {
    return ImmutableSet.copyOf(onAssumedBridge);
  }

  /** {@return the bridges that are known} */
  public Set<String> bridges() {
    return ImmutableSet.copyOf(known);
  }

  /**
   * {@return the addresses of the host at a bridge}
   *
   * @param bridge the bridge
   */
  public List<IpAddress> addresses(String bridge) {
    return addresses.get(bridge).stream()
        .map(Prefix::address)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the names of the interfaces that are known to have an address} */
  public Set<String> addressed() {
    return ImmutableSet.copyOf(addresses.keySet());
  }

  List<Prefix> prefixes(String name) {
    return ImmutableList.copyOf(addresses.get(name));
  }

  /** {@return what is known, without anything that is filled in late} */
  Situation.Builder builder() {
    return situation;
  }

  /**
   * {@return the port of a bridge at which everybody else is}
   *
   * @param bridge the bridge
   */
  public static String others(String bridge) {
    String name = Simulator.OTHERS + "-" + bridge;
    return name.length() <= Device.LONGEST_NAME ? name : Simulator.OTHERS + "-" + shortened(bridge);
  }

  /** {@return eight characters that tell a bridge from others, also from those named alike} */
  private static String shortened(String bridge) {
    String end = bridge.substring(bridge.length() - 4);
    return end + String.format("%04x", bridge.hashCode() & 0xffff);
  }

  /**
   * {@return what is known, to which more can be added} A route that is added to what the interface
   * to the outside leads to replaces that.
   */
  public Situation.Builder situation() {
    fillIn(OUTSIDE_ADDRESS);
    fillIn(OUTSIDE_ADDRESS_IPV6);
    return situation.route("0.0.0.0/0", outside).route("::/0", outside);
  }

  /** Gives the host an address at the interface to the outside, unless it has one there. */
  private void fillIn(String address) {
    boolean ipv4 = Prefix.parse(address).isIpv4();
    if (addresses.get(outside).stream().noneMatch(known -> known.isIpv4() == ipv4)) {
      address(outside, address);
    }
  }

  /**
   * Gives the interface that leads to everything that is not behind a bridge the name that it has
   * on the host, by which rules may ask for it.
   *
   * @param name its name, of 1 to 15 characters
   */
  public void outside(String name) {
    outside = requireNonNull(name, "name");
  }

  /** {@return the name of the interface that leads to everything that is not behind a bridge} */
  public String outside() {
    return outside;
  }

  /**
   * Adds a bridge that no document names.
   *
   * @param name its name
   * @throws IllegalArgumentException if it does not have 1 to 15 characters, or if an interface
   *     would have the name of one that is filled in
   */
  public void bridge(String name) {
    if (known.add(name)) {
      addName(name);
      situation.bridge(name, others(name));
      situation.learned(others(name), SENDER).learned(others(name), RECEIVER);
    }
  }

  /**
   * {@return a packet that a guest sends} Unless its text says otherwise, it comes from the guest's
   * MAC address, and goes to that of the guest, of the host or of the gateway that its IP
   * destination is reached by; the gateway is the host, if the bridge has an address of its own.
   *
   * @param text the packet's text
   * @param guest the guest
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   */
  public Packet fromGuest(String text, Guest guest) {
    return receivers(guest.bridge()).fromGuest(text, guest.mac());
  }

  /**
   * {@return a packet that somebody sends to a guest} Unless its text says otherwise, it goes to
   * the guest's MAC address if it does not go to all or several.
   *
   * @param text the packet's text
   * @param guest the guest
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   */
  public Packet toGuest(String text, Guest guest) {
    return receivers(guest.bridge()).toGuest(text, guest.mac());
  }

  /**
   * {@return a packet that a process of the host sends} Of IP, the host decides itself who gets it:
   * unless it is known who has the destination, the packet is for everybody else here. The client
   * of a reply of DHCP, and the receiver of all that is not IP, is the guest unless the text says
   * otherwise.
   *
   * @param text the packet's text
   * @param guest the guest that the packet may be for
   * @throws io.nwfilter.netfilter.packet.PacketTextException if it is not that of a packet
   */
  public Packet fromHost(String text, Guest guest) {
    return receivers(guest.bridge()).fromHost(text, guest.mac());
  }

  private Receivers receivers(String bridge) {
    return new Receivers(
        addresses.get(bridge),
        guests.stream().filter(guest -> guest.bridge().equals(bridge)).toList(),
        neighbors);
  }

  /**
   * Adds a guest that no document names.
   *
   * @param port the name of its interface on the host
   * @param bridge the bridge that it is a port of
   * @param mac the MAC address of the guest
   * @return the guest
   */
  public Guest addGuest(String port, String bridge, MacAddress mac) {
    guest(port, Optional.of(bridge), mac, ImmutableList.of());
    return guests.get(guests.size() - 1);
  }

  private void guest(String port, Optional<String> known, MacAddress mac, List<String> given) {
    String bridge = known.orElseGet(() -> ports.getOrDefault(port, Simulator.BRIDGE));
    ImmutableList<IpAddress> readable =
        given.stream()
            .map(Surroundings::address)
            .flatMap(Optional::stream)
            .distinct()
            .collect(ImmutableList.toImmutableList());
    Guest guest = new Guest(port, bridge, mac, readable);
    add(guest);
    if (known.isEmpty() && !ports.containsKey(port)) {
      onAssumedBridge.add(guest);
    }
  }

  void add(Guest guest) {
    bridge(guest.bridge());
    addName(guest.port());
    situation.bridge(guest.bridge(), guest.port()).learned(guest.port(), guest.mac());
    guest.addresses().forEach(one -> situation.neighbor(one.toString(), guest.mac()));
    guests.add(guest);
  }

  /**
   * Notes that a bridge or interface of the host has a name, wherever that comes from.
   *
   * @param name its name
   * @throws IllegalArgumentException if it is the name of an interface that is filled in
   */
  public void addName(String name) {
    names.add(name);
    checkArgument(
        !outside.equals(OUTSIDE) || !names.contains(OUTSIDE),
        "'%s' is the name of the interface that leads to all other networks here: no other can have"
            + " it",
        OUTSIDE);
    for (String bridge : known) {
      checkArgument(
          !names.contains(others(bridge)),
          "'%s' is the name of the port of '%s' that leads to everybody else here: no other"
              + " interface can have it",
          others(bridge),
          bridge);
    }
  }

  private Optional<String> bridgeOf(Attachment attachment) {
    if (attachment instanceof Attachment.Bridge bridge) {
      return bridge.name();
    } else if (attachment instanceof Attachment.Network network) {
      return network.name().map(bridges::get);
    }
    return Optional.empty();
  }

  private static List<String> given(FilterReference filter) {
    return ImmutableList.<String>builder()
        .addAll(filter.parameters().get("IP"))
        .addAll(filter.parameters().get("IPV6"))
        .build();
  }

  private static Optional<IpAddress> address(String text) {
    try {
      return Optional.of(
          text.indexOf(':') < 0 ? Ipv4Address.parseDottedQuad(text) : Ipv6Address.parse(text));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }
}
