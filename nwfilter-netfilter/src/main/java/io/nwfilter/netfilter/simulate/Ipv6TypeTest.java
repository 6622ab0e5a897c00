package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Ipv6AddressTypes;

/** Asks for the type of an address of IPv6. */
final class Ipv6TypeTest extends FieldTest.OfValue {

  private final ImmutableList<Values> wanted;

  Ipv6TypeTest(FieldMatch match, Source source) {
    super(match, source);
    this.wanted = ImmutableList.copyOf(Ipv6AddressTypes.wanted(match.values()));
  }

  @Override
  boolean isMetBy(Bits types) {
    return wanted.stream().allMatch(set -> set.contains(types)) != negated;
  }
}
