package io.nwfilter.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleWordsTest {
  @Test
  void quotedWordIsOneWord() {
    assertEquals(
        ImmutableList.of("--comment", "a \"b\" \\ c", "", "-j", "DROP"),
        RuleWords.of("--comment \"a \\\"b\\\" \\\\ c\"  \"\" -j DROP").words());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "-j ACCEPT | ACCEPT",
        "-p tcp -m tcp --dport 22 -g FO-vnet0 | FO-vnet0",
        "-m comment --comment -j -j RETURN | RETURN",
        "-m comment --comment \"x -j y\" -j DROP | DROP",
        "-j LOG --log-prefix -j | LOG",
        "-p 0x835 --jump a | a",
        "--goto b | b",
      })
  void targetIsTheWordAfterTheJump(String rule, String target) {
    assertEquals(Optional.of(target), RuleWords.of(rule).target());
  }

  @ParameterizedTest
  @CsvSource({"-p tcp", "-j", "--comment -j"})
  void ruleMayHaveNoTarget(String rule) {
    assertEquals(Optional.empty(), RuleWords.of(rule).target());
  }
}
