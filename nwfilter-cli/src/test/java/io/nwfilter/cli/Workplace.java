package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
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

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  /** A JVM that starts fast. */
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dfile.encoding=UTF-8",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8");

  /**
   * What a process printed on both of its outputs, in the order in which it did, and its status.
   */
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
        exec %s -classpath '%s' io.nwfilter.cli.NwfilterCommand "$@"
        """
            .formatted(String.join(" ", JAVA), CLASS_PATH));
    assertTrue(launcher.toFile().setExecutable(true), "the launcher can be started");
    return new Workplace(directory);
  }

  /** Runs commands in a shell, which ends at the first one that fails. */
  Run shell(String commands) throws IOException, InterruptedException {
    return run(List.of("sh", "-e", "-c", commands));
  }

  /** Runs a class, which may have been compiled into a directory. */
  Run main(Path classes, String className, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(List.of("-classpath", classes + File.pathSeparator + CLASS_PATH, className));
    command.addAll(List.of(args));
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
