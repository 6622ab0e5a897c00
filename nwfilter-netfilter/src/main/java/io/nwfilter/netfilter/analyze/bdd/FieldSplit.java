package io.nwfilter.netfilter.analyze.bdd;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a field, by what else a set asks of packets with them. */
public final class FieldSplit {

  /** With more, a description is not readable any more. */
  private static final int MAX_CUBES = 2000;

  /**
   * What is left of a set, and of the packets that matter, for some values.
   *
   * @param set the packets of the set
   * @param among all packets that matter
   */
  public record Rest(int set, int among) {}

  private final Diagrams diagrams;
  private final int[] variables;
  private final Map<Rest, List<Values.Masked>> byRest = new LinkedHashMap<>();
  private final List<Values.Masked> impossible = new ArrayList<>();
  private int cubes;

  /**
   * Splits a set.
   *
   * @param diagrams where it is
   * @param variables those of the field, that of the most significant bit first
   * @param rest the set
   * @throws BudgetExceededException if there are too many parts
   */
  public FieldSplit(Diagrams diagrams, int[] variables, Rest rest) {
    this.diagrams = diagrams;
    this.variables = variables;
    split(rest, 0, Bits.ZERO, Bits.ZERO);
  }

  private void split(Rest rest, int from, Bits value, Bits mask) {
    if (rest.among() == NOTHING) {
      add(impossible, value, mask);
      return;
    }
    int last = variables[variables.length - 1];
    AskedVariables asked = AskedVariables.upTo(last, diagrams, rest.set(), rest.among());
    for (int place = from; place < variables.length; place++) {
      if (asked.contains(variables[place])) {
        int fromRight = variables.length - 1 - place;
        Bits bit = Bits.ones(fromRight + 1).xor(Bits.ones(fromRight));
        split(restricted(rest, place, false), place + 1, value, mask.or(bit));
        split(restricted(rest, place, true), place + 1, value.or(bit), mask.or(bit));
        return;
      }
    }
    add(byRest.computeIfAbsent(rest, any -> new ArrayList<>()), value, mask);
  }

  private Rest restricted(Rest rest, int place, boolean value) {
    int variable = variables[place];
    return new Rest(
        diagrams.restricted(rest.set(), variable, value),
        diagrams.restricted(rest.among(), variable, value));
  }

  private void add(List<Values.Masked> list, Bits value, Bits mask) {
    cubes++;
    if (cubes > MAX_CUBES) {
      throw new BudgetExceededException(
          "a description needs more than " + MAX_CUBES + " values of a field");
    }
    list.add(new Values.Masked(value, mask));
  }

  /** {@return what is left for each value that there can be} */
  public Map<Rest, List<Values.Masked>> byRest() {
    return byRest;
  }

  /** {@return values that no packet that matters has} */
  public List<Values.Masked> impossible() {
    return ImmutableList.copyOf(impossible);
  }
}
