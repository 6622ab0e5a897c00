package io.nwfilter.testkit.fidelity;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How many families are compared, and from which seed: system properties of the build, as the long
 * profile wants thousands of new ones and an ordinary build the same few every time.
 */
final class DifferentialTries implements AroundPropertyHook {

  /** How many families are compared in one try of the property. */
  static final int BATCH = 5;

  /** How many families an ordinary build compares. */
  static final int ORDINARY = 150;

  /** How many families are compared. */
  static final int FAMILIES = Integer.getInteger("nwfilter.differential.tries", ORDINARY);

  private static final String SEED = System.getProperty("nwfilter.differential.seed", "");

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    context.attributes().setTries((FAMILIES + BATCH - 1) / BATCH);
    if (!SEED.isEmpty()) {
      context.attributes().setSeed(SEED);
    }
    return property.execute();
  }

  /** {@return below jqwik's own hooks, like the one that reads defaults from annotations} */
  @Override
  public int aroundPropertyProximity() {
    return -100;
  }
}
