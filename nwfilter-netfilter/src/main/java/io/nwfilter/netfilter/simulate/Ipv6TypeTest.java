package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;

/**
 * Asks for the type of an address of IPv6 as Linux does (seen with Linux 6.18): of several types,
 * those that follow from the address itself (unicast, multicast, unspecified) must hold all, those
 * that routing tells only one.
 */
final class Ipv6TypeTest extends FieldTest.OfValue {

  private final long wanted;

  Ipv6TypeTest(FieldMatch match, Source source) {
    super(match, source);
    this.wanted =
        match.values().cubes(match.field().width()).stream()
            .map(Values.Masked::mask)
            .mapToLong(Bits::low)
            .reduce(0, (all, one) -> all | one);
  }

  @Override
  boolean isMetBy(Bits types) {
    long ofAddress = wanted & Topology.TYPES_OF_ADDRESSES;
    long ofRoutes = wanted & ~Topology.TYPES_OF_ADDRESSES;
    boolean met =
        (types.low() & ofAddress) == ofAddress && (ofRoutes == 0 || (types.low() & ofRoutes) != 0);
    return met != negated;
  }
}
