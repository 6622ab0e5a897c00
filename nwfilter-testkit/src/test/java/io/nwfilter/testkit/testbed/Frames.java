package io.nwfilter.testkit.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The program that sends and receives frames. */
final class Frames implements AutoCloseable {

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Process process;
  private final Path log;
  private final BufferedReader replies;
  private final BufferedWriter commands;

  private Frames(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
  }

  static Frames start(NetworkNamespace host, NetworkNamespace ends, List<String> devices) {
    try {
      Path program = Files.createTempFile("frames", ".py");
      Path log = Files.createTempFile("frames", ".log");
      Files.writeString(
          program, Resources.toString(Resources.getResource("testbed/frames.py"), UTF_8));
      ImmutableList<String> words =
          ImmutableList.<String>builder()
              .add("python3", program.toString(), "/run/netns/" + ends.name(), "mark0", "mark1")
              .addAll(devices)
              .build();
      ProcessBuilder builder =
          host.command(words.toArray(new String[0])).toProcessBuilder().redirectError(log.toFile());
      builder.environment().put("CPU", String.valueOf(STARTED.getAndIncrement()));
      Frames frames = new Frames(builder.start(), log);
      frames.replies();
      return frames;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the lines that the program replies with} */
  List<String> ask(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      return replies();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> replies() throws IOException {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    String line = replies.readLine();
    while (line != null && !line.equals("done")) {
      if (line.startsWith("failed")) {
        throw new AssertionError(line);
      }
      lines.add(line);
      line = replies.readLine();
    }
    if (line == null) {
      throw new AssertionError("the program has ended: " + Files.readString(log));
    }
    return lines.build();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
