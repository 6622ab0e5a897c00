package io.nwfilter.netfilter.packet;

/** Divides what follows IPv4, or the extension headers of IPv6, into layers. */
final class TransportDissector {

  private static final int AH = 51;

  /** Neighbour solicitation and advertisement (RFC 4861). */
  private static final int SOLICITATION = 135;

  private static final int ADVERTISEMENT = 136;

  private final Dissector frame;
  private final Header ip;

  TransportDissector(Dissector frame, Header ip) {
    this.frame = frame;
    this.ip = ip;
  }

  /** Takes the layers that a protocol says, and marks those that matches look at. */
  void take(int protocol) {
    boolean ipv4 = ip == Header.IPV4;
    if (protocol == AH && ipv4) {
      authenticated();
      return;
    }
    LayerType type = type(protocol);
    if (type.hasPorts() && frame.left() >= 4) {
      frame.mark(Header.TRANSPORT);
    }
    int length = length(type);
    if (length < type.leastLength() || frame.left() < length) {
      return;
    }
    switch (type) {
      case TCP -> frame.mark(Header.TCP);
      case ICMP -> frame.mark(Header.ICMP);
      case ICMPV6 -> frame.mark(Header.ICMPV6);
      case IGMP -> frame.mark(Header.IGMP);
      default -> {}
    }
    layers(type, length);
  }

  /** Takes what an authentication header protects; matches of IPv4 see nothing of it. */
  private void authenticated() {
    int start = frame.place();
    int length = frame.left() < 12 ? 0 : (frame.number(start + 1, 1) + 2) * 4;
    if (length < 12 || length > frame.left()) {
      return;
    }
    frame.take(LayerType.AH, length);
    LayerType type = type(frame.number(start, 1));
    int next = length(type);
    if (next >= type.leastLength() && frame.left() >= next) {
      layers(type, next);
    }
  }

  private void layers(LayerType type, int length) {
    if (type == LayerType.PAYLOAD) {
      return;
    }
    int start = frame.place();
    frame.take(type, length);
    if (type == LayerType.UDP && isBootp(start)) {
      frame.take(LayerType.BOOTP, 236);
    } else if (type == LayerType.ICMPV6 && frame.left() >= 16) {
      int message = frame.number(start, 1);
      if (message == SOLICITATION || message == ADVERTISEMENT) {
        frame.take(LayerType.NEIGHBOR, 16);
      }
    }
  }

  private boolean isBootp(int start) {
    int source = frame.number(start, 2);
    int destination = frame.number(start + 2, 2);
    return Math.min(source, destination) == DhcpPorts.SERVER
        && Math.max(source, destination) <= DhcpPorts.CLIENT
        && frame.left() >= 236
        && frame.number(frame.place() + 1, 2) == 0x0106
        && frame.areZero(frame.place() + 34, frame.place() + 236);
  }

  /** {@return what a protocol's header is; ICMP and IGMP belong to IPv4, ICMPv6 to IPv6} */
  private LayerType type(int protocol) {
    boolean ipv4 = ip == Header.IPV4;
    return switch (protocol) {
      case 1 -> ipv4 ? LayerType.ICMP : LayerType.PAYLOAD;
      case 2 -> ipv4 ? LayerType.IGMP : LayerType.PAYLOAD;
      case 6 -> LayerType.TCP;
      case 17 -> LayerType.UDP;
      case 33 -> LayerType.DCCP;
      case 50 -> LayerType.ESP;
      case 58 -> ipv4 ? LayerType.PAYLOAD : LayerType.ICMPV6;
      case 132 -> LayerType.SCTP;
      case 136 -> LayerType.UDP_LITE;
      default -> LayerType.PAYLOAD;
    };
  }

  private int length(LayerType type) {
    int start = frame.place();
    if (type == LayerType.TCP) {
      return frame.left() < 20 ? 0 : (frame.number(start + 12, 1) >> 4) * 4;
    }
    if (type == LayerType.DCCP) {
      return frame.left() < 12 ? 0 : frame.number(start + 4, 1) * 4;
    }
    return type.leastLength();
  }
}
