package io.nwfilter.netfilter.simulate;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.IpsetName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a host apart from its rules: bridges and their ports, addresses, routes,
 * neighbours, sets, and settings of the kernel.
 *
 * <pre>{@code
 * Situation host =
 *     Situation.builder()
 *         .bridge("virbr0", "vnet0", "vnet1")
 *         .address("virbr0", "192.168.122.1/24")
 *         .address("eth0", "203.0.113.5/24")
 *         .route("0.0.0.0/0", "eth0")
 *         .neighbor("192.168.122.7", MacAddress.parse("52:54:00:01:02:03"))
 *         .build();
 * }</pre>
 *
 * <p>Unless something else is set, iptables and ip6tables see bridged packets ({@code
 * bridge-nf-call-iptables}), but not those with a tag ({@code bridge-nf-filter-vlan-tagged}); the
 * host forwards; bridges have spanning tree and multicast snooping off and the MAC address {@link
 * #BRIDGE_MAC}.
 */
public final class Situation {

  /** The MAC address of a bridge of which none is known. */
  public static final MacAddress BRIDGE_MAC = new MacAddress(0x0200_0000_00feL);

  final ImmutableList<Device> devices;
  final ImmutableListMultimap<MacAddress, String> learned;
  final ImmutableList<Route> routes;
  final ImmutableMap<IpAddress, MacAddress> neighbors;
  final ImmutableSet<Bits> joined;
  final ImmutableMap<String, ImmutableList<SetElement>> sets;
  final boolean forwarding;
  final EnumSet<Family> bridgeNetfilter;
  final boolean filterVlanTagged;
  final Optional<TrackedState> state;
  final Optional<Boolean> reply;
  final boolean tracking;
  final Optional<Bits> user;
  final Optional<Bits> group;
  final boolean replyingEverywhere;
  final KnownWays ways = new KnownWays();

  private Situation(Builder builder) {
    this.devices =
        builder.devices.values().stream()
            .map(Device.Draft::build)
            .collect(ImmutableList.toImmutableList());
    this.learned = ImmutableListMultimap.copyOf(builder.learned);
    this.routes = ImmutableList.copyOf(builder.routes);
    this.neighbors = ImmutableMap.copyOf(builder.neighbors);
    this.joined = ImmutableSet.copyOf(builder.joined);
    this.sets = ImmutableMap.copyOf(builder.sets);
    this.forwarding = builder.forwarding;
    this.bridgeNetfilter = EnumSet.copyOf(builder.bridgeNetfilter);
    this.filterVlanTagged = builder.filterVlanTagged;
    this.state = builder.state;
    this.reply = builder.reply;
    this.tracking = builder.tracking;
    this.user = builder.user;
    this.group = builder.group;
    this.replyingEverywhere = builder.replyingEverywhere;
  }

  /** {@return a builder of a host without interfaces} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder of this host, to which more can be added} */
  public Builder toBuilder() {
    Builder builder = new Builder();
    devices.forEach(device -> builder.devices.put(device.name(), new Device.Draft(device)));
    builder.learned.putAll(learned);
    builder.routes.addAll(routes);
    builder.neighbors.putAll(neighbors);
    builder.joined.addAll(joined);
    builder.sets.putAll(sets);
    builder.forwarding = forwarding;
    builder.bridgeNetfilter.retainAll(bridgeNetfilter);
    builder.filterVlanTagged = filterVlanTagged;
    builder.state = state;
    builder.reply = reply;
    builder.tracking = tracking;
    builder.user = user;
    builder.group = group;
    builder.replyingEverywhere = replyingEverywhere;
    return builder;
  }

  /**
   * {@return the packets that are in a set, if its members are given}
   *
   * @param name the set's name
   * @param flags which end of a packet is looked up in each dimension
   */
  public Optional<PacketClass> members(IpsetName name, IpsetFlags flags) {
    return Optional.ofNullable(sets.get(name.name()))
        .map(
            members ->
                new PacketClass(
                    members.stream()
                        .flatMap(member -> member.conditions(flags).stream())
                        .collect(ImmutableList.toImmutableList())));
  }

  /**
   * {@return whether the same sets are given here as in another situation, with the same members}
   *
   * @param other the other situation
   */
  public boolean hasSameSets(Situation other) {
    return sets.equals(other.sets);
  }

  /** {@return the names of all interfaces, bridges and ports of bridges among them} */
  public Set<String> interfaces() {
    return devices.stream().map(Device::name).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * {@return the names of the ports of a bridge, in the order in which they were added}
   *
   * @param bridge the bridge's name
   */
  public Set<String> ports(String bridge) {
    return devices.stream()
        .filter(device -> bridge.equals(device.bridge()))
        .map(Device::name)
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * {@return a host with one bridge, of which nothing more is known}
   *
   * @param name the bridge's name
   * @param ports the names of its ports, in the order in which they were added
   */
  public static Situation bridge(String name, String... ports) {
    return builder().bridge(name, ports).build();
  }

  /** {@return where packets may enter: by each port, from the host, by each other interface} */
  public List<Entry> entries() {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    for (Device device : devices) {
      if (device.bridge() != null) {
        entries.add(Entry.port(device.name()));
      } else if (!device.isBridge()) {
        entries.add(Entry.network(device.name()));
      }
    }
    return entries.add(Entry.host()).build();
  }

  /**
   * Builds a situation. Names of interfaces and bridges have 1 to 15 characters; all methods refuse
   * others with an {@link IllegalArgumentException}. Not safe for use by several threads at a time.
   */
  public static final class Builder {

    private final Map<String, Device.Draft> devices = new LinkedHashMap<>();
    private final ListMultimap<MacAddress, String> learned = ArrayListMultimap.create();
    private final List<Route> routes = new ArrayList<>();
    private final Map<IpAddress, MacAddress> neighbors = new LinkedHashMap<>();
    private final Set<Bits> joined = new LinkedHashSet<>();
    private final Map<String, ImmutableList<SetElement>> sets = new LinkedHashMap<>();
    private final EnumSet<Family> bridgeNetfilter = EnumSet.of(Family.IPV4, Family.IPV6);
    private boolean forwarding = true;
    private boolean filterVlanTagged;
    private boolean tracking;
    private Optional<TrackedState> state = Optional.empty();
    private Optional<Boolean> reply = Optional.empty();
    private Optional<Bits> user = Optional.empty();
    private Optional<Bits> group = Optional.empty();
    private boolean replyingEverywhere;

    private Builder() {}

    /**
     * Adds a bridge, or ports to a bridge.
     *
     * @param name the bridge's name
     * @param ports the names of its ports, in the order in which they were added
     * @return this builder
     * @throws IllegalArgumentException if a port belongs to another bridge
     */
    public Builder bridge(String name, String... ports) {
      Device.Draft bridge = device(name);
      bridge.isBridge = true;
      for (String port : ports) {
        Device.Draft member = device(port);
        checkArgument(
            member.bridge == null || member.bridge.equals(name),
            "'%s' is a port of '%s' already",
            port,
            member.bridge);
        member.bridge = name;
      }
      return this;
    }

    /**
     * Sets the MAC address of an interface.
     *
     * @param name the name of a bridge or an interface; for the MAC address of a guest see {@link
     *     #learned}
     * @param mac its MAC address
     * @return this builder
     */
    public Builder mac(String name, MacAddress mac) {
      device(name).mac = requireNonNull(mac, "mac");
      return this;
    }

    /**
     * Adds an address of the host.
     *
     * @param name the name of the interface or bridge that has the address
     * @param address the address and the length of its network's prefix: {@code 192.168.122.1/24}
     * @return this builder
     * @throws IllegalArgumentException if it is not an address with a prefix
     */
    public Builder address(String name, String address) {
      device(name).addresses.add(Prefix.parse(address));
      return this;
    }

    /**
     * Has a bridge know behind which of its ports a MAC address is; of several, the last counts.
     *
     * @param port the port's name
     * @param mac the MAC address, such as that of a guest
     * @return this builder
     */
    public Builder learned(String port, MacAddress mac) {
      learned.put(requireNonNull(mac, "mac"), requireNonNull(port, "port"));
      return this;
    }

    /**
     * Forbids a port to exchange frames with other isolated ports (bridge(8), isolated).
     *
     * @param port the port's name
     * @return this builder
     */
    public Builder isolated(String port) {
      device(port).isolated = true;
      return this;
    }

    /**
     * Has a port send frames back where they came from (bridge(8), hairpin).
     *
     * @param port the port's name
     * @return this builder
     */
    public Builder hairpin(String port) {
      device(port).hairpin = true;
      return this;
    }

    /**
     * Sets whether the bridge of a port learns which senders are there (bridge(8), learning), in
     * conversations; it does by default. Single packets are led by what is {@linkplain #learned
     * said to be known}.
     *
     * @param port the port's name
     * @param on whether it does
     * @return this builder
     */
    public Builder learning(String port, boolean on) {
      device(port).learning = on;
      return this;
    }

    /**
     * Switches on the spanning tree protocol of a bridge: it takes BPDUs itself.
     *
     * @param bridge the bridge's name
     * @return this builder
     */
    public Builder spanningTree(String bridge) {
      device(bridge).spanningTree = true;
      return this;
    }

    /**
     * Adds a route, instead of one to the same destinations.
     *
     * @param destination the destinations: {@code 0.0.0.0/0} for all of IPv4
     * @param name the interface that they are reached by
     * @return this builder
     * @throws IllegalArgumentException if the destination is not an address with a prefix
     */
    public Builder route(String destination, String name) {
      return route(new Route(Prefix.parse(destination), name, Optional.empty()));
    }

    /**
     * Adds a route by another host, instead of one to the same destinations.
     *
     * @param destination the destinations: {@code 0.0.0.0/0} for all of IPv4
     * @param name the interface that they are reached by
     * @param gateway the address of the other host
     * @return this builder
     * @throws IllegalArgumentException if the destination is not an address with a prefix
     */
    public Builder route(String destination, String name, IpAddress gateway) {
      return route(new Route(Prefix.parse(destination), name, Optional.of(gateway)));
    }

    private Builder route(Route route) {
      device(route.device());
      routes.removeIf(other -> other.destination().equals(route.destination()));
      routes.add(route);
      return this;
    }

    /**
     * Adds a neighbour: the host knows the MAC address of an address.
     *
     * @param address the address
     * @param mac its MAC address
     * @return this builder
     */
    public Builder neighbor(String address, MacAddress mac) {
      neighbors.put(Prefix.parse(address).address(), requireNonNull(mac, "mac"));
      return this;
    }

    /**
     * Adds a multicast group that a program of the host has joined on all interfaces, such as a
     * server of DHCPv6; those that the kernel joins by itself are known.
     *
     * @param group the group's address: {@code ff02::1:2}
     * @return this builder
     * @throws IllegalArgumentException if it is not the address of a group
     */
    public Builder joined(String group) {
      IpAddress address = Prefix.parse(group).address();
      Bits bits = Bits.of(address);
      checkArgument(
          Topology.isMulticast(bits, address instanceof Ipv4Address), "'%s' is not a group", group);
      joined.add(bits);
      return this;
    }

    /**
     * Sets whether the host forwards packets between its interfaces; it does by default.
     *
     * @param on whether it does
     * @return this builder
     */
    public Builder forwarding(boolean on) {
      forwarding = on;
      return this;
    }

    /**
     * Sets whether the rules of a family see packets that are bridged ({@code
     * bridge-nf-call-iptables}, {@code bridge-nf-call-ip6tables}).
     *
     * @param family IPv4 or IPv6
     * @param on whether they do
     * @return this builder
     */
    public Builder bridgeNetfilter(Family family, boolean on) {
      checkArgument(family != Family.BRIDGE, "rules of ebtables always see what is bridged");
      if (on) {
        bridgeNetfilter.add(family);
      } else {
        bridgeNetfilter.remove(family);
      }
      return this;
    }

    /**
     * Sets whether iptables and ip6tables see bridged packets that have a tag ({@code
     * bridge-nf-filter-vlan-tagged}); they do not by default.
     *
     * @param on whether they do
     * @return this builder
     */
    public Builder filterVlanTagged(boolean on) {
      filterVlanTagged = on;
      return this;
    }

    /**
     * Sets the members of an ipset; a set that is not set here is unknown.
     *
     * @param name the set's name
     * @param members its members as {@code ipset add} takes them: addresses with or without a
     *     prefix, MAC addresses, {@code tcp:80}, and several of these separated by commas
     * @return this builder
     * @throws IllegalArgumentException if a member is not one
     */
    public Builder set(String name, String... members) {
      ImmutableList.Builder<SetElement> elements = ImmutableList.builder();
      for (String member : members) {
        elements.add(SetElement.parse(member));
      }
      sets.put(new IpsetName(name).name(), elements.build());
      return this;
    }

    /**
     * Sets the state that connection tracking gives every packet, instead of finding it. Whether it
     * goes as replies do is not known of {@code ESTABLISHED} and {@code RELATED}; anything else
     * does not. What is {@code NEW} is the first packet of its connection; of others it is not
     * known which mark the connection has, and whether it is assured.
     *
     * @param given the state
     * @return this builder
     */
    public Builder connectionState(TrackedState given) {
      state = Optional.of(given);
      boolean open = given == TrackedState.ESTABLISHED || given == TrackedState.RELATED;
      reply = open ? Optional.empty() : Optional.of(false);
      return this;
    }

    /**
     * Sets the state and the direction that connection tracking gives every packet.
     *
     * @param given the state
     * @param asReply whether packets go as replies do: only if ESTABLISHED or RELATED
     * @return this builder
     */
    public Builder connectionState(TrackedState given, boolean asReply) {
      connectionState(given);
      checkArgument(!asReply || reply.isEmpty(), "no reply is %s", given);
      reply = Optional.of(asReply);
      return this;
    }

    /**
     * Switches connection tracking on even if no rule here needs it, such as when something else on
     * the host does. It puts fragments together before rules see them.
     *
     * @param on whether it is always on
     * @return this builder
     */
    public Builder connectionTracking(boolean on) {
      tracking = on;
      return this;
    }

    /**
     * Sets whose processes send what the host sends; unless set, that is not known.
     *
     * @param userNumber the number of the user
     * @param groupNumber the number of the group
     * @return this builder
     */
    public Builder processes(long userNumber, long groupNumber) {
      user = Optional.of(Bits.of(userNumber));
      group = Optional.of(Bits.of(groupNumber));
      return this;
    }

    /**
     * Sets whether what the host sends to a neighbour that it does not know is led to each port of
     * the bridge at once, as if the one who replies were there. Unless set, the result depends on
     * which port the reply comes from, if one comes. What has to hold wherever neighbours are, such
     * as a guarantee, asks for all ports.
     *
     * @param on whether neighbours that are not known are at each port
     * @return this builder
     */
    public Builder neighborsAtEachPort(boolean on) {
      replyingEverywhere = on;
      return this;
    }

    /** {@return the situation} */
    public Situation build() {
      return new Situation(this);
    }

    private Device.Draft device(String name) {
      return devices.computeIfAbsent(requireNonNull(name, "name"), Device.Draft::new);
    }
  }
}
