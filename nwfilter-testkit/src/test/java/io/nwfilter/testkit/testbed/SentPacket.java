package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A packet of a conversation.
 *
 * @param packet the packet
 * @param entry where it enters
 */
record SentPacket(Packet packet, Entry entry) {

  private static final Pattern WORD = Pattern.compile("[A-Z]+6?");
  private static final Pattern PART = Pattern.compile("part ([0-9]+)-([0-9]+) of (.*)");

  /** Fragments begin at multiples of so many octets. */
  private static final int UNIT = 8;

  private static final ImmutableMap<String, String> WORDS =
      ImmutableMap.<String, String>builder()
          .put("G", Place.GUEST.ipv4.toString())
          .put("O", Place.OTHER_GUEST.ipv4.toString())
          .put("N", Place.NEIGHBOR.ipv4.toString())
          .put("X", Place.OUTSIDE.ipv4.toString())
          .put("H", "192.168.122.1")
          .put("U", "198.51.100.1")
          .put("G6", Place.GUEST.ipv6.toString())
          .put("O6", Place.OTHER_GUEST.ipv6.toString())
          .put("N6", Place.NEIGHBOR.ipv6.toString())
          .put("X6", Place.OUTSIDE.ipv6.toString())
          .put("H6", "fd00:122::1")
          .put("U6", "2001:db8::1")
          .put("HOST", Situation.BRIDGE_MAC.toString())
          .put("GUEST", Place.GUEST.mac.toString())
          .put("NEIGHBOR", Place.NEIGHBOR.mac.toString())
          .buildOrThrow();

  /**
   * Reads a line.
   *
   * @param line who sends, and the packet
   * @param id the identification of its fragments
   */
  static SentPacket parse(String line, int id) {
    int blank = line.indexOf(' ');
    String sender = line.substring(0, blank);
    String text =
        WORD.matcher(line.substring(blank + 1))
            .replaceAll(word -> WORDS.getOrDefault(word.group(), word.group()));
    return switch (sender) {
      case "HOST" -> new SentPacket(from(Situation.BRIDGE_MAC, text, id), Entry.host());
      case "RAW" -> new SentPacket(from(Situation.BRIDGE_MAC, text, id), Entry.raw(Place.BRIDGE));
      default -> {
        Place place = Place.valueOf(sender);
        yield new SentPacket(place.addressed(from(place.mac, text, id)), place.entry());
      }
    };
  }

  private static Packet from(MacAddress sender, String text, int id) {
    Matcher part = PART.matcher(text);
    Packet packet =
        part.matches()
            ? part(
                Packet.parse(part.group(3)),
                Integer.parseInt(part.group(1)),
                Integer.parseInt(part.group(2)),
                id)
            : Packet.parse(text);
    packet = packet.with(Slot.ETHERNET_SOURCE, Bits.of(sender));
    boolean given = text.contains("dst-mac") || (packet.octets().get(0) & 1) != 0;
    return given ? packet : packet.with(Slot.ETHERNET_DESTINATION, Bits.of(receiver(packet)));
  }

  /** {@return the MAC address of who has the address on the bridge, otherwise the host's} */
  private static MacAddress receiver(Packet packet) {
    Optional<Bits> ipv4 = packet.value(Field.IPV4_DESTINATION);
    Optional<Bits> ipv6 = packet.value(Field.IPV6_DESTINATION);
    return Place.PORTS.stream()
        .filter(
            place ->
                ipv4.equals(Optional.of(Bits.of(place.ipv4)))
                    || ipv6.equals(Optional.of(Bits.of(place.ipv6))))
        .map(place -> place.mac)
        .findFirst()
        .orElse(Situation.BRIDGE_MAC);
  }

  /** {@return the fragment that has some octets of a packet} */
  private static Packet part(Packet whole, int begin, int end, int id) {
    Layer frame = whole.layers().get(0);
    Layer ip = whole.layers().get(1);
    int header = frame.octets().length() + ip.octets().length();
    Octets all = whole.octets().slice(header, whole.octets().length());
    long more = end < all.length() ? 1 : 0;
    Layer part = Layer.payload(all.slice(begin, end));
    Packet cut =
        whole.has(Header.IPV4)
            ? Packet.of(
                frame,
                ip.with(Slot.IPV4_PROTOCOL, ip.get(Slot.IPV4_PROTOCOL))
                    .with(Slot.IPV4_ID, id)
                    .with(Slot.IPV4_FLAGS, more)
                    .with(Slot.IPV4_FRAGMENT_OFFSET, begin / UNIT),
                part)
            : Packet.of(
                frame,
                ip.with(Slot.IPV6_NEXT, LayerType.FRAGMENT.protocol()),
                Layer.of(LayerType.FRAGMENT)
                    .with(Slot.FRAGMENT_NEXT, ip.get(Slot.IPV6_NEXT))
                    .with(Slot.FRAGMENT_ID, id)
                    .with(Slot.FRAGMENT_MORE, more)
                    .with(Slot.FRAGMENT_OFFSET, begin / UNIT),
                part);
    return Packet.parse(cut.toBytes());
  }
}
