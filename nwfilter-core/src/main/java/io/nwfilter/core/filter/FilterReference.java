package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a filter by its name.
 *
 * @param filter the name of the filter
 * @param parameters values for variables inside it
 * @param location where it is; not part of equality
 * @param acceptedCodes the codes of the warnings about it that its author has accepted; not part of
 *     equality
 */
public record FilterReference(
    String filter, Parameters parameters, SourceLocation location, Set<String> acceptedCodes)
    implements FilterEntry {

  /**
   * Checks that all components are given.
   *
   * @param filter the name of the filter
   * @param parameters values for variables inside it
   * @param location where it is
   * @param acceptedCodes the codes of the warnings about it that its author has accepted
   */
  public FilterReference {
    requireNonNull(filter, "filter");
    requireNonNull(parameters, "parameters");
    requireNonNull(location, "location");
    acceptedCodes = ImmutableSet.copyOf(requireNonNull(acceptedCodes, "acceptedCodes"));
  }

  /**
   * Creates a reference whose author has accepted no warnings.
   *
   * @param filter the name of the filter
   * @param parameters values for variables inside it
   * @param location where it is
   */
  public FilterReference(String filter, Parameters parameters, SourceLocation location) {
    this(filter, parameters, location, ImmutableSet.of());
  }

  /**
   * {@return a reference that was not read from a document}
   *
   * @param filter the name of the filter
   * @param parameters values for variables inside it
   */
  public static FilterReference of(String filter, Parameters parameters) {
    return new FilterReference(filter, parameters, SourceLocation.NONE);
  }

  /**
   * {@return a reference that was not read from a document}
   *
   * @param filter the name of the filter
   * @param namesAndValues names of variables, each with its value after it; a name may be repeated,
   *     which makes a list
   * @throws IllegalArgumentException if the last name has no value, or libvirt would ignore one
   */
  public static FilterReference of(String filter, String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "the parameter '" + namesAndValues[namesAndValues.length - 1] + "' has no value");
    }
    Parameters parameters = Parameters.NONE;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters = parameters.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(filter, parameters);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.reference(this);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof FilterReference other
        && filter.equals(other.filter)
        && parameters.equals(other.parameters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(filter, parameters);
  }
}
