package io.nwfilter.testkit.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class HostToolsTest {
  private static final Availability MISSING =
      new Availability("kernel tests", ImmutableList.of("not root", "no ip"));
  private static final Availability COMPLETE = new Availability("kernel tests", ImmutableList.of());

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @Test
  void availableTestsRun() {
    assertDoesNotThrow(() -> requirement(true).check(COMPLETE));
    assertDoesNotThrow(() -> requirement(false).check(COMPLETE));
    assertEquals("", log.toString(UTF_8));
    assertEquals("kernel tests: available", COMPLETE.toString());
  }

  @Test
  void unavailableTestsAreAbortedAndTheReasonIsPrintedOnce() {
    HostRequirement optional = requirement(false);

    assertThrows(TestAbortedException.class, () -> optional.check(MISSING));
    TestAbortedException aborted =
        assertThrows(TestAbortedException.class, () -> optional.check(MISSING));

    assertEquals("kernel tests: not root, no ip", aborted.getMessage());
    assertEquals(
        "skipped: kernel tests: not root, no ip" + System.lineSeparator(), log.toString(UTF_8));
  }

  @Test
  void unavailableTestsFailWhereTheyAreRequired() {
    HostRequirement required = requirement(true);

    AssertionFailedError failure =
        assertThrows(AssertionFailedError.class, () -> required.check(MISSING));

    assertEquals(
        "kernel tests: not root, no ip (and nwfilter.requireHost forbids skipping them)",
        failure.getMessage());
  }

  @Test
  void missingToolsAreNamed() {
    assertEquals(
        ImmutableList.of("no nwfilter-first", "no nwfilter-second"),
        HostProbe.tools(ImmutableList.of("nwfilter-first", "sh", "nwfilter-second")));
  }

  @Test
  void daemonTestsNeedWhatKernelTestsNeed() {
    ImmutableList<String> missing = HostProbe.daemon(MISSING).missing();

    assertEquals(ImmutableList.of("not root", "no ip"), missing.subList(0, 2));
  }

  private HostRequirement requirement(boolean required) {
    return new HostRequirement(required, new PrintStream(log, true, UTF_8));
  }
}
