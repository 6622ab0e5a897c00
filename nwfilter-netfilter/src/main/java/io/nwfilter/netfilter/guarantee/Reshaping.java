package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Gives packets a length, an option, a header or a checksum that is right: by other options, other
 * octets after the headers, or another header, where a wrong number in one slot would make them
 * invalid.
 */
final class Reshaping {

  /** An option of IP and TCP that means nothing (RFC 9293, section 3.2; RFC 791, section 3.1). */
  private static final int NO_OPERATION = 1;

  /** An option of IPv6 for experiments, which receivers skip (RFC 4727, section 3.5). */
  private static final int SKIPPED = 0x1e;

  private static final int LONGEST_OPTION = 257;
  private static final int LONGEST_PACKET = 0xffff;
  private static final int MOST_UNITS = 15;
  private static final int ALL_ONES = 0xffff;

  /** How many octets the options of TCP have that come with more than their number and length. */
  private static final int TIMESTAMPS = 8;

  /** The extension headers of IPv6 in the order in which they are (RFC 8200, section 4.1). */
  private static final ImmutableList<LayerType> EXTENSIONS =
      ImmutableList.of(
          LayerType.HOP_BY_HOP,
          LayerType.DESTINATION_OPTIONS,
          LayerType.ROUTING,
          LayerType.FRAGMENT,
          LayerType.AH);

  private static final Set<Slot> CHECKSUMS =
      Sets.immutableEnumSet(
          Slot.IPV4_CHECKSUM,
          Slot.TCP_CHECKSUM,
          Slot.UDP_CHECKSUM,
          Slot.UDP_LITE_CHECKSUM,
          Slot.DCCP_CHECKSUM,
          Slot.ICMP_CHECKSUM,
          Slot.ICMPV6_CHECKSUM,
          Slot.IGMP_CHECKSUM);

  private final Packet packet;

  Reshaping(Packet packet) {
    this.packet = packet;
  }

  /** {@return whether a slot is a checksum, which depends on all others} */
  static boolean isChecksum(Slot slot) {
    return CHECKSUMS.contains(slot);
  }

  /** {@return whether a slot is a length, of which no packet has a wrong one} */
  static boolean isLength(Slot slot) {
    return switch (slot) {
      case IPV4_HEADER_LENGTH,
          IPV4_LENGTH,
          IPV6_LENGTH,
          HOP_BY_HOP_LENGTH,
          ROUTING_LENGTH,
          DESTINATION_OPTIONS_LENGTH,
          AH_LENGTH,
          TCP_DATA_OFFSET,
          DCCP_DATA_OFFSET,
          UDP_LENGTH ->
          true;
      default -> false;
    };
  }

  /** {@return the packet with a header that has a slot; the same if it has one or cannot} */
  static Packet withHeaderOf(Slot slot, Packet packet) {
    LayerType type = slot.type();
    return EXTENSIONS.contains(type) && packet.has(Header.IPV6) && packet.value(slot).isEmpty()
        ? new Reshaping(packet).extended(type)
        : packet;
  }

  /** {@return the packet with a value of a slot; empty if there is none that is right} */
  Optional<Packet> with(Slot slot, long value) {
    return packet.value(slot).isPresent() ? changed(slot, (int) value) : Optional.empty();
  }

  private Optional<Packet> changed(Slot slot, int value) {
    return switch (slot) {
      case IPV4_HEADER_LENGTH -> options(LayerType.IPV4, 4 * value);
      case TCP_DATA_OFFSET -> options(LayerType.TCP, 4 * value);
      case DCCP_DATA_OFFSET -> longer(LayerType.DCCP, 4 * value);
      case AH_LENGTH -> tail(LayerType.AH, 4 * value + 8, 0);
      case ROUTING_LENGTH -> tail(LayerType.ROUTING, 8 * value + 8, 0);
      case HOP_BY_HOP_LENGTH -> skipped(LayerType.HOP_BY_HOP, 8 * value + 8);
      case DESTINATION_OPTIONS_LENGTH -> skipped(LayerType.DESTINATION_OPTIONS, 8 * value + 8);
      case IPV4_LENGTH -> ofLength(LayerType.IPV4, value);
      case IPV6_LENGTH -> ofLength(LayerType.IPV6, value + LayerType.IPV6.leastLength());
      case UDP_LENGTH -> ofLength(LayerType.UDP, value);
      case IPV4_CHECKSUM -> headerChecksum(value);
      default -> isChecksum(slot) ? checksum(slot, value) : Optional.empty();
    };
  }

