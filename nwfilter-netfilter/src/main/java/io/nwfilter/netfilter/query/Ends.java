package io.nwfilter.netfilter.query;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How queries say where packets arrive.
 *
 * @param known the places that a host has, by what can be written; empty if any may be there
 * @param expected what can be written
 */
record Ends(ImmutableMap<String, End> known, ImmutableList<String> expected) {

  private static final String HOST = "host";

  private static final End ASSUMED = End.network(Surroundings.OUTSIDE);

  /** It is not known which places a host has. */
  static final Ends ANY =
      new Ends(
          ImmutableMap.of(),
          ImmutableList.of(HOST, Surroundings.OUTSIDE, "the name of a port such as vnet0"));

  /** {@return the places of a host} */
  static Ends among(Set<End> ends) {
    Map<String, End> known = new TreeMap<>();
    ends.forEach(end -> known.put(print(end), end));
    Ends all = new Ends(ImmutableMap.copyOf(known), ImmutableList.copyOf(known.keySet()));
    if (!all.others().isEmpty()) {
      known.remove(Surroundings.OUTSIDE, ASSUMED);
    }
    return new Ends(all.known(), ImmutableList.copyOf(known.keySet()));
  }

  /**
   * {@return the place that a text names}
   *
   * @throws IllegalArgumentException if it names none of the host; or the interface that is assumed
   *     to lead to all other networks, where rules or options name others by which packets may
   *     leave as well
   */
  End read(String text) {
    checkArgument(text.matches("[A-Za-z0-9_.:+@-]+"), "where packets arrive is missing");
    End end = known.get(text);
    if (end != null) {
      checkArgument(
          !end.equals(ASSUMED) || others().isEmpty(),
          "several interfaces lead to other networks: say which, such as 'at %s', or give"
              + " --route 0.0.0.0/0=%s",
          others().stream().findFirst().orElse(""),
          others().stream().findFirst().orElse(""));
      return end;
    }
    checkArgument(
        known.isEmpty(), "no packet arrives at '%s'%s", text, NearestName.question(text, expected));
    return switch (text) {
      case HOST -> End.HOST;
      case Surroundings.OUTSIDE -> End.network(Surroundings.OUTSIDE);
      default -> End.port(text);
    };
  }

  /** {@return the interfaces that lead to other networks and are not the assumed one} */
  private ImmutableList<String> others() {
    return known.values().stream()
        .filter(end -> end.kind() == End.Kind.NETWORK && !end.equals(ASSUMED))
        .map(End::name)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the text that {@link #read} reads} */
  static String print(End end) {
    return end.kind() == End.Kind.HOST ? HOST : end.name();
  }
}
