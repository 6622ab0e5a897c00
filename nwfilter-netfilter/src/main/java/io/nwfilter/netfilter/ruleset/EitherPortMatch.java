package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;

/**
 * Asks for a source or destination port from a set (iptables-extensions(8), multiport, {@code
 * --ports}).
 *
 * @param ports the set
 * @param negated whether neither port may be in the set
 * @param fresh whether the extension is loaded anew, although the previous match uses it, too
 */
public record EitherPortMatch(Values ports, boolean negated, boolean fresh) implements Match {

  /**
   * Checks the ports.
   *
   * @param ports the set
   * @param negated whether neither port may be in the set
   * @param fresh whether the extension is loaded anew
   * @throws IllegalArgumentException if a port has more than 16 bits
   */
  public EitherPortMatch {
    checkArgument(ports.fits(Field.SOURCE_PORT.width()), "%s is not a set of ports", ports);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
