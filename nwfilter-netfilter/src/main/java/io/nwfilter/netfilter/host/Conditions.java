package io.nwfilter.netfilter.host;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;

/** What two lists of matches have to do with each other, as far as single fields tell. */
final class Conditions {

  private Conditions() {}

  /** {@return whether no packet can meet all of both: they want different values of a field} */
  static boolean areDisjoint(List<Match> some, List<Match> others) {
    for (Match match : some) {
      if (match instanceof FieldMatch one) {
        for (Match other : others) {
          if (other instanceof FieldMatch two && one.field() == two.field() && exclude(one, two)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean exclude(FieldMatch one, FieldMatch two) {
    if ((one.negated() && two.negated()) || hasSeveralValues(one.field())) {
      return false;
    } else if (one.negated()) {
      return contains(one.values(), two.values(), one.field().width());
    } else if (two.negated()) {
      return contains(two.values(), one.values(), one.field().width());
    }
    return one.values().isDisjoint(two.values(), one.field().width());
  }

  /** {@return whether every packet that meets all of the narrow ones meets the wide ones, too} */
  static boolean areImplied(List<Match> wide, List<Match> narrow) {
    return wide.stream().allMatch(match -> narrow.stream().anyMatch(one -> implies(one, match)));
  }

  private static boolean implies(Match narrow, Match wide) {
    if (narrow.equals(wide)) {
      return true;
    }
    if (!(narrow instanceof FieldMatch one)
        || !(wide instanceof FieldMatch two)
        || one.field() != two.field()) {
      return false;
    }
    int width = one.field().width();
    if (one.negated()) {
      return two.negated() && contains(one.values(), two.values(), width);
    }
    return two.negated()
        ? !hasSeveralValues(two.field()) && one.values().isDisjoint(two.values(), width)
        : contains(two.values(), one.values(), width);
  }

  /** {@return whether a packet may have several values of a field at once} */
  private static boolean hasSeveralValues(Field field) {
    return field == Field.TCP_OPTION;
  }

  /** {@return whether a set is in another, where each cube of it is in one of the other's} */
  private static boolean contains(Values outer, Values inner, int width) {
    List<Values.Masked> cubes = outer.cubes(width);
    return inner.cubes(width).stream()
        .allMatch(cube -> cubes.stream().anyMatch(around -> around(around, cube)));
  }

  private static boolean around(Values.Masked outer, Values.Masked inner) {
    return outer.mask().and(inner.mask()).equals(outer.mask()) && outer.contains(inner.value());
  }
}
