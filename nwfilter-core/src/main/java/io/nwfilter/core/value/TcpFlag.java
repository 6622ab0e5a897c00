package io.nwfilter.core.value;

/** A control bit of the TCP header (RFC 9293, section 3.1), in libvirt's order. */
public enum TcpFlag {
  /** Synchronise sequence numbers: starts a connection. */
  SYN,
  /** The acknowledgement field is valid. */
  ACK,
  /** The urgent pointer is valid. */
  URG,
  /** Push the data to the receiver. */
  PSH,
  /** No more data from the sender. */
  FIN,
  /** Reset the connection. */
  RST
}
