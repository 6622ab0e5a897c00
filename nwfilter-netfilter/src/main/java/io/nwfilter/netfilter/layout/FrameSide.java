package io.nwfilter.netfilter.layout;

/** Which frames of an interface a chain of the Ethernet layer sees. */
public enum FrameSide {
  /** Frames from the guest. */
  FROM_GUEST,
  /** Frames to the guest. */
  TO_GUEST
}
