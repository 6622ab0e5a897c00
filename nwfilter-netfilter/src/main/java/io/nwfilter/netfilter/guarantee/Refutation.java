package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.Map;

/** A way to refute a statement by a packet. */
interface Refutation {

  /** {@return what trying the packet says of the statement} */
  Outcome test(Packet packet);

  /** {@return what is wrong, as a sentence} */
  String problem();

  /**
   * {@return whether a course of one of the packets that show it is one by which they do}
   *
   * @param course what becomes of the packet, if something is assumed
   * @param last whether it is the last of them
   */
  boolean isShownBy(Course course, boolean last);

  /** {@return the packets that show it, with what becomes of them} */
  List<Explanation> sent(Packet packet);

  /** A way to refute a statement by what becomes of one packet, whatever was sent before. */
  interface OfPacket extends Refutation {

    /** {@return where the packet enters} */
    Entry entry();

    /** {@return which packets the statement is about} */
    PacketClass packets();

    /**
     * {@return what a packet says of the statement}
     *
     * @param packet the packet as the guest sees it
     * @param sent what becomes of it, after what becomes of those that were sent before it
     * @param tracked what connection tracking says of it
     */
    Outcome judged(Packet packet, List<Explanation> sent, Map<Field, Bits> tracked);
  }
}
