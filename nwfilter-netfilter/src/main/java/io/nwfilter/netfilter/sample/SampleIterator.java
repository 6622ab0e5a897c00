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

  /** One packet in so many is made to meet a rule, as far as its protocol lets it. */
  private static final int AIMED = 4;

  private final PacketClass within;
  private final Palette palette;
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
    this.palette = palette;
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
      Packet varied = fitting.vary(varied(origin.packet()), origin.conditions());
      Packet packet = fitting.fit(varied, origin.conditions());
      if (within.contains(packet)) {
        return packet;
      }
    }
    return origin.packet();
  }

  private Packet varied(Packet packet) {
    Packet varied = variation.of(packet);
    return random.nextInt(AIMED) == 0 ? fitting.fit(varied, palette.rule(random)) : varied;
  }
}
