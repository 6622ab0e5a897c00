package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** Goes through the usual packets of a class, and then through variations of them. */
final class SampleIterator implements Iterator<Packet> {

  private static final int TRIES = 10;

  private final PacketClass within;
  private final Variation variation;
  private final Fitting fitting;
  private final SplittableRandom random;
  private final ImmutableList<SampleOrigin> origins;
  private int next;

  SampleIterator(
      ImmutableList<SampleOrigin> origins,
      PacketClass within,
      Palette palette,
      SplittableRandom random,
      boolean usualFirst) {
    this.origins = origins;
    this.within = within;
    this.random = random;
    this.variation = new Variation(palette, random);
    this.fitting = new Fitting(palette, random);
    this.next = usualFirst ? 0 : origins.size();
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
    SampleOrigin origin = origins.get(random.nextInt(origins.size()));
    for (int i = 0; i < TRIES; i++) {
      Packet packet = fitting.fit(variation.of(origin.packet()), origin.conditions());
      if (within.contains(packet)) {
        return packet;
      }
    }
    return origin.packet();
  }
}
