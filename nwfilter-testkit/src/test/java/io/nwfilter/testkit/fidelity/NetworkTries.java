package io.nwfilter.testkit.fidelity;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** How many hosts with networks are compared, and from which seed, as {@link DifferentialTries}. */
final class NetworkTries implements AroundPropertyHook {

  private static final int ORDINARY = 60;

  private static final String SEED = System.getProperty("nwfilter.differential.seed", "");

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    context.attributes().setTries(Integer.getInteger("nwfilter.differential.networks", ORDINARY));
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
