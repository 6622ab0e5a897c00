package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;

/** A way to refute a statement by a packet. */
interface Refutation {

  /**
   * {@return {@link Fate#ARRIVES} if the packet refutes it, {@link Fate#DEPENDS} if that depends on
   * what is not known, any other if not}
   */
  Fate test(Packet packet);

  /** {@return what is wrong, as a sentence} */
  String problem();

  /** {@return the packets that show it, with what becomes of them} */
  List<Explanation> sent(Packet packet);
}
