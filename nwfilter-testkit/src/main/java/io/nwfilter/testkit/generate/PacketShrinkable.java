package io.nwfilter.testkit.generate;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.PacketShrinker;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * Lets jqwik shrink a packet as {@link PacketShrinker} does.
 *
 * @param value the packet
 * @param shrinker says which packets are simpler
 */
record PacketShrinkable(Packet value, PacketShrinker shrinker) implements Shrinkable<Packet> {

  @Override
  public Stream<Shrinkable<Packet>> shrink() {
    return shrinker.simpler(value).map(packet -> new PacketShrinkable(packet, shrinker));
  }

  @Override
  public ShrinkingDistance distance() {
    return ShrinkingDistance.of(shrinker.complexity(value));
  }
}
