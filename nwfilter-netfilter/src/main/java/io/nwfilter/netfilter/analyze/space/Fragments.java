package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.Set;

/** The fragments of packets of IP that follow the first one. */
public final class Fragments {

  /** The headers that only the first fragment has: octets of others may be anything. */
  private static final ImmutableSet<Header> OF_FIRST =
      Sets.immutableEnumSet(
          Header.CONNECTION, Header.TRANSPORT, Header.TCP, Header.ICMP, Header.ICMPV6, Header.IGMP);

  /** What else each fragment has for itself. */
  private static final ImmutableSet<Field> OF_EACH =
      Sets.immutableEnumSet(
          Field.CONNECTION_STATE, Field.IPV4_FRAGMENT_OFFSET, Field.PACKET_LENGTH);

  private static final Set<Fact> FACTS =
      Sets.immutableEnumSet(
          Fact.LATER_OF_IPV6, Fact.TWO_OCTETS, Fact.FOUR_OCTETS, Fact.FOURTEEN_OCTETS);

  private static final VariableMask OWN = Variables.mask(Fragments::isOwn);

  private Fragments() {}

  private static boolean isOwn(Variable variable) {
    if (variable instanceof Variable.Bit bit) {
      return OF_FIRST.contains(bit.field().header()) || OF_EACH.contains(bit.field());
    } else if (variable instanceof Variable.Has has) {
      return OF_FIRST.contains(has.header());
    }
    return variable instanceof Variable.Holds holds && FACTS.contains(holds.fact());
  }

  /**
   * {@return all of a family}
   *
   * @param ipv4 whether the family is IPv4
   */
  public static int later(PacketSpace space, boolean ipv4) {
    return ipv4
        ? space.diagrams.without(space.has(Header.IPV4), space.is(Field.IPV4_FRAGMENT_OFFSET, 0))
        : space.diagrams.and(space.has(Header.IPV6), space.is(Fact.LATER_OF_IPV6));
  }

  /** {@return those of some packets} */
  public static int of(PacketSpace space, int whole) {
    return space.diagrams.and(
        space.diagrams.exists(whole, OWN),
        space.diagrams.or(later(space, true), later(space, false)));
  }
}
