package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.stream.IntStream;

/** How many hops packets of IP have left: what decides whether they may be routed. */
public final class Hops {

  private static final int LAST = 1;
  private static final int USUAL = 64;
  private static final int MAX = 255;

  private Hops() {}

  /** {@return the packets that may be routed, if they are of IP} */
  public static int areLeft(PacketSpace space) {
    return space.in(Field.IP_TTL, Values.range(LAST + 1, MAX));
  }

  /** {@return the values that are tried first for a packet: its own, then the usual ones} */
  public static ImmutableList<Bits> usual(Packet packet) {
    ImmutableList.Builder<Bits> usual = ImmutableList.builder();
    packet.value(Field.IP_TTL).ifPresent(usual::add);
    return usual.add(Bits.of(LAST), Bits.of(USUAL)).build();
  }

  /** {@return what packets meet before they are routed that meet a match after it} */
  static FieldMatch beforeRouting(FieldMatch match) {
    Values before =
        new Values.Union(
            IntStream.range(LAST, MAX)
                .filter(hops -> match.values().contains(Bits.of(hops)))
                .mapToObj(hops -> (Values) Values.single(Field.IP_TTL, hops + 1))
                .collect(ImmutableList.toImmutableList()));
    return new FieldMatch(
        match.field(), before, match.negated(), match.via().orElse(null), match.fresh());
  }
}
