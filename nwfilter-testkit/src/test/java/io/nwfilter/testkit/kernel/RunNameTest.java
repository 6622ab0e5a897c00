package io.nwfilter.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNameTest {
  @Test
  void namesAreNewAndOfThisProcess() {
    String first = RunName.next();

    assertNotEquals(first, RunName.next());
    assertTrue(first.startsWith("nwf" + ProcessHandle.current().pid() + "x"));
    assertFalse(RunName.isLeftover(first));
  }

  @Test
  void nameOfAnEndedProcessIsALeftover() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertTrue(RunName.isLeftover("nwf" + ended.pid() + "x1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lv", "nwf", "nwf999999999", "nwfx1", "mynwf999999999x1"})
  void namesOfOthersAreNotLeftovers(String name) {
    assertFalse(RunName.isLeftover(name));
  }
}
