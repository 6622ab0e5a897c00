package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a conversation together: all but the one that completes their datagram
 * wait. As the kernel does, a fragment whose octets are there already is dropped, and all fragments
 * of a datagram are if two of them overlap otherwise (RFC 5722).
 *
 * @param keeper who does it; null for connection tracking, whichever the packet is at
 */
record Reassembly(Fragment.@Nullable Keeper keeper) implements HookCall {

  /** What connection tracking does before it looks at a packet. */
  static final Reassembly OF_TRACKING = new Reassembly(null);

  /** What the host does with a packet that is for it. */
  static final Reassembly OF_HOST = new Reassembly(Fragment.Keeper.HOST);

  @Override
  public boolean call(Transit transit) {
    Fragment fragment = Fragment.of(transit, keeper(transit));
    if (fragment == null) {
      return true;
    }
    if (fragment.isUneven()) {
      // Connection tracking leaves it alone, and the host does not.
      return keeper == null
          || transit.refuse("the fragment does not end where the next one can begin");
    }
    List<Fragment> waiting = transit.run.fragments.waiting(fragment.datagram());
    if (waiting.stream().anyMatch(fragment::isIn)) {
      return transit.refuse("the same fragment waits already");
    }
    if (waiting.stream().anyMatch(fragment::overlaps)) {
      transit.run.completed = fragment.datagram();
      return transit.refuse("the fragment overlaps others of its datagram");
    }
    List<Fragment> all =
        Fragment.complete(ImmutableList.<Fragment>builder().addAll(waiting).add(fragment).build());
    if (all.isEmpty()) {
      transit.run.held = fragment;
      transit.held = true;
      return transit.refuse("the fragment waits for the others");
    }
    transit.run.completed = fragment.datagram();
    transit.run.note(() -> "the fragments are put together");
    Fragment.assemble(all, transit);
    return true;
  }

  private Fragment.Keeper keeper(Transit transit) {
    if (keeper != null) {
      return keeper;
    }
    return transit.bridged ? Fragment.Keeper.BRIDGE : Fragment.Keeper.ROUTER;
  }
}
