package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static io.nwfilter.netfilter.packet.ControlBits.SYN_ACK;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.Replacement;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.TrackedState;
import java.util.HashMap;
import java.util.Map;

/** The packets whose replies are in a set: ends exchanged, as packets of a known connection. */
public final class Replies {

  private static final ImmutableSet<Field> SOURCES =
      ImmutableSet.of(
          Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT, Field.ETHERNET_SOURCE);

  private static final VariableMask PACKET_TYPE =
      Variables.bits(field -> field == Field.PACKET_TYPE);

  private static final int SEEN_REPLY = 2;
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REPLY_OF_IPV6 = 0x8100;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final FieldExchange exchange;
  private final Map<Integer, Integer> replacements = new HashMap<>();
  private final Replacement replacement;

  /** Begins with the space of the sets. */
  public Replies(PacketSpace space) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.exchange = new FieldExchange(space, SOURCES);
    this.replacement = new Replacement(diagrams, replacements);
    set(Field.CONNECTION_STATE, Bits.of(TrackedState.ESTABLISHED.bit()));
    set(Field.CONNECTION_DIRECTION, Bits.of(1));
    set(Field.CONNECTION_STATUS, Bits.of(SEEN_REPLY));
    set(Field.TCP_FLAGS, Bits.of(SYN_ACK));
    set(Field.ICMP_TYPE, Bits.of(ECHO_REPLY));
    set(Field.ICMPV6_TYPE, Bits.of(ECHO_REPLY_OF_IPV6));
    replacements.put(space.variables.presence(Header.CONNECTION), EVERYTHING);
  }

  private void set(Field field, Bits value) {
    int[] bits = space.variables.bits(field);
    for (int i = 0; i < bits.length; i++) {
      boolean one = Diagrams.isSet(value, bits.length - 1 - i);
      replacements.put(bits[i], one ? EVERYTHING : NOTHING);
    }
  }

  /** {@return the packets that start a connection and whose replies are in a set} */
  public int in(int replies) {
    return exchange.in(replacement.in(withoutPacketType(replies)));
  }

  /** The type follows from the receiver's MAC address, which may be any here. */
  private int withoutPacketType(int set) {
    return diagrams.exists(set, PACKET_TYPE);
  }
}
