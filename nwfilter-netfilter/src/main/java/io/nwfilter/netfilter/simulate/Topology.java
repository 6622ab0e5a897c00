package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import com.google.common.collect.Table;
import com.google.common.collect.Tables;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The interfaces, bridges and routes of a host, to be asked often. */
final class Topology {

  /** The broadcast address of 127.0.0.0/8, for which Linux has a route of its own. */
  static final long LOOPBACK_BROADCAST = 0x7fff_ffffL;

  /** The addresses of one link, and those of them that interfaces have (RFC 4291, 2.5.6). */
  static final Prefix ON_LINK = Prefix.parse("fe80::/10");

  private static final Prefix OF_LINK = Prefix.parse("fe80::/64");
  private static final Prefix ANYWHERE = Prefix.parse("::/0");

  static final long UNSPECIFIED = 1;
  static final long UNICAST = 1L << 1;
  static final long LOCAL = 1L << 2;
  static final long BROADCAST = 1L << 3;
  static final long MULTICAST = 1L << 5;

  private final ImmutableMap<String, Device> devices;
  private final ImmutableMap<Bits, Device> byName;
  private final Map<String, ImmutableList<Device>> ports = new HashMap<>();
  private final Table<Bits, String, Device> learned =
      Tables.newCustomTable(new LinkedHashMap<>(), LinkedHashMap::new);
  private final Map<Bits, Bits> neighbors = new LinkedHashMap<>();
  private final ImmutableSet<Bits> othersThanHost;
  private final ImmutableList<Route> routes;

  Topology(Situation situation) {
    devices = Maps.uniqueIndex(situation.devices, Device::name);
    byName = Maps.uniqueIndex(situation.devices, Device::bits);
    routes = situation.routes;
    for (Device bridge : situation.devices) {
      ports.put(bridge.name(), portsOf(situation, bridge));
    }
    situation.learned.forEach(this::learn);
    othersThanHost =
        Sets.difference(learned.rowKeySet(), ImmutableSet.of(PacketType.ANY_HOST)).immutableCopy();
    situation.neighbors.forEach((ip, mac) -> neighbors.put(Bits.of(ip), Bits.of(mac)));
  }

  /** {@return the ports of a bridge, the last one first, as the kernel goes through them} */
  private static ImmutableList<Device> portsOf(Situation situation, Device bridge) {
    return situation.devices.stream()
        .filter(device -> bridge.name().equals(device.bridge()))
        .collect(ImmutableList.toImmutableList())
        .reverse();
  }

  private void learn(MacAddress mac, String name) {
    Device port = device(name);
    String bridge = port.bridge();
    if (bridge == null) {
      throw new IllegalArgumentException("'" + name + "' is not a port of a bridge");
    }
    learned.put(Bits.of(mac), bridge, port);
  }

  /**
   * {@return an interface}
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Device device(String name) {
    Device device = devices.get(name);
    if (device == null) {
      throw new IllegalArgumentException(
          "no interface '" + name + "' in the situation, only " + devices.keySet());
    }
    return device;
  }

  ImmutableList<Device> ports(Device bridge) {
    return ports.getOrDefault(bridge.name(), ImmutableList.of());
  }

  /** {@return the port of a name that rules of IP know; another one if they know none} */
  Device port(Bits name, Device otherwise) {
    return name.equals(otherwise.bits()) ? otherwise : byName.getOrDefault(name, otherwise);
  }

  /** {@return the port behind which a MAC address is; null if the bridge does not know} */
  @Nullable Device learned(Bits mac, Device bridge) {
    return learned.get(mac, bridge.name());
  }

  /** {@return the receivers of frames on a bridge that do not go to one of its ports} */
  Values receiversElsewhere(Device port, Device bridge) {
    ImmutableList.Builder<Values> elsewhere = ImmutableList.builder();
    elsewhere.add(Values.single(Field.ETHERNET_DESTINATION, bridge.macBits()));
    learned
        .column(bridge.name())
        .forEach(
            (mac, other) -> {
              if (!other.equals(port)) {
                elsewhere.add(Values.single(Field.ETHERNET_DESTINATION, mac));
              }
            });
    return new Values.Union(elsewhere.build());
  }

  /** {@return the MAC addresses that a bridge knows to be at another of its ports} */
  ImmutableList<Bits> stationsElsewhere(Device port, Device bridge) {
    return learned.column(bridge.name()).entrySet().stream()
        .filter(station -> !station.getValue().equals(port))
        .map(Map.Entry::getKey)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the MAC addresses that a bridge knows to be at a port, but that of frames whose
   * receiver is not given}
   */
  Set<Bits> othersThanHost() {
    return othersThanHost;
  }

