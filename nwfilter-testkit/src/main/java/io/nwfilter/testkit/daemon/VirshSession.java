package io.nwfilter.testkit.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nwfilter.testkit.kernel.Command;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One long-lived virsh, since starting one per request would cost more than most requests. */
final class VirshSession implements AutoCloseable {
  // libvirtd needs about 20 ms per rule of a binding.
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final String PROMPT = "virsh # ";

  private final Process process;
  private final Writer stdin;
  private final MarkedOutput stdout;
  private final MarkedOutput stderr;
  private int requests;

  private VirshSession(Process process) {
    this.process = process;
    this.stdin = process.outputWriter(UTF_8);
    this.stdout = new MarkedOutput(process.getInputStream());
    this.stderr = new MarkedOutput(process.getErrorStream());
  }

  static VirshSession open(DaemonDirectory directory) {
    ProcessBuilder builder =
        Command.of("virsh", "-q", "-c", "qemu+unix:///system?socket=" + directory.socket())
            .toProcessBuilder();
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("VIRSH_") || name.startsWith("LIBVIRT_"));
    environment.put("HOME", directory.home().toString());
    environment.remove("XDG_CACHE_HOME");
    // virsh reads its lines with readline, which must not colour or complete anything.
    environment.put("INPUTRC", "/dev/null");
    environment.put("TERM", "dumb");
    try {
      return new VirshSession(builder.start());
    } catch (IOException e) {
      throw new DaemonFailedException("virsh cannot be started", e);
    }
  }

  /**
   * Gives virsh a line and returns its output.
   *
   * @throws DaemonRefusedException if an error was reported
   */
  synchronized String run(String line) {
    requests++;
    // virsh repeats its input on its output; with two spaces the input is not a mark.
    String mark = "nwfilter end " + requests;
    String echo = mark.replace(" ", "  ");
    send(line + "\necho --err " + echo + "\necho " + echo + '\n');
    String output = stdout.until(mark, TIMEOUT);
    String errors = stderr.until("error: " + mark, TIMEOUT).strip();
    if (errors.startsWith("error:") || errors.contains("\nerror:")) {
      throw new DaemonRefusedException(libvirtMessage(errors));
    }
    return withoutInput(output);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void send(String lines) {
    try {
      stdin.write(lines);
      stdin.flush();
    } catch (IOException e) {
      throw new DaemonFailedException("virsh ended", e);
    }
  }

  /** Leaves out virsh's own first line, "Failed to define network filter from FILE". */
  private static String libvirtMessage(String errors) {
    List<String> messages = List.of(errors.split("(?m)^error: *", -1));
    int own = messages.size() > 2 ? 2 : 1;
    return String.join("", messages.subList(own, messages.size())).strip();
  }

  private static String withoutInput(String output) {
    StringBuilder kept = new StringBuilder();
    for (int start = 0; start < output.length(); ) {
      int end = output.indexOf('\n', start) + 1; // a document may have carriage returns
      String line = end > 0 ? output.substring(start, end) : output.substring(start) + '\n';
      if (!line.startsWith(PROMPT)) {
        kept.append(line);
      }
      start += line.length();
    }
    return kept.toString();
  }
}
