package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Another form of the same packet, which some receivers read like the plain one, and which rules
 * may not recognize.
 */
public enum Disguise {
  /** A tag of IEEE 802.1Q. */
  TAG("tagged"),
  /** A tag of IEEE 802.1Q that only has a priority: hosts take the frame as if it had none. */
  PRIORITY_TAG("with VLAN 0"),
  /** Two tags, the outer one of IEEE 802.1ad. */
  SERVICE_TAG("with a tag of IEEE 802.1ad and one of IEEE 802.1Q"),
  /** Two tags of IEEE 802.1Q. */
  TWO_TAGS("with two tags"),
  /** A frame of IEEE 802.3 with LLC and SNAP. */
  SNAP("with SNAP"),
  /** Two fragments of IP. */
  FRAGMENTS("in fragments"),
  /** Hop-by-hop options of IPv6. */
  HOP_BY_HOP("with hop-by-hop options"),
  /** Destination options of IPv6. */
  DESTINATION_OPTIONS("with destination options"),
  /** A routing header of IPv6. */
  ROUTING("with a routing header");

  /** EtherTypes and protocols of IP that announce a header. */
  private static final ImmutableSet<Long> KNOWN =
      Arrays.stream(LayerType.values())
          .map(type -> (long) type.protocol())
          .collect(ImmutableSet.toImmutableSet());

  private static final ImmutableSet<LayerType> OF_FORMS =
      Sets.immutableEnumSet(
          LayerType.VLAN,
          LayerType.SERVICE_VLAN,
          LayerType.SNAP,
          LayerType.FRAGMENT,
          LayerType.HOP_BY_HOP,
          LayerType.DESTINATION_OPTIONS,
          LayerType.ROUTING);

  private static final int ID = 5;
  private static final int UNIT = 8;

  private final String words;

  Disguise(String words) {
    this.words = words;
  }

  /**
   * {@return the packets that a plain packet becomes; none if it cannot have this form, or
   * announces a header that it does not have, so that no one can read it}
   *
   * @param plain the packet
   */
  public List<Packet> of(Packet plain) {
    if (!isComplete(plain)) {
      return ImmutableList.of();
    }
    return switch (this) {
      case TAG -> inserted(plain, LayerType.ETHERNET, Layer.vlan(ID));
      case PRIORITY_TAG -> inserted(plain, LayerType.ETHERNET, Layer.vlan(0));
      case SERVICE_TAG ->
          inserted(
              plain,
              LayerType.ETHERNET,
              Layer.of(LayerType.SERVICE_VLAN).with(Slot.SERVICE_VLAN_ID, ID),
              Layer.vlan(ID + 1));
      case TWO_TAGS -> inserted(plain, LayerType.ETHERNET, Layer.vlan(ID), Layer.vlan(ID + 1));
      case SNAP ->
          inserted(plain, LayerType.ETHERNET, Layer.of(LayerType.LLC), Layer.of(LayerType.SNAP));
      case FRAGMENTS -> fragments(plain);
      case HOP_BY_HOP -> inserted(plain, LayerType.IPV6, Layer.of(LayerType.HOP_BY_HOP));
      case DESTINATION_OPTIONS ->
          inserted(plain, LayerType.IPV6, Layer.of(LayerType.DESTINATION_OPTIONS));
      case ROUTING -> inserted(plain, LayerType.IPV6, Layer.of(LayerType.ROUTING));
    };
  }

  /**
   * {@return whether a packet has none of these forms yet}
   *
   * @param packet the packet
   */
  public static boolean isPlain(Packet packet) {
    return packet.layers().stream().noneMatch(layer -> OF_FORMS.contains(layer.type()))
        && packet.layers().stream().noneMatch(Disguise::isFragment);
  }

  private static boolean isComplete(Packet packet) {
    Layer before = packet.layers().get(0);
    for (Layer layer : packet.layers()) {
      before =
          layer.type() == LayerType.PAYLOAD || layer.type() == LayerType.TRAILER ? before : layer;
    }
    return announcing(before.type())
        .map(before::get)
        .filter(next -> KNOWN.contains(next.low()))
        .isEmpty();
  }

  /** Puts layers after the first of a kind; the last of them announces what follows. */
  private static ImmutableList<Packet> inserted(Packet plain, LayerType after, Layer... layers) {
    for (int i = 0; i < plain.layers().size(); i++) {
      Layer before = plain.layers().get(i);
      if (before.type() == after) {
        Slot announcing = announcing(after).orElseThrow();
        Bits next = before.get(announcing);
        if (after == LayerType.ETHERNET && next.low() < Field.LEAST_ETHER_TYPE) {
          return ImmutableList.of();
        }
        Layer last = layers[layers.length - 1];
        ImmutableList.Builder<Layer> all = ImmutableList.builder();
        all.addAll(plain.layers().subList(0, i)).add(computed(before, announcing));
        all.addAll(ImmutableList.copyOf(layers).subList(0, layers.length - 1));
        all.add(last.with(announcing(last.type()).orElseThrow(), next));
        all.addAll(plain.layers().subList(i + 1, plain.layers().size()));
        return ImmutableList.of(Packet.of(all.build()));
      }
    }
    return ImmutableList.of();
  }