  @Nullable Bits neighbor(Bits address) {
    return neighbors.get(address);
  }

  /** {@return the only bridge; null if there are none or several} */
  @Nullable Device onlyBridge() {
    ImmutableList<Device> bridges =
        devices.values().stream().filter(Device::isBridge).collect(ImmutableList.toImmutableList());
    return bridges.size() == 1 ? bridges.get(0) : null;
  }

  /**
   * {@return the first address of an interface; null if it has none}
   *
   * @param name the interface
   * @param ipv4 whether of IPv4, not IPv6
   * @param onLink whether only those of IPv6 count that are known on their link alone
   */
  @Nullable Bits address(Bits name, boolean ipv4, boolean onLink) {
    Device device = byName.get(name);
    return device == null
        ? null
        : device.addresses().stream()
            .filter(prefix -> prefix.isIpv4() == ipv4)
            .map(Prefix::address)
            .map(Bits::of)
            .filter(address -> !onLink || address.high() >>> 54 == 0xfe80 >> 6)
            .findFirst()
            .orElse(null);
  }

  boolean isLocal(Bits address, boolean ipv4) {
    boolean loopback =
        ipv4 ? address.low() >>> 24 == 127 : address.high() == 0 && address.low() == 1;
    return loopback || isOwn(address, ipv4);
  }

