package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Packets with any headers that sets of packets tell apart: with and without tags and an
 * authentication header, as fragments, with less after their headers than these announce, or more.
 */
final class UnusualPackets {

  /** Where tags are, before the EtherType. */
  private static final int TAGS = 12;

  private static final ImmutableList<Octets> SOME_TAGS =
      ImmutableList.of(
          Octets.EMPTY,
          Octets.parse("81000005"),
          Octets.parse("88a80005"),
          Octets.parse("8100000581000006"),
          Octets.parse("8100000588a80006"));

  /** How much is left of what follows the headers of IP. */
  private static final ImmutableList<Integer> LENGTHS = ImmutableList.of(0, 2, 4, 8, 14);

  /** What is longer than any header that rules look at. */
  private static final Octets MORE = Octets.zeros(40);

  /** What is shorter than any header. */
  private static final Octets SHORT = Octets.zeros(1);

  private static final ImmutableList<Layer> PLAIN = ImmutableList.of();
  private static final ImmutableList<Layer> AUTHENTICATED =
      ImmutableList.of(Layer.of(LayerType.AH).withTail(Octets.parse("0102030405060708090a0b0c")));

  /** Protocols of IP that announce a header, of which there may be none. */
  private static final ImmutableList<Long> PROTOCOLS =
      Arrays.stream(LayerType.values())
          .filter(type -> type.protocol() >= 0 && type.protocol() <= 0xff)
          .map(type -> (long) type.protocol())
          .collect(ImmutableList.toImmutableList());

  /** The start of a BPDU, which Linux looks for in frames of any EtherType. */
  private static final Octets BPDU = Octets.parse("424203000000");

  /** What may follow where something else is announced: nothing, or BPDUs. */
  private static final ImmutableList<Octets> RESTS =
      ImmutableList.of(
          Octets.EMPTY, BPDU.followedBy(Octets.zeros(1)), BPDU.followedBy(Octets.zeros(40)));

  /** EtherTypes of headers that are not there: of IPv4, IPv6 and tags. */
  private static final ImmutableList<Octets> TYPES =
      Stream.of("0800", "86dd", "8100", "88a8")
          .map(Octets::parse)
          .collect(ImmutableList.toImmutableList());

  private static final int OTHER_HARDWARE = 6;
  private static final int UNIT = 8;

  private UnusualPackets() {}

  /**
   * {@return packets with other headers than some usual ones, each of them once; those that are
   * most like these first}
   */
  static ImmutableList<Packet> of(List<Packet> usual) {
    ImmutableSet<Packet> untagged =
        Stream.<Function<Packet, Stream<Packet>>>of(
                Stream::of,
                UnusualPackets::authenticated,
                UnusualPackets::fragments,
                UnusualPackets::ofOtherLength,
                UnusualPackets::announcingOthers,
                UnusualPackets::ofOtherType,
                UnusualPackets::ofOtherHardware)
            .flatMap(form -> usual.stream().flatMap(form))
            .collect(ImmutableSet.toImmutableSet());
    return SOME_TAGS.stream()
        .flatMap(tags -> untagged.stream().map(packet -> tagged(packet, tags)))
        .collect(ImmutableList.toImmutableList());
  }

  private static Packet tagged(Packet packet, Octets tags) {
    Octets octets = packet.octets();
    return Packet.parse(
        Octets.join(
                ImmutableList.of(octets.slice(0, TAGS), tags, octets.slice(TAGS, octets.length())))
            .toByteArray());
  }

  /** {@return a packet with an authentication header, if it is one of IPv6} */
  private static Stream<Packet> authenticated(Packet usual) {
    return Datagram.of(usual)
        .filter(datagram -> !datagram.isIpv4())
        .map(datagram -> datagram.framed(AUTHENTICATED, datagram.next(), datagram.rest()))
        .stream();
  }

  /** {@return the packets of IP with any headers between that of IP and the rest} */
  private static Stream<Packet> datagrams(
      Packet usual, BiFunction<Datagram, List<Layer>, Stream<Packet>> form) {
    return Datagram.of(usual).stream()
        .flatMap(
            datagram ->
                (datagram.isIpv4() ? Stream.of(PLAIN) : Stream.of(PLAIN, AUTHENTICATED))
                    .flatMap(headers -> form.apply(datagram, headers)));
  }

  private static Stream<Packet> fragments(Packet usual) {
    return datagrams(usual, UnusualPackets::fragments);
  }

  private static Stream<Packet> fragments(Datagram whole, List<Layer> headers) {
    Octets start = whole.rest().slice(0, Math.min(UNIT, whole.rest().length()));
    if (whole.isIpv4()) {
      Datagram later = whole.laterFragment();
      return parts(whole.rest()).map(part -> later.framed(headers, later.next(), part));
    }
    Layer fragment = Layer.of(LayerType.FRAGMENT).with(Slot.FRAGMENT_ID, 1);
    List<Layer> later = joined(headers, fragment.with(Slot.FRAGMENT_OFFSET, 1));
    List<Layer> first = joined(headers, fragment.with(Slot.FRAGMENT_MORE, 1));
    return Stream.concat(
        Stream.of(
            whole.framed(first, whole.next(), start),
            whole.framed(later, whole.next(), whole.rest())),
        PROTOCOLS.stream().map(number -> whole.framed(later, Bits.of(number), MORE)));
  }

  private static Stream<Packet> ofOtherLength(Packet usual) {
    return datagrams(
        usual,
        (datagram, headers) ->
            parts(datagram.rest()).map(part -> datagram.framed(headers, datagram.next(), part)));
  }

  /** {@return packets that announce a header after that of IP, which is not there} */
  private static Stream<Packet> announcingOthers(Packet usual) {
    return datagrams(
        usual,
        (datagram, headers) ->
            PROTOCOLS.stream()
                .flatMap(
                    number ->
                        Stream.of(Octets.EMPTY, datagram.isIpv4() ? MORE : SHORT)
                            .map(rest -> datagram.framed(headers, Bits.of(number), rest))));
  }

  private static List<Layer> joined(List<Layer> layers, Layer last) {
    return ImmutableList.copyOf(Iterables.concat(layers, ImmutableList.of(last)));
  }

  private static Stream<Octets> parts(Octets rest) {
    return Stream.concat(
        Stream.of(rest, rest.followedBy(MORE)),
        LENGTHS.stream()
            .filter(length -> length < rest.length())
            .map(length -> rest.slice(0, length)));
  }

  /** {@return frames whose EtherType says that something follows which does not} */
  private static Stream<Packet> ofOtherType(Packet usual) {
    if (usual.has(Header.IP)) {
      return Stream.of();
    }
    Octets start = usual.octets().slice(0, TAGS);
    Octets own = usual.octets().slice(TAGS, LayerType.ETHERNET.leastLength());
    return Stream.concat(Stream.of(own), TYPES.stream())
        .flatMap(type -> RESTS.stream().map(rest -> Octets.join(List.of(start, type, rest))))
        .map(octets -> Packet.parse(octets.toByteArray()));
  }

  private static Stream<Packet> ofOtherHardware(Packet usual) {
    return usual.has(Header.ARP)
        ? Stream.of(usual.with(Slot.ARP_HARDWARE_TYPE, Bits.of(OTHER_HARDWARE)))
        : Stream.of();
  }
}