  /** {@return the slot of a layer that says what follows, if there is one} */
  private static Optional<Slot> announcing(LayerType type) {
    return Optional.ofNullable(
        switch (type) {
          case ETHERNET -> Slot.ETHERNET_TYPE;
          case VLAN -> Slot.VLAN_TYPE;
          case SERVICE_VLAN -> Slot.SERVICE_VLAN_TYPE;
          case SNAP -> Slot.SNAP_TYPE;
          case IPV4 -> Slot.IPV4_PROTOCOL;
          case IPV6 -> Slot.IPV6_NEXT;
          case HOP_BY_HOP -> Slot.HOP_BY_HOP_NEXT;
          case DESTINATION_OPTIONS -> Slot.DESTINATION_OPTIONS_NEXT;
          case ROUTING -> Slot.ROUTING_NEXT;
          case AH -> Slot.AH_NEXT;
          case FRAGMENT -> Slot.FRAGMENT_NEXT;
          default -> null;
        });
  }

  private static Layer computed(Layer layer, Slot slot) {
    return new Layer(
        layer.type(),
        layer.octets(),
        Sets.difference(layer.fixed(), ImmutableSet.of(slot)).immutableCopy());
  }

  private static ImmutableList<Packet> fragments(Packet plain) {
    List<Layer> layers = plain.layers();
    for (int i = 0; i < layers.size(); i++) {
      LayerType type = layers.get(i).type();
      if (type == LayerType.IPV4 || type == LayerType.IPV6) {
        Octets rest = rest(layers.subList(i + 1, layers.size()));
        boolean whole = plain.layer(LayerType.FRAGMENT).isEmpty() && !isFragment(layers.get(i));
        if (rest.length() <= UNIT || !whole) {
          return ImmutableList.of();
        }
        List<Layer> frame = layers.subList(0, i);
        return ImmutableList.of(
            fragment(frame, layers.get(i), rest.slice(0, UNIT), 0, true),
            fragment(frame, layers.get(i), rest.slice(UNIT, rest.length()), 1, false));
      }
    }
    return ImmutableList.of();
  }

  private static boolean isFragment(Layer ip) {
    return ip.type() == LayerType.IPV4
        && !(ip.get(Slot.IPV4_FRAGMENT_OFFSET).isZero()
            && (ip.get(Slot.IPV4_FLAGS).low() & 1) == 0);
  }

  private static Octets rest(List<Layer> layers) {
    return Octets.join(
        layers.stream()
            .filter(layer -> layer.type() != LayerType.TRAILER)
            .map(Layer::octets)
            .toList());
  }

  private static Packet fragment(
      List<Layer> frame, Layer ip, Octets part, int offset, boolean more) {
    boolean ipv4 = ip.type() == LayerType.IPV4;
    Slot announcing = announcing(ip.type()).orElseThrow();
    Bits next = ip.get(announcing);
    ImmutableList.Builder<Layer> all = ImmutableList.builder();
    all.addAll(frame);
    if (ipv4) {
      all.add(
          new Layer(ip.type(), ip.octets(), ImmutableSet.of())
              .with(announcing, next)
              .with(Slot.IPV4_ID, 1)
              .with(Slot.IPV4_FLAGS, more ? 1 : 0)
              .with(Slot.IPV4_FRAGMENT_OFFSET, offset));
    } else {
      all.add(new Layer(ip.type(), ip.octets(), ImmutableSet.of()));
      all.add(
          Layer.of(LayerType.FRAGMENT)
              .with(Slot.FRAGMENT_NEXT, next)
              .with(Slot.FRAGMENT_ID, 1)
              .with(Slot.FRAGMENT_MORE, more ? 1 : 0)
              .with(Slot.FRAGMENT_OFFSET, offset));
    }
    return Packet.of(all.add(Layer.payload(part)).build());
  }

  /**
   * {@return whether Linux takes a packet of this form as it takes the plain one} It does not take
   * IP from SNAP, nor frames of a VLAN that it has no device for.
   */
  public boolean isReadByLinux() {
    return switch (this) {
      case PRIORITY_TAG, FRAGMENTS, HOP_BY_HOP, DESTINATION_OPTIONS, ROUTING -> true;
      case TAG, SERVICE_TAG, TWO_TAGS, SNAP -> false;
    };
  }

  /** {@return the form in words: {@code with VLAN 0}} */
  @Override
  public String toString() {
    return words;
  }
}
