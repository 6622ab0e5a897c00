package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.generate.BrokenDocument;
import io.nwfilter.testkit.testbed.RequiresHost;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** What the reader refuses in a broken document, a live libvirtd refuses as well. */
class BrokenDocumentProperties {

  private static final SharedDaemon DAEMON = new SharedDaemon();

  @Property(tries = 500)
  @AddLifecycleHook(RequiresHost.Daemon.class)
  void daemonRefusesAsWell(@ForAll BrokenDocument broken) {
    LibvirtDaemon running = DAEMON.get();
    assertThrows(DaemonRefusedException.class, () -> running.define(broken.text()));
  }

  @AfterContainer
  static void stop() {
    DAEMON.close();
  }
}
