package io.nwfilter.testkit.kernel;

import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/** Decides what becomes of tests that this machine cannot run. */
final class HostRequirement {
  private final boolean required;
  private final PrintStream log;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  HostRequirement(boolean required, PrintStream log) {
    this.required = required;
    this.log = log;
  }

  /** Passes if the tests can run; otherwise fails them where they are required, or aborts them. */
  void check(Availability availability) {
    if (availability.isAvailable()) {
      return;
    }
    if (required) {
      throw new AssertionFailedError(
          availability + " (and " + HostTools.REQUIRE_PROPERTY + " forbids skipping them)");
    }
    if (reported.add(availability.toString())) {
      log.println("skipped: " + availability);
    }
    Assumptions.abort(availability.toString());
  }
}
