package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a command prints, it fails if that does not arrive. */
class StandardOutputTest {

  private static final String COMPILE = "compile --filters examples/filters ";

  /** A disk without space. */
  private static final class FullStream extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  /** A stream that fails only when what it holds back has to go out. */
  private static final class FullWhenFlushed extends OutputStream {

    @Override
    public void write(int b) {}

    @Override
    public void flush() throws IOException {
      throw new IOException("No space left on device");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "compile --help",
        COMPILE + "examples/hoge.xml",
        COMPILE + "--format listing examples/hoge.xml",
        COMPILE + "--explain-origin examples/hoge.xml",
        "rules examples/host.save",
        "rules --format save examples/host.save",
        COMPILE + "--format ebtables-restore examples/hoge.xml",
        "dumpxml examples/filters/moge.xml",
        "filterref set --number 1 --filter clean-traffic examples/hoge.xml",
        "filterref remove --number 1 examples/hoge.xml",
      })
  void whatCannotBeWrittenIsAnError(String command) {
    assertFails(command, new FullStream());
    assertFails(command, new FullWhenFlushed());
    // as System.out is one, which throws nothing
    assertFails(command, new PrintStream(new FullStream(), false, StandardCharsets.UTF_8));
    assertFails(command, new PrintStream(new FullWhenFlushed(), false, StandardCharsets.UTF_8));
  }

  /** As 1 means that there are differences. */
  @Test
  void ofDifferencesThatCannotBeWrittenTheStatusIs2() {
    assertFails(
        2, "rules --diff examples/host.save examples/host-yesterday.save", new FullWhenFlushed());
  }

  private static void assertFails(String command, OutputStream out) {
    assertFails(1, command, out);
  }

  private static void assertFails(int status, String command, OutputStream out) {
    StringWriter err = new StringWriter();
    InputStream in = InputStream.nullInputStream();
    String[] args = command.replace("examples/", inCheckout("examples") + "/").split(" ");
    assertEquals(status, NwfilterCommand.execute(in, out, new PrintWriter(err), args), command);
    assertEquals(
        "nwfilter: standard output could not be written",
        err.toString().lines().reduce("", (first, last) -> last),
        command);
  }
}
