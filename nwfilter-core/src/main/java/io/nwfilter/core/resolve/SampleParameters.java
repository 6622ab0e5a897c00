package io.nwfilter.core.resolve;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Bounds;
import io.nwfilter.core.attribute.ValueType;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.Value;
import io.nwfilter.core.value.VariableReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values for variables that have none, so that a filter can be compiled by itself: legal where the
 * variables are used, and different from each other where there is a choice.
 *
 * <pre>{@code
 * ResolvedFilter resolved = FilterResolver.resolve(library, reference, guest, semantics);
 * Parameters all = SampleParameters.with(reference.parameters(), resolved);
 * }</pre>
 *
 * <p>Addresses are those that are reserved for documentation (RFC 5737, TEST-NET-1; RFC 3849).
 */
public final class SampleParameters {

  private static final int FIRST = 10;
  private static final long FIRST_PORT = 1024;

  private SampleParameters() {}

  /**
   * {@return parameters, and samples for the variables that are missing in a filter} A variable for
   * which no text is known to be legal stays without a value.
   *
   * @param known the parameters that have values
   * @param resolved the filter
   */
  public static Parameters with(Parameters known, ResolvedFilter resolved) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, ValueType<?>> types = new LinkedHashMap<>();
    for (ScopedRule scoped : resolved.rules()) {
      for (Condition<?> condition : scoped.rule().conditions().values()) {
        if (condition.value() instanceof Value.Variable<?> variable) {
          VariableReference reference = variable.reference();
          if (known.get(reference.name()).isEmpty() && isMissing(resolved, reference.name())) {
            int needed = (int) Math.min(reference.index().orElse(0), FIRST) + 1;
            counts.merge(reference.name(), needed, Math::max);
            types.putIfAbsent(reference.name(), condition.spec().type());
          }
        }
      }
    }
    ImmutableMap.Builder<String, List<String>> all = ImmutableMap.builder();
    all.putAll(known.values());
    int[] next = {FIRST + known.values().values().stream().mapToInt(List::size).sum()};
    counts.forEach(
        (name, count) -> {
          String[] values = new String[count];
          boolean found = true;
          for (int i = 0; i < count; i++) {
            Optional<String> sample = sample(requireNonNull(types.get(name)), next[0]++);
            values[i] = sample.orElse("");
            found &= sample.isPresent();
          }
          if (found) {
            all.put(name, List.of(values));
          }
        });
    return new Parameters(all.buildOrThrow());
  }

  private static boolean isMissing(ResolvedFilter resolved, String name) {
    return resolved.missing().stream()
        .anyMatch(missing -> missing.equals(name) || missing.startsWith(name + "["));
  }

  private static Optional<String> sample(ValueType<?> type, int number) {
    return Optional.ofNullable(
        switch (type.kind()) {
          case MAC -> "52:54:00:00:00:%02x".formatted(number);
          case MAC_MASK -> "ff:ff:ff:ff:ff:ff";
          case IPV4, EITHER_ADDRESS -> "192.0.2." + number;
          case IPV6 -> "2001:db8::%x".formatted(number);
          case IPV4_MASK -> "24";
          case IPV6_MASK -> "64";
          case NUMBER, DECIMAL -> Long.toString(number(type.range(), number));
          case BOOLEAN -> "true";
          case STATES -> "NEW";
          case TCP_FLAGS -> "SYN";
          case IPSET, IPSET_FLAGS, COMMENT -> null;
        });
  }

  private static long number(Optional<Bounds> range, int number) {
    long wanted = FIRST_PORT + number;
    return range
        .map(bounds -> Math.max(bounds.lowest(), Math.min(bounds.highest(), wanted)))
        .orElse(wanted);
  }
}
