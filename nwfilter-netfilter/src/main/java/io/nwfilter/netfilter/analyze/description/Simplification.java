package io.nwfilter.netfilter.analyze.description;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.AskedVariables;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes descriptions of a set short: drops conditions that make no difference to packets that
 * matter, alternatives that others contain, and puts those together that only ask different values
 * of one field.
 */
public final class Simplification {

  private static final Values ANY = Values.masked(0, 0);

  /** What takes longer to read than this is perhaps shorter as a mask, but for some values. */
  private static final int MAX_COST = 10;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final PacketClassSets classes;

  private final int set;

  /** The packets that matter, as far as alternatives tell them apart. */
  private int among;

  /** Those of them that no alternative may reach. */
  private int forbidden;

  /**
   * Begins with a set.
   *
   * @param space the space of the packets
   * @param set the set
   * @param among the packets that matter, of which the set is a part
   */
  public Simplification(PacketSpace space, int set, int among) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.classes = new PacketClassSets(space);
    this.set = set;
    this.forbidden = diagrams.without(among, set);
    this.among = among;
  }

  /** {@return the alternatives that are left of some} */
  public List<Alternative> of(List<Alternative> found) {
    VariableMask needless = needless(found);
    forbidden = diagrams.exists(forbidden, needless);
    among = diagrams.or(diagrams.exists(set, needless), forbidden);
    List<Alternative> widened =
        found.stream()
            .filter(this::isAllowed)
            .map(this::widened)
            .filter(Alternative::isSayable)
            .distinct()
            .toList();
    return joined(apart(needed(widened)));
  }

  /**
   * {@return the same alternatives, of which those that share packets with others say the only
   * protocol for which they are needed}
   */
  private List<Alternative> apart(List<Alternative> all) {
    List<Alternative> apart = new ArrayList<>(all);
    for (int i = 0; i < all.size() && all.size() > 1; i++) {
      int others = others(apart, i);
      int own = diagrams.and(apart.get(i).set(diagrams), set);
      if (diagrams.intersects(own, others)) {
        Alternative wide = apart.get(i);
        Optional<Alternative> closer =
            protocol(diagrams.without(own, others), own).map(only -> ofProtocol(wide, only));
        if (closer.isPresent()) {
          apart.set(i, closer.get());
        }
      }
    }
    return apart;
  }

  /** {@return an alternative with a protocol in place of those that it has, if any} */
  private static Alternative ofProtocol(Alternative alternative, Condition protocol) {
    for (int i = 0; i < alternative.conditions().size(); i++) {
      Optional<PacketCondition.OfField> wanted = alternative.conditions().get(i).wanted();
      if (wanted.filter(of -> of.field() == Field.IP_PROTOCOL).isPresent()) {
        return alternative.with(i, protocol);
      }
    }
    return alternative.with(protocol);
  }

  /**
   * {@return that packets have the single protocol that some of them have, if all others do not}
   */
  private Optional<Condition> protocol(int some, int all) {
    return FieldValues.of(space, Field.IP_PROTOCOL, some, all)
        .condition()
        .filter(PacketCondition.OfField.class::isInstance)
        .map(PacketCondition.OfField.class::cast)
        .filter(of -> !of.negated() && isSingle(of))
        .map(this::condition)
        .filter(condition -> diagrams.without(some, condition.set()) == NOTHING);
  }

  private static boolean isSingle(PacketCondition.OfField condition) {
    return condition.values() instanceof Values.Masked masked
        && masked.isSingle(condition.field().width());
  }

  /** {@return the packets of all alternatives but one} */
  private int others(List<Alternative> all, int index) {
    int others = NOTHING;
    for (int other = 0; other < all.size(); other++) {
      others = other == index ? others : diagrams.or(others, all.get(other).set(diagrams));
    }
    return others;
  }

  /** {@return the variables that decide on none of some alternatives, nor on shorter ones} */
  private VariableMask needless(List<Alternative> alternatives) {
    IntStream.Builder sets = IntStream.builder();
    IntStream.Builder bits = IntStream.builder();
    for (Alternative alternative : alternatives) {
      for (Condition condition : alternative.conditions()) {
        sets.add(condition.set());
        if (condition.says().orElse(null) instanceof PacketCondition.OfField of) {
          sets.add(classes.of(PacketCondition.in(of.field(), ANY)));
          if (space.variables.has(of.field())) {
            Arrays.stream(space.variables.bits(of.field())).forEach(bits::add);
          }
        }
      }
    }
    AskedVariables asked = AskedVariables.of(diagrams, sets.build().distinct().toArray());
    return VariableMask.allBut(IntStream.concat(asked.stream(), bits.build()).toArray());
  }

  private boolean isAllowed(Alternative alternative) {
    return !diagrams.intersects(alternative.set(diagrams), forbidden);
  }

  /**
   * {@return whether a condition is to be kept as it says of which kind packets are, if those that
   * matter are only of some kinds without it}
   */
  private boolean tellsKind(Condition condition, Alternative without) {
    if (condition.says().orElse(null) instanceof PacketCondition.OfField of
        && Covering.isKind(of.field())) {
      int wider = without.set(diagrams);
      int all = space.universe(Family.BRIDGE);
      VariableMask others = VariableMask.allBut(space.variables.bits(of.field()));
      int possible = of.field() == Field.ETHER_TYPE ? all : diagrams.and(wider, all);
      return diagrams.exists(diagrams.and(wider, among), others)
          != diagrams.exists(possible, others);
    }
    return false;
  }

  private Alternative widened(Alternative alternative) {
    Alternative widest = alternative;
    for (int i = widest.conditions().size() - 1; i >= 0; i--) {
      Alternative wider = widest.without(i);
      if (isAllowed(wider) && !tellsKind(widest.conditions().get(i), wider)) {
        widest = wider;
      }
    }
    for (int i = 0; i < widest.conditions().size(); i++) {
      widest = withShorterValues(widest, i);
    }
    for (int i = widest.conditions().size() - 1; i >= 0; i--) {
      widest = withExceptions(widest, i);
    }
    return widest;
  }

  /**
   * {@return an alternative of which one condition asks for a range or a mask, but for some values,
   * if that is much shorter to read}
   */
  private Alternative withExceptions(Alternative alternative, int index) {
    Condition condition = alternative.conditions().get(index);
    if (!(condition.says().orElse(null) instanceof PacketCondition.OfField of)
        || !hasBits(of)
        || ValueList.cost(of) <= MAX_COST) {
      return alternative;
    }
    Field field = of.field();
    int others =
        diagrams.and(
            classes.of(PacketCondition.in(field, ANY)), alternative.without(index).set(diagrams));
    int wanted = diagrams.and(diagrams.and(others, condition.set()), set);
    Optional<Values> hull = new FieldHull(space, field, wanted).values();
    if (wanted == NOTHING || hull.isEmpty()) {
      return alternative;
    }
    Condition around = condition(PacketCondition.in(field, hull.get()));
    int wrong = diagrams.and(diagrams.and(others, forbidden), around.set());
    if (wrong == NOTHING) {
      return alternative.with(index, around);
    }
    FieldValues values = FieldValues.of(space, field, wrong, diagrams.or(wrong, wanted));
    PacketCondition but =
        PacketCondition.outside(field, ValueList.of(field, values.inside(), values.others()));
    return ValueList.cost(but) < ValueList.cost(of) / 2
        ? alternative.with(index, around).withNext(index, condition(but))
        : alternative;
  }

  private Condition condition(PacketCondition says) {
    return new Condition(Optional.of(says), classes.of(says));
  }

  /**
   * {@return an alternative of which one condition allows more values, if that is shorter to read}
   */
  private Alternative withShorterValues(Alternative alternative, int index) {
    Condition condition = alternative.conditions().get(index);
    Optional<PacketCondition> says = condition.says();
    if (says.isEmpty() || !(says.get() instanceof PacketCondition.OfField of) || !hasBits(of)) {
      return alternative;
    }
    int present = classes.of(PacketCondition.in(of.field(), ANY));
    int others = diagrams.and(present, alternative.without(index).set(diagrams));
    int wrong = diagrams.and(others, forbidden);
    int among = diagrams.or(diagrams.and(present, condition.set()), wrong);
    Optional<PacketCondition> more =
        FieldValues.of(space, of.field(), condition.set(), among).condition();
    return more.isPresent() && ValueList.cost(more.get()) < ValueList.cost(of)
        ? alternative.with(index, new Condition(more, classes.of(more.get())))
        : alternative;
  }

  private boolean hasBits(PacketCondition.OfField condition) {
    return condition.field() != Field.CONNECTION_STATE
        && space.variables.has(condition.field())
        && !condition.values().equals(ANY);
  }

  /** Leaves out what others contain, the longest ones first. */
  private List<Alternative> needed(List<Alternative> all) {
    List<Alternative> kept = new ArrayList<>(all);
    for (int i = kept.size() - 1; i >= 0; i--) {
      int others = others(kept, i);
      int own = diagrams.and(kept.get(i).set(diagrams), set);
      if (diagrams.without(own, others) == NOTHING) {
        kept.remove(i);
      }
    }
    return kept;
  }

  private List<Alternative> joined(List<Alternative> all) {
    List<Alternative> joined = new ArrayList<>();
    for (Alternative next : all) {
      Alternative one = next;
      for (int i = 0; i < joined.size(); i++) {
        Optional<Integer> place = joined.get(i).onlyDifference(one);
        if (place.isPresent()) {
          one = joined(joined.remove(i), one, place.get());
          i = -1;
        }
      }
      joined.add(one);
    }
    return joined;
  }

  private Alternative joined(Alternative left, Alternative right, int place) {
    PacketCondition.OfField one = left.conditions().get(place).wanted().orElseThrow();
    PacketCondition.OfField other = right.conditions().get(place).wanted().orElseThrow();
    PacketCondition both = PacketCondition.in(one.field(), union(one, other));
    return left.with(place, new Condition(Optional.of(both), classes.of(both)));
  }

  private Values union(PacketCondition.OfField one, PacketCondition.OfField other) {
    Field field = one.field();
    ImmutableList.Builder<Values> parts = ImmutableList.builder();
    for (Values values : List.of(one.values(), other.values())) {
      parts.addAll(values instanceof Values.Union union ? union.parts() : List.of(values));
    }
    int both = diagrams.and(classes.of(one), classes.of(other));
    List<Values> all = parts.build();
    return both == NOTHING
        ? ValueList.of(
            field,
            all.stream().flatMap(part -> part.cubes(field.width()).stream()).toList(),
            ImmutableList.of())
        : new Values.Union(all.stream().distinct().toList());
  }
}
