package io.nwfilter.netfilter.ruleset;

/** Changes one ruleset into another, as a change does. */
public interface Transition {

  /**
   * {@return the ruleset that results}
   *
   * @param now the ruleset before
   */
  Ruleset applyTo(Ruleset now);
}
