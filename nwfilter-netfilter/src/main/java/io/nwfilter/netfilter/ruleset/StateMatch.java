package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.ConnectionState;

/**
 * Asks for one of some states of the connection (iptables-extensions(8), conntrack).
 *
 * @param states the states, at least one
 */
public record StateMatch(ImmutableSet<ConnectionState> states) implements Match {

  /**
   * Checks that there is a state.
   *
   * @param states the states, at least one
   * @throws IllegalArgumentException if there is none
   */
  public StateMatch {
    if (states.isEmpty()) {
      throw new IllegalArgumentException("a state match needs a state");
    }
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
