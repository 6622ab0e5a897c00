package io.nwfilter.netfilter.simulate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All ways that packets can take through a host, whatever its rules are.
 *
 * <pre>{@code
 * for (Way way : Ways.from(Situation.bridge("virbr0", "vnet0", "eth1"), Entry.port("vnet0"))) {
 *   print(way.end() + ": " + way.stages().size() + " stages");
 * }
 * }</pre>
 *
 * <p>{@link Simulator} leads single packets along the same ways. Tags that iptables see ({@code
 * bridge-nf-filter-vlan-tagged}), frames that rules of the table {@code broute} hand to the IP
 * layer, and destinations that rules translate are not among them.
 */
public final class Ways {

  private static final Values TO_SEVERAL = Values.masked(PacketType.GROUP, PacketType.GROUP);
  private static final PacketCondition TO_ONE =
      PacketCondition.outside(Field.ETHERNET_DESTINATION, TO_SEVERAL);

  private Ways() {}

  /**
   * {@return the ways of packets that enter somewhere; no packet takes two of them to the same end}
   *
   * @param situation what is known of the host
   * @param entry where the packets enter
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public static List<Way> from(Situation situation, Entry entry) {
    return situation.ways.from(entry, () -> find(situation, entry));
  }

  /**
   * {@return where packets arrive that enter somewhere and that the host sends on in a new frame}
   *
   * @param situation what is known of the host
   * @param entry where the packets enter
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public static Set<End> routed(Situation situation, Entry entry) {
    return situation.ways.routed(
        entry,
        () ->
            from(situation, entry).stream()
                .filter(way -> way.stages().stream().anyMatch(Stage.Frame.class::isInstance))
                .map(Way::end)
                .collect(ImmutableSet.toImmutableSet()));
  }

  private static List<Way> find(Situation situation, Entry entry) {
    Topology topology = new Topology(situation);
    IpWays ip = new IpWays(situation, topology);
    if (entry instanceof Entry.Port port) {
      Device device = topology.device(port.name());
      checkArgument(device.bridge() != null, "'%s' is not a port of a bridge", port.name());
      return new BridgeWays(situation, topology, ip, device).from(entry);
    } else if (entry instanceof Entry.Network network) {
      Device device = topology.device(network.name());
      checkArgument(device.bridge() == null, "'%s' is a port of a bridge", network.name());
      return network(situation, topology, ip, device, entry);
    } else if (entry instanceof Entry.Raw raw) {
      Device bridge = topology.device(raw.bridge());
      return new SentWays(topology, bridge).byReceiver(WayBuilder.from(entry).asHost());
    }
    return ip.ofHost(entry);
  }

  /**
   * {@return the MAC address to which frames go that are for the host itself; empty if that is not
   * known}
   *
   * @param situation what is known of the host
   * @param entry where they enter
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public static Optional<MacAddress> ownAddress(Situation situation, Entry entry) {
    Topology topology = new Topology(situation);
    if (entry instanceof Entry.Port port) {
      return Optional.of(
          BridgeWays.mac(topology.device(String.valueOf(topology.device(port.name()).bridge()))));
    }
    return entry instanceof Entry.Network network
        ? topology.device(network.name()).mac()
        : Optional.empty();
  }

  /**
   * {@return the frames that are for the host alone, by their receivers: of an interface whose MAC
   * address is not known, all that are not known to be for somebody else}
   *
   * @param situation what is known of the host
   * @param entry where they enter
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public static PacketClass forHost(Situation situation, Entry entry) {
    return entry instanceof Entry.Network || entry instanceof Entry.Port
        ? PacketClass.of(toHost(new Topology(situation), situation, entry))
        : PacketClass.of(TO_ONE);
  }

  private static PacketCondition toHost(Topology topology, Situation situation, Entry entry) {
    Field field = Field.ETHERNET_DESTINATION;
    return ownAddress(situation, entry)
        .map(
            own ->
                PacketCondition.in(field, entry instanceof Entry.Network ? orAny(own) : one(own)))
        .orElseGet(
            () ->
                PacketCondition.outside(
                    field,
                    new Values.Union(
                        Stream.concat(
                                Stream.of(TO_SEVERAL),
                                topology.othersThanHost().stream()
                                    .map(mac -> Values.single(field, mac)))
                            .collect(ImmutableList.toImmutableList()))));
  }

  private static Values one(MacAddress own) {
    return Values.single(Field.ETHERNET_DESTINATION, Bits.of(own));
  }

  private static Values orAny(MacAddress own) {
    return new Values.Union(
        ImmutableList.of(one(own), Values.single(Field.ETHERNET_DESTINATION, PacketType.ANY_HOST)));
  }

  private static List<Way> network(
      Situation situation, Topology topology, IpWays ip, Device device, Entry entry) {
    PacketClass taken =
        PacketClass.of(toHost(topology, situation, entry))
            .or(PacketClass.of(PacketCondition.in(Field.ETHERNET_DESTINATION, TO_SEVERAL)));
    WayBuilder start =
        WayBuilder.from(entry)
            .only("the frame is for another host", taken)
            .at(device.bits(), Transit.NONE, Transit.NONE, Transit.NONE);
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    ways.add(Shape.notIp(start).only(Shape.TAG, Shape.withoutForeignTag()).to(End.HOST));
    for (boolean ipv4 : new boolean[] {true, false}) {
      for (boolean tagged : new boolean[] {false, true}) {
        ways.addAll(ip.received(Shape.ip(start, ipv4, tagged), device, ipv4, false));
      }
    }
    return ways.build();
  }
}
