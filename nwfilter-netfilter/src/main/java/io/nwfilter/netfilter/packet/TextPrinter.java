package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Prints a packet. A bare text with the right layers is read, and what differs from the packet is
 * added as settings; so all defaults are those of the reader.
 */
final class TextPrinter {

  private final Packet packet;

  TextPrinter(Packet packet) {
    this.packet = packet;
  }

  String print() {
    return new ClausePrinter(packet)
        .candidates().stream()
            .map(this::complete)
            .flatMap(Optional::stream)
            .min(Comparator.comparingLong(TextPrinter::words).thenComparing(String::length))
            .orElseGet(() -> "raw " + packet.octets());
  }

  private static long words(String text) {
    return text.chars().filter(character -> character == ' ').count();
  }

  /** {@return a clause with what it lacks; nothing if that does not lead to the packet} */
  private Optional<String> complete(String clause) {
    try {
      String bare = clause + macs(clause) + tags() + extensions(clause);
      Packet read = PacketText.parse(bare);
      String text = bare + tails(read) + slots(PacketText.parse(bare + tails(read)));
      return PacketText.parse(text).equals(packet) ? Optional.of(text) : Optional.empty();
    } catch (PacketTextException e) {
      return Optional.empty(); // such a packet has no text but its octets
    }
  }

  private String macs(String clause) {
    StringBuilder text = new StringBuilder();
    for (Slot slot : ImmutableList.of(Slot.ETHERNET_SOURCE, Slot.ETHERNET_DESTINATION)) {
      Bits read = PacketText.parse(clause + fragment()).layers().get(0).get(slot);
      Bits wanted = packet.layers().get(0).get(slot);
      if (!read.equals(wanted)) {
        text.append(setting(slot, wanted));
      }
    }
    return text.toString();
  }

  private static String setting(Slot slot, Bits value) {
    return " " + slot.word() + " " + TextValues.print(slot, value);
  }

  private String tags() {
    StringBuilder text = new StringBuilder();
    List<Layer> layers = packet.layers();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).type().isTag()) {
        boolean typed = i + 1 == layers.size() || layers.get(i + 1).type().isUnknown();
        tag(text, layers.get(i), typed);
      }
    }
    return text.toString();
  }

  /** Prints a tag, and its type if that does not follow from the next layer. */
  private static void tag(StringBuilder text, Layer tag, boolean typed) {
    List<Slot> slots = Slot.of(tag.type());
    Slot id = slots.get(2);
    text.append(setting(id, tag.get(id)));
    for (Slot slot : slots) {
      boolean shown =
          slot.isComputed() ? typed || tag.fixed().contains(slot) : !tag.get(slot).isZero();
      if (shown && slot != id) {
        text.append(setting(slot, tag.get(slot)));
      }
    }
  }

  private String extensions(String clause) {
    StringBuilder text = new StringBuilder(fragmentOfIpv4());
    boolean clauseHasAh = clause.startsWith("ah ");
    for (Layer layer : packet.layers()) {
      if (layer.type() == LayerType.FRAGMENT) {
        text.append(
            fragment(layer.get(Slot.FRAGMENT_OFFSET), !layer.get(Slot.FRAGMENT_MORE).isZero()));
      } else if (layer.type().isExtension() && !(clauseHasAh && layer.type() == LayerType.AH)) {
        text.append(' ').append(layer.type().word()).append(' ').append(layer.tail());
      }
    }
    return text.toString();
  }

  private String fragment() {
    return packet
        .layer(LayerType.FRAGMENT)
        .map(f -> fragment(f.get(Slot.FRAGMENT_OFFSET), !f.get(Slot.FRAGMENT_MORE).isZero()))
        .orElseGet(this::fragmentOfIpv4);
  }

  private String fragmentOfIpv4() {
    Optional<Layer> ip = packet.layer(LayerType.IPV4);
    if (ip.isEmpty()) {
      return "";
    }
    long flags = ip.get().get(Slot.IPV4_FLAGS).low();
    Bits offset = ip.get().get(Slot.IPV4_FRAGMENT_OFFSET);
    String place = (flags & 1) == 0 && offset.isZero() ? "" : fragment(offset, (flags & 1) == 1);
    return (flags & 2) == 0 ? place : place + " df";
  }

  private static String fragment(Bits offset, boolean more) {
    return " frag " + 8 * offset.low() + (more ? "+" : "");
  }

  /** {@return the options and payloads that differ from those of a packet} */
  private String tails(Packet read) {
    StringBuilder text = new StringBuilder();
    tail(text, read, LayerType.IPV4, "ip-options");
    tail(text, read, LayerType.TCP, "options");
    tail(text, read, LayerType.DCCP, "options");
    Octets data = octets(packet, LayerType.PAYLOAD);
    if (!data.equals(octets(read, LayerType.PAYLOAD))) {
      text.append(
          QuotedPacket.setting(packet, data)
              .orElseGet(() -> " " + LayerType.PAYLOAD.word() + " " + data));
    }
    Octets padding = octets(packet, LayerType.TRAILER);
    if (padding.length() > 0) {
      text.append(' ').append(LayerType.TRAILER.word()).append(' ');
      text.append(padding.areZero() ? Integer.toString(padding.length()) : padding.toString());
    }
    return text.toString();
  }

  private static Octets octets(Packet packet, LayerType type) {
    return packet.layer(type).map(Layer::octets).orElse(Octets.EMPTY);
  }

  private void tail(StringBuilder text, Packet read, LayerType type, String word) {
    Optional<Octets> wanted = packet.layer(type).map(Layer::tail);
    if (wanted.isPresent() && !wanted.equals(read.layer(type).map(Layer::tail))) {
      text.append(' ').append(word).append(' ').append(wanted.get());
    }
  }

  /** {@return settings of the slots that differ from those of a packet with the same layers} */
  private String slots(Packet read) {
    List<Layer> wanted = headers(packet);
    List<Layer> found = headers(read);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < wanted.size() && wanted.size() == found.size(); i++) {
      Layer layer = wanted.get(i);
      for (Slot slot : Slot.of(layer.type())) {
        if (layer.has(slot) && found.get(i).has(slot) && isShown(slot, layer, found.get(i))) {
          text.append(setting(slot, layer.get(slot)));
        }
      }
    }
    return text.toString();
  }

  private static boolean isShown(Slot slot, Layer wanted, Layer read) {
    if (slot.type().isTag()) {
      return false; // printed after the tag
    }
    if (!slot.isComputed()) {
      return !wanted.get(slot).equals(read.get(slot));
    }
    // What the reader could not compute, it took from its template.
    boolean isNext = slot.word().equals("proto") || slot == Slot.ETHERNET_TYPE;
    return wanted.fixed().contains(slot) || (isNext && !wanted.get(slot).equals(read.get(slot)));
  }

  private static List<Layer> headers(Packet packet) {
    List<Layer> headers = new ArrayList<>(packet.layers());
    headers.removeIf(layer -> layer.type().isUnknown());
    return headers;
  }
}
