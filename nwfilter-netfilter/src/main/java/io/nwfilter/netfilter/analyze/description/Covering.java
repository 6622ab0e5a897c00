package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.AskedVariables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.FieldSplit;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Variable;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes a set of packets, among those that matter, by alternatives of conditions. What the set
 * does not depend on is left out; then it is split field by field, and values with which the rest
 * is the same are put together.
 */
public final class Covering {

  private static final ImmutableList<Dimension> DIMENSIONS = Dimension.all();
  private static final ImmutableList<Dimension> BY_USE = Dimension.byUse();

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final PacketClassSets classes;
  private final int maxAlternatives;
  private final List<Dimension> left = new ArrayList<>(DIMENSIONS);
  private final List<Dimension> needless = new ArrayList<>();

  /** The set, as far as dimensions are asked for. */
  private int asked;

  /** The other packets that matter, as far as dimensions are asked for, so that they are few. */
  private int others;

  private int found;

  /**
   * Begins with a space.
   *
   * @param space the space of the packets
   * @param maxAlternatives how many alternatives are made at most
   */
  public Covering(PacketSpace space, int maxAlternatives) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.classes = new PacketClassSets(space);
    this.maxAlternatives = maxAlternatives;
  }

  /**
   * {@return alternatives that describe a set, only once for each object}
   *
   * @param set the set, of packets that matter
   * @param among the packets that matter
   * @throws BudgetExceededException if there are too many
   */
  public List<Alternative> of(int set, int among) {
    AskedVariables variables = diagrams.asked(set);
    List<Dimension> optional =
        BY_USE.stream().filter(dimension -> !tellsKind(dimension, set)).toList();
    List<Dimension> perhapsNeeded = new ArrayList<>();
    for (Dimension dimension : optional) {
      boolean isAsked =
          Arrays.stream(dimension.variables(space.variables)).anyMatch(variables::contains);
      (isAsked ? perhapsNeeded : needless).add(dimension);
    }
    asked = set;
    others = diagrams.exists(diagrams.without(among, set), mask(needless));
    leaveOut(perhapsNeeded);
    left.removeAll(needless);
    int matter = diagrams.or(diagrams.exists(set, mask(needless)), others);
    return split(new FieldSplit.Rest(asked, matter), 0);
  }

  /**
   * Leaves those dimensions out, one after the other, without which the set is still told from what
   * else matters. Where that is so of all together, it is so of each.
   */
  private void leaveOut(List<Dimension> some) {
    VariableMask mask = mask(some);
    int without = diagrams.exists(asked, mask);
    if (!diagrams.intersects(without, others)) {
      asked = without;
      others = diagrams.exists(others, mask);
      needless.addAll(some);
    } else if (some.size() > 1) {
      leaveOut(some.subList(0, some.size() / 2));
      leaveOut(some.subList(some.size() / 2, some.size()));
    }
  }

  private VariableMask mask(List<Dimension> dimensions) {
    return VariableMask.of(
        dimensions.stream()
            .flatMapToInt(dimension -> Arrays.stream(dimension.variables(space.variables)))
            .toArray());
  }

  /** {@return whether it says of which kind packets are, and they are not of every kind} */
  private boolean tellsKind(Dimension dimension, int set) {
    return dimension instanceof Dimension.Value value
        && isKind(value.field())
        && !FieldValues.of(space, value.field(), set, EVERYTHING).outside().isEmpty();
  }

  /** {@return whether it says of which kind packets are, which is told even if it is clear} */
  static boolean isKind(Field field) {
    return field == Field.ETHER_TYPE || field == Field.IP_PROTOCOL;
  }

  private ImmutableList<Alternative> split(FieldSplit.Rest rest, int index) {
    if (rest.set() == NOTHING) {
      return ImmutableList.of();
    }
    if (rest.set() == rest.among() || index == left.size()) {
      return ImmutableList.of(Alternative.ALL);
    }
    int[] variables = left.get(index).variables(space.variables);
    FieldSplit split = new FieldSplit(diagrams, variables, rest);
    Map<List<Alternative>, List<Values.Masked>> values = new LinkedHashMap<>();
    split
        .byRest()
        .forEach(
            (after, cubes) ->
                values
                    .computeIfAbsent(split(after, index + 1), any -> new ArrayList<>())
                    .addAll(cubes));
    if (values.size() == 1 && !isKindOfSome(left.get(index), split)) {
      return ImmutableList.copyOf(values.keySet().iterator().next());
    }
    ImmutableList.Builder<Alternative> all = ImmutableList.builder();
    values.forEach(
        (after, cubes) -> {
          if (!after.isEmpty()) {
            Condition condition = condition(left.get(index), cubes, split, values.values());
            after.forEach(one -> all.add(counted(one.with(condition))));
          }
        });
    return all.build();
  }

  private static boolean isKindOfSome(Dimension dimension, FieldSplit split) {
    return dimension instanceof Dimension.Value value
        && isKind(value.field())
        && !split.impossible().isEmpty();
  }

  private Alternative counted(Alternative alternative) {
    found++;
    if (found > maxAlternatives) {
      throw new BudgetExceededException(
          "a description needs more than " + maxAlternatives + " alternatives");
    }
    return alternative;
  }

  private Condition condition(
      Dimension dimension,
      List<Values.Masked> cubes,
      FieldSplit split,
      Collection<List<Values.Masked>> all) {
    if (dimension instanceof Dimension.Presence presence) {
      return presence(presence.variable(), !cubes.get(0).value().isZero());
    }
    Dimension.Value value = (Dimension.Value) dimension;
    List<Values.Masked> others =
        all.stream().filter(one -> one != cubes).flatMap(List::stream).toList();
    return condition(
        isKind(value.field()) && others.isEmpty()
            ? ValueList.condition(value.field(), cubes, split.impossible(), ImmutableList.of())
            : ValueList.condition(value.field(), cubes, others, split.impossible()));
  }

  private Condition presence(Variable variable, boolean there) {
    Optional<PacketCondition> said = Condition.presence(variable);
    if (said.isPresent()) {
      return condition(there ? said.get() : said.get().complement());
    }
    int is = diagrams.variableSet(new Dimension.Presence(variable).variables(space.variables)[0]);
    return new Condition(Optional.empty(), there ? is : diagrams.not(is));
  }

  private Condition condition(PacketCondition says) {
    return new Condition(Optional.of(says), classes.of(says));
  }
}
