package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.value.Value;
import io.nwfilter.core.value.VariableReference;
import java.util.List;
import java.util.Set;

/** Looks references to variables up in the scope of a rule. */
final class Variables {

  private Variables() {}

  /** {@return the values that a reference refers to, at least one} */
  static List<String> values(ScopedRule scoped, VariableReference reference) {
    List<String> values = lookUp(scoped.scope(), reference);
    if (values.isEmpty()) {
      throw new ResolutionException(
          ResolutionCode.UNRESOLVED_VARIABLE,
          scoped.origin(),
          name(reference.toString()) + " has no value");
    }
    return values;
  }

  /** {@return what messages call a variable} */
  private static String name(String reference) {
    return reference.equals("$") ? "the variable without a name ('$')" : "variable " + reference;
  }

  private static List<String> lookUp(Scope scope, VariableReference reference) {
    List<String> values = scope.get(reference.name());
    if (reference.index().isEmpty()) {
      return values;
    }
    long index = reference.index().getAsLong();
    return index < values.size() ? ImmutableList.of(values.get((int) index)) : ImmutableList.of();
  }

  /** Adds the rule's variables that have no value: {@code A}, {@code A[3]} or {@code A[@1]}. */
  static void addMissing(ScopedRule scoped, Set<String> missing) {
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable) {
        VariableReference reference = variable.reference();
        if (lookUp(scoped.scope(), reference).isEmpty()) {
          missing.add(reference.toString().substring(1)); // libvirt leaves the dollar sign out
        }
      }
    }
  }
}
