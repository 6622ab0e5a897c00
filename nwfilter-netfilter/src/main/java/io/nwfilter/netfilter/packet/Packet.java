package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * A packet in its Ethernet frame. It is made from {@linkplain Layer layers}, from octets, or from a
 * {@linkplain PacketText short text}, and is what its octets are: two packets with the same octets
 * are equal. Lengths, checksums and the numbers of protocols are computed unless they are given.
 *
 * <pre>{@code
 * Packet query = Packet.parse("udp 10.0.0.1:40000 > 10.0.0.2:53 vlan 5");
 * Packet same = Packet.of(
 *     Layer.ethernet(mac, router), Layer.vlan(5), Layer.ip(source, server), Layer.ports(UDP, 40000, 53));
 * boolean dns = query.meets(Field.DESTINATION_PORT, Values.single(Field.DESTINATION_PORT, 53), false);
 * }</pre>
 *
 * <p>The values of {@link Field}s are what matches of the kernel see. A fragment other than the
 * first has no header of a transport protocol. The protocol of IPv6 is the one after the extension
 * headers, of which an authentication header is one; in IPv4 that header hides what follows. The
 * EtherType of a frame with a tag is that of the outer tag, and the VLAN fields are of the outer
 * tag; the fields of ARP and IP are those after all tags, and it is up to the user whether
 * something looks at them. IP in a frame with LLC and SNAP is payload, as it is to the kernel's
 * bridge. Only BPDUs of version 0 have the fields of STP, only configurations more than the type.
 */
public final class Packet {

  /** The most octets that a frame may have: those of the largest IPv4 packet, and some tags. */
  public static final int MAX_LENGTH = 65_535 + 14 + 51 * 4;

  private final Octets octets;
  private final ImmutableList<Layer> layers;

  /** The value of each field that there is, or the first of several. */
  private final EnumMap<Field, Bits> values = new EnumMap<>(Field.class);

  private final EnumSet<Header> headers;
  private final ImmutableList<Bits> servicePoints;
  private final ImmutableList<Bits> tcpOptions;

  private Packet(Octets octets) {
    Dissector found = new Dissector(octets);
    this.octets = octets;
    this.layers = ImmutableList.copyOf(Completion.fixUnexpected(found.layers));
    for (Field field : Field.values()) {
      FieldPlaces.values(field, octets, found).stream()
          .findFirst()
          .ifPresent(value -> values.put(field, value));
    }
    this.servicePoints = FieldPlaces.values(Field.LLC_SAP, octets, found);
    this.tcpOptions = FieldPlaces.values(Field.TCP_OPTION, octets, found);
    this.headers = found.headers();
  }

  /**
   * {@return the packet that consists of layers}
   *
   * @param layers the layers, the header of the frame first; what they announce of each other is
   *     computed unless it is fixed
   * @throws IllegalArgumentException if the first is not the header of a frame, if a header's
   *     length is not one that it can have, or if the packet is too long
   */
  public static Packet of(Layer... layers) {
    return of(ImmutableList.copyOf(layers));
  }

  /**
   * {@return the packet that consists of layers}
   *
   * @param layers the layers, the header of the frame first
   * @throws IllegalArgumentException if {@link #of(Layer...)} throws it
   */
  public static Packet of(List<Layer> layers) {
    if (layers.isEmpty() || layers.get(0).type() != LayerType.ETHERNET) {
      throw new IllegalArgumentException("a packet starts with the header of its frame");
    }
    return new Packet(Completion.octets(layers));
  }

  /**
   * {@return the packet that a text such as {@code udp 0.0.0.0:68 > 255.255.255.255:67} means}
   *
   * @param text the text, as {@link PacketText} describes it
   * @throws PacketTextException if the text is not that of a packet
   */
  public static Packet parse(String text) {
    return PacketText.parse(text);
  }

  /**
   * {@return the packet that a frame contains} What is not understood is payload.
   *
   * @param frame the octets, from the destination MAC address on, without the check sequence
   * @throws IllegalArgumentException if there are fewer than 14 octets or more than {@value
   *     #MAX_LENGTH}
   */
  public static Packet parse(byte[] frame) {
    return new Packet(Octets.of(frame));
  }

