package io.nwfilter.netfilter.exchange;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.stream.Stream;

/** The addresses of a network that an exchange is tried with. */
final class PeerAddresses {

  /** Addresses that hosts have: neither "this host" nor loopback nor groups (RFC 1122, 3.2.1.3). */
  private static final ImmutableList<Prefix> NOT_OF_HOSTS =
      Stream.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/8", "ff00::/8")
          .map(Prefix::parse)
          .collect(ImmutableList.toImmutableList());

  /** The edges of what is left of 0.0.0.0/0 and ::/0. */
  private static final ImmutableList<Bits> EDGES =
      Stream.of("1.0.0.0", "126.255.255.255", "128.0.0.0", "223.255.255.255")
          .map(text -> Bits.of(Ipv4Address.parseDottedQuad(text)))
          .collect(ImmutableList.toImmutableList());

  private PeerAddresses() {}

  /** {@return the first and the last address, their neighbours, and some between them} */
  static ImmutableList<IpAddress> in(Prefix network) {
    int width = network.address().length();
    Bits host = Bits.ones(width - network.length());
    Bits first = Bits.of(network.address()).and(Bits.prefix(network.length(), width));
    Bits last = first.or(host);
    Bits one = Bits.of(1).and(host);
    ImmutableSet.Builder<Bits> all = ImmutableSet.builder();
    all.add(first, first.or(one), last.xor(one), last);
    // Each bit alone: what a rule's prefix cuts off is at a power of two from the first address.
    for (int shift = 0; shift < width; shift += width / Integer.SIZE) {
      all.add(first.or(Bits.ones(width).and(bit(shift)).and(host)));
    }
    if (width == Integer.SIZE) {
      EDGES.stream().filter(network::contains).forEach(all::add);
    }
    return all.build().stream()
        .filter(bits -> NOT_OF_HOSTS.stream().noneMatch(other -> isIn(bits, other, width)))
        .sorted()
        .map(bits -> address(bits, width))
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isIn(Bits address, Prefix network, int width) {
    return network.address().length() == width && network.contains(address);
  }

  private static Bits bit(int shift) {
    return Bits.ones(shift + 1).xor(Bits.ones(shift));
  }

  private static IpAddress address(Bits bits, int width) {
    return width == Integer.SIZE
        ? new Ipv4Address((int) bits.low())
        : new Ipv6Address(bits.high(), bits.low());
  }
}
