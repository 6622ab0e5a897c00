package io.nwfilter.testkit.daemon;

import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.SystemRoot;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the parts of a daemon, one part after the other, and undoes that if a part fails. */
final class DaemonStart {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private DaemonStart() {}

  /** Makes a daemon of its started parts. */
  @FunctionalInterface
  interface Assembly {
    LibvirtDaemon assemble(
        DaemonSettings settings,
        NetworkNamespace namespace,
        DaemonDirectory directory,
        RunningDaemon running);
  }

  static LibvirtDaemon start(
      DaemonSettings settings, Consumer<DaemonDirectory> preparation, Assembly assembly) {
    NetworkNamespace namespace = NetworkNamespace.create();
    try {
      return inNamespace(namespace, settings, preparation, assembly);
    } catch (RuntimeException e) {
      namespace.close();
      throw e;
    }
  }

  private static LibvirtDaemon inNamespace(
      NetworkNamespace namespace,
      DaemonSettings settings,
      Consumer<DaemonDirectory> preparation,
      Assembly assembly) {
    DaemonDirectory directory = DaemonDirectory.create(namespace.name(), settings);
    try {
      preparation.accept(directory);
      return assembly.assemble(
          settings, namespace, directory, run(namespace, directory, settings.system()));
    } catch (RuntimeException e) {
      directory.delete();
      throw e;
    }
  }

  /** Starts the process with the files that are there, and waits until it responds. */
  static RunningDaemon run(
      NetworkNamespace namespace, DaemonDirectory directory, SystemRoot system) {
    directory.deleteSocket();
    DaemonProcess process = DaemonProcess.start(namespace, directory, system);
    try {
      process.await(
          LIMIT, () -> Optional.of(directory.socket()).filter(socket -> Files.exists(socket)));
      return new RunningDaemon(process, answeringSession(process, directory));
    } catch (RuntimeException e) {
      process.stop();
      throw e;
    }
  }

  /** The socket exists before the daemon responds: virsh connects anew with every command. */
  private static VirshSession answeringSession(DaemonProcess process, DaemonDirectory directory) {
    VirshSession virsh = VirshSession.open(directory);
    try {
      return process.await(LIMIT, () -> Optional.of(virsh).filter(DaemonStart::answers));
    } catch (RuntimeException e) {
      virsh.close();
      throw e;
    }
  }

  private static boolean answers(VirshSession virsh) {
    try {
      virsh.run("nwfilter-list");
      return true;
    } catch (DaemonRefusedException e) {
      return false;
    }
  }
}
