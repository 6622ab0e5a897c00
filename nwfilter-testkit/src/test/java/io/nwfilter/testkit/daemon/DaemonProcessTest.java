package io.nwfilter.testkit.daemon;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NetworkNamespaceExtension.class)
class DaemonProcessTest {
  @BeforeAll
  static void requireDaemon() {
    HostTools.requireDaemon();
  }

  @Test
  void daemonThatEndsIsReportedWithItsMessages(NetworkNamespace namespace) throws IOException {
    DaemonDirectory directory = DaemonDirectory.create(namespace.name(), DaemonSettings.DEFAULT);
    try {
      Files.writeString(directory.configuration(), "max_clients = \"not a number\"\n");
      DaemonProcess process = DaemonProcess.start(namespace, directory, SystemRoot.HOST);

      DaemonFailedException failure =
          assertThrows(
              DaemonFailedException.class,
              () -> process.await(Duration.ofSeconds(20), Optional::empty));

      String message = failure.getMessage();
      assertTrue(message.startsWith("the private libvirtd ended\n  its messages:\n"), message);
      assertTrue(message.contains("max_clients"), message);
      assertFalse(process.isAlive());
    } finally {
      directory.delete();
    }
  }

  @Test
  void waitingHasAnEnd(NetworkNamespace namespace) {
    DaemonDirectory directory = DaemonDirectory.create(namespace.name(), DaemonSettings.DEFAULT);
    DaemonProcess process = DaemonProcess.start(namespace, directory, SystemRoot.HOST);
    try {
      DaemonFailedException failure =
          assertThrows(
              DaemonFailedException.class,
              () -> process.await(Duration.ofMillis(30), Optional::empty));

      assertTrue(failure.getMessage().startsWith("gave up after 30 ms\n"));
      assertTrue(process.isAlive());
    } finally {
      process.stop();
      directory.delete();
    }
    assertFalse(process.isAlive());
  }

  @Test
  void leftoversOfAnEndedProcessAreRemoved(NetworkNamespace namespace)
      throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    DaemonDirectory leftover =
        DaemonDirectory.create("nwf" + ended.pid() + "x1", DaemonSettings.DEFAULT);
    Path parent = leftover.path().getParent();

    DaemonDirectory.create(namespace.name(), DaemonSettings.DEFAULT).delete();

    assertFalse(Files.exists(leftover.path()));
    assertFalse(Files.exists(parent.resolve(namespace.name())));
  }
}
