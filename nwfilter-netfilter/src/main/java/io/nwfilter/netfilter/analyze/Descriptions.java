package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.AskedVariables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.FieldSplit;
import io.nwfilter.netfilter.analyze.description.Alternative;
import io.nwfilter.netfilter.analyze.description.Condition;
import io.nwfilter.netfilter.analyze.description.Covering;
import io.nwfilter.netfilter.analyze.description.FieldValues;
import io.nwfilter.netfilter.analyze.description.Simplification;
import io.nwfilter.netfilter.analyze.description.ValueList;
import io.nwfilter.netfilter.analyze.description.Witnesses;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes sets of packets: by alternatives, or, where that is shorter, by what is left out of
 * what all packets of an EtherType have in common.
 */
final class Descriptions {

  /** How many alternatives are found at most. */
  private static final int MAX_ALTERNATIVES = 2000;

  private final PacketSets owner;
  private final PacketSpace space;
  private final Diagrams diagrams;
  private final PacketClassSets classes;

  Descriptions(PacketSets owner) {
    this.owner = owner;
    this.space = owner.space();
    this.diagrams = space.diagrams;
    this.classes = new PacketClassSets(space);
  }

  /**
   * {@return a description of a set}
   *
   * @param set the set
   * @param among the packets that matter, of which the set is a part
   */
  Description of(int set, int among) {
    List<Alternative> alternatives = alternatives(set, among);
    List<Description.Part> parts = parts(alternatives);
    int described = union(alternatives);
    if (alternatives.size() > 1) {
      ByType byType = byType(set, among);
      if (cost(byType.parts()) < cost(parts)
          && diagrams.without(diagrams.and(set, described), byType.set()) == NOTHING
          && diagrams.without(diagrams.and(byType.set(), among), set) == NOTHING) {
        parts = byType.parts();
        described = byType.set();
      }
    }
    return new Description(parts, owner.set(diagrams.without(set, described)));
  }

  private List<Alternative> alternatives(int set, int among) {
    return new Simplification(space, set, among)
        .of(new Covering(space, MAX_ALTERNATIVES).of(set, among));
  }

  /** {@return how long parts are to read, each more than a condition of it} */
  private static int cost(List<Description.Part> parts) {
    int cost = 0;
    for (Description.Part part : parts) {
      cost += 2 + part.conditions().size();
      for (List<PacketCondition> exception : part.exceptions()) {
        cost += exception.stream().mapToInt(Descriptions::costAsException).sum();
      }
    }
    return cost;
  }

  /**
   * {@return how long a condition of an exception is to read: what is negated twice takes longer}
   */
  private static int costAsException(PacketCondition condition) {
    return condition.negated() ? 4 : 1;
  }

  private static Description.Part part(Body body) {
    return new Description.Part(
        body.common().says(), body.exceptions().stream().map(Alternative::says).toList());
  }

  private static List<Description.Part> parts(List<Alternative> alternatives) {
    return alternatives.stream()
        .map(one -> new Description.Part(one.says(), ImmutableList.of()))
        .toList();
  }

  private int union(List<Alternative> alternatives) {
    int union = NOTHING;
    for (Alternative one : alternatives) {
      union = diagrams.or(union, one.set(diagrams));
    }
    return union;
  }

  /** Parts, with the packets that they describe. */
  private record ByType(List<Description.Part> parts, int set) {}

  /**
   * What packets have in common apart from their EtherType.
   *
   * @param common what all have in common
   * @param exceptions what is left out
   */
  private record Body(Alternative common, List<Alternative> exceptions) {}

  private ByType byType(int set, int among) {
    int[] type = space.variables.bits(Field.ETHER_TYPE);
    FieldSplit split = new FieldSplit(diagrams, type, new FieldSplit.Rest(set, among));
    Map<List<Body>, List<Values.Masked>> values = new LinkedHashMap<>();
    split
        .byRest()
        .forEach(
            (rest, cubes) ->
                values
                    .computeIfAbsent(bodies(rest.set(), rest.among()), any -> new ArrayList<>())
                    .addAll(cubes));
    List<Description.Part> parts = new ArrayList<>();
    int described = NOTHING;
    for (Map.Entry<List<Body>, List<Values.Masked>> one : values.entrySet()) {
      List<Values.Masked> others =
          values.values().stream()
              .filter(cubes -> cubes != one.getValue())
              .flatMap(List::stream)
              .toList();
      Condition ofType =
          condition(
              ValueList.condition(Field.ETHER_TYPE, one.getValue(), others, split.impossible()));
      for (Body body : one.getKey()) {
        Alternative common = others.isEmpty() ? body.common() : body.common().with(ofType);
        parts.add(part(new Body(common, body.exceptions())));
        int left = diagrams.without(common.set(diagrams), union(body.exceptions()));
        described = diagrams.or(described, left);
      }
    }
    return new ByType(parts, described);
  }

  private List<Body> bodies(int set, int among) {
    if (set == NOTHING) {
      return ImmutableList.of();
    }
    List<Alternative> alternatives = alternatives(set, among);
    if (alternatives.size() > 1) {
      Alternative common = common(set, among);
      int all = diagrams.and(among, common.set(diagrams));
      List<Alternative> exceptions = alternatives(diagrams.without(all, set), all);
      int left = diagrams.without(all, union(exceptions));
      Body body = new Body(common, exceptions);
      if (cost(List.of(part(body))) < cost(parts(alternatives))
          && diagrams.without(left, set) == NOTHING) {
        return ImmutableList.of(body);
      }
    }
    return alternatives.stream()
        .map(one -> new Body(one, ImmutableList.of()))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return what all packets of a set have in common, which some others do not} */
  private Alternative common(int set, int among) {
    AskedVariables asked = diagrams.asked(set);
    ImmutableList.Builder<Condition> common = ImmutableList.builder();
    for (Field field : Variables.fields()) {
      int[] variables = space.variables.bits(field);
      if (!Witnesses.isKeptByKernel(field) && Arrays.stream(variables).anyMatch(asked::contains)) {
        FieldValues values = FieldValues.of(space, field, set, among);
        values.condition().ifPresent(says -> common.add(condition(says)));
      }
    }
    return new Alternative(common.build());
  }

  private Condition condition(PacketCondition says) {
    return new Condition(Optional.of(says), classes.of(says));
  }
}
