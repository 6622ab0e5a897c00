package io.nwfilter.core.resolve;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Parameters;
import java.util.Set;

/**
 * A reference to a filter, as it was first met when an interface's filter was resolved.
 *
 * @param filter the filter that is referenced
 * @param parameters the parameters that the reference passes, as far as they count as parameters
 * @param outer the variables that are defined outside it, and win
 * @param origin where the reference is, and how the filter was reached
 * @param acceptedCodes the codes of the warnings about the reference that its author has accepted
 */
public record Inclusion(
    Filter filter, Parameters parameters, Scope outer, Origin origin, Set<String> acceptedCodes) {

  /**
   * Checks that all components are given.
   *
   * @param filter the filter that is referenced
   * @param parameters the parameters that the reference passes
   * @param outer the variables that are defined outside it
   * @param origin where the reference is
   * @param acceptedCodes the codes of the warnings about the reference that are accepted
   */
  public Inclusion {
    requireNonNull(filter);
    requireNonNull(parameters);
    requireNonNull(outer);
    requireNonNull(origin);
    acceptedCodes = ImmutableSet.copyOf(acceptedCodes);
  }

  /** {@return whether it is the reference of the interface, rather than one in a filter} */
  public boolean isOutermost() {
    return origin.path().depth() == 1;
  }
}
