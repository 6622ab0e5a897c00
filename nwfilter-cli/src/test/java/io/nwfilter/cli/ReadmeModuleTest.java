package io.nwfilter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program as a module of its own, which requires the libraries and nothing else. */
class ReadmeModuleTest {

  private static final String DESCRIPTOR =
      """
      module readme {
        requires io.nwfilter.netfilter;
        requires io.nwfilter.xml;
      }
      """;

  @Test
  void compilesAndRunsAsAModule(@TempDir Path directory) throws Exception {
    String program =
        Fence.of(Files.readAllLines(CommandRun.inCheckout("README.md"))).stream()
            .filter(fence -> fence.language().equals("java"))
            .map(Fence::text)
            .collect(Collectors.joining());
    Path source = Files.createDirectory(directory.resolve("readme"));
    Files.writeString(source.resolve("Readme.java"), "package readme;\n\n" + program);
    Files.writeString(directory.resolve("module-info.java"), DESCRIPTOR);
    Path classes = directory.resolve("classes");

    run(
        "javac",
        "-Xlint:all",
        "-Werror",
        "-proc:none",
        "--module-path",
        modulePath(),
        "-d",
        classes.toString(),
        directory.resolve("module-info.java").toString(),
        source.resolve("Readme.java").toString());
    String printed =
        run(
            "java",
            "--module-path",
            classes + File.pathSeparator + modulePath(),
            "-m",
            "readme/readme.Readme");

    assertTrue(printed.contains("\n-A FI-vnet2 "), printed);
  }

  /** Returns the libraries and what they need: jars, and directories that are modules. */
  private static String modulePath() {
    return Splitter.on(File.pathSeparatorChar)
        .splitToStream(System.getProperty("java.class.path"))
        .filter(
            entry -> entry.endsWith(".jar") || Files.exists(Path.of(entry, "module-info.class")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(String tool, String... args) throws IOException, InterruptedException {
    Path binary = Path.of(System.getProperty("java.home"), "bin", tool);
    List<String> command = ImmutableList.<String>builder().add(binary.toString()).add(args).build();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + printed);
    return printed;
  }
}
