package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;

/** A way to refute a statement by a packet. */
interface Refutation {

  /** {@return what trying the packet says of the statement} */
  Outcome test(Packet packet);

  /** {@return what is wrong, as a sentence} */
  String problem();

  /** {@return the packets that show it, with what becomes of them} */
  List<Explanation> sent(Packet packet);
}
