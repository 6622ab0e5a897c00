package io.nwfilter.testkit.assertion;

import static io.nwfilter.testkit.assertion.NwfilterAssertions.assertThat;
import static io.nwfilter.testkit.assertion.Subjects.assertFailsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each assertion about rulesets, once passing and once failing. */
class RulesetAssertTest {

  private static final String TABLE = "filter";
  private static final String CHAIN = "FO-vnet0";
  private static final String HTTP =
      "-p tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED --ctdir ORIGINAL -j ACCEPT";

  private static final Ruleset IPV4 = Subjects.web().ruleset(Family.IPV4);
  private static final RulesetAssert RULES = assertThat(IPV4);
  private static final RulesetAssert FRAMES = assertThat(Subjects.web()).ruleset(Family.BRIDGE);

  @Test
  void hasChain() {
    RULES.hasChain(TABLE, CHAIN);
    assertFailsWith("has-chain", () -> RULES.hasChain(TABLE, "FO-vnet1"));
    assertFailsWith("has-chain-table", () -> RULES.hasChain("mangle", CHAIN));
  }

  @Test
  void doesNotHaveChain() {
    RULES.doesNotHaveChain(TABLE, "FO-vnet1");
    assertFailsWith("does-not-have-chain", () -> RULES.doesNotHaveChain(TABLE, CHAIN));
  }

  @Test
  void hasRule() {
    RULES.hasRule(TABLE, CHAIN, HTTP).hasRule(TABLE, CHAIN, "-j DROP");
    RULES.hasRule(TABLE, "libvirt-in", "-g FI-vnet0 -m physdev --physdev-in vnet0");
    assertFailsWith(
        "has-rule", () -> RULES.as("HTTPS").hasRule(TABLE, CHAIN, HTTP.replace("80", "443")));
    assertFailsWith(
        "has-rule-fewer-matches", () -> RULES.hasRule(TABLE, CHAIN, "-p tcp --dport 80 -j ACCEPT"));
  }

  @Test
  void hasRuleOfEbtables() {
    FRAMES.hasRule("nat", "I-vnet0-mac", "-s 52:54:00:01:02:03 -j RETURN");
    assertFailsWith(
        "has-rule-ebtables",
        () -> FRAMES.hasRule("nat", "I-vnet0-mac", "-s 52:54:00:01:02:04 -j RETURN"));
  }

  @Test
  void refusesWhatIsNotARule() {
    assertThrows(NwfilterException.class, () -> RULES.hasRule(TABLE, CHAIN, "-p tcp --dprot 80"));
    assertThrows(
        NwfilterException.class, () -> RULES.doesNotHaveRule(TABLE, CHAIN, "--dport 80 -j DROP"));
    assertThrows(
        IllegalArgumentException.class,
        () -> RULES.doesNotHaveRule(TABLE, CHAIN, HTTP + "\n-A " + CHAIN + " -j REJECT"));
  }

  @Test
  void doesNotHaveRule() {
    RULES.doesNotHaveRule(TABLE, CHAIN, HTTP.replace("80", "443"));
    assertFailsWith("does-not-have-rule", () -> RULES.doesNotHaveRule(TABLE, CHAIN, HTTP));
    assertFailsWith(
        "does-not-have-rule-chain", () -> RULES.doesNotHaveRule(TABLE, "FO-vnet1", HTTP));
  }

  @Test
  void isEmpty() {
    assertThat(Ruleset.empty(Family.IPV4)).isEmpty();
    assertFailsWith("is-empty", RULES::isEmpty);
  }

  @Test
  void matchesGolden() {
    RULES.matchesGolden(Path.of("src/test/resources/assertion/web.iptables"));
    Path none = Path.of("src/test/resources/assertion/there-is-none.iptables");
    assertFailsWith(
        "ruleset-matches-golden", () -> Subjects.comparing(() -> RULES.matchesGolden(none)));
  }
}
