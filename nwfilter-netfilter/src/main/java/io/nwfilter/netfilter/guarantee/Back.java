package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.simulate.Ways;

/** The way back, which replies take. */
final class Back {

  /** What a host that routes makes anew for each frame, so that replies need not have it. */
  static final ImmutableSet<Field> FRAMES =
      ImmutableSet.of(Field.ETHERNET_SOURCE, Field.ETHERNET_DESTINATION);

  private Back() {}

  /**
   * {@return a reply in the frame in which it enters somewhere} From another network, that is one
   * that a router sends to the host, whoever has got the packet that it replies to.
   *
   * @param reply the reply
   * @param entry where it enters
   */
  static Packet framed(Packet reply, Entry entry) {
    return entry instanceof Entry.Network
        ? reply
            .with(Slot.ETHERNET_SOURCE, Bits.of(Surroundings.SENDER))
            .with(Slot.ETHERNET_DESTINATION, Bits.of(Surroundings.RECEIVER))
        : reply;
  }

  /**
   * {@return the MAC address to which frames from another network are sent, which the host routes}
   */
  static MacAddress receiver(Situation situation, Entry.Network entry) {
    return Ways.ownAddress(situation, entry).orElse(Surroundings.RECEIVER);
  }

  /** {@return where replies to what arrives somewhere enter} */
  static Entry from(End end) {
    return switch (end.kind()) {
      case PORT -> Entry.port(end.name());
      case HOST -> Entry.host();
      case NETWORK -> Entry.network(end.name());
    };
  }

  /** {@return where replies to what enters somewhere arrive} */
  static End to(Entry entry) {
    if (entry instanceof Entry.Port port) {
      return End.port(port.name());
    } else if (entry instanceof Entry.Network network) {
      return End.network(network.name());
    }
    return End.HOST;
  }

  /**
   * {@return the frames that go to the host itself, which routes what is for others}
   *
   * @param situation what is known of the host
   * @param entry where they enter
   */
  static PacketClass toHost(Situation situation, Entry entry) {
    MacAddress own = Ways.ownAddress(situation, entry).orElse(Situation.BRIDGE_MAC);
    return PacketClass.of(PacketCondition.is(Field.ETHERNET_DESTINATION, Bits.of(own).low()));
  }
}
