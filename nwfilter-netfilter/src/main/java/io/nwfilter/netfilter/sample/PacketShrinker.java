package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a packet that shows something smaller and more usual while it still shows it, so that what
 * is left in its short text is what matters.
 *
 * <pre>{@code
 * Packet smallest = PacketSamples.around(compiled).shrinker().shrink(packet, this::arrives);
 * }</pre>
 */
public final class PacketShrinker {

  private static final Bits FIRST_IPV4 = Bits.of(0x0a00_0001L);
  private static final Bits SECOND_IPV4 = Bits.of(0x0a00_0002L);
  private static final Bits FIRST_IPV6 = new Bits(0xfd00_0000_0000_0000L, 1);
  private static final Bits SECOND_IPV6 = new Bits(0xfd00_0000_0000_0000L, 2);

  /** A MAC address that the text of a packet always shows. */
  private static final Bits OTHER_MAC = Bits.of(0x0200_0000_0003L);

  private static final int OCTET_BITS = 18;
  private static final int ODDITY_BITS = 32;
  private static final long ONLY_OCTETS = 1L << 62;

  private final Bits sender;
  private final Bits receiver;

  /**
   * Creates a shrinker of packets that usually have given ends.
   *
   * @param sender the usual source MAC address
   * @param receiver the usual destination MAC address
   */
  public PacketShrinker(MacAddress sender, MacAddress receiver) {
    this.sender = Bits.of(sender);
    this.receiver = Bits.of(receiver);
  }

  /**
   * {@return the smallest packet that is found, or the given one if no smaller one shows the same}
   *
   * @param packet a packet that shows something
   * @param shows whether a packet shows it; called often
   */
  public Packet shrink(Packet packet, Predicate<Packet> shows) {
    Packet smallest = packet;
    boolean smaller = true;
    while (smaller) {
      Packet before = smallest;
      smallest =
          candidates(before)
              .filter(candidate -> isSimpler(candidate, before) && shows.test(candidate))
              .findFirst()
              .orElse(before);
      smaller = !smallest.equals(before);
    }
    return smallest;
  }

  /**
   * {@return packets that are simpler in one respect, the boldest first}
   *
   * @param packet a packet
   */
  public Stream<Packet> simpler(Packet packet) {
    return candidates(packet).filter(candidate -> isSimpler(candidate, packet));
  }

  private Stream<Packet> candidates(Packet packet) {
    List<Layer> layers = packet.layers();
    Stream<List<Layer>> all =
        Stream.of(
                completed(layers),
                without(layers),
                computed(layers),
                shorter(layers),
                replaced(layers))
            .flatMap(stream -> stream);
    return all.map(Packet::of);
  }

  /** What is cut off is whole again, so that a text can say what it is. */
  private static Stream<List<Layer>> completed(List<Layer> layers) {
    return Stream.iterate(0, i -> i < layers.size(), i -> i + 1)
        .filter(
            i -> layers.get(i).octets().length() < Layer.of(layers.get(i).type()).octets().length())
        .map(i -> with(layers, i, Layer.of(layers.get(i).type())));
  }

  /** Leaves out the end of a packet, or one layer. */
  private static Stream<List<Layer>> without(List<Layer> layers) {
    List<List<Layer>> all = new ArrayList<>();
    for (int i = 1; i < layers.size(); i++) {
      all.add(computedAt(layers.subList(0, i), i - 1));
    }
    for (int i = 1; i < layers.size() - 1; i++) {
      List<Layer> rest = new ArrayList<>(layers);
      rest.remove(i);
      all.add(computedAt(rest, i - 1));
    }
    return all.stream();
  }

  /** The layer before what was left out announces what follows now. */
  private static List<Layer> computedAt(List<Layer> layers, int index) {
    List<Layer> changed = new ArrayList<>(layers);
    changed.set(index, computed(changed.get(index)));
    return changed;
  }

  /** What is computed, such as the protocol of what follows, starts anew. */
  private static Layer computed(Layer layer) {
    Layer usual = Layer.of(layer.type());
    Layer computed = layer;
    for (Slot slot : Slot.of(layer.type())) {
      if (slot.isComputed() && layer.has(slot) && usual.has(slot) && !isLength(slot)) {
        computed = computed.with(slot, usual.get(slot));
      }
    }
    return new Layer(layer.type(), computed.octets(), ImmutableSet.of());
  }

  private static boolean isLength(Slot slot) {
    return slot == Slot.IPV4_HEADER_LENGTH || slot == Slot.TCP_DATA_OFFSET;
  }

  private static Stream<List<Layer>> computed(List<Layer> layers) {
    return Stream.iterate(0, i -> i < layers.size(), i -> i + 1)
        .filter(i -> !layers.get(i).fixed().isEmpty())
        .map(i -> computedAt(layers, i));
  }

