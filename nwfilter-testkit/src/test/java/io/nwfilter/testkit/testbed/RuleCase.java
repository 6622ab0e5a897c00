package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.Arrays;
import java.util.Map;

/**
 * Rules to send packets through.
 *
 * @param name what they are
 * @param rulesets the rules of each family
 */
record RuleCase(String name, Map<Family, Ruleset> rulesets) {

  static RuleCase of(String name, CompiledRules compiled) {
    ImmutableMap.Builder<Family, Ruleset> rulesets = ImmutableMap.builder();
    for (Family family : Family.values()) {
      rulesets.put(family, compiled.ruleset(family));
    }
    return new RuleCase(name, rulesets.build());
  }

  /** {@return rules as the -save tools print them, several texts after each other} */
  static RuleCase of(String name, String... saved) {
    ImmutableMap.Builder<Family, Ruleset> rulesets = ImmutableMap.builder();
    for (String text : saved) {
      Family family =
          Arrays.stream(Family.values())
              .filter(one -> text.startsWith("# " + one.tool() + "\n"))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(name + " has no heading"));
      rulesets.put(family, SaveText.read(family, TextSource.text(text, name)));
    }
    return new RuleCase(name, rulesets.build());
  }

  @Override
  public String toString() {
    return name;
  }
}
