package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** What one run of the command, in this JVM, printed and returned. */
record CommandRun(int status, String out, String err) {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));

  /** Runs the command; arguments that are no strings, such as paths, are printed. */
  static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter printedOut = new PrintWriter(out);
    PrintWriter printedErr = new PrintWriter(err);
    int status =
        NwfilterCommand.execute(
            printedOut,
            printedErr,
            Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    printedOut.flush();
    printedErr.flush();
    return new CommandRun(status, out.toString(), err.toString());
  }

  /** Returns a file or directory of the checkout. */
  static Path inCheckout(String path) {
    return ROOT.resolve(path);
  }

  /** Checks that all went well without a word, and returns what was printed. */
  String compiled() {
    assertEquals("", err, "standard error");
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