  private static Stream<List<Layer>> shorter(List<Layer> layers) {
    List<List<Layer>> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Octets tail = layer.tail();
      if (tail.length() > 0 && !isExtension(layer.type())) {
        all.add(with(layers, i, layer.withTail(Octets.EMPTY)));
        all.add(with(layers, i, layer.withTail(tail.slice(0, tail.length() / 2))));
        all.add(with(layers, i, layer.withTail(Octets.zeros(tail.length()))));
      }
    }
    return all.stream();
  }

  private static boolean isExtension(LayerType type) {
    return switch (type) {
      case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, AH -> true;
      default -> false;
    };
  }

  private Stream<List<Layer>> replaced(List<Layer> layers) {
    List<List<Layer>> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      for (Slot slot : Slot.of(layer.type())) {
        if (layer.has(slot) && !slot.isComputed()) {
          for (Bits value : usual(slot, layer.get(slot))) {
            all.add(with(layers, i, layer.with(slot, value)));
          }
        }
      }
    }
    return all.stream();
  }

  private static List<Layer> with(List<Layer> layers, int index, Layer layer) {
    List<Layer> changed = new ArrayList<>(layers);
    changed.set(index, layer);
    return changed;
  }

  private ImmutableList<Bits> usual(Slot slot, Bits now) {
    ImmutableList<Bits> usual = usual(slot);
    return isAddress(slot) || usual.contains(now)
        ? usual
        : ImmutableList.<Bits>builder()
            .addAll(usual)
            .add(Bits.of(now.low() / 2), Bits.of(Math.max(0, now.low() - 1)))
            .build();
  }

  private static boolean isAddress(Slot slot) {
    return slot.kind() == FieldKind.IPV4
        || slot.kind() == FieldKind.IPV6
        || slot.kind() == FieldKind.MAC;
  }

  /** {@return the usual values of a slot, the most usual one first} */
  private ImmutableList<Bits> usual(Slot slot) {
    return switch (slot.kind()) {
      case IPV4 -> ends(slot, FIRST_IPV4, SECOND_IPV4);
      case IPV6 -> ends(slot, FIRST_IPV6, SECOND_IPV6);
      case MAC ->
          slot == Slot.ETHERNET_DESTINATION
              ? ImmutableList.of(receiver, OTHER_MAC, sender)
              : ImmutableList.of(sender, OTHER_MAC, receiver);
      default -> numbers(slot);
    };
  }

  private static ImmutableList<Bits> ends(Slot slot, Bits first, Bits second) {
    return slot.word().equals("dst")
        ? ImmutableList.of(second, first)
        : ImmutableList.of(first, second);
  }

  private static ImmutableList<Bits> numbers(Slot slot) {
    Bits ordinary = Layer.of(slot.type()).get(slot);
    return switch (slot) {
      case TCP_FLAGS -> ImmutableList.of(Bits.of(2), Bits.of(16));
      case VLAN_ID, SERVICE_VLAN_ID -> ImmutableList.of(Bits.of(1));
      default ->
          slot.word().equals("sport") || slot.word().equals("dport")
              ? ImmutableList.of(Bits.of(1))
              : ImmutableList.of(ordinary);
    };
  }

  private boolean isSimpler(Packet one, Packet other) {
    return complexity(one) < complexity(other);
  }

  /**
   * {@return how far a packet is from the simplest one: first by whether its text is only its
   * octets, then by its layers, then by its octets, then by how unusual its values are}
   *
   * @param packet a packet
   */
  public long complexity(Packet packet) {
    long size = (long) packet.layers().size() << OCTET_BITS | packet.octets().length();
    return (isOnlyOctets(packet) ? ONLY_OCTETS : 0)
        | size << ODDITY_BITS
        | Math.min(oddity(packet), (1L << ODDITY_BITS) - 1);
  }

  private static boolean isOnlyOctets(Packet packet) {
    return packet.toString().startsWith("raw ");
  }

  private long oddity(Packet packet) {
    long oddity = 0;
    for (Layer layer : packet.layers()) {
      oddity += 1000L * layer.fixed().size();
      oddity += layer.tail().areZero() ? 0 : 1;
      for (Slot slot : Slot.of(layer.type())) {
        oddity += layer.has(slot) && !slot.isComputed() ? oddity(slot, layer.get(slot)) : 0;
      }
    }
    return oddity;
  }

  private long oddity(Slot slot, Bits value) {
    int rank = usual(slot).indexOf(value);
    long size =
        isAddress(slot) ? 1 : Math.min(0xffff, value.low() >>> Math.max(0, slot.width() - 16));
    return rank >= 0 ? rank : 10 + size;
  }
}
