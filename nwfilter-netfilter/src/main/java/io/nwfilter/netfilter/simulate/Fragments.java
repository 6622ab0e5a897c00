package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;

/** Which packets are fragments. */
final class Fragments {

  private static final long MORE = 1;

  private Fragments() {}

  /** {@return whether it is a part of a packet, the first one or another} */
  static boolean isFragment(Packet packet) {
    if (packet.has(Header.IPV4)) {
      Layer ip = packet.layer(LayerType.IPV4).orElseThrow();
      return !ip.get(Slot.IPV4_FRAGMENT_OFFSET).isZero()
          || (ip.get(Slot.IPV4_FLAGS).low() & MORE) != 0;
    }
    return isFragmentOfIpv6(packet, true);
  }

  /** {@return whether it is a part of a packet of IPv6 that is not the first one} */
  static boolean isLaterOfIpv6(Packet packet) {
    return isFragmentOfIpv6(packet, false);
  }

  private static boolean isFragmentOfIpv6(Packet packet, boolean first) {
    Layer header = packet.layer(LayerType.FRAGMENT).orElse(null);
    return header != null
        && (!header.get(Slot.FRAGMENT_OFFSET).isZero()
            || (first && !header.get(Slot.FRAGMENT_MORE).isZero()));
  }
}
