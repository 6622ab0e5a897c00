package io.nwfilter.netfilter.packet;

/** The control bits of TCP (RFC 9293, section 3.1), as values of {@link Field#TCP_FLAGS}. */
public final class ControlBits {

  /** The sender sends nothing more. */
  public static final int FIN = 0x01;

  /** The sender opens a connection. */
  public static final int SYN = 0x02;

  /** The sender resets the connection. */
  public static final int RST = 0x04;

  /** The packet acknowledges what was received. */
  public static final int ACK = 0x10;

  /** The packet has urgent octets. */
  public static final int URG = 0x20;

  /** The reply to a packet that opens a connection. */
  public static final int SYN_ACK = SYN | ACK;

  private ControlBits() {}
}
