package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What one run of the command, in this JVM, printed and returned. */
record CommandRun(int status, String out, String err) {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));

  /** Runs the command; arguments that are no strings, such as paths, are printed. */
  static CommandRun of(Object... args) {
    return in(StandardCharsets.UTF_8, args);
  }

  /** Runs the command with a text on its standard input. */
  static CommandRun reading(String input, Object... args) {
    return reading(input.getBytes(StandardCharsets.UTF_8), args);
  }

  /** Runs the command with octets on its standard input. */
  static CommandRun reading(byte[] input, Object... args) {
    return run(input, StandardCharsets.UTF_8, args);
  }

  /** Runs the command, which prints a document that has an encoding. */
  static CommandRun in(Charset encoding, Object... args) {
    return run(new byte[0], encoding, args);
  }

  private static CommandRun run(byte[] input, Charset encoding, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    PrintWriter printedErr = new PrintWriter(err);
    int status =
        NwfilterCommand.execute(
            new ByteArrayInputStream(input),
            out,
            printedErr,
            Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    printedErr.flush();
    return new CommandRun(status, out.toString(encoding), err.toString());
  }

  /** Returns a file or directory of the checkout. */
  static Path inCheckout(String path) {
    return ROOT.resolve(path);
  }

  /**
   * Checks that all went well without a word but that about routed packets, which the examples
   * deserve, and returns what was printed.
   */
  String compiled() {
    assertEquals(
        List.of(),
        err.lines().filter(line -> !line.contains(": not-filtered-when-routed: ")).toList(),
        "standard error");
    return compiledWithWarnings();
  }

  /** Checks that all went well, and returns what was printed on standard output. */
  String compiledWithWarnings() {
    assertEquals(0, status, this::toString);
    return out;
  }

  /** Checks that the input was refused with nothing on standard output, and returns the errors. */
  String refused() {
    assertEquals(1, status, this::toString);
    assertEquals("", out, "standard output");
    return err;
  }
}
