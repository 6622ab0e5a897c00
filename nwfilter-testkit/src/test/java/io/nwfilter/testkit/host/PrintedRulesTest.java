package io.nwfilter.testkit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the order of its options, a script's rule is predicted as the tool prints it later. */
@ExtendWith(NetworkNamespaceExtension.class)
class PrintedRulesTest {

  private static final int TRIES = Integer.getInteger("nwfilter.differential.tries", 150);
  private static final long SEED = Long.getLong("nwfilter.differential.seed", System.nanoTime());

  private static final String END = "=end=";

  /** {@return a shell's commands: the rule is appended, printed if it was taken, and deleted} */
  private static String asked(Family family, String command) {
    return """
    %2$s 2>/dev/null
    %1$s-save -t filter 2>/dev/null | grep -e '^-A'
    %1$s -F
    echo %3$s
    """
        .formatted(family.tool(), command, END);
  }

  private static String predicted(Family family, String command) {
    try {
      Host host =
          Host.empty()
              .after(
                  new HostEvent.ScriptRuns(
                      "script", ScriptText.read(TextSource.text(command, "script"), List.of())));
      return SaveText.write(host.ruleset(family))
          .lines()
          .filter(line -> line.startsWith("-A"))
          .collect(Collectors.joining());
    } catch (NwfilterException e) {
      return "refused: " + e.getMessage();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRuleIsPredictedAsItIsPrinted(Family family, NetworkNamespace namespace) {
    System.out.println("rules of scripts: " + TRIES + " of " + family.tool() + ", seed " + SEED);
    WrittenRules rules = new WrittenRules(SEED);
    List<String> commands = Stream.generate(() -> rules.command(family)).limit(TRIES).toList();
    String script =
        commands.stream().map(command -> asked(family, command)).collect(Collectors.joining());
    List<String> printed =
        Splitter.on(END + "\n").trimResults().splitToList(namespace.exec(script, "sh").stdout());
    int taken = 0;
    for (int i = 0; i < TRIES; i++) {
      if (!printed.get(i).isEmpty()) { // what is refused is in other tests
        assertEquals(printed.get(i), predicted(family, commands.get(i)), commands.get(i));
        taken++;
      }
    }
    assertTrue(taken > TRIES / 2, taken + " rules were taken");
  }
}
