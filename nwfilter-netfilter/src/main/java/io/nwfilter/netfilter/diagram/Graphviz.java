package io.nwfilter.netfilter.diagram;

import io.nwfilter.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Pictures that Graphviz draws, by its program {@code dot}, which must be installed
 * (https://graphviz.org, the package {@code graphviz} of most distributions).
 */
public final class Graphviz {

  private final String program;

  Graphviz(String program) {
    this.program = program;
  }

  /**
   * Draws a picture. That takes long for thousands of chains: see {@link Diagram#collapsed}. The
   * program ends if the calling thread is interrupted.
   *
   * @param diagram the picture
   * @return an SVG document, complete
   * @throws GraphvizException if {@code dot} is not in the search path, fails, or the thread is
   *     interrupted
   */
  public static byte[] svg(Diagram diagram) throws GraphvizException {
    return new Graphviz("dot").draw(Dot.text(diagram));
  }

  byte[] draw(String dot) throws GraphvizException {
    Process process = start();
    try {
      return draw(dot, process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GraphvizException(program + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws GraphvizException {
    try {
      return new ProcessBuilder(program, "-Tsvg").start();
    } catch (IOException e) {
      throw new GraphvizException(
          "the program '"
              + program
              + "' of Graphviz, which draws SVG, cannot be started: install the package graphviz,"
              + " or take another format",
          e);
    }
  }

  /** Both outputs are read meanwhile, so that the program never waits for this one. */
  private byte[] draw(String dot, Process process) throws GraphvizException, InterruptedException {
    Future<byte[]> svg = all(process.getInputStream());
    Future<byte[]> messages = all(process.getErrorStream());
    boolean read = write(dot, process.getOutputStream());
    int status = process.waitFor();
    byte[] drawn = result(svg);
    if (status != 0 || !read) {
      String said = new String(result(messages), StandardCharsets.UTF_8).strip();
      throw new GraphvizException(
          Diagnostic.printable(
              "'"
                  + program
                  + "' ended with status "
                  + status
                  + " and drew nothing"
                  + (said.isEmpty() ? "" : ": " + said)));
    }
    return drawn;
  }

  /** {@return whether the program has read everything} */
  private static boolean write(String dot, OutputStream to) {
    try (to) {
      to.write(dot.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false; // it has ended, and what it printed says why
    }
  }

  private static Future<byte[]> all(InputStream stream) {
    FutureTask<byte[]> reading = new FutureTask<>(stream::readAllBytes);
    Thread thread = new Thread(reading, "output of Graphviz");
    thread.setDaemon(true);
    thread.start();
    return reading;
  }

  private byte[] result(Future<byte[]> reading) throws GraphvizException, InterruptedException {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      throw new GraphvizException("the output of '" + program + "' cannot be read", e);
    }
  }
}
