package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides the octets of a frame into layers, and finds the headers that the kernel's matches look
 * at. Each step takes at least one octet, so that it ends for any octets.
 */
final class Dissector {

  private static final int VLAN = LayerType.VLAN.protocol();
  private static final int SERVICE_VLAN = LayerType.SERVICE_VLAN.protocol();

  /** DSAP, SSAP and control before a BPDU, and the start of one that Linux knows. */
  private static final Octets STP_START = Octets.parse("424203" + "000000");

  final List<Layer> layers = new ArrayList<>();
  private final EnumMap<Header, Integer> places = new EnumMap<>(Header.class);

  /** Where the number of the protocol after IP is, and its value; −1 if it is not known. */
  int protocol = -1;

  private final Octets octets;
  private int at;
  private int end;

  Dissector(Octets octets) {
    this.octets = octets;
    this.end = octets.length();
    checkArgument(end >= 14, "a frame has at least 14 octets, this one has %s", end);
    checkArgument(
        end <= Packet.MAX_LENGTH, "a frame of %s octets is longer than %s", end, Packet.MAX_LENGTH);
    frame();
  }

  private void frame() {
    mark(Header.ETHERNET);
    take(LayerType.ETHERNET, 14);
    int type = number(12, 2);
    while ((type == VLAN || type == SERVICE_VLAN) && left() >= 4) {
      if (!places.containsKey(Header.VLAN)) {
        mark(Header.VLAN);
      }
      take(type == VLAN ? LayerType.VLAN : LayerType.SERVICE_VLAN, 4);
      type = number(at - 2, 2);
    }
    if (type < Field.LEAST_ETHER_TYPE) {
      end = Math.min(end, at + type);
      llc();
    } else if (type == LayerType.ARP.protocol() || type == LayerType.RARP.protocol()) {
      arp(type == LayerType.ARP.protocol() ? LayerType.ARP : LayerType.RARP);
    } else if (type == LayerType.IPV4.protocol()) {
      ipv4();
    } else if (type == LayerType.IPV6.protocol()) {
      ipv6();
    }
    takeRest(LayerType.PAYLOAD);
    end = octets.length();
    takeRest(LayerType.TRAILER);
  }

  private void llc() {
    if (left() < 3) {
      return;
    }
    if (at == 14) {
      mark(Header.LLC);
    }
    int start = at;
    // Linux takes all formats but the first, information, for three octets (ebt_802_3).
    int length = (octets.get(at + 2) & 3) != 0 ? 3 : 4;
    if (left() < length) {
      return;
    }
    take(LayerType.LLC, length);
    if (octets.get(start) == 0xaa && octets.get(start + 1) == 0xaa && left() >= 5) {
      take(LayerType.SNAP, 5);
    } else if (start + 7 <= end && octets.slice(start, start + 6).equals(STP_START)) {
      stp(octets.get(start + 6));
    }
  }

  private void stp(int type) {
    int length = LayerType.STP.template().length();
    if (at == 17) {
      mark(Header.STP);
    }
    take(LayerType.STP, type == 0 && left() >= length ? length : 4);
  }

  private void arp(LayerType type) {
    if (left() >= 8) {
      mark(Header.ARP);
      boolean known = number(at + 4, 2) == 0x0604 && left() >= 28;
      take(type, known ? 28 : 8);
      if (known) {
        end = at; // ARP says no length; what follows is padding
      }
    }
  }

  private void ipv4() {
    int header = left() < 20 ? 0 : (octets.get(at) & 0xf) * 4;
    if (header < 20 || header > left() || octets.get(at) >> 4 != 4) {
      return;
    }
    int start = at;
    end = Math.min(end, at + Math.max(header, number(at + 2, 2)));
    mark(Header.IPV4);
    mark(Header.IP);
    take(LayerType.IPV4, header);
    protocol = octets.get(start + 9);
    boolean first = (number(start + 6, 2) & 0x1fff) == 0;
    if (first) {
      new TransportDissector(this, Header.IPV4).take(protocol);
    }
  }

  private void ipv6() {
    if (left() < 40 || octets.get(at) >> 4 != 6) {
      return;
    }
    int start = at;
    int length = number(at + 4, 2);
    end = Math.min(end, at + 40 + length);
    mark(Header.IPV6);
    mark(Header.IP);
    take(LayerType.IPV6, 40);
    extensions(octets.get(start + 6));
  }

  /** Takes extension headers and what follows them; a later fragment has only data. */
  private void extensions(int first) {
    int next = first;
    LayerType type = extension(next);
    while (type != null) {
      int length = extensionLength(type);
      if (left() < 8 || length < type.leastLength() || length > left()) {
        return;
      }
      boolean later = type == LayerType.FRAGMENT && (number(at + 2, 2) & 0xfff8) != 0;
      next = octets.get(at);
      take(type, length);
      type = extension(next);
      if (later) {
        protocol = type == null ? next : -1;
        return;
      }
    }
    protocol = next;
    new TransportDissector(this, Header.IPV6).take(next);
  }

  private static @Nullable LayerType extension(int number) {
    return switch (number) {
      case 0 -> LayerType.HOP_BY_HOP;
      case 43 -> LayerType.ROUTING;
      case 44 -> LayerType.FRAGMENT;
      case 51 -> LayerType.AH;
      case 60 -> LayerType.DESTINATION_OPTIONS;
      default -> null;
    };
  }

  private int extensionLength(LayerType type) {
    if (type == LayerType.FRAGMENT) {
      return 8;
    }
    int units = left() < 2 ? 0 : octets.get(at + 1);
    return type == LayerType.AH ? (units + 2) * 4 : (units + 1) * 8;
  }

  /** {@return where a header is; −1 if there is none} */
  int place(Header header) {
    return places.getOrDefault(header, -1);
  }

  /** {@return the headers that there are} */
  EnumSet<Header> headers() {
    EnumSet<Header> headers = EnumSet.noneOf(Header.class);
    headers.addAll(places.keySet());
    return headers;
  }

  int left() {
    return end - at;
  }

  int number(int place, int length) {
    return (int) octets.number(8 * place, 8 * length);
  }

  boolean areZero(int from, int to) {
    return octets.slice(from, to).areZero();
  }

  int place() {
    return at;
  }

  void mark(Header header) {
    places.put(header, at);
  }

  void take(LayerType type, int length) {
    layers.add(new Layer(type, octets.slice(at, at + length), ImmutableSet.of()));
    at += length;
  }

  private void takeRest(LayerType type) {
    if (left() > 0) {
      take(type, left());
    }
  }
}
