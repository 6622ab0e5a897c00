package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;

/**
 * What tells connections from each other: addresses, protocol and ports. That messages of ICMP have
 * a number is left out.
 */
public final class Tuples {

  private static final ImmutableSet<Field> SOURCES =
      ImmutableSet.of(Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT);

  /** The fields that tell connections from each other. */
  public static final ImmutableSet<Field> FIELDS =
      ImmutableSet.<Field>builder()
          .add(Field.IP_PROTOCOL)
          .addAll(SOURCES)
          .addAll(Iterables.transform(SOURCES, Field::opposite))
          .build();

  private static final ImmutableSet<Header> HEADERS =
      ImmutableSet.of(Header.IPV4, Header.IPV6, Header.TRANSPORT);

  private static final VariableMask OTHERS = VariableMask.allBut(Variables.all(Tuples::tells));

  private final Diagrams diagrams;
  private final FieldExchange exchange;

  /** Begins with the space of the sets. */
  public Tuples(PacketSpace space) {
    this.diagrams = space.diagrams;
    this.exchange = new FieldExchange(space, SOURCES);
  }

  private static boolean tells(Variable meaning) {
    if (meaning instanceof Variable.Bit bit) {
      return FIELDS.contains(bit.field());
    }
    return meaning instanceof Variable.Has has && HEADERS.contains(has.header());
  }

  /** {@return the packets with the same addresses, protocol and ports as some in a set} */
  public int of(int packets) {
    return diagrams.exists(packets, OTHERS);
  }

  /** {@return the packets whose ends are exchanged} */
  public int exchanged(int packets) {
    return exchange.in(packets);
  }
}
