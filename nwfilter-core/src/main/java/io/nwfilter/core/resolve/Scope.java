package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variables that hold inside a filter: those of the interface, and those that the references on
 * the way to it pass. What is defined further outside overrides the rest (libvirt: Network Filters,
 * Usage of variables in filters). Scopes share what is outside them, so that one costs no more than
 * the parameters of its reference.
 */
public final class Scope {

  private final @Nullable Scope outer;
  private final Parameters own;

  private Scope(@Nullable Scope outer, Parameters own) {
    this.outer = outer;
    this.own = own;
  }

  /**
   * {@return the scope of an interface}
   *
   * @param variables the variables that it defines
   */
  public static Scope of(Parameters variables) {
    return new Scope(null, variables);
  }

  /**
   * {@return the scope inside a reference}
   *
   * @param passed the parameters that the reference passes
   */
  public Scope inside(Parameters passed) {
    return passed.values().isEmpty() ? this : new Scope(this, passed);
  }

  /**
   * Returns the values of a variable.
   *
   * @param name the variable's name
   * @return its values in order; empty if it is not defined
   */
  public List<String> get(String name) {
    List<String> found = ImmutableList.of();
    for (Scope scope = this; scope != null; scope = scope.outer) {
      List<String> values = scope.own.get(name);
      if (!values.isEmpty()) {
        found = values;
      }
    }
    return found;
  }
}
