package io.nwfilter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nwfilter generate-completion} prints a script that bash takes. */
class CompletionTest {

  @TempDir private Path directory;

  @Test
  void bashCompletesCommands() throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("nwfilter.bash"), CommandRun.of("generate-completion").compiled());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$1\" && COMP_WORDS=(nwfilter chec) && COMP_CWORD=1"
                    + " && _complete_nwfilter && echo \"${COMPREPLY[*]}\"",
                "bash",
                script.toString())
            .redirectErrorStream(true)
            .start();

    assertEquals("check\n", new String(bash.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, bash.waitFor());
  }
}
