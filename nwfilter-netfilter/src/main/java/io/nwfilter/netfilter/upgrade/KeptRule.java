package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.ChainPlace;

/**
 * A rule of the host's own that somebody has put into a chain or table of libvirt's.
 *
 * @param place the chain
 * @param number the place of the rule in the dumped chain, from 1 on
 * @param rule the rule
 * @param fate what becomes of it
 */
public record KeptRule(ChainPlace place, int number, ChainRule rule, Fate fate) {

  /** What becomes of such a rule. */
  public enum Fate {
    /** The new release has the chain: the rule is compared where the dump has it. */
    COMPARED("compared where the dump has it"),
    /** The new release has no such chain: the rule is there only before. */
    NO_CHAIN("lost, as there is no such chain after the upgrade"),
    /** libvirt makes the chain anew for each start: the rule is on neither host. */
    MADE_ANEW("lost when the interface or libvirt's daemon starts, and not compared");

    private final String words;

    Fate(String words) {
      this.words = words;
    }

    /** {@return what becomes of it, in words that follow the rule} */
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Checks that all components are given.
   *
   * @param place the chain
   * @param number the place of the rule in the dumped chain
   * @param rule the rule
   * @param fate what becomes of it
   */
  public KeptRule {
    requireNonNull(place, "place");
    requireNonNull(rule, "rule");
    requireNonNull(fate, "fate");
  }

  KeptRule with(Fate other) {
    return new KeptRule(place, number, rule, other);
  }

  /** {@return where it is in the dump} */
  public SourceLocation location() {
    return rule.origin().location();
  }
}
