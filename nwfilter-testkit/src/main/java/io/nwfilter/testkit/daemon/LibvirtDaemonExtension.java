package io.nwfilter.testkit.daemon;

import io.nwfilter.testkit.kernel.HostTools;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link LibvirtDaemon} as parameter, and skips the class on machines that cannot run
 * one.
 *
 * <p>All tests of a JVM share the daemon: it starts when first asked for, is reset after each test,
 * and is closed when the last test has run. Tests that use it must not run in parallel.
 */
public final class LibvirtDaemonExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace KEY =
      ExtensionContext.Namespace.create(LibvirtDaemonExtension.class);

  /** Makes the extension; JUnit calls this. */
  public LibvirtDaemonExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    HostTools.requireDaemon();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LibvirtDaemon.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent(
            LibvirtDaemon.class, type -> LibvirtDaemon.start(), LibvirtDaemon.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LibvirtDaemon daemon = store(context).get(LibvirtDaemon.class, LibvirtDaemon.class);
    if (daemon != null) {
      daemon.reset();
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(KEY);
  }
}
