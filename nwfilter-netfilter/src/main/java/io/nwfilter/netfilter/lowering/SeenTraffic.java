package io.nwfilter.netfilter.lowering;

import io.nwfilter.netfilter.addition.Traffic;
import io.nwfilter.netfilter.layout.FrameSide;
import io.nwfilter.netfilter.layout.PacketSide;
import io.nwfilter.netfilter.ruleset.Family;

/** Which part of the traffic of an interface the chains of a side see. */
final class SeenTraffic {

  private SeenTraffic() {}

  /** {@return what the chains of a side of the Ethernet layer see} */
  static Traffic by(FrameSide side) {
    return switch (side) {
      case FROM_GUEST -> Traffic.ETHERNET_OUT;
      case TO_GUEST -> Traffic.ETHERNET_IN;
    };
  }

  /** {@return what the chain of a side of an IP layer sees} */
  static Traffic by(Family family, PacketSide side) {
    boolean ipv4 = family == Family.IPV4;
    return switch (side) {
      case FORWARD_IN, HOST_IN -> ipv4 ? Traffic.IPV4_OUT : Traffic.IPV6_OUT;
      case FORWARD_OUT -> ipv4 ? Traffic.IPV4_IN : Traffic.IPV6_IN;
    };
  }
}
