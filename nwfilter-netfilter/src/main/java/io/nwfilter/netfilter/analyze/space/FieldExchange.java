package io.nwfilter.netfilter.analyze.space;

import static com.google.common.base.Preconditions.checkState;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.NodeMap;
import io.nwfilter.netfilter.packet.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exchanges values of fields with those of the fields next to them in the order of variables, as
 * those of sources and destinations are. To move one variable after another down would make many
 * nodes in vain. Instead, a set is taken apart into the values of both fields and what remains.
 */
final class FieldExchange {

  private final Diagrams diagrams;
  private final ImmutableList<Pair> pairs;
  private final NodeMap done = new NodeMap();

  /**
   * Two fields of one width, whose variables follow each other.
   *
   * @param start the first variable of the first field
   * @param width how many variables each of them has
   */
  private record Pair(int start, int width) {

    int middle() {
      return start + width;
    }

    int end() {
      return middle() + width;
    }
  }

  /**
   * Begins with the fields.
   *
   * @param space where the sets are
   * @param sources one field of each pair
   */
  FieldExchange(PacketSpace space, Iterable<Field> sources) {
    this.diagrams = space.diagrams;
    ImmutableList.Builder<Pair> made = ImmutableList.builder();
    for (Field source : sources) {
      int first = space.variables.bits(source)[0];
      int other = space.variables.bits(source.opposite())[0];
      int width = source.width();
      checkState(Math.abs(first - other) == width, "%s is not next to its opposite", source);
      made.add(new Pair(Math.min(first, other), width));
    }
    this.pairs = made.build();
  }

  /** {@return the packets that are in a set after the exchange} */
  int in(int set) {
    if (set <= EVERYTHING) {
      return set;
    }
    int known = done.get(set);
    if (known >= 0) {
      return known;
    }
    int variable = diagrams.variable(set);
    for (Pair pair : pairs) {
      if (pair.start() <= variable && variable < pair.end()) {
        int result = exchanged(set, pair);
        done.put(set, result);
        return result;
      }
    }
    int low = in(diagrams.branch(set, false));
    int result = diagrams.node(variable, low, in(diagrams.branch(set, true)));
    done.put(set, result);
    return result;
  }

  private int exchanged(int set, Pair pair) {
    List<Integer> all = new ArrayList<>();
    new Parts(pair.middle(), pair.width())
        .of(set)
        .forEach(
            (first, moved) ->
                new Parts(pair.end(), -pair.width())
                    .of(first)
                    .forEach(
                        (second, other) ->
                            all.add(diagrams.and(other, diagrams.and(moved, in(second))))));
    return diagrams.union(all);
  }

  /**
   * Takes sets apart into what remains after some variables, and which values of these lead there.
   */
  private final class Parts {

    private final int end;
    private final int offset;
    private final Map<Integer, Map<Integer, Integer>> known = new HashMap<>();

    /**
     * Begins with the variables.
     *
     * @param end the variable after them
     * @param offset how far from them are the variables that get their values
     */
    Parts(int end, int offset) {
      this.end = end;
      this.offset = offset;
    }

    Map<Integer, Integer> of(int set) {
      if (set == NOTHING) {
        return ImmutableMap.of();
      }
      if (diagrams.variable(set) >= end) {
        return ImmutableMap.of(set, EVERYTHING);
      }
      Map<Integer, Integer> parts = known.get(set);
      if (parts == null) {
        parts = joined(set, of(diagrams.branch(set, false)), of(diagrams.branch(set, true)));
        known.put(set, parts);
      }
      return parts;
    }

    private Map<Integer, Integer> joined(
        int set, Map<Integer, Integer> low, Map<Integer, Integer> high) {
      int variable = diagrams.variable(set) + offset;
      Map<Integer, Integer> parts = new LinkedHashMap<>();
      low.forEach(
          (rest, values) ->
              parts.put(rest, diagrams.node(variable, values, high.getOrDefault(rest, NOTHING))));
      high.forEach(
          (rest, values) -> {
            if (!low.containsKey(rest)) {
              parts.put(rest, diagrams.node(variable, NOTHING, values));
            }
          });
      return parts;
    }
  }
}
