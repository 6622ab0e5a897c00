package io.nwfilter.netfilter.ruleset;

/** What makes another ruleset of one, such as a change. */
public interface Transition {

  /**
   * {@return the ruleset that comes out}
   *
   * @param now the ruleset before
   */
  Ruleset applyTo(Ruleset now);
}
