package io.nwfilter.testkit.release;

import com.google.common.base.Splitter;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.testkit.kernel.Command;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.SystemRoot;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** A release of libvirt, and the suite of Debian that has it. */
enum AskedRelease {

  /** That of Debian 12, which is the host's. */
  V9_0("9.0", "bookworm"),

  /** That of Debian 13. */
  V11_3("11.3", "trixie"),

  /** That of Debian's unstable suite, as it was when it was asked. */
  V12_8("12.8", "sid");

  /** What {@code .ci/releases} ends with if a suite cannot be had. */
  private static final int UNAVAILABLE = 75;

  private static final Duration BUILDING = Duration.ofMinutes(30);

  private final String number;
  private final String suite;

  AskedRelease(String number, String suite) {
    this.number = number;
    this.suite = suite;
  }

  /** {@return the release that is compiled for} */
  LibvirtRelease libvirt() {
    return LibvirtRelease.of(number).orElseThrow();
  }

  /** {@return the suite of Debian} */
  String suite() {
    return suite;
  }

  /**
   * {@return its system, which is built if need be; tests of one that cannot be had are skipped}
   */
  SystemRoot system() {
    if (this == V9_0) {
      return SystemRoot.HOST;
    }
    String script = System.getProperty("nwfilter.rootDirectory") + "/.ci/releases";
    CommandResult result = Command.of(script, suite).withTimeout(BUILDING).run();
    Assumptions.assumeFalse(
        result.exitCode() == UNAVAILABLE, () -> "libvirt " + number + ": " + result.stderr());
    if (!result.succeeded()) {
      throw new IllegalStateException(script + ": " + result.stderr());
    }
    return new SystemRoot(
        Path.of(Splitter.on(' ').limit(2).splitToList(result.stdout().strip()).get(1)));
  }

  /** {@return its number, major and minor} */
  @Override
  public String toString() {
    return number;
  }
}
