package io.nwfilter.netfilter.simulate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interface of the host.
 *
 * @param name its name
 * @param bits its name as matches compare it
 * @param bridge the bridge that it is a port of; null for others
 * @param isBridge whether it is a bridge
 * @param mac its MAC address
 * @param addresses its addresses
 * @param options what else is set
 */
record Device(
    String name,
    Bits bits,
    @Nullable String bridge,
    boolean isBridge,
    Optional<MacAddress> mac,
    ImmutableList<Prefix> addresses,
    Options options) {

  /**
   * Settings of ports and bridges.
   *
   * @param isolated whether the port exchanges no frames with other isolated ones
   * @param hairpin whether the port sends frames back where they came from
   * @param spanningTree whether the bridge takes BPDUs itself
   * @param learning whether the bridge learns by the port where senders are
   */
  record Options(boolean isolated, boolean hairpin, boolean spanningTree, boolean learning) {}

  Bits macBits() {
    return Bits.of(mac.orElse(Situation.BRIDGE_MAC));
  }

  /** The longest name of an interface, as Linux has IFNAMSIZ (netdevice(7)). */
  static final int LONGEST_NAME = 15;

  /** An interface that is not complete yet. */
  static final class Draft {
    private final String name;
    @Nullable String bridge;
    boolean isBridge;
    @Nullable MacAddress mac;
    final List<Prefix> addresses = new ArrayList<>();
    boolean isolated;
    boolean hairpin;
    boolean spanningTree;
    boolean learning = true;

    Draft(String name) {
      checkArgument(
          !name.isEmpty() && name.length() <= LONGEST_NAME,
          "'%s' is not the name of an interface of 1 to %s characters",
          name,
          LONGEST_NAME);
      checkArgument(
          name.chars().noneMatch(c -> c <= ' ' || c >= 0x7f || c == '/' || c == ':'),
          "'%s' is not the name of an interface: it has white space, a colon, a slash or what is"
              + " not ASCII",
          name);
      this.name = name;
    }

    /** Begins with all that is set of an interface. */
    Draft(Device device) {
      this(device.name());
      bridge = device.bridge();
      isBridge = device.isBridge();
      mac = device.mac().orElse(null);
      addresses.addAll(device.addresses());
      isolated = device.options().isolated();
      hairpin = device.options().hairpin();
      spanningTree = device.options().spanningTree();
    }

    Device build() {
      return new Device(
          name,
          Bits.ofName(name),
          bridge,
          isBridge,
          Optional.ofNullable(mac),
          ImmutableList.copyOf(addresses),
          new Options(isolated, hairpin, spanningTree, learning));
    }
  }
}
