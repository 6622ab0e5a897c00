package io.nwfilter.netfilter.layout;

/** Which packets of an interface a chain of the IP layer sees. */
public enum PacketSide {
  /** Packets from the guest that are forwarded. */
  FORWARD_IN,
  /** Packets to the guest that are forwarded. */
  FORWARD_OUT,
  /** Packets from the guest to the host. */
  HOST_IN
}
