package io.nwfilter.testkit.release;

import io.nwfilter.testkit.kernel.KernelState;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Says whether nothing has changed for a while: rules for addresses that are to be learned are
 * installed in the background, so that there may be none at all for some seconds.
 */
final class Settled implements Predicate<KernelState> {

  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration QUIET_WITHOUT_RULES = Duration.ofSeconds(7);

  private KernelState last = KernelState.empty();
  private long since = System.nanoTime();

  @Override
  public boolean test(KernelState state) {
    if (!state.equals(last)) {
      last = state;
      since = System.nanoTime();
    }
    Duration quiet = state.equals(KernelState.empty()) ? QUIET_WITHOUT_RULES : QUIET;
    return System.nanoTime() - since >= quiet.toNanos();
  }
}
