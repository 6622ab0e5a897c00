package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;

/** The way back, which replies take. */
final class Back {

  private Back() {}

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
}
