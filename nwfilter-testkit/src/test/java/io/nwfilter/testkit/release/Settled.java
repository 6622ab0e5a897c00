package io.nwfilter.testkit.release;

import io.nwfilter.testkit.kernel.KernelState;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Says whether nothing has changed for a while: rules for addresses that are to be learned are
 * installed in the background.
 */
final class Settled implements Predicate<KernelState> {

  private static final Duration QUIET = Duration.ofMillis(1000);

  private KernelState last = KernelState.empty();
  private long since = System.nanoTime();

  @Override
  public boolean test(KernelState state) {
    if (!state.equals(last)) {
      last = state;
      since = System.nanoTime();
    }
    return System.nanoTime() - since >= QUIET.toNanos();
  }
}
