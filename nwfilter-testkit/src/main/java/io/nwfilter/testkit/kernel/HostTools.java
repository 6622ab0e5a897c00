package io.nwfilter.testkit.kernel;

/**
 * Says whether this machine can run tests against its kernel and against libvirtd.
 *
 * <p>The results are found once per JVM. For use in {@code @BeforeAll}.
 */
public final class HostTools {
  /** The system property that, set to {@code true}, makes skipped tests fail. */
  public static final String REQUIRE_PROPERTY = "nwfilter.requireHost";

  private static final HostRequirement REQUIREMENT =
      new HostRequirement(Boolean.getBoolean(REQUIRE_PROPERTY), System.err);

  private HostTools() {}

  /**
   * Returns whether this machine can load rules into network namespaces.
   *
   * @return the result, with what is missing
   */
  public static Availability kernel() {
    return Answers.KERNEL;
  }

  /**
   * Returns whether this machine can run a private libvirtd.
   *
   * @return the result, with what is missing
   */
  public static Availability daemon() {
    return Answers.DAEMON;
  }

  /**
   * Returns whether this machine can draw pictures with Graphviz.
   *
   * @return the result, with what is missing
   */
  public static Availability graphviz() {
    return HostProbe.graphviz();
  }

  /**
   * Skips the calling tests on a machine that cannot load rules into network namespaces, and says
   * why, once, on standard error too.
   *
   * @throws org.opentest4j.TestAbortedException if the machine cannot
   * @throws org.opentest4j.AssertionFailedError if it cannot, and {@value #REQUIRE_PROPERTY} is set
   */
  public static void requireKernel() {
    REQUIREMENT.check(kernel());
  }

  /**
   * Skips the calling tests on a machine that cannot run a private libvirtd, and says why, once, on
   * standard error too.
   *
   * @throws org.opentest4j.TestAbortedException if the machine cannot
   * @throws org.opentest4j.AssertionFailedError if it cannot, and {@value #REQUIRE_PROPERTY} is set
   */
  public static void requireDaemon() {
    REQUIREMENT.check(daemon());
  }

  /**
   * Skips the calling tests on a machine without Graphviz, and says why, once, on standard error
   * too.
   *
   * @throws org.opentest4j.TestAbortedException if Graphviz is missing
   * @throws org.opentest4j.AssertionFailedError if it is missing, and {@value #REQUIRE_PROPERTY} is
   *     set
   */
  public static void requireGraphviz() {
    REQUIREMENT.check(graphviz());
  }

  /** Found when first asked for, since asking makes a namespace. */
  private static final class Answers {
    static final Availability KERNEL = HostProbe.kernel();
    static final Availability DAEMON = HostProbe.daemon(KERNEL);
  }
}
