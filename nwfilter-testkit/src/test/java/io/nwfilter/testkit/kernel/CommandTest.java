package io.nwfilter.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void resultHasExitCodeAndBothOutputs() {
    CommandResult result = Command.of("sh", "-c", "echo out; echo err >&2; exit 7").run();

    assertEquals(new CommandResult(7, "out\n", "err\n"), result);
    assertFalse(result.succeeded());
  }

  @Test
  void megabytesFlowInEveryDirection() {
    String text = "0123456789abcde\n".repeat(400_000);

    CommandResult result = Command.of("tee", "/dev/stderr").withInput(text).run();

    assertTrue(result.succeeded());
    assertEquals(text, result.stdout());
    assertEquals(text, result.stderr());
  }

  @Test
  void inputMayBeLeftUnread() {
    String text = "0123456789abcde\n".repeat(400_000);

    assertEquals(
        new CommandResult(3, "", ""), Command.of("sh", "-c", "exit 3").withInput(text).run());
  }

  @Test
  void slowCommandIsKilled() {
    Command command = Command.of("sh", "-c", "echo started; exec tail -f /dev/null");

    CommandFailedException failure =
        assertThrows(CommandFailedException.class, command.withTimeout(Duration.ofMillis(40))::run);

    assertEquals("'" + command + "' did not end within 40 ms", failure.getMessage());
  }

  @Test
  void failureCarriesTheMessageOfTheCommand() {
    CommandFailedException failure =
        assertThrows(
            CommandFailedException.class,
            Command.of("sh", "-c", "echo reason >&2; exit 5")::runSuccessfully);

    assertEquals(
        "'sh -c echo reason >&2; exit 5' ended with exit code 5: reason", failure.getMessage());
  }

  @Test
  void missingProgramIsNamed() {
    CommandFailedException failure =
        assertThrows(CommandFailedException.class, Command.of("nwfilter-no-such-program")::run);

    assertEquals("'nwfilter-no-such-program' cannot be started", failure.getMessage());
  }

  @Test
  void commandNeedsAProgram() {
    assertThrows(IllegalArgumentException.class, () -> Command.of(List.of()));
  }
}
