package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory in which a reader of the documentation could be: with the examples, which may be
 * changed, and the command {@code ./nwfilter}.
 */
record Workplace(Path directory) {

  /** What a process printed on both of its outputs, in the order in which it did, and its status. */
  record Run(int status, String printed) {}

  /** Makes a workplace in an empty directory. */
  static Workplace in(Path directory) throws IOException {
    try (Stream<Path> examples = Files.walk(inCheckout("examples"))) {
      for (Path example : examples.toList()) {
        Files.copy(example, directory.resolve(inCheckout("").relativize(example)));
      }
    }
    Path launcher = directory.resolve("nwfilter");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec %s io.nwfilter.cli.NwfilterCommand "$@"
        """
            .formatted(String.join(" ", java())));
    assertTrue(launcher.toFile().setExecutable(true), "the launcher can be started");
    return new Workplace(directory);
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dstdout.encoding=UTF-8",
        "-Dfile.encoding=UTF-8",
        "-classpath",
        "'" + System.getProperty("java.class.path") + "'");
  }

  /** Runs commands in a shell, which ends at the first one that fails. */
  Run shell(String commands) throws IOException, InterruptedException {
    return run(List.of("sh", "-e", "-c", commands));
  }

  /** Runs a class that was compiled into a directory. */
  Run main(String className, Path classes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java());
    String path = command.remove(command.size() - 1).replace("'", "");
    command.addAll(List.of(classes + ":" + path, className));
    return run(command);
  }

  private Run run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), printed);
  }
}
