package io.nwfilter.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.golden.FailureMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutated documents and dumps: a result or a documented exception, soon and in little memory. It
 * runs in a JVM of its own with a heap of 256 MB, so what is kept from input to input is bounded,
 * too.
 */
@Tag("fuzz")
class FuzzTest {

  private static final Path FAILURES = Path.of("target", "fuzz");

  private static final long PROGRESS = 250_000;

  /** Inputs of which none gets through show nothing; a fifth of the documents does. */
  private static final double MIN_RENDERED = 0.1;

  private static final long ENOUGH = 10_000;

  private final long seed =
      System.getProperty("nwfilter.fuzz.seed", "").isEmpty()
          ? System.nanoTime()
          : Long.getLong("nwfilter.fuzz.seed");
  private final long first = Long.getLong("nwfilter.fuzz.first", 0);

  /** So many documents, and so many texts of rules. */
  private final long count = Long.getLong("nwfilter.fuzz.inputs", 100_000);

  @Test
  void documentsGiveAResultOrADocumentedExceptionWithinBounds() {
    Compilation compilation = new Compilation();
    run(
        "documentsGiveAResultOrADocumentedExceptionWithinBounds",
        new FuzzRun(new Inputs(seed, RealDocuments.all())::get, compilation::run, FAILURES));
  }

  @Test
  void rulesGiveAResultOrADocumentedExceptionWithinBounds() {
    Rereading rereading = new Rereading();
    run(
        "rulesGiveAResultOrADocumentedExceptionWithinBounds",
        new FuzzRun(new DumpInputs(seed)::get, rereading::run, FAILURES.resolve("rules")));
  }

  private void run(String test, FuzzRun run) {
    long start = System.nanoTime();
    for (long number = first; number < first + count; number++) {
      try {
        run.run(number);
      } catch (AssertionError e) {
        throw new AssertionError(
            new FailureMessage("fuzzing found something")
                .fact("seed", seed)
                .fact("repeat", repeat(test, number))
                .block("it", String.valueOf(e.getMessage()))
                .toString(),
            e);
      }
      long done = number - first + 1;
      if (done % PROGRESS == 0 || done == count) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "fuzz: %s, seed %d, %,d of %,d inputs in %.0f s (%.0f per second): %s%n",
            test, seed, done, count, seconds, done / seconds, run.summary());
      }
    }
    if (count >= ENOUGH) {
      assertTrue(run.share(Compilation.Stage.RENDERED) > MIN_RENDERED, run::summary);
    }
  }

  private String repeat(String test, long number) {
    return String.format(
        "mvn -Pfuzz test -pl nwfilter-testkit -am -Dtest=FuzzTest#%s"
            + " -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dfuzz.seed=%d -Dfuzz.first=%d -Dfuzz.inputs=1",
        test, seed, number);
  }
}
