package io.nwfilter.testkit.assertion;

import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.ruleset.Ruleset;

/** The door to the assertions; meant to be imported statically. */
public final class NwfilterAssertions {

  private NwfilterAssertions() {}

  /**
   * {@return assertions about the rules of an interface, a machine, a network or a host}
   *
   * @param compiled the rules
   */
  public static CompiledAssert assertThat(CompiledRules compiled) {
    return CompiledAssert.of(compiled);
  }

  /**
   * {@return assertions about the rules of one family}
   *
   * @param ruleset the rules
   */
  public static RulesetAssert assertThat(Ruleset ruleset) {
    return new RulesetAssert(ruleset);
  }
}
