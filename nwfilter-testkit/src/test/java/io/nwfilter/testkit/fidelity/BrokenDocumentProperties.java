package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.generate.BrokenDocument;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** What the reader refuses in a broken document, a live libvirtd refuses as well. */
class BrokenDocumentProperties {

  private static @Nullable LibvirtDaemon daemon;

  @Property(tries = 500)
  @AddLifecycleHook(RequiresHost.Daemon.class)
  void daemonRefusesAsWell(@ForAll BrokenDocument broken) {
    LibvirtDaemon running = running();
    assertThrows(DaemonRefusedException.class, () -> running.define(broken.text()));
  }

  private static synchronized LibvirtDaemon running() {
    if (daemon == null) {
      daemon = LibvirtDaemon.start();
    }
    return daemon;
  }

  @AfterContainer
  static synchronized void stop() {
    if (daemon != null) {
      daemon.close();
      daemon = null;
    }
  }
}
