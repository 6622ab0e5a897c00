package io.nwfilter.testkit.release;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How many generated cases the daemons of other releases are asked about: the system property
 * {@code nwfilter.releases.tries}. An answer takes them about two seconds.
 */
final class ReleaseTries implements AroundPropertyHook {

  private static final int ORDINARY = 200;

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    context.attributes().setTries(Integer.getInteger("nwfilter.releases.tries", ORDINARY));
    return property.execute();
  }

  /** {@return below jqwik's own hooks, like the one that reads defaults from annotations} */
  @Override
  public int aroundPropertyProximity() {
    return -100;
  }
}
