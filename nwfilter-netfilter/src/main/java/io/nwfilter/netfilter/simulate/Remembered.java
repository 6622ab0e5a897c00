package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What the kernel remembers of the packets of a conversation.
 *
 * @param connections the connections that were started
 * @param fragments the fragments that wait
 * @param changedSets the sets that rules have changed
 * @param learned where bridges have seen senders
 */
record Remembered(
    Connections connections,
    FragmentQueues fragments,
    Set<String> changedSets,
    LearnedAddresses learned) {

  /** No packet came before. */
  static final Remembered NOTHING =
      new Remembered(
          Connections.NONE, FragmentQueues.NONE, ImmutableSet.of(), LearnedAddresses.NONE);

  /** {@return a memory that is empty so far} */
  static Remembered nothing() {
    return new Remembered(
        new Connections(), new FragmentQueues(), new HashSet<>(), LearnedAddresses.nothing());
  }
}
