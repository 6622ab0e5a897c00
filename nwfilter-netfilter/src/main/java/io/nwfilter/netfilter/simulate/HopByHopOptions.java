package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel makes of hop-by-hop options of IPv6 (RFC 8200, section 4.2). A bridge only asks
 * that they fill their header; the IP layer looks at each.
 */
final class HopByHopOptions {

  private static final String MALFORMED = "the hop-by-hop options do not fill their header";
  private static final String PARAMETER = " (parameter problem)";

  private static final int HEADER = 2;
  private static final int PAD1 = 0;
  private static final int PADN = 1;
  private static final int ROUTER_ALERT = 5;
  private static final int SECURITY_LABEL = 7;
  private static final int IN_SITU = 0x31;
  private static final int JUMBO_PAYLOAD = 0xc2;

  /** So many octets of padding align what follows to eight octets. */
  private static final int MOST_PADDING = 7;

  /** How many options other than padding there may be (net.ipv6.max_hbh_opts_number). */
  private static final int MOST_OPTIONS = 8;

  private HopByHopOptions() {}

  /** {@return why a bridge with rules of IP refuses a packet; null if it does not} */
  static @Nullable String malformed(Packet packet) {
    Octets octets = octets(packet);
    for (int at = HEADER; at < octets.length(); ) {
      if (octets.get(at) == PAD1) {
        at++;
        continue;
      }
      if (isCutOff(octets, at)) {
        return MALFORMED;
      }
      if (octets.get(at) == JUMBO_PAYLOAD) {
        return "the packet is not a jumbogram"; // which are longer than any packet here
      }
      at += length(octets, at);
    }
    return null;
  }

  /** {@return why the IP layer refuses a packet; null if it does not} */
  static @Nullable String refusal(Packet packet) {
    Octets octets = octets(packet);
    int padding = 0;
    int options = 0;
    for (int at = HEADER; at < octets.length(); at += length(octets, at)) {
      if (octets.get(at) != PAD1 && isCutOff(octets, at)) {
        return MALFORMED;
      }
      boolean pads = octets.get(at) <= PADN;
      padding = pads ? padding + length(octets, at) : 0;
      options += pads ? 0 : 1;
      String problem = pads ? problemOfPadding(octets, at, padding) : problem(octets, at);
      if (problem != null) {
        return problem;
      }
    }
    return options > MOST_OPTIONS ? "there are too many hop-by-hop options" : null;
  }

  private static Octets octets(Packet packet) {
    return packet.layer(LayerType.HOP_BY_HOP).map(layer -> layer.octets()).orElse(Octets.EMPTY);
  }

  private static boolean isCutOff(Octets octets, int at) {
    return at + HEADER > octets.length() || at + length(octets, at) > octets.length();
  }

  private static int length(Octets octets, int at) {
    return octets.get(at) == PAD1 ? 1 : HEADER + octets.get(at + 1);
  }

  private static @Nullable String problemOfPadding(Octets octets, int at, int padding) {
    if (padding > MOST_PADDING) {
      return "there is more padding than it takes to align hop-by-hop options";
    }
    for (int i = at + HEADER; i < at + length(octets, at); i++) {
      if (octets.get(i) != 0) {
        return "the padding of hop-by-hop options is not zero";
      }
    }
    return null;
  }

  private static @Nullable String problem(Octets octets, int at) {
    int option = octets.get(at);
    if (option == ROUTER_ALERT) {
      return octets.get(at + 1) == 2 ? null : "the router alert has a wrong length";
    }
    if (option == SECURITY_LABEL) {
      return "no domain of interpretation is known"; // of CALIPSO, RFC 5570
    }
    if (option == IN_SITU && (at & 3) != 0) {
      return "the option IOAM is not aligned"; // RFC 9486
    }
    // The upper two bits say what becomes of a packet with an option that is not known.
    return switch (option >> 6) {
      case 0 -> null;
      case 1 -> "a hop-by-hop option is not known";
      default -> "a hop-by-hop option is not known" + PARAMETER;
    };
  }
}
