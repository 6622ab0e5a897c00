package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.Lists;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Ipv6AddressTypes;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.simulate.AddressTypes;

/**
 * Which packets have addresses of a type: those with the addresses that are of it on a host.
 *
 * @param types the types of addresses on the host
 * @param family the family of the rules that ask, one of IP
 */
record TypedAddresses(AddressTypes types, Family family) {

  /** {@return whether a match asks for the type of an address} */
  static boolean isAskedFor(Match match) {
    return match instanceof FieldMatch of
        && (of.field() == Field.SOURCE_ADDRESS_TYPE
            || of.field() == Field.DESTINATION_ADDRESS_TYPE);
  }

  /** {@return the address whose type a match asks for} */
  Field address(FieldMatch match) {
    Field source = family == Family.IPV4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return match.field() == Field.SOURCE_ADDRESS_TYPE ? source : source.opposite();
  }

  /**
   * {@return the packets that meet a match}
   *
   * @param match asks for the type of an address
   * @param space the space of the packets
   * @param addresses which packets meet a match on the address, where the type is asked for
   */
  int met(FieldMatch match, PacketSpace space, Match.Visitor<Integer> addresses) {
    int met = always(match, types.others());
    for (AddressTypes.Typed one : Lists.reverse(types.listed())) {
      int these = addresses.visit(FieldMatch.of(address(match), one.addresses()));
      met = space.diagrams.choose(these, always(match, one.types()), met);
    }
    return space.diagrams.and(space.has(Header.IP), met);
  }

  private int always(FieldMatch match, Bits ofAddress) {
    boolean has =
        family == Family.IPV6
            ? Ipv6AddressTypes.wanted(match.values()).stream()
                .allMatch(set -> set.contains(ofAddress))
            : match.values().contains(ofAddress);
    return has != match.negated() ? EVERYTHING : NOTHING;
  }
}