  /** {@return the octets of the frame, without the check sequence} */
  public Octets octets() {
    return octets;
  }

  /** {@return a copy of the octets of the frame, without the check sequence} */
  public byte[] toBytes() {
    return octets.toByteArray();
  }

  /** {@return the layers in their order; slots are fixed where their value is unexpected} */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * {@return the first layer of a kind}
   *
   * @param type the kind
   */
  public Optional<Layer> layer(LayerType type) {
    return layers.stream().filter(layer -> layer.type() == type).findFirst();
  }

  /**
   * {@return whether the packet has a header}
   *
   * @param header a header; {@link Header#META} and {@link Header#CONNECTION} are not in packets
   */
  public boolean has(Header header) {
    return headers.contains(header);
  }

  /**
   * {@return the value of a field; of several, the first}
   *
   * @param field the field; packets have none but those in their octets, and {@link
   *     Field#PACKET_LENGTH}
   */
  public Optional<Bits> value(Field field) {
    return Optional.ofNullable(values.get(field));
  }

  /**
   * {@return the values of a field: several options of TCP, two service access points that differ,
   * otherwise at most one}
   *
   * @param field the field
   */
  public List<Bits> values(Field field) {
    return switch (field) {
      case TCP_OPTION -> tcpOptions;
      case LLC_SAP -> servicePoints;
      default -> value(field).stream().toList();
    };
  }

  /**
   * {@return whether a match is met: the packet has the field, and its value is in a set, or is
   * not} One of TCP's options has to be in the set; both service access points of LLC. If negated,
   * none may be in it.
   *
   * @param field the field
   * @param set the set
   * @param negated whether the value must not be in the set
   */
  public boolean meets(Field field, Values set, boolean negated) {
    Bits value = values.get(field);
    if (field == Field.TCP_OPTION || field == Field.LLC_SAP) {
      return has(field.header()) && meetsSeveral(values(field), field, set, negated);
    }
    return value != null && set.contains(value) != negated;
  }

  private static boolean meetsSeveral(
      List<Bits> several, Field field, Values set, boolean negated) {
    return (negated || field == Field.LLC_SAP)
        ? several.stream().allMatch(value -> set.contains(value) != negated)
        : several.stream().anyMatch(set::contains);
  }

  /**
   * {@return the value of a slot, in the last layer that has it}
   *
   * @param slot the slot
   */
  public Optional<Bits> value(Slot slot) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).has(slot)) {
        return Optional.of(layers.get(i).get(slot));
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the packet with another value in a slot, in the last layer that has it} Lengths and
   * checksums that were right are computed anew; those that were wrong stay as they are.
   *
   * @param slot the slot
   * @param value the value
   * @throws IllegalArgumentException if no layer has the slot, or the slot is too narrow
   */
  public Packet with(Slot slot, Bits value) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).has(slot)) {
        Layer[] changed = layers.toArray(new Layer[0]);
        changed[i] = changed[i].with(slot, value);
        return of(changed);
      }
    }
    throw new IllegalArgumentException("no layer of " + this + " has " + slot);
  }

  /**
   * {@return the packet with those checksums of TCP and UDP computed that its sender has left to
   * the hardware, as Linux and virtual machines do} Where such packets are captured, their checksum
   * is the sum of the pseudo header alone ({@code CHECKSUM_PARTIAL} in Linux), and the kernel takes
   * them as right. Other wrong checksums stay as they are.
   */
  public Packet withOffloadedChecksums() {
    List<Layer> completed = Completion.withoutPartialChecksums(layers);
    return completed.equals(layers) ? this : of(completed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Packet packet && octets.equals(packet.octets);
  }

  @Override
  public int hashCode() {
    return octets.hashCode();
  }

  /** {@return the text that {@link #parse(String)} reads} */
  @Override
  public String toString() {
    return PacketText.print(this);
  }
}