  /**
   * {@return the packet with a value of a field that no single slot has: its length, or an option
   * of TCP; empty if there is none}
   */
  Optional<Packet> with(Field field, long value) {
    if (field == Field.PACKET_LENGTH) {
      return packet.value(field).flatMap(length -> longer((int) (value - length.low())));
    }
    return field == Field.TCP_OPTION ? option((int) value) : Optional.empty();
  }

  /** {@return the packet with an option of TCP as its only one, as long as it always is} */
  private Optional<Packet> option(int number) {
    int rest =
        switch (number) {
          case 0, NO_OPERATION -> -1; // these are one octet
          case 2 -> 2; // maximum segment size
          case 3 -> 1; // window scale
          case 5, TIMESTAMPS -> 8; // one block of what is acknowledged
          default -> 0;
        };
    byte[] octets = padding((2 + rest + 3) / 4 * 4, NO_OPERATION);
    octets[0] = (byte) number;
    if (rest >= 0) {
      octets[1] = (byte) (2 + rest);
      Arrays.fill(octets, 2, 2 + rest, (byte) 0);
    }
    return tail(LayerType.TCP, Octets.of(octets));
  }

  private static byte[] padding(int length, int octet) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) octet);
    return octets;
  }

  private Optional<Packet> options(LayerType type, int length) {
    return length <= 4 * MOST_UNITS ? tail(type, length, NO_OPERATION) : Optional.empty();
  }

  /** {@return the packet with a header of some length, with an octet after what all such have} */
  private Optional<Packet> tail(LayerType type, int length, int octet) {
    int fixed = headerWithoutTail(type);
    return length < fixed
        ? Optional.empty()
        : tail(type, Octets.of(padding(length - fixed, octet)));
  }

  private static int headerWithoutTail(LayerType type) {
    Layer layer = Layer.of(type);
    return layer.octets().length() - layer.tail().length();
  }

  /** {@return the packet with options of IPv6 that receivers skip} */
  private Optional<Packet> skipped(LayerType type, int length) {
    int left = length - headerWithoutTail(type);
    if (left < 0) {
      return Optional.empty();
    }
    ImmutableList.Builder<Octets> options = ImmutableList.builder();
    while (left > 0) {
      int one = left - 1 == LONGEST_OPTION ? LONGEST_OPTION - 1 : Math.min(left, LONGEST_OPTION);
      byte[] octets = padding(one, 0);
      octets[0] = SKIPPED;
      octets[1] = (byte) (one - 2);
      options.add(Octets.of(octets));
      left -= one;
    }
    return tail(type, Octets.join(options.build()));
  }

  private Optional<Packet> tail(LayerType type, Octets tail) {
    return with(type, layer -> layer.withTail(tail));
  }

  private Optional<Packet> longer(LayerType type, int length) {
    return with(
        type,
        layer -> {
          int more = length - layer.octets().length();
          return more < 0 ? layer : layer.withTail(layer.tail().followedBy(Octets.zeros(more)));
        });
  }

  private Optional<Packet> with(LayerType type, UnaryOperator<Layer> change) {
    List<Layer> layers = new ArrayList<>(packet.layers());
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).type() == type) {
        layers.set(i, change.apply(layers.get(i)));
        return built(layers);
      }
    }
    return Optional.empty();
  }

  /** {@return the packet with so many octets from the start of a header on} */
  private Optional<Packet> ofLength(LayerType type, int length) {
    int now = 0;
    boolean counts = false;
    for (Layer layer : packet.layers()) {
      counts |= layer.type() == type;
      now += counts && layer.type() != LayerType.TRAILER ? layer.octets().length() : 0;
    }
    return longer(length - now);
  }

  /** {@return the packet with more octets after its headers, or less} */
  private Optional<Packet> longer(int more) {
    List<Layer> layers = new ArrayList<>(packet.layers());
    layers.removeIf(layer -> layer.type() == LayerType.TRAILER);
    Layer last = layers.get(layers.size() - 1);
    Octets payload = last.type() == LayerType.PAYLOAD ? last.octets() : Octets.EMPTY;
    int length = payload.length() + more;
    if (length < 0 || length > LONGEST_PACKET) {
      return Optional.empty();
    }
    if (last.type() == LayerType.PAYLOAD) {
      layers.remove(layers.size() - 1);
    }
    if (length > 0) {
      layers.add(
          Layer.payload(
              more < 0 ? payload.slice(0, length) : payload.followedBy(Octets.zeros(more))));
    }
    return built(layers);
  }

  /** {@return the packet with another identification of its datagram, which the checksum covers} */
  private Optional<Packet> headerChecksum(int value) {
    return with(LayerType.IPV4, layer -> unfixed(layer, Slot.IPV4_CHECKSUM).with(Slot.IPV4_ID, 0))
        .flatMap(
            zero ->
                new Reshaping(zero)
                    .with(
                        LayerType.IPV4,
                        layer ->
                            layer.with(
                                Slot.IPV4_ID, difference(layer.get(Slot.IPV4_CHECKSUM), value))));
  }

  /** {@return the packet with two octets at its end that make its checksum what it should be} */
  private Optional<Packet> checksum(Slot slot, int value) {
    return with(slot.type(), layer -> unfixed(layer, slot))
        .flatMap(right -> new Reshaping(right).withWord())
        .flatMap(zero -> new Reshaping(zero).ending(0))
        .flatMap(
            zero -> new Reshaping(zero).ending(difference(zero.value(slot).orElseThrow(), value)));
  }

  /** {@return what has to be added for one checksum to become another (RFC 1071)} */
  private static int difference(Bits checksum, int wanted) {
    return (int) (checksum.low() - wanted + ALL_ONES) % ALL_ONES;
  }

  /** {@return the packet with a word of two octets after its headers, where checksums have them} */
  private Optional<Packet> withWord() {
    Layer last = last();
    return last.type() == LayerType.PAYLOAD && last.octets().length() > 2
        ? Optional.of(packet)
        : longer(packet.octets().length() % 2 + 2);
  }

  private Layer last() {
    return packet.layers().get(packet.layers().size() - 1);
  }

  /** {@return the packet with another value in its last whole word} */
  private Optional<Packet> ending(int word) {
    List<Layer> layers = new ArrayList<>(packet.layers());
    Layer last = last();
    int place = last.octets().length() - 2 - packet.octets().length() % 2;
    if (last.type() != LayerType.PAYLOAD || place < 0) {
      return Optional.empty();
    }
    layers.set(layers.size() - 1, Layer.payload(last.octets().with(8 * place, 16, Bits.of(word))));
    return built(layers);
  }

  private static Layer unfixed(Layer layer, Slot slot) {
    return new Layer(
        layer.type(),
        layer.octets(),
        layer.fixed().stream().filter(one -> one != slot).collect(ImmutableSet.toImmutableSet()));
  }

  /** {@return the packet of IPv6 with one more extension header} */
  private Packet extended(LayerType type) {
    List<Layer> layers = new ArrayList<>(packet.layers());
    int place = 0;
    while (layers.get(place).type() != LayerType.IPV6) {
      place++;
    }
    while (place + 1 < layers.size()
        && EXTENSIONS.contains(layers.get(place + 1).type())
        && EXTENSIONS.indexOf(layers.get(place + 1).type()) < EXTENSIONS.indexOf(type)) {
      place++;
    }
    Layer before = layers.get(place);
    Slot announcing = announcing(before.type());
    Bits next = before.get(announcing);
    layers.set(place, unfixed(before, announcing));
    layers.add(place + 1, Layer.of(type).with(announcing(type), next));
    return Packet.of(layers);
  }

  private static Slot announcing(LayerType type) {
    return switch (type) {
      case HOP_BY_HOP -> Slot.HOP_BY_HOP_NEXT;
      case DESTINATION_OPTIONS -> Slot.DESTINATION_OPTIONS_NEXT;
      case ROUTING -> Slot.ROUTING_NEXT;
      case FRAGMENT -> Slot.FRAGMENT_NEXT;
      case AH -> Slot.AH_NEXT;
      default -> Slot.IPV6_NEXT;
    };
  }

  /** A packet that would be too long is none. */
  private static Optional<Packet> built(List<Layer> layers) {
    int length = layers.stream().mapToInt(layer -> layer.octets().length()).sum();
    return length > Packet.MAX_LENGTH ? Optional.empty() : Optional.of(Packet.of(layers));
  }
}
