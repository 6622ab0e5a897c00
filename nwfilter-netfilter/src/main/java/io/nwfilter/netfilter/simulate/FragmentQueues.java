package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import java.util.List;

/** The fragments that wait for others of their datagram. */
final class FragmentQueues {

  /** No fragment waits, and none is added. */
  static final FragmentQueues NONE = new FragmentQueues();

  private final ListMultimap<Fragment.Datagram, Fragment> waiting = ArrayListMultimap.create();

  /** {@return the fragments of a datagram that wait} */
  List<Fragment> waiting(Fragment.Datagram datagram) {
    return ImmutableList.copyOf(waiting.get(datagram));
  }

  void add(Fragment fragment) {
    waiting.put(fragment.datagram(), fragment);
  }

  void forget(Fragment.Datagram datagram) {
    waiting.removeAll(datagram);
  }
}
