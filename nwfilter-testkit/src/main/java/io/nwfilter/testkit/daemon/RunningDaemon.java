package io.nwfilter.testkit.daemon;

/**
 * A process of the daemon that responds, and the virsh that talks to it.
 *
 * @param process the process
 * @param virsh the session
 */
record RunningDaemon(DaemonProcess process, VirshSession virsh) {
  void stop() {
    virsh.close();
    process.stop();
  }
}
