package io.nwfilter.testkit.fidelity;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import org.jspecify.annotations.Nullable;

/** The daemon that all tries of a class's properties ask, started when the first one does. */
final class SharedDaemon implements AutoCloseable {

  private @Nullable LibvirtDaemon daemon;

  synchronized LibvirtDaemon get() {
    if (daemon == null) {
      daemon = LibvirtDaemon.start();
    }
    return daemon;
  }

  @Override
  public synchronized void close() {
    if (daemon != null) {
      daemon.close();
      daemon = null;
    }
  }
}
