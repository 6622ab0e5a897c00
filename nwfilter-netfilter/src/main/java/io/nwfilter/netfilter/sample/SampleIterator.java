package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** Goes through the usual packets of a class, and then through variations of them. */
final class SampleIterator implements Iterator<Packet> {

  private static final int TRIES = 10;

  private final PacketClass within;
  private final Variation variation;
  private final Fitting fitting;
  private final SplittableRandom random;
  private final ImmutableList<Origin> origins;
  private int next;

  SampleIterator(
      List<Packet> usual,
      PacketClass within,
      Variation variation,
      Fitting fitting,
      SplittableRandom random) {
    this.within = within;
    this.variation = variation;
    this.fitting = fitting;
    this.random = random;
    this.origins = origins(usual);
  }

  /** A packet of the class, and which alternative's conditions it meets. */
  private record Origin(Packet packet, List<PacketCondition> conditions) {}

  private ImmutableList<Origin> origins(List<Packet> usual) {
    ImmutableList.Builder<Origin> found = ImmutableList.builder();
    for (List<PacketCondition> conditions : within.alternatives()) {
      for (Packet packet : usual) {
        Packet fitted = fitting.fit(packet, conditions);
        if (within.contains(fitted)) {
          found.add(new Origin(fitted, conditions));
        }
      }
    }
    return found.build();
  }

  @Override
  public boolean hasNext() {
    return !origins.isEmpty();
  }

  @Override
  public Packet next() {
    if (origins.isEmpty()) {
      throw new NoSuchElementException("no kind of packet is of the class");
    }
    if (next < origins.size()) {
      return origins.get(next++).packet();
    }
    Origin origin = origins.get(random.nextInt(origins.size()));
    for (int i = 0; i < TRIES; i++) {
      Packet packet = fitting.fit(variation.of(origin.packet()), origin.conditions());
      if (within.contains(packet)) {
        return packet;
      }
    }
    return origin.packet();
  }
}
