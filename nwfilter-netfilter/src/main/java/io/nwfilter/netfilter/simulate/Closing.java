package io.nwfilter.netfilter.simulate;

import static io.nwfilter.netfilter.packet.ControlBits.ACK;
import static io.nwfilter.netfilter.packet.ControlBits.FIN;
import static io.nwfilter.netfilter.packet.ControlBits.RST;

/**
 * How far a connection of TCP is closed (RFC 9293, section 3.6).
 *
 * @param finals how many packets with FIN there were, at most two
 * @param waits whether both sides have ended, and an acknowledgement came after that
 * @param reset whether it was reset
 * @param lastReset who has reset it with the last packet
 */
record Closing(int finals, boolean waits, boolean reset, Sender lastReset) {

  /** Nothing of that yet. */
  static final Closing OPEN = new Closing(0, false, false, Sender.NOBODY);

  /** Whose packet it is. */
  enum Sender {
    NOBODY,
    CLIENT,
    SERVER
  }

  private static Sender sender(boolean reply) {
    return reply ? Sender.SERVER : Sender.CLIENT;
  }

  /**
   * {@return how far it is closed after another packet}
   *
   * @param flags the packet's flags
   * @param reply whether it is the server's
   */
  Closing after(int flags, boolean reply) {
    if ((flags & RST) != 0) {
      return new Closing(finals, false, true, sender(reply));
    }
    boolean ends = (flags & FIN) != 0;
    boolean ended = !ends && finals == 2 && !reset && (flags & ACK) != 0;
    return new Closing(
        ends ? Math.min(finals + 1, 2) : finals, waits || ended, reset, Sender.NOBODY);
  }

  /**
   * {@return whether a SYN opens another connection in place of this one} Otherwise Linux lets it
   * pass as a part of this one.
   *
   * @param reply whether the SYN is the server's
   */
  boolean mayReopen(boolean reply) {
    return waits || (reset && !reply && (finals > 0 || lastReset == Sender.CLIENT));
  }
}
