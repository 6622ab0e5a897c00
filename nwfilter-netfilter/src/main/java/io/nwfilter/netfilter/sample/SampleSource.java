package io.nwfilter.netfilter.sample;

import io.nwfilter.netfilter.packet.Packet;

/** Who sends the packets that samples are made from. */
enum SampleSource {
  /** The guest. */
  GUEST {
    @Override
    Packet packet(Neighborhood ends, String text) {
      return ends.fromGuest(text);
    }
  },
  /** Somebody on the guest's bridge, to the guest. */
  PEER {
    @Override
    Packet packet(Neighborhood ends, String text) {
      return ends.toGuest(text);
    }
  },
  /** Somebody in another network, to the guest, in frames that are for the host, which routes. */
  NETWORK {
    @Override
    Packet packet(Neighborhood ends, String text) {
      return ends.toGuestByRouter(text);
    }
  },
  /** A process of the host, to the guest. */
  HOST {
    @Override
    Packet packet(Neighborhood ends, String text) {
      return ends.fromHost(text);
    }
  };

  /**
   * {@return a packet}
   *
   * @param ends the guest, and whom it talks to
   * @param text the packet's text, with letters for addresses
   */
  abstract Packet packet(Neighborhood ends, String text);
}
