package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Lengths, checksums, and protocols of what comes next: what follows from the rest of a packet. It
 * is computed from the last layer to the first, as each depends on those after it.
 */
final class Completion {

  private final List<Layer> layers;

  /** The octets of the layers after the current one, which are only joined for checksums. */
  private final Deque<Octets> following = new ArrayDeque<>();

  private int followingLength;

  private Completion(List<Layer> layers) {
    this.layers = new ArrayList<>(layers);
  }

  /** {@return the octets of a packet, in which everything is computed that is not fixed} */
  static Octets octets(List<Layer> layers) {
    Completion completion = new Completion(layers);
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      for (Slot slot : completion.computedSlots(layer)) {
        if (!layer.fixed().contains(slot)) {
          OptionalLong value = completion.compute(slot, layer, i);
          layer = value.isPresent() ? layer.computed(slot, value.getAsLong()) : layer;
        }
      }
      completion.precede(layer);
    }
    layers.stream()
        .filter(layer -> layer.type() == LayerType.TRAILER)
        .forEach(trailer -> completion.following.addLast(trailer.octets()));
    return completion.following();
  }

  /** {@return layers as they were read, with those slots fixed that hold something unexpected} */
  static List<Layer> fixUnexpected(List<Layer> read) {
    Completion completion = new Completion(read);
    for (int i = read.size() - 1; i >= 0; i--) {
      Layer layer = read.get(i);
      ImmutableSet.Builder<Slot> fixed = ImmutableSet.builder();
      for (Slot slot : completion.computedSlots(layer)) {
        OptionalLong expected = completion.compute(slot, layer, i);
        if (expected.isPresent() && expected.getAsLong() != layer.get(slot).low()) {
          fixed.add(slot);
        }
      }
      completion.layers.set(i, new Layer(layer.type(), layer.octets(), fixed.build()));
      completion.precede(layer);
    }
    return completion.layers;
  }

  private void precede(Layer layer) {
    if (layer.type() != LayerType.TRAILER) {
      following.addFirst(layer.octets());
      followingLength += layer.octets().length();
    }
  }

  private Octets following() {
    return Octets.join(following);
  }

  /** {@return the slots in their order, which has lengths before checksums} */
  private List<Slot> computedSlots(Layer layer) {
    return Slot.of(layer.type()).stream().filter(slot -> slot.isComputed()).toList();
  }

  private OptionalLong compute(Slot slot, Layer layer, int index) {
    int length = layer.octets().length();
    int total = length + followingLength;
    return switch (slot) {
      case ETHERNET_TYPE, VLAN_TYPE, SERVICE_VLAN_TYPE -> etherType(index);
      case IPV4_PROTOCOL,
          IPV6_NEXT,
          HOP_BY_HOP_NEXT,
          ROUTING_NEXT,
          DESTINATION_OPTIONS_NEXT,
          FRAGMENT_NEXT,
          AH_NEXT ->
          ipProtocol(index);
      case IPV4_HEADER_LENGTH, TCP_DATA_OFFSET, DCCP_DATA_OFFSET -> units(slot, length, 4, 0);
      case HOP_BY_HOP_LENGTH, ROUTING_LENGTH, DESTINATION_OPTIONS_LENGTH ->
          units(slot, length, 8, 1);
      case AH_LENGTH -> units(slot, length, 4, 2);
      case IPV4_LENGTH, UDP_LENGTH -> units(slot, total, 1, 0);
      case IPV6_LENGTH -> units(slot, followingLength, 1, 0);
      case IPV4_CHECKSUM -> OptionalLong.of(plain(layer, slot, Octets.EMPTY));
      case ICMP_CHECKSUM, IGMP_CHECKSUM -> OptionalLong.of(plain(layer, slot, following()));
      case SCTP_CHECKSUM ->
          OptionalLong.of(Checksums.crc32c(cleared(layer, slot).followedBy(following())));
      case TCP_CHECKSUM, DCCP_CHECKSUM, ICMPV6_CHECKSUM -> withAddresses(layer, slot, index, total);
      case UDP_CHECKSUM, UDP_LITE_CHECKSUM -> notZero(withAddresses(layer, slot, index, total));
      default -> throw new AssertionError(slot + " is not computed");
    };
  }

  private OptionalLong etherType(int index) {
    if (index + 1 >= layers.size()) {
      return OptionalLong.empty();
    }
    LayerType next = layers.get(index + 1).type();
    if (next == LayerType.LLC) {
      return OptionalLong.of(followingLength);
    }
    return next.protocol() > 255 ? OptionalLong.of(next.protocol()) : OptionalLong.empty();
  }

  private OptionalLong ipProtocol(int index) {
    if (index + 1 >= layers.size()) {
      return OptionalLong.empty();
    }
    LayerType next = layers.get(index + 1).type();
    return next.isAfterIp() ? OptionalLong.of(next.protocol()) : OptionalLong.empty();
  }

  private static OptionalLong units(Slot slot, int octets, int unit, int uncounted) {
    checkArgument(octets % unit == 0, "%s octets are not a multiple of %s", octets, unit);
    long units = (long) octets / unit - uncounted;
    checkArgument(
        units >= 0 && units >>> slot.width() == 0, "%s octets do not fit %s", octets, slot);
    return OptionalLong.of(units);
  }

  private static Octets cleared(Layer layer, Slot slot) {
    return layer.computed(slot, 0).octets();
  }

  private static long plain(Layer layer, Slot slot, Octets rest) {
    Octets covered = cleared(layer, slot).followedBy(rest);
    return Checksums.folded(Checksums.sum(covered, 0, covered.length()));
  }

  /**
   * {@return layers in which checksums are computed that are no more than a pseudo header's sum}
   */
  static List<Layer> withoutPartialChecksums(List<Layer> layers) {
    List<Layer> completed = new ArrayList<>(layers);
    int length = 0;
    for (int i = layers.size() - 1; i > 0; i--) {
      Layer layer = layers.get(i);
      length += layer.type() == LayerType.TRAILER ? 0 : layer.octets().length();
      for (Slot slot : ImmutableList.of(Slot.TCP_CHECKSUM, Slot.UDP_CHECKSUM)) {
        if (layer.fixed().contains(slot)) {
          Layer ip = ip(layers.subList(0, i));
          long partial =
              ip == null ? -1 : ~Checksums.folded(pseudoHeader(ip, layer, length)) & 0xffff;
          if (layer.get(slot).equals(Bits.of(partial))) {
            completed.set(i, Layer.withoutFixed(layer, slot));
          }
        }
      }
    }
    return completed;
  }

  private static @Nullable Layer ip(List<Layer> before) {
    Layer ip = null;
    for (Layer layer : before) {
      boolean isIp = layer.type() == LayerType.IPV4 || layer.type() == LayerType.IPV6;
      ip = isIp ? layer : ip;
    }
    return ip;
  }

  private static long pseudoHeader(Layer ip, Layer layer, int total) {
    int addresses = ip.type() == LayerType.IPV4 ? 12 : 8;
    return Checksums.sum(ip.octets(), addresses, addresses == 12 ? 20 : 40)
        + layer.type().protocol()
        + total;
  }

  /** {@return a checksum over the pseudo header, too (RFC 9293, section 3.1; RFC 8200, 8.1)} */
  private OptionalLong withAddresses(Layer layer, Slot slot, int index, int total) {
    Layer ip = ip(layers.subList(0, index));
    if (ip == null) {
      return OptionalLong.empty();
    }
    Octets covered = cleared(layer, slot).followedBy(following());
    long sum = pseudoHeader(ip, layer, total);
    sum += Checksums.sum(covered, 0, coverage(layer, total));
    return OptionalLong.of(Checksums.folded(sum));
  }

  /** {@return how many octets the checksum covers: RFC 3828, section 3.1; RFC 4340, section 9.2} */
  private static int coverage(Layer layer, int total) {
    if (layer.type() == LayerType.UDP_LITE) {
      int coverage = (int) layer.get(Slot.UDP_LITE_COVERAGE).low();
      return coverage < 8 || coverage > total ? total : coverage;
    }
    if (layer.type() == LayerType.DCCP) {
      int coverage = (int) layer.get(Slot.DCCP_COVERAGE).low();
      return coverage == 0 ? total : Math.min(total, layer.octets().length() + 4 * (coverage - 1));
    }
    return total;
  }

  /** {@return a checksum that does not look as if there was none (RFC 768)} */
  private static OptionalLong notZero(OptionalLong checksum) {
    return checksum.isPresent() && checksum.getAsLong() == 0 ? OptionalLong.of(0xffff) : checksum;
  }
}
