package io.nwfilter.testkit.daemon;

import io.nwfilter.testkit.golden.FailureMessage;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.SystemRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The private libvirtd's process, or rather the shell that is process 1 of the daemon's process
 * namespace: with it end the daemon and all that the daemon started.
 *
 * <p>The shell ends when its standard input does, which happens even when this JVM is killed.
 */
final class DaemonProcess {
  // A daemon of another system sees the host's kernel, and of the host's files only its own.
  private static final String ENTER =
      """
      set -eu
      if [ "$2" != / ]; then
        mount -t proc proc "$2/proc"
        mount --rbind /sys "$2/sys"
        mount --rbind /dev "$2/dev"
        mount -t tmpfs tmpfs "$2/run"
        mkdir -p "$2$1"
        mount --bind "$1" "$2$1"
      fi
      exec chroot "$2" sh -c "$3" "$0" "$1"
      """;

  // The daemon's directories are compiled in, so others are mounted over them, visible to it alone.
  private static final String SCRIPT =
      """
      set -eu
      over() {
        mkdir -p "$2"
        mount --bind "$1" "$2"
      }
      over "$1/run" /run/libvirt
      over "$1/etc" /etc/libvirt
      over "$1/lib" /var/lib/libvirt
      over "$1/cache" /var/cache/libvirt
      over "$1/log" /var/log/libvirt
      [ ! -e "$1/tc" ] || mount --bind "$1/tc" /usr/sbin/tc
      exec 3<&0
      libvirtd --config "$1/etc/libvirtd.conf" --pid-file "$1/libvirtd.pid" </dev/null 3<&- &
      daemon=$!
      { while read -r signal <&3; do kill -"$signal" $daemon; done; kill -KILL $daemon; } &
      wait $daemon
      """;

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 10;

  private final Process process;
  private final DaemonDirectory directory;

  private DaemonProcess(Process process, DaemonDirectory directory) {
    this.process = process;
    this.directory = directory;
  }

  static DaemonProcess start(
      NetworkNamespace namespace, DaemonDirectory directory, SystemRoot system) {
    ProcessBuilder builder =
        namespace
            .command(
                "unshare",
                "--mount",
                "--propagation=private",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                ENTER,
                "libvirtd-of-nwfilter-testkit",
                directory.path().toString(),
                system.directory().toString(),
                SCRIPT)
            .toProcessBuilder()
            .redirectErrorStream(true)
            .redirectOutput(directory.console().toFile());
    try {
      return new DaemonProcess(builder.start(), directory);
    } catch (IOException e) {
      throw new DaemonFailedException("the private libvirtd cannot be started", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until there is a result; a daemon that ends meanwhile or is late is a failure. */
  <T> T await(Duration limit, Supplier<Optional<T>> attempt) {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> result = attempt.get();
    while (result.isEmpty()) {
      if (endsWithin(Duration.ofMillis(POLL_MILLIS))) {
        throw failure("the private libvirtd ended");
      }
      if (System.nanoTime() - deadline > 0) {
        throw failure("gave up after " + limit.toMillis() + " ms");
      }
      result = attempt.get();
    }
    return result.get();
  }

  /** {@return a failure with the daemon's messages} */
  DaemonFailedException failure(String summary) {
    return new DaemonFailedException(
        new FailureMessage(summary).block("its messages", directory.messages()).toString());
  }

  /** Tells the daemon to reload, which it does in the background. */
  void reload() {
    try {
      process.getOutputStream().write("HUP\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw failure("the private libvirtd cannot be told to reload");
    }
  }

  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already, or is killed below.
    }
    if (!endsWithin(STOP)) {
      process.destroyForcibly();
      endsWithin(STOP);
    }
  }

  private boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DaemonFailedException("interrupted while waiting for the private libvirtd", e);
    }
  }
}
