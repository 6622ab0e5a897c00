package io.nwfilter.netfilter.simulate;

import static io.nwfilter.netfilter.packet.ControlBits.SYN;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits the largest segment that a SYN of TCP allows (iptables-extensions(8), TCPMSS): the option
 * is lowered, or added where there is none and no data.
 */
final class MaximumSegmentAction implements Action {

  private static final int OPTION = 2;
  private static final int LENGTH = 4;
  private static final int HEADER = 20;
  private static final int LONGEST_HEADER = 60;

  /** The largest packets of Ethernet, as the size is not known here. */
  private static final int ETHERNET = 1500;

  /** What hosts assume without the option: RFC 9293, section 3.7.1. */
  private static final int DEFAULT_IPV4 = 536;

  private static final int DEFAULT_IPV6 = 1220;

  private final int size;

  private MaximumSegmentAction(int size) {
    this.size = size;
  }

  /** {@return the action; a size of 0 stands for what fits the way} */
  static Action of(Target.ExtensionTarget target) {
    for (OptionUse option : target.options()) {
      if (option.name().equals("set-mss")) {
        return new MaximumSegmentAction(Integer.parseInt(option.words().get(0)));
      }
    }
    return new MaximumSegmentAction(0);
  }

  @Override
  public Code apply(Transit transit) {
    Packet packet = transit.packet;
    boolean opens =
        packet.has(Header.TCP) && (packet.value(Field.TCP_FLAGS).orElseThrow().low() & SYN) != 0;
    if (opens) {
      transit.packet = limited(packet);
    }
    return Code.CONTINUE;
  }

  private Packet limited(Packet packet) {
    boolean ipv4 = packet.has(Header.IPV4);
    int wanted = size == 0 ? ETHERNET - HEADER - (ipv4 ? 20 : 40) : size;
    Layer tcp = packet.layer(LayerType.TCP).orElseThrow();
    Octets options = tcp.tail();
    int place = place(options);
    if (place >= 0) {
      boolean lower = options.number(8 * (place + 2), 16) > wanted;
      return lower ? with(packet, tcp, replaced(options, place, wanted)) : packet;
    }
    boolean data = packet.layer(LayerType.PAYLOAD).isPresent();
    if (data || HEADER + options.length() + LENGTH > LONGEST_HEADER) {
      return packet;
    }
    int most = Math.min(wanted, ipv4 ? DEFAULT_IPV4 : DEFAULT_IPV6);
    return with(packet, tcp, option(most).followedBy(options));
  }

  /** {@return where the option is; −1 if it is not there} */
  private static int place(Octets options) {
    int at = 0;
    while (at + LENGTH <= options.length()) {
      int kind = options.get(at);
      if (kind == OPTION && options.get(at + 1) == LENGTH) {
        return at;
      }
      at += kind < 2 ? 1 : Math.max(1, options.get(at + 1));
    }
    return -1;
  }

  private static Octets option(int size) {
    return Octets.of(new byte[] {OPTION, LENGTH, (byte) (size >> 8), (byte) size});
  }

  private static Octets replaced(Octets options, int place, int size) {
    return options
        .slice(0, place)
        .followedBy(option(size))
        .followedBy(options.slice(place + LENGTH, options.length()));
  }

  private static Packet with(Packet packet, Layer tcp, Octets options) {
    List<Layer> layers = new ArrayList<>(packet.layers());
    layers.set(layers.indexOf(tcp), tcp.withTail(options));
    return Packet.of(layers);
  }
}
