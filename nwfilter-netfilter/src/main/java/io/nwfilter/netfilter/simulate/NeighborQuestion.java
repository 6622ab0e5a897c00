package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The question of the host on a bridge who has an address whose MAC address it does not know, by
 * ARP (RFC 826) or neighbour discovery (RFC 4861): each port may reply, or none.
 */
final class NeighborQuestion {

  private NeighborQuestion() {}

  /**
   * {@return the port that is assumed to reply; null if none does: the packet is refused then}
   *
   * @param address the address
   * @param ipv4 whether it is one of IPv4
   * @param ports the ports of the bridge
   */
  static @Nullable Device ask(
      Bits address, boolean ipv4, ImmutableList<Device> ports, Transit transit) {
    IpAddress asked =
        ipv4
            ? new Ipv4Address((int) address.low())
            : new Ipv6Address(address.high(), address.low());
    Run run = transit.run;
    int chosen = ports.isEmpty() ? 0 : run.choices.choose(ports.size() + 1);
    Device port = chosen == ports.size() ? null : ports.get(chosen);
    run.note(() -> "the host asks who has " + asked + (ipv4 ? " (ARP)" : " (neighbour discovery)"));
    if (run.recorder != null && !ports.isEmpty()) {
      run.recorder.assume(
          new Assumption.OfNeighbor(
              asked, Optional.ofNullable(port).map(Device::name).map(End::port)));
    }
    if (port == null) {
      transit.refuse("no one replies for " + asked + " (host unreachable)");
    }
    return port;
  }
}
