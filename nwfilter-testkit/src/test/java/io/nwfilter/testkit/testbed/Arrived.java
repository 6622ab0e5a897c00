package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.BaseEncoding;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What arrived where, without what the kernel chooses by chance. */
final class Arrived {

  /** Where a frame without a tag has the identification and the checksum of IPv4. */
  private static final int IDENTIFICATION = 18;

  private static final int CHECKSUM = 24;

  private Arrived() {}

  /** {@return how often each frame arrived at each end, and IP at the host} */
  static ImmutableMap<String, Integer> of(Passage passage) {
    Map<String, Integer> arrived = new TreeMap<>();
    for (Passage.Arrival arrival : passage.arrivals()) {
      arrived.merge(arrival.end() + " " + text(arrival.packet()), 1, Integer::sum);
    }
    if (passage.arrivedAtHost()) {
      arrived.put("host", 1);
    }
    return ImmutableMap.copyOf(arrived);
  }

  /** The host gives what it sends itself a random identification. */
  private static String text(Packet packet) {
    byte[] octets = packet.toBytes();
    if (OwnFrames.isReply(packet) && packet.has(Header.IPV4)) {
      Arrays.fill(octets, IDENTIFICATION, IDENTIFICATION + 2, (byte) 0);
      Arrays.fill(octets, CHECKSUM, CHECKSUM + 2, (byte) 0);
    }
    return BaseEncoding.base16().lowerCase().encode(octets);
  }
}
