package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.fuzz.Compilation.Stage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of the fuzzer complains of, and what not. */
class FuzzRunTest {

  private static final byte[] INPUT = "<filter name='a'/> !".getBytes(UTF_8);

  @TempDir Path failures;

  private FuzzRun run(Function<byte[], Stage> target) {
    return new FuzzRun(number -> INPUT, target, failures);
  }

  private String complaintOf(Function<byte[], Stage> target) {
    return String.valueOf(
        assertThrows(AssertionError.class, () -> run(target).run(17)).getMessage());
  }

  @Test
  void countsWhatStaysWithinBounds() {
    FuzzRun run = run(input -> Stage.RENDERED);

    run.run(17);
    run.run(18);

    assertTrue(run.summary().startsWith("{RENDERED=2};"), run::summary);
  }

  @Test
  void complainsOfAnExceptionAndKeepsAndReducesTheInput() throws Exception {
    String complaint =
        complaintOf(
            input -> {
              if (new String(input, UTF_8).contains("!")) {
                throw new IllegalStateException("an exclamation");
              }
              return Stage.RENDERED;
            });

    assertTrue(complaint.contains("java.lang.IllegalStateException: an exclamation"), complaint);
    assertEquals("!", complaint.lines().reduce((first, last) -> last).orElseThrow().strip());
    assertArrayEquals(INPUT, Files.readAllBytes(failures.resolve("input-17")));
  }

  @Test
  void complainsOfErrorsOfTheMachineAsWell() {
    String complaint =
        complaintOf(
            input -> {
              throw new StackOverflowError("deep");
            });

    assertTrue(complaint.contains("java.lang.StackOverflowError: deep"), complaint);
  }

  @Test
  void complainsOfTime() {
    String complaint =
        complaintOf(
            input -> {
              spin(FuzzRun.MAX_TIME.plusMillis(50));
              return Stage.RENDERED;
            });

    assertTrue(complaint.contains("it takes 1"), complaint);
  }

  private static void spin(Duration duration) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + duration.toNanos();
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void complainsOfGarbageThatIsNotKept() {
    String complaint =
        complaintOf(
            input -> {
              long sum = 0;
              for (int i = 0; i <= FuzzRun.MAX_BYTES >> 20; i++) {
                sum += new byte[1 << 20].length;
              }
              return sum > FuzzRun.MAX_BYTES ? Stage.RENDERED : Stage.REFUSED_WHEN_READ;
            });

    assertTrue(complaint.contains("it allocates 257 MiB"), complaint);
  }
}
