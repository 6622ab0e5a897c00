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

  /** It is not known which places a host has. */
  static final Ends ANY =
      new Ends(
          ImmutableMap.of(),
          ImmutableList.of(HOST, Surroundings.OUTSIDE, "the name of a port such as vnet0"));

  /** {@return the places of a host} */
  static Ends among(Set<End> ends) {
    Map<String, End> known = new TreeMap<>();
    ends.forEach(end -> known.put(print(end), end));
    return new Ends(ImmutableMap.copyOf(known), ImmutableList.copyOf(known.keySet()));
  }

  End read(String text) {
    checkArgument(text.matches("[A-Za-z0-9_.:+@-]+"), "where packets arrive is missing");
    End end = known.get(text);
    if (end != null) {
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

  /** {@return the text that {@link #read} reads} */
  static String print(End end) {
    return end.kind() == End.Kind.HOST ? HOST : end.name();
  }
}
