package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the IP layer makes of options of IPv4 (RFC 791, section 3.1); bridges ignore them. */
final class Ipv4Options {

  private static final String PARAMETER = " (parameter problem)";

  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 0x44;
  private static final int LOOSE_SOURCE_ROUTE = 0x83;
  private static final int COMMERCIAL_SECURITY = 0x86;
  private static final int STRICT_SOURCE_ROUTE = 0x89;
  private static final int ROUTER_ALERT = 0x94;

  /** An option that may be there once; those of source routes count as the same. */
  private static final Set<Integer> ONCE =
      Set.of(RECORD_ROUTE, TIMESTAMP, LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE);

  private static final int LENGTH_OF_ADDRESS = 4;

  private Ipv4Options() {}

  /** {@return why a packet goes no further after it was routed; null if it does} */
  static @Nullable String refusal(Packet packet) {
    Octets options = packet.layer(LayerType.IPV4).map(Layer::tail).orElseThrow();
    Set<Integer> seen = new HashSet<>();
    for (int at = 0; at < options.length() && options.get(at) != END; ) {
      int option = options.get(at);
      if (option == NO_OPERATION) {
        at++;
        continue;
      }
      int length = at + 1 < options.length() ? options.get(at + 1) : 0;
      if (length < 2 || length > options.length() - at || isWrong(options, at, length, seen)) {
        return "an option of IPv4 is malformed" + PARAMETER;
      }
      at += length;
    }
    return seen.contains(LOOSE_SOURCE_ROUTE)
        ? "the host takes no packets with a route of their sender"
        : null;
  }

  /** {@return the packet as the IP layer leaves it: nothing comes after the end of the list} */
  static Packet ended(Packet packet) {
    Layer ip = packet.layer(LayerType.IPV4).orElseThrow();
    int end = end(ip.tail());
    byte[] rest = new byte[ip.tail().length() - end];
    Octets options = ip.tail().slice(0, end).followedBy(Octets.of(rest));
    if (options.equals(ip.tail())) {
      return packet;
    }
    List<Layer> layers = new ArrayList<>(packet.layers());
    layers.set(layers.indexOf(ip), ip.withTail(options));
    return Packet.of(layers);
  }

  /** {@return where the list ends, in options that are not malformed} */
  private static int end(Octets options) {
    int at = 0;
    while (at < options.length() && options.get(at) != END) {
      at += options.get(at) == NO_OPERATION ? 1 : options.get(at + 1);
    }
    return at;
  }

  private static boolean isWrong(Octets options, int at, int length, Set<Integer> seen) {
    int option = options.get(at);
    int kind = option == STRICT_SOURCE_ROUTE ? LOOSE_SOURCE_ROUTE : option;
    if (ONCE.contains(option) && !seen.add(kind)) {
      return true;
    }
    return switch (option) {
      case LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE -> length < 3 || options.get(at + 2) < 4;
      case RECORD_ROUTE -> length < 3 || options.get(at + 2) < 4 || hasPart(options, at, length);
      case TIMESTAMP -> length < 4 || options.get(at + 2) < 5 || hasPart(options, at, length);
      case ROUTER_ALERT -> length < 4;
      case COMMERCIAL_SECURITY -> true; // no domain of interpretation is known
      default -> false;
    };
  }

  /** {@return whether the place that a pointer leads to has less than the octets of an address} */
  private static boolean hasPart(Octets options, int at, int length) {
    int pointer = options.get(at + 2);
    return pointer <= length && pointer + LENGTH_OF_ADDRESS - 1 > length;
  }
}
