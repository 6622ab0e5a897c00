package io.nwfilter.testkit.testbed;

import io.nwfilter.testkit.kernel.Availability;
import io.nwfilter.testkit.kernel.HostTools;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Skips properties on machines that cannot run them, unless the build demands them. */
public abstract class RequiresHost implements SkipExecutionHook {

  /** Skips where no network namespaces or netfilter tools are to be had. */
  public static final class Kernel extends RequiresHost {
    @Override
    Availability availability() {
      return HostTools.kernel();
    }
  }

  /** Skips where no libvirtd can be started either. */
  public static final class Daemon extends RequiresHost {
    @Override
    Availability availability() {
      return HostTools.daemon();
    }
  }

  abstract Availability availability();

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    Availability availability = availability();
    if (availability.isAvailable() || Boolean.getBoolean(HostTools.REQUIRE_PROPERTY)) {
      return SkipResult.doNotSkip(); // where they are demanded, they fail by themselves
    }
    System.err.println("skipped: " + context.label() + ": " + availability);
    return SkipResult.skip(availability.toString());
  }
}
