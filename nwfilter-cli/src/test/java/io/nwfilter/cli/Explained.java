package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the command {@code explain} on the example host. */
final class Explained {

  static final Path HOST = CommandRun.inCheckout("examples/host");
  static final Path NETWORK = HOST.resolve("default.xml");
  static final Path MACHINE = HOST.resolve("hoge.xml");
  static final Path GOLDEN = CommandRun.inCheckout("nwfilter-cli/src/test/resources/explain");

  private Explained() {}

  /** Runs the command with filters of the example host. */
  static CommandRun explain(String filters, Object... args) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("explain", "--quiet", "--filters", HOST.resolve(filters)),
                Stream.of(args))
            .toArray());
  }

  /** Runs the command and returns what it printed, with paths as in the checkout. */
  static String explained(String filters, Object... args) {
    CommandRun run = explain(filters, args);
    assertEquals("", run.err());
    assertEquals(0, run.status());
    return run.out().replace(CommandRun.inCheckout("") + "/", "");
  }

  /** {@return the first lines of a text} */
  static String lines(int count, String text) {
    return text.lines().limit(count).collect(Collectors.joining("\n", "", "\n"));
  }

  /** {@return arguments with more of them} */
  static Object[] with(Object[] args, Object... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray();
  }

  /** Runs the command and checks what it refuses, and how it ends. */
  static void failed(int status, String message, Object... args) {
    CommandRun run = explain("filters", args);
    assertEquals(status, run.status(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains(message), run.err());
  }
}
