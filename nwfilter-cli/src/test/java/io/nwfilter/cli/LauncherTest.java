package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the root of the checkout, with a Maven that only says how it was called. */
class LauncherTest {

  @TempDir private Path home;

  @BeforeEach
  void makeCheckout() throws IOException {
    executable(home.resolve("nwfilter"), Files.readString(CommandRun.inCheckout("nwfilter")));
    executable(
        home.resolve("bin/mvn"),
        """
        #!/bin/sh
        echo "options: $MAVEN_OPTS"
        exit 1
        """);
    write(home.resolve("pom.xml"), "<project/>");
    write(home.resolve("nwfilter-core/src/main/Source.java"), "");
    Files.createDirectories(home.resolve("nwfilter-cli/target"));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.setPosixFilePermissions(write(file, text), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs the script; what it prints on both streams is returned, with its exit status. */
  private String run() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("nwfilter").toString(), "--version")
            .redirectErrorStream(true);
    builder.environment().merge("PATH", home.resolve("bin") + ":", (path, bin) -> bin + path);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-Xmx1g");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output.replace(home.toRealPath().toString(), "HOME") + process.waitFor();
  }

  @Test
  void theFirstBuildSaysHowLongItTakesAndKeepsEscapeCodesOut() throws Exception {
    assertEquals(
        """
        nwfilter: building HOME/nwfilter-cli/target/nwfilter.jar, once; this takes a minute or two, \
        longer if Maven has to download
        options: -Xmx1g -Djansi.noreset=true
        nwfilter: the build failed
        2\
        """,
        run());
  }

  @Test
  void aLaterBuildSaysWhy() throws Exception {
    Path jar = write(home.resolve("nwfilter-cli/target/nwfilter.jar"), "");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    assertEquals(
        """
        nwfilter: building HOME/nwfilter-cli/target/nwfilter.jar, as its sources have changed
        options: -Xmx1g -Djansi.noreset=true
        nwfilter: the build failed
        2\
        """,
        run());
  }
}
