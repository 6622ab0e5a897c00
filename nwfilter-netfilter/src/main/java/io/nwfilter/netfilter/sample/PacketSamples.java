package io.nwfilter.netfilter.sample;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Packets of every kind that a guest may send or get, biased to what the rules mention: their
 * addresses, ports and types, the values next to these and at the edges of ranges and prefixes, the
 * guest's own addresses and those of others; with tags, SNAP, fragments and extension headers.
 * Whatever is asked for with the same seed is always the same. It does not change, and may be used
 * by several threads.
 *
 * <pre>{@code
 * List<Packet> packets = PacketSamples.around(compiled).fromGuest().limit(1000);
 * }</pre>
 */
public final class PacketSamples implements Iterable<Packet> {

  private static final long DEFAULT_SEED = 1;

  private final Palette palette;
  private final Neighborhood ends;
  private final ImmutableList<PacketKind> kinds;
  private final PacketClass within;
  private final ImmutableSet<SampleSource> sources;
  private final long seed;

  /** The usual packets, made when they are first asked for. */
  private final Supplier<ImmutableList<Packet>> usual;

  /** The usual packets of the class, made when they are first asked for. */
  private final Supplier<ImmutableList<SampleOrigin>> origins;

  private PacketSamples(
      Palette palette,
      Neighborhood ends,
      ImmutableList<PacketKind> kinds,
      PacketClass within,
      ImmutableSet<SampleSource> sources,
      long seed) {
    this.palette = palette;
    this.ends = ends;
    this.kinds = kinds;
    this.within = within;
    this.sources = sources;
    this.seed = seed;
    this.usual = Suppliers.memoize(this::makeUsual);
    this.origins = Suppliers.memoize(() -> SampleOrigin.of(usual(), within, palette));
  }

  private PacketSamples(PacketSamples other, long seed) {
    this.palette = other.palette;
    this.ends = other.ends;
    this.kinds = other.kinds;
    this.within = other.within;
    this.sources = other.sources;
    this.usual = other.usual;
    this.origins = other.origins;
    this.seed = seed;
  }

  /**
   * {@return packets for the rules of a guest: the first interface of the compiled rules}
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public static PacketSamples around(CompiledRules compiled) {
    checkArgument(!compiled.interfaces().isEmpty(), "no interface has a filter");
    Surroundings surroundings = new Surroundings();
    compiled.networks().forEach(surroundings::add);
    for (CompiledInterface one : compiled.interfaces()) {
      surroundings.add(one.binding());
    }
    return around(HostRules.of(compiled), surroundings, surroundings.guests().get(0));
  }

  /**
   * {@return packets for the rules of a host}
   *
   * @param rulesets the rules
   * @param surroundings what is known of the host
   * @param guest the guest that sends and gets the packets
   */
  public static PacketSamples around(
      Iterable<Ruleset> rulesets, Surroundings surroundings, Guest guest) {
    return around(HostRules.of(rulesets), surroundings, guest);
  }

  /**
   * {@return packets for the rules of a host}
   *
   * @param rules the rules
   * @param surroundings what is known of the host
   * @param guest the guest that sends and gets the packets
   */
  public static PacketSamples around(HostRules rules, Surroundings surroundings, Guest guest) {
    Neighborhood ends = new Neighborhood(surroundings, requireNonNull(guest, "guest"));
    return new PacketSamples(
        new Palette(Mentions.of(rules), ends),
        ends,
        ImmutableList.copyOf(PacketKind.values()),
        PacketClass.of(),
        ImmutableSet.of(SampleSource.GUEST, SampleSource.PEER),
        DEFAULT_SEED);
  }

  /** {@return only packets that the guest sends} */
  public PacketSamples fromGuest() {
    return from(SampleSource.GUEST);
  }

  /** {@return only packets that somebody sends to the guest} */
  public PacketSamples toGuest() {
    return from(SampleSource.PEER);
  }

  /**
   * {@return only packets that somebody in another network sends to the guest, as they come in
   * where the host has no bridge: in frames that are for the host}
   */
  public PacketSamples toGuestByRouter() {
    return from(SampleSource.NETWORK);
  }

  /**
   * {@return only packets that processes of the host send to the guest} They have an address of the
   * host on the guest's bridge, if it has one.
   */
  public PacketSamples fromHost() {
    return from(SampleSource.HOST);
  }

  private PacketSamples from(SampleSource source) {
    return new PacketSamples(palette, ends, kinds, within, ImmutableSet.of(source), seed);
  }

  /**
   * {@return only packets that are made from some kinds} They may have become another kind.
   *
   * @param some the kinds, at least one
   */
  public PacketSamples of(PacketKind... some) {
    checkArgument(some.length > 0, "no kinds");
    return new PacketSamples(palette, ends, ImmutableList.copyOf(some), within, sources, seed);
  }

  /**
   * {@return only packets of a class}
   *
   * @param packets the class; its conditions on protocols must be met by packets of the {@link
   *     PacketKind}s, all others are made true
   */
  public PacketSamples within(PacketClass packets) {
    return new PacketSamples(palette, ends, kinds, packets, sources, seed);
  }

  /**
   * {@return other packets, by another seed}
   *
   * @param number the seed; 1 unless this is called
   */
  public PacketSamples seed(long number) {
    return new PacketSamples(this, number);
  }

  /** {@return the usual packets of each kind, of which all others are made; of any class} */
  public List<Packet> usual() {
    return usual.get();
  }

  private ImmutableList<Packet> makeUsual() {
    ImmutableList.Builder<Packet> usual = ImmutableList.builder();
    for (PacketKind kind : kinds) {
      sources.forEach(source -> usual.addAll(kind.packets(source, ends)));
    }
    return usual.build();
  }

  /**
   * {@return the first packets}
   *
   * @param count how many
   */
  public List<Packet> limit(int count) {
    return stream().limit(count).collect(ImmutableList.toImmutableList());
  }

  /** {@return the packets, without end; none if the kinds have no packet of the class} */
  public Stream<Packet> stream() {
    return Streams.stream(iterator());
  }

  /**
   * {@return the packets, without end; none if the kinds have no packet of the class} The usual
   * packets of the class come first.
   */
  @Override
  public Iterator<Packet> iterator() {
    return packets(true);
  }

  /**
   * {@return the packets, without end, but not the usual ones first; none if the kinds have no
   * packet of the class}
   */
  public Iterator<Packet> varied() {
    return packets(false);
  }

  private Iterator<Packet> packets(boolean usualFirst) {
    return new SampleIterator(
        origins.get(), within, palette, new SplittableRandom(seed), usualFirst);
  }

  /** {@return what makes such packets small} */
  public PacketShrinker shrinker() {
    MacAddress guest = ends.guest().mac();
    if (sources.contains(SampleSource.GUEST)) {
      return new PacketShrinker(guest, Surroundings.RECEIVER);
    }
    return sources.contains(SampleSource.NETWORK)
        ? new PacketShrinker(Surroundings.SENDER, Surroundings.RECEIVER)
        : new PacketShrinker(Surroundings.SENDER, guest);
  }

  Palette palette() {
    return palette;
  }

  Guest guest() {
    return ends.guest();
  }
}
