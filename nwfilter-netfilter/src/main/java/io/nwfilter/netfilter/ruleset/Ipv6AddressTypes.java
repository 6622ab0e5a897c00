package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a list of types of addresses means to ip6tables (iptables-extensions(8), addrtype; seen with
 * Linux 6.18): of several types, those that follow from the address itself (unicast, multicast,
 * unspecified) must hold all, of those that routing tells only one.
 */
public final class Ipv6AddressTypes {

  private static final int WIDTH = Field.SOURCE_ADDRESS_TYPE.width();
  private static final long OF_ADDRESSES = 1L | 1L << 1 | 1L << 5;

  private Ipv6AddressTypes() {}

  /**
   * {@return the sets that the types of an address must all be in}
   *
   * @param listed the types that a rule lists: any of several bits
   */
  public static List<Values> wanted(Values listed) {
    long wanted =
        listed.cubes(WIDTH).stream()
            .map(Values.Masked::mask)
            .mapToLong(Bits::low)
            .reduce(0, (all, one) -> all | one);
    long ofAddress = wanted & OF_ADDRESSES;
    long ofRoutes = wanted & ~OF_ADDRESSES;
    ImmutableList.Builder<Values> sets = ImmutableList.builder();
    sets.add(Values.masked(ofAddress, ofAddress));
    if (ofRoutes != 0) {
      sets.add(
          Values.anyOf(
              LongStream.range(0, WIDTH)
                  .map(bit -> 1L << bit)
                  .filter(bit -> (ofRoutes & bit) != 0)
                  .toArray()));
    }
    return sets.build();
  }
}
