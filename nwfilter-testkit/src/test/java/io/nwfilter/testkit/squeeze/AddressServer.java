package io.nwfilter.testkit.squeeze;

import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A dnsmasq that gives one address to whoever asks, as libvirt's does on a virtual network. */
final class AddressServer implements AutoCloseable {

  private static final long WAIT_SECONDS = 10;

  private final Process process;

  private AddressServer(Process process) {
    this.process = process;
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param namespace where it runs
   * @param device the interface that it serves
   * @param address the only address that it gives
   */
  static AddressServer start(NetworkNamespace namespace, String device, String address) {
    try {
      Path log = Files.createTempFile("dnsmasq", ".log");
      ProcessBuilder builder =
          namespace
              .command(
                  "dnsmasq",
                  "--conf-file=/dev/null",
                  "--keep-in-foreground",
                  "--user=root",
                  "--port=0",
                  "--bind-dynamic",
                  "--interface=" + device,
                  "--except-interface=lo",
                  "--dhcp-range=" + address + "," + address + ",1h",
                  "--dhcp-leasefile=" + log.resolveSibling(log.getFileName() + ".leases"),
                  "--dhcp-authoritative",
                  "--no-ping",
                  "--log-facility=" + log)
              .toProcessBuilder()
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      AddressServer server = new AddressServer(builder.start());
      server.awaitLine(log, "DHCP, sockets bound");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  private void awaitLine(Path log, String words) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!Files.readString(log).contains(words)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new AssertionError("dnsmasq does not listen: " + Files.readString(log));
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
