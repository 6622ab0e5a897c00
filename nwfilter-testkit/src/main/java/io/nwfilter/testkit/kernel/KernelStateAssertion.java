package io.nwfilter.testkit.kernel;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.testkit.golden.FailureMessage;
import io.nwfilter.testkit.golden.TextDiff;
import java.util.Objects;
import org.opentest4j.AssertionFailedError;

/** Compares the states of two namespaces. */
public final class KernelStateAssertion {
  private KernelStateAssertion() {}

  /**
   * Checks that two states are the same, chain by chain; inside a chain order counts.
   *
   * @param expected the state that should be there
   * @param actual the state that is there
   * @param context what was loaded or bound, for the message
   * @throws AssertionFailedError if the states differ; its message names the chains that do, and
   *     has a unified diff
   */
  public static void assertSame(KernelState expected, KernelState actual, String context) {
    if (expected.equals(actual)) {
      return;
    }
    String before = expected.canonicalText();
    String after = actual.canonicalText();
    String message =
        new FailureMessage("the kernel states differ")
            .fact("context", context)
            .fact("chains that differ", Joiner.on(", ").join(differing(expected, actual)))
            .block("difference (-expected +actual)", TextDiff.between(before, after).toString())
            .toString();
    throw new AssertionFailedError(message, before, after);
  }

  private static ImmutableList<ChainAddress> differing(KernelState expected, KernelState actual) {
    return Sets.union(expected.chains().keySet(), actual.chains().keySet()).stream()
        .filter(a -> !Objects.equals(expected.chains().get(a), actual.chains().get(a)))
        .sorted()
        .collect(ImmutableList.toImmutableList());
  }
}
