package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import io.nwfilter.testkit.golden.FailureMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Gives inputs to a compilation one after the other and holds each to the bounds. */
final class FuzzRun {

  /** The longest that one input may take, in time of the processor: other work does not count. */
  static final Duration MAX_TIME = Duration.ofSeconds(1);

  /** The most that one input may allocate, whether or not it keeps it. */
  static final long MAX_BYTES = 256L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final LongFunction<byte[]> inputs;
  private final Function<byte[], Compilation.Stage> target;
  private final Path failures;

  private final Map<Compilation.Stage, Long> stages = new EnumMap<>(Compilation.Stage.class);
  private long slowest;
  private long largest;

  /**
   * Creates a run.
   *
   * @param inputs makes the input of a number
   * @param target takes it
   * @param failures the directory for inputs that fail
   */
  FuzzRun(LongFunction<byte[]> inputs, Function<byte[], Compilation.Stage> target, Path failures) {
    this.inputs = inputs;
    this.target = target;
    this.failures = failures;
  }

  /** What one input cost, and what it threw, if anything. */
  private record Trial(long nanos, long bytes, @Nullable Throwable thrown) {

    /** {@return what is wrong; null if nothing is} */
    @Nullable String complaint() {
      if (thrown != null) {
        return "it throws " + thrown;
      } else if (nanos > MAX_TIME.toNanos()) {
        return "it takes " + nanos / 1_000_000 + " ms";
      } else if (bytes > MAX_BYTES) {
        return "it allocates " + (bytes >> 20) + " MiB";
      }
      return null;
    }
  }

  /**
   * Runs one input.
   *
   * @throws AssertionError if it is out of bounds; the input is in a file then
   */
  void run(long number) {
    byte[] input = inputs.apply(number);
    Trial trial = trial(input);
    if (trial.thrown() == null && trial.complaint() != null) {
      trial = trial(input); // what happens once may be the machine's
    }
    slowest = Math.max(slowest, trial.nanos());
    largest = Math.max(largest, trial.bytes());
    String complaint = trial.complaint();
    if (complaint != null) {
      throw failure(number, input, complaint, trial.thrown());
    }
  }

  @SuppressWarnings("deprecation") // of Thread: getId is the only way to a thread's id in Java 17
  private Trial trial(byte[] input) {
    long id = Thread.currentThread().getId();
    long bytes = THREADS.getThreadAllocatedBytes(id);
    long start = THREADS.getCurrentThreadCpuTime();
    Throwable thrown = null;
    try {
      stages.merge(target.apply(input), 1L, Long::sum);
    } catch (Throwable e) { // errors such as StackOverflowError count as well
      thrown = e;
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    return new Trial(nanos, THREADS.getThreadAllocatedBytes(id) - bytes, thrown);
  }

  private AssertionError failure(
      long number, byte[] input, String complaint, @Nullable Throwable cause) {
    Path file = failures.resolve("input-" + number);
    Reduction reduction =
        new Reduction(smaller -> complaint.equals(trial(smaller).complaint()), 2_000);
    byte[] reduced = cause == null ? input : reduction.reduce(input);
    try {
      Files.createDirectories(failures);
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AssertionError(
        new FailureMessage("input " + number + " is out of bounds")
            .fact("how", complaint)
            .fact("input", file)
            .block("reduced", new String(reduced, UTF_8))
            .toString(),
        cause);
  }

  /** {@return the share of the inputs that got just so far} */
  double share(Compilation.Stage stage) {
    long all = stages.values().stream().mapToLong(Long::longValue).sum();
    return all == 0 ? 0 : (double) stages.getOrDefault(stage, 0L) / all;
  }

  /** {@return how many inputs got how far, and the most that one of them cost} */
  String summary() {
    return String.format(
        "%s; slowest %.1f ms, largest %.1f MiB",
        stages, slowest / 1e6, largest / (double) (1 << 20));
  }
}
