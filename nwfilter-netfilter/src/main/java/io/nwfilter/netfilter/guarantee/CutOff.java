package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import java.util.List;

/** Frames that end where rules can no longer read what they ask for. */
final class CutOff {

  private static final int ETHERNET = 14;
  private static final int MAC = 6;
  private static final int IPV4_ADDRESS = 4;

  /** What comes before the addresses of ARP. */
  private static final int ARP = 8;

  private static final int IPV4 = 20;
  private static final int IPV6 = 40;
  private static final int PORT = 2;

  /** How long the frames are: after headers, and after parts of what comes next. */
  private static final ImmutableList<Integer> LENGTHS =
      ImmutableList.of(
          ETHERNET,
          ETHERNET + ARP,
          ETHERNET + ARP + MAC,
          ETHERNET + ARP + MAC + IPV4_ADDRESS + MAC,
          ETHERNET + IPV4,
          ETHERNET + IPV4 + PORT,
          ETHERNET + IPV4 + 2 * PORT,
          ETHERNET + IPV6,
          ETHERNET + IPV6 + PORT,
          ETHERNET + IPV6 + 2 * PORT);

  private CutOff() {}

  /** {@return the frames that packets become, each of them once} */
  static ImmutableList<Packet> of(List<Packet> packets) {
    ImmutableSet.Builder<Packet> cutOff = ImmutableSet.builder();
    for (Packet packet : packets) {
      Octets octets = packet.octets();
      for (int length : LENGTHS) {
        if (length < octets.length()) {
          cutOff.add(Packet.parse(octets.slice(0, length).toByteArray()));
        }
      }
    }
    return cutOff.build().asList();
  }
}
