package io.nwfilter.netfilter.simulate;

/**
 * What the kernel remembers of the packets of a conversation.
 *
 * @param connections the connections that were started
 * @param fragments the fragments that wait
 */
record Remembered(Connections connections, FragmentQueues fragments) {

  /** No packet came before. */
  static final Remembered NOTHING = new Remembered(Connections.NONE, FragmentQueues.NONE);

  /** {@return a memory that is empty so far} */
  static Remembered nothing() {
    return new Remembered(new Connections(), new FragmentQueues());
  }
}
