package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a datagram (RFC 791, section 3.2; RFC 8200, section 4.5).
 *
 * @param datagram which datagram it belongs to
 * @param packet the packet that carries it
 * @param kept what the kernel keeps with that packet
 * @param header the number of the layer of its packet after which its octets are
 * @param begin the place of its first octet in the datagram
 * @param octets its octets
 * @param last whether no others come after it
 */
record Fragment(
    Datagram datagram,
    Packet packet,
    Kept kept,
    int header,
    int begin,
    Octets octets,
    boolean last) {

  private static final long MORE = 1;
  private static final int UNIT = 8;

  /** Who puts fragments together: each keeps its own. */
  enum Keeper {
    /** Connection tracking of what is bridged. */
    BRIDGE,
    /** Connection tracking of what is routed, comes to the host or leaves it. */
    ROUTER,
    /** The host, of what it gets. */
    HOST
  }

  /**
   * What fragments of one datagram have in common.
   *
   * @param keeper who puts it together
   * @param source the source address
   * @param destination the destination address
   * @param id the identification
   * @param protocol the protocol of IPv4; −1 for IPv6, which does not compare it
   */
  record Datagram(Keeper keeper, Bits source, Bits destination, Bits id, long protocol) {}

  /**
   * What the kernel keeps with a packet, and has from the first fragment with the whole one.
   *
   * @param mark its mark
   * @param type whom its frame is addressed to
   * @param inPort the port by which a bridge has got it
   */
  record Kept(Mark mark, PacketType type, Bits inPort) {

    static Kept with(Transit transit) {
      return new Kept(transit.mark, transit.type, transit.inPort);
    }
  }

  /** {@return a packet as a fragment; null if it is a whole datagram} */
  static @Nullable Fragment of(Transit transit, Keeper keeper) {
    Packet packet = transit.packet;
    List<Layer> layers = packet.layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (layer.type() == LayerType.IPV4) {
        return ofIpv4(transit, i, layer, keeper);
      } else if (layer.type() == LayerType.FRAGMENT) {
        return ofIpv6(transit, i, layer, keeper);
      }
    }
    return null;
  }

  private static @Nullable Fragment ofIpv4(Transit transit, int header, Layer ip, Keeper keeper) {
    int offset = (int) ip.get(Slot.IPV4_FRAGMENT_OFFSET).low();
    boolean more = (ip.get(Slot.IPV4_FLAGS).low() & MORE) != 0;
    if (offset == 0 && !more) {
      return null;
    }
    Datagram datagram =
        new Datagram(
            keeper,
            ip.get(Slot.IPV4_SOURCE),
            ip.get(Slot.IPV4_DESTINATION),
            ip.get(Slot.IPV4_ID),
            ip.get(Slot.IPV4_PROTOCOL).low());
    Octets octets = after(transit.packet, header);
    if (more) {
      octets = octets.slice(0, octets.length() / UNIT * UNIT);
    }
    return new Fragment(
        datagram, transit.packet, Kept.with(transit), header, offset * UNIT, octets, !more);
  }

  private static @Nullable Fragment ofIpv6(Transit transit, int header, Layer part, Keeper keeper) {
    Packet packet = transit.packet;
    int offset = (int) part.get(Slot.FRAGMENT_OFFSET).low();
    boolean more = !part.get(Slot.FRAGMENT_MORE).isZero();
    if (offset == 0 && !more) {
      return null;
    }
    Layer ip = packet.layer(LayerType.IPV6).orElseThrow();
    Datagram datagram =
        new Datagram(
            keeper,
            ip.get(Slot.IPV6_SOURCE),
            ip.get(Slot.IPV6_DESTINATION),
            part.get(Slot.FRAGMENT_ID),
            -1);
    return new Fragment(
        datagram, packet, Kept.with(transit), header, offset * UNIT, after(packet, header), !more);
  }

  private static Octets after(Packet packet, int header) {
    return Octets.join(
        packet.layers().subList(header + 1, packet.layers().size()).stream()
            .filter(layer -> layer.type() != LayerType.TRAILER)
            .map(Layer::octets)
            .toList());
  }

  private int end() {
    return begin + octets.length();
  }

  /** {@return whether the packet is a part of a datagram of IPv6 that is not the first one} */
  static boolean isLaterOfIpv6(Packet packet) {
    Layer part = packet.layer(LayerType.FRAGMENT).orElse(null);
    return part != null && !part.get(Slot.FRAGMENT_OFFSET).isZero();
  }

  /**
   * {@return whether it ends within a unit of eight octets although others come after it} That of
   * IPv4 is cut to units, that of IPv6 is refused.
   */
  boolean isUneven() {
    return !last && octets.length() % UNIT != 0;
  }

  /** {@return whether another one has all of its octets} */
  boolean isIn(Fragment other) {
    return begin >= other.begin && end() <= other.end();
  }

  /** {@return whether both have an octet} */
  boolean overlaps(Fragment other) {
    return begin < other.end() && other.begin < end();
  }

  /** {@return fragments in the order of their octets, if they are all of a datagram; or none} */
  static ImmutableList<Fragment> complete(List<Fragment> fragments) {
    ImmutableList<Fragment> ordered =
        ImmutableList.sortedCopyOf(Comparator.comparingInt(Fragment::begin), fragments);
    int end = 0;
    for (Fragment fragment : ordered) {
      if (fragment.begin != end) {
        return ImmutableList.of();
      }
      end = fragment.end();
    }
    return ordered.get(ordered.size() - 1).last ? ordered : ImmutableList.of();
  }

  /**
   * Has a packet be the datagram whose fragments these are: with the headers of the first one, and
   * all that is kept with it.
   *
   * @param fragments all fragments, in order
   */
  static void assemble(List<Fragment> fragments, Transit transit) {
    Fragment first = fragments.get(0);
    transit.packet = first.whole(Octets.join(fragments.stream().map(Fragment::octets).toList()));
    transit.mark = first.kept.mark();
    transit.type = first.kept.type();
    transit.inPort = first.kept.inPort();
  }

  /** {@return the datagram with the headers of this fragment, the first one} */
  private Packet whole(Octets all) {
    List<Layer> layers = packet.layers();
    Layer own = layers.get(header);
    ImmutableList.Builder<Layer> whole = ImmutableList.builder();
    if (own.type() == LayerType.IPV4) {
      whole.addAll(layers.subList(0, header));
      whole.add(
          own.with(Slot.IPV4_FLAGS, own.get(Slot.IPV4_FLAGS).low() & ~MORE)
              .with(Slot.IPV4_PROTOCOL, own.get(Slot.IPV4_PROTOCOL)));
    } else {
      Layer previous = layers.get(header - 1);
      whole.addAll(layers.subList(0, header - 1));
      whole.add(previous.with(next(previous.type()), own.get(Slot.FRAGMENT_NEXT)));
    }
    return Packet.parse(Packet.of(whole.add(Layer.payload(all)).build()).toBytes());
  }

  private static Slot next(LayerType type) {
    return Slot.of(type).stream()
        .filter(slot -> slot.word().equals(Slot.FRAGMENT_NEXT.word()))
        .findFirst()
        .orElseThrow();
  }
}
