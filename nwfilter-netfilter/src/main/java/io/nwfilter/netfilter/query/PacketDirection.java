package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Arrays;

/** From where to where the packets of a query go. */
public enum PacketDirection {
  /** Packets that the guest sends. */
  FROM_VM("from-vm"),
  /** Packets that come to the guest: from the bridge or, if the host forwards, from outside. */
  TO_VM("to-vm"),
  /** Packets that come to the host itself: from the bridge of the guest, or from outside. */
  TO_HOST("to-host"),
  /** Packets that processes of the host send. */
  FROM_HOST("from-host"),
  /** Packets that the host gets from outside, to be routed. */
  FROM_NETWORK("from-network");

  /** The directions by their words. */
  static final ImmutableMap<String, PacketDirection> BY_WORD =
      Maps.uniqueIndex(Arrays.asList(values()), PacketDirection::word);

  private final String word;

  PacketDirection(String word) {
    this.word = word;
  }

  /** {@return the word for it in queries} */
  public String word() {
    return word;
  }
}
