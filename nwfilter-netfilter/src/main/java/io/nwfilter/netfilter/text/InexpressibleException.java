package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;

/**
 * A rule asks for something that the tool of its family has no option for, such as a port without a
 * protocol. The message names what is asked.
 */
public final class InexpressibleException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what cannot be written, and why
   */
  public InexpressibleException(String message) {
    super(message);
  }

  static InexpressibleException of(Family family, Match match) {
    return new InexpressibleException(family.tool() + " has no option for " + match);
  }

  static InexpressibleException of(Family family, Target target) {
    return new InexpressibleException(family.tool() + " has no target for " + target);
  }
}
