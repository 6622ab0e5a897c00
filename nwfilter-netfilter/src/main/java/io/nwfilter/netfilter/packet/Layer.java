package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import java.util.Set;

/**
 * A part of a packet, such as a header.
 *
 * <pre>{@code
 * Layer ip = Layer.ip(source, destination).with(Slot.IPV4_TTL, 3);
 * }</pre>
 *
 * @param type what it is
 * @param octets its octets
 * @param fixed computed slots whose value is given, whether it is right or not; all others are
 *     computed when the packet is made
 */
public record Layer(LayerType type, Octets octets, Set<Slot> fixed) {

  /**
   * Checks the length.
   *
   * @param type what it is
   * @param octets its octets
   * @param fixed computed slots whose value is given
   * @throws IllegalArgumentException if there are fewer octets than the layer has at least
   */
  public Layer {
    fixed = ImmutableSet.copyOf(fixed);
    checkArgument(
        octets.length() >= type.leastLength(),
        "%s octets are fewer than the %s of %s",
        octets.length(),
        type.leastLength(),
        type);
  }

  /**
   * {@return a layer with everything zero, except what such a layer always has}
   *
   * @param type what it is
   */
  public static Layer of(LayerType type) {
    return new Layer(type, type.template(), ImmutableSet.of());
  }

  /**
   * {@return the header of a frame}
   *
   * @param source the sender
   * @param destination the receiver
   */
  public static Layer ethernet(MacAddress source, MacAddress destination) {
    return of(LayerType.ETHERNET)
        .with(Slot.ETHERNET_SOURCE, Bits.of(source))
        .with(Slot.ETHERNET_DESTINATION, Bits.of(destination));
  }

  /**
   * {@return the tag of a virtual LAN}
   *
   * @param id the VLAN id, 0 to 4095
   */
  public static Layer vlan(int id) {
    return of(LayerType.VLAN).with(Slot.VLAN_ID, id);
  }

  /**
   * {@return a header of IPv4 or IPv6}
   *
   * @param source the sender
   * @param destination the receiver
   * @throws IllegalArgumentException if the addresses are of different families
   */
  public static Layer ip(IpAddress source, IpAddress destination) {
    checkArgument(
        source.length() == destination.length(),
        "%s and %s are of different families",
        source,
        destination);
    boolean ipv4 = source instanceof Ipv4Address;
    return of(ipv4 ? LayerType.IPV4 : LayerType.IPV6)
        .with(ipv4 ? Slot.IPV4_SOURCE : Slot.IPV6_SOURCE, Bits.of(source))
        .with(ipv4 ? Slot.IPV4_DESTINATION : Slot.IPV6_DESTINATION, Bits.of(destination));
  }

  /**
   * {@return a header with ports}
   *
   * @param type TCP, UDP, UDP-Lite, SCTP or DCCP
   * @param source the source port, 0 to 65535
   * @param destination the destination port, 0 to 65535
   */
  public static Layer ports(LayerType type, int source, int destination) {
    checkArgument(type.hasPorts(), "%s has no ports", type);
    return of(type).with(Slot.of(type).get(0), source).with(Slot.of(type).get(1), destination);
  }

  /**
   * {@return a message of ICMP or ICMPv6}
   *
   * @param type ICMP or ICMPv6
   * @param message the message's type, 0 to 255
   * @param code its code, 0 to 255
   */
  public static Layer icmp(LayerType type, int message, int code) {
    checkArgument(type == LayerType.ICMP || type == LayerType.ICMPV6, "%s is not ICMP", type);
    return of(type).with(Slot.of(type).get(0), message).with(Slot.of(type).get(1), code);
  }

  /**
   * {@return what is not understood further}
   *
   * @param octets its octets
   */
  public static Layer payload(Octets octets) {
    return new Layer(LayerType.PAYLOAD, octets, ImmutableSet.of());
  }

  /**
   * {@return whether the layer is long enough to have a slot}
   *
   * @param slot one of this layer's slots
   */
  public boolean has(Slot slot) {
    return Slot.of(type).contains(slot) && slot.bit() + slot.width() <= 8 * octets.length();
  }

  /**
   * {@return the value of a slot}
   *
   * @param slot one of this layer's slots
   * @throws IllegalArgumentException if it has no such slot
   */
  public Bits get(Slot slot) {
    checkHas(slot);
    return octets.bits(slot.bit(), slot.width());
  }

  /**
   * {@return the layer with another value in a slot, which is not computed any more}
   *
   * @param slot one of this layer's slots
   * @param value the value
   * @throws IllegalArgumentException if it has no such slot, or the slot is too narrow
   */
  public Layer with(Slot slot, Bits value) {
    ImmutableSet<Slot> given =
        slot.isComputed()
            ? ImmutableSet.<Slot>builder().addAll(fixed).add(slot).build()
            : ImmutableSet.copyOf(fixed);
    return new Layer(type, replaced(slot, value), given);
  }

  /**
   * {@return the layer with another value in a slot, which is not computed any more}
   *
   * @param slot one of this layer's slots
   * @param value the value
   * @throws IllegalArgumentException if it has no such slot, or the slot is too narrow
   */
  public Layer with(Slot slot, long value) {
    return with(slot, Bits.of(value));
  }

  /**
   * {@return the layer with other octets after those that all such layers have, such as options}
   *
   * @param tail the octets
   * @throws IllegalArgumentException if such layers have nothing that varies
   */
  public Layer withTail(Octets tail) {
    checkArgument(type.hasTail(), "%s always has the same length", type);
    return new Layer(type, octets.slice(0, tailStart()).followedBy(tail), fixed);
  }

  /** {@return the octets after those that all such layers have, such as options} */
  public Octets tail() {
    return octets.slice(type.hasTail() ? tailStart() : octets.length(), octets.length());
  }

  private int tailStart() {
    return switch (type) {
      case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS -> 2; // what their template has is a filler
      default -> type.leastLength();
    };
  }

  /** {@return a layer in which a slot is computed again} */
  static Layer withoutFixed(Layer layer, Slot slot) {
    ImmutableSet<Slot> rest =
        layer.fixed.stream().filter(s -> s != slot).collect(ImmutableSet.toImmutableSet());
    return new Layer(layer.type, layer.octets, rest);
  }

  /** {@return the layer with a computed value} */
  Layer computed(Slot slot, long value) {
    return new Layer(type, replaced(slot, Bits.of(value)), fixed);
  }

  private Octets replaced(Slot slot, Bits value) {
    checkHas(slot);
    checkArgument(
        value.fits(slot.width()), "%s %s has more than %s bits", slot, value, slot.width());
    return octets.with(slot.bit(), slot.width(), value);
  }

  private void checkHas(Slot slot) {
    checkArgument(has(slot), "%s of %s octets has no %s", type, octets.length(), slot);
  }
}