  boolean isOwn(Bits address, boolean ipv4) {
    for (Device device : devices.values()) {
      for (Prefix prefix : device.addresses()) {
        if (prefix.isIpv4() == ipv4 && Bits.of(prefix.address()).equals(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /** {@return whether an address of IPv6 means the routers of a network (RFC 4291, 2.6.1)} */
  boolean isRouterAnycast(Bits address) {
    for (Device device : devices.values()) {
      for (Prefix prefix : device.addresses()) {
        boolean first =
            !prefix.isIpv4()
                && prefix.length() < 127
                && prefix.contains(address)
                && Bits.of(prefix.address().masked(prefix.length())).equals(address);
        if (first) {
          return true;
        }
      }
    }
    return false;
  }

  boolean isBroadcast(Bits address, boolean ipv4) {
    if (!ipv4) {
      return false;
    }
    if (address.low() == 0xffff_ffffL) {
      return true;
    }
    for (Device device : devices.values()) {
      for (Prefix prefix : device.addresses()) {
        if (prefix.isBroadcast(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * {@return whether a group of IPv6 is one that an own address is asked for by, that of all
   * routers of a network among them (RFC 4291, sections 2.6.1 and 2.7.1)}
   */
  boolean isSolicited(Bits group, boolean forwarding) {
    for (Device device : devices.values()) {
      for (Prefix prefix : device.addresses()) {
        if (!prefix.isIpv4()
            && (isSolicited(Bits.of(prefix.address()), group)
                || (forwarding
                    && isSolicited(Bits.of(prefix.address().masked(prefix.length())), group)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSolicited(Bits address, Bits group) {
    return (address.low() & 0xff_ffff) == (group.low() & 0xff_ffff);
  }

  static boolean isMulticast(Bits address, boolean ipv4) {
    return ipv4 ? address.low() >>> 28 == 0xe : address.high() >>> 56 == 0xff;
  }

  /** {@return the bit of an address's type in the routing table} */
  Bits addressType(Bits address, boolean ipv4) {
    long type = UNICAST;
    if (!ipv4 && address.isZero()) {
      type = UNSPECIFIED;
    } else if (ipv4 && address.low() == LOOPBACK_BROADCAST) {
      type = BROADCAST;
    } else if (isLocal(address, ipv4)) {
      type = ipv4 ? LOCAL : LOCAL | UNICAST; // in IPv6, both hold
    } else if (isBroadcast(address, ipv4) || (ipv4 && address.isZero())) {
      type = BROADCAST;
    } else if (isMulticast(address, ipv4)) {
      type = MULTICAST;
    }
    return Bits.of(type);
  }

  /**
   * The way to an address.
   *
   * @param device the interface
   * @param next the address of the neighbour
   */
  record Hop(Device device, Bits next) {}

  /** {@return the way to an address by the longest prefix; null if there is none} */
  @Nullable Hop route(Bits address, boolean ipv4) {
    Hop best = null;
    int longest = -1;
    for (Device device : devices.values()) {
      for (Prefix prefix : device.addresses()) {
        if (isBetter(prefix, longest, address, ipv4)) {
          longest = prefix.length();
          best = new Hop(device, address);
        }
      }
    }
    for (Route route : routes) {
      if (isBetter(route.destination(), longest, address, ipv4)) {
        longest = route.destination().length();
        Optional<IpAddress> gateway = route.gateway();
        best = new Hop(device(route.device()), gateway.map(Bits::of).orElse(address));
      }
    }
    return best;
  }

  /**
   * {@return the way of what has come in by an interface; null if there is none} An address of one
   * link is only reached on the link that the packet came from. Interfaces with an address of IPv6
   * have one of their link, too (RFC 4291, section 2.8).
   */
  @Nullable Hop routeFrom(Device in, Bits address, boolean ipv4) {
    if (ipv4 || !ON_LINK.contains(address)) {
      return route(address, ipv4);
    }
    return reachedOnLink(in).stream()
        .filter(one -> one.reaches(address))
        .map(one -> new Hop(in, one.gateway() == null ? address : one.gateway()))
        .findFirst()
        .orElse(null);
  }

  /** {@return how destinations of one link are reached by what has come in by an interface} */
  ImmutableList<Reached> reachedOnLink(Device in) {
    ImmutableList.Builder<Reached> all = ImmutableList.builder();
    boolean hasAddress = in.addresses().stream().anyMatch(prefix -> !prefix.isIpv4());
    if (hasAddress) {
      all.add(new Reached(OF_LINK, ImmutableList.of(), in, null));
    }
    ImmutableList<Prefix> longer = hasAddress ? ImmutableList.of(OF_LINK) : ImmutableList.of();
    routes.stream()
        .filter(route -> route.device().equals(in.name()) && route.destination().equals(ANYWHERE))
        .map(route -> route.gateway().map(Bits::of).orElse(null))
        .forEach(gateway -> all.add(new Reached(ON_LINK, longer, in, gateway)));
    return all.build();
  }

  /**
   * The destinations that are reached in one way.
   *
   * @param prefix their prefix
   * @param longer the prefixes in it that are reached otherwise
   * @param device the interface
   * @param gateway the other host that they are reached by; null if they are neighbours
   */
  record Reached(
      Prefix prefix, ImmutableList<Prefix> longer, Device device, @Nullable Bits gateway) {

    private boolean reaches(Bits address) {
      return prefix.contains(address) && longer.stream().noneMatch(one -> one.contains(address));
    }
  }

  /** {@return how all destinations are reached, by the longest prefix} */
  ImmutableList<Reached> reached(boolean ipv4) {
    List<Reached> all = new ArrayList<>();
    for (Device device : devices.values()) {
      device.addresses().forEach(prefix -> addReached(all, ipv4, prefix, device, null));
    }
    for (Route route : routes) {
      addReached(
          all,
          ipv4,
          route.destination(),
          device(route.device()),
          route.gateway().map(Bits::of).orElse(null));
    }
    return all.stream()
        .map(one -> new Reached(one.prefix(), longer(one, all), one.device(), one.gateway()))
        .collect(ImmutableList.toImmutableList());
  }

  private static void addReached(
      List<Reached> all, boolean ipv4, Prefix prefix, Device device, @Nullable Bits gateway) {
    boolean known =
        all.stream()
            .map(Reached::prefix)
            .anyMatch(
                other ->
                    other.length() == prefix.length() && other.contains(Bits.of(prefix.address())));
    if (prefix.isIpv4() == ipv4 && !known) {
      all.add(new Reached(prefix, ImmutableList.of(), device, gateway));
    }
  }

  private static ImmutableList<Prefix> longer(Reached one, List<Reached> all) {
    return all.stream()
        .map(Reached::prefix)
        .filter(
            other ->
                other.length() > one.prefix().length()
                    && one.prefix().contains(Bits.of(other.address())))
        .collect(ImmutableList.toImmutableList());
  }

  ImmutableList<Prefix> addresses(boolean ipv4) {
    return devices.values().stream()
        .flatMap(device -> device.addresses().stream())
        .filter(prefix -> prefix.isIpv4() == ipv4)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isBetter(Prefix prefix, int longest, Bits address, boolean ipv4) {
    return prefix.isIpv4() == ipv4 && prefix.length() > longest && prefix.contains(address);
  }

  /** {@return the MAC address of a bridge or interface} */
  Bits mac(Bits name) {
    Device device = byName.get(name);
    return device == null ? Bits.of(Situation.BRIDGE_MAC) : device.macBits();
  }

  /** {@return the MAC address of a group or of all; null for one host's address} */
  static @Nullable Bits groupMac(Bits address, boolean ipv4, boolean broadcast) {
    if (broadcast) {
      return Bits.of(MacAddress.BROADCAST);
    }
    if (!isMulticast(address, ipv4)) {
      return null;
    }
    return Bits.of(
        ipv4
            ? 0x0100_5e00_0000L | (address.low() & 0x7f_ffff)
            : 0x3333_0000_0000L | (address.low() & 0xffff_ffffL));
  }
}
