package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A usual packet of a class, of which others are made.
 *
 * @param packet the packet
 * @param conditions the alternative of the class that it belongs to
 */
record SampleOrigin(Packet packet, List<PacketCondition> conditions) {

  /** {@return the usual packets that are in a class, or that few changes bring into it} */
  static ImmutableList<SampleOrigin> of(List<Packet> usual, PacketClass within, Palette palette) {
    Fitting fitting = new Fitting(palette, new SplittableRandom(usual.size()));
    ImmutableList.Builder<SampleOrigin> found = ImmutableList.builder();
    for (List<PacketCondition> conditions : within.alternatives()) {
      for (Packet packet : usual) {
        Packet fitted = fitting.fit(packet, conditions);
        if (within.contains(fitted)) {
          found.add(new SampleOrigin(fitted, conditions));
        }
      }
    }
    return found.build();
  }
}
