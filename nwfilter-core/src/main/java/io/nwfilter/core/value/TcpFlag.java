package io.nwfilter.core.value;

/**
 * A control bit of the TCP header (RFC 9293, section 3.1), from the lowest one up, which is the
 * order in which libvirt and iptables print them.
 */
public enum TcpFlag {
  /** No more data from the sender. */
  FIN,
  /** Synchronise sequence numbers: starts a connection. */
  SYN,
  /** Reset the connection. */
  RST,
  /** Push the data to the receiver. */
  PSH,
  /** The acknowledgement field is valid. */
  ACK,
  /** The urgent pointer is valid. */
  URG;

  /** {@return the bit's value in the octet of control bits: 1 for FIN to 32 for URG} */
  public long bit() {
    return switch (this) {
      case FIN -> 1;
      case SYN -> 2;
      case RST -> 4;
      case PSH -> 8;
      case ACK -> 16;
      case URG -> 32;
    };
  }
}
