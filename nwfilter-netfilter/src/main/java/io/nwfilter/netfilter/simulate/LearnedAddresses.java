package io.nwfilter.netfilter.simulate;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Table;
import io.nwfilter.netfilter.packet.Bits;
import org.jspecify.annotations.Nullable;

/**
 * By which ports bridges have got frames of which senders: what they have learned in a
 * conversation.
 */
final class LearnedAddresses {

  /** Nothing is learned, and nothing will be. */
  static final LearnedAddresses NONE = new LearnedAddresses(ImmutableTable.of());

  private final Table<Bits, String, Device> ports;

  private LearnedAddresses(Table<Bits, String, Device> ports) {
    this.ports = ports;
  }

  /** {@return what bridges know that have learned nothing yet} */
  static LearnedAddresses nothing() {
    return new LearnedAddresses(HashBasedTable.create());
  }

  /** Learns that a sender is at a port, whatever was known before. */
  void learn(Bits mac, Device bridge, Device port) {
    if (this != NONE) {
      ports.put(mac, bridge.name(), port);
    }
  }

  /** {@return the port at which a MAC address is; null if no frame of it has come in} */
  @Nullable Device port(Bits mac, Device bridge) {
    return ports.get(mac, bridge.name());
  }
}
