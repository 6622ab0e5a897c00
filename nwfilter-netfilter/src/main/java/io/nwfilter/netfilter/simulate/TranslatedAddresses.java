package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;

/**
 * What translation of addresses asks of a host: the addresses of its interfaces, and where a
 * bridged packet goes whose destination was translated.
 *
 * <pre>{@code
 * TranslatedAddresses addresses = TranslatedAddresses.on(situation);
 * Optional<Bits> source = addresses.ofInterface(Bits.ofName("eth0"), true); // of MASQUERADE
 * }</pre>
 */
public final class TranslatedAddresses {

  /** Where {@code REDIRECT} of IPv4 sends what the host sends itself. */
  public static final IpAddress LOOPBACK = Ipv4Address.parseDottedQuad("127.0.0.1");

  private final Situation situation;
  private final Topology topology;

  private TranslatedAddresses(Situation situation) {
    this.situation = situation;
    this.topology = new Topology(situation);
  }

  /**
   * {@return the addresses of a host}
   *
   * @param situation what is known of the host
   */
  public static TranslatedAddresses on(Situation situation) {
    return new TranslatedAddresses(requireNonNull(situation, "situation"));
  }

  /**
   * {@return the address of an interface that {@code MASQUERADE} takes for what leaves by it, and
   * {@code REDIRECT} of IPv4 for what comes in; empty if it has none, so that packets are dropped}
   *
   * @param name the interface
   * @param ipv4 whether of IPv4, not IPv6
   */
  public Optional<Bits> ofInterface(Bits name, boolean ipv4) {
    return Optional.ofNullable(topology.address(name, ipv4, false));
  }

  /** {@return the addresses of IPv4 that {@code REDIRECT} takes for what comes in somewhere} */
  public List<IpAddress> ofInterfaces() {
    return situation.devices.stream()
        .flatMap(device -> device.addresses().stream().filter(Prefix::isIpv4).limit(1))
        .map(Prefix::address)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return all addresses of the host's own}
   *
   * @param ipv4 whether of IPv4, not IPv6
   */
  public Values own(boolean ipv4) {
    Field field = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return new Values.Union(
        topology.addresses(ipv4).stream()
            .map(prefix -> Values.single(field, Bits.of(prefix.address())))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * {@return the packets that routing takes as far as their sources go, if they are not to all}
   * That is asked of bridged packets, too, whose destination was translated.
   *
   * @param ipv4 whether of IPv4, not IPv6
   */
  public PacketClass withLegalSource(boolean ipv4) {
    return new AddressSets(situation, topology, ipv4).withLegalSource();
  }

  /**
   * Where a bridged packet goes whose destination was translated.
   *
   * @param mac the receiver's MAC address on the bridge
   * @param host whether that is the host, which routes what is not for itself
   */
  public record Receiver(MacAddress mac, boolean host) {

    /**
     * Checks that the address is given.
     *
     * @param mac the receiver's MAC address
     * @param host whether that is the host
     */
    public Receiver {
      requireNonNull(mac, "mac");
    }
  }

  /**
   * {@return who receives a bridged packet whose destination was translated; empty if that depends
   * on who replies to the question for the address}
   *
   * @param bridge the name of the bridge
   * @param destination the new destination
   * @param ipv4 whether it is of IPv4, not IPv6
   * @throws IllegalArgumentException if the situation has no such bridge
   */
  public Optional<Receiver> onBridge(Bits bridge, Bits destination, boolean ipv4) {
    Device device = topology.device(bridge.name());
    Topology.Hop hop =
        topology.isLocal(destination, ipv4) ? null : topology.route(destination, ipv4);
    if (hop == null || !hop.device().equals(device)) {
      return Optional.of(new Receiver(new MacAddress(device.macBits().low()), true));
    }
    return Optional.ofNullable(topology.neighbor(hop.next()))
        .map(mac -> new Receiver(new MacAddress(mac.low()), false));
  }
}
