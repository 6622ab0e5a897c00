package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.UnusableRulesException;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jumps in a circle: the kernel takes them as long as no base chain leads there. */
@ExtendWith(NetworkNamespaceExtension.class)
class CirclesKernelTest {

  private static String rules(Family family, String jump) {
    boolean frames = family == Family.BRIDGE;
    String policy = frames ? " ACCEPT\n" : " - [0:0]\n";
    return "*filter\n:FORWARD ACCEPT"
        + (frames ? "\n" : " [0:0]\n")
        + (":a" + policy)
        + (":b" + policy)
        + jump
        + "-A a -j b\n-A b -j a\n"
        + (frames ? "" : "COMMIT\n");
  }

  private static CommandResult load(NetworkNamespace namespace, Family family, String rules) {
    return namespace.exec(rules, family.tool() + "-restore");
  }

  private static Simulator simulator(Family family, String rules) {
    Ruleset ruleset = SaveText.read(family, TextSource.text(rules, "rules"));
    return Simulator.of(Situation.bridge("br0", "vnet0"), ImmutableList.of(ruleset));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aCircleOutOfReachIsTaken(Family family, NetworkNamespace namespace) {
    String rules = rules(family, "");

    CommandResult loaded = load(namespace, family, rules);

    assertEquals(0, loaded.exitCode(), loaded.stderr());
    assertDoesNotThrow(() -> simulator(family, rules));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aBaseChainCannotLeadThere(Family family, NetworkNamespace namespace) {
    String rules = rules(family, "-A FORWARD -j a\n");
    CommandResult refused = load(namespace, family, rules);

    assertEquals("Too many links", refused.stderr().replaceAll("(?s).*(Too many links).*", "$1"));
    assertThrows(UnusableRulesException.class, () -> simulator(family, rules));
  }
}
