package io.nwfilter.netfilter.host;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.stream.Stream;

/** What two lists of matches have to do with each other, as far as single fields tell. */
final class Conditions {

  private static final Values LOOPBACK = Values.single(Field.IN_INTERFACE, Bits.ofName("lo"));

  private Conditions() {}

  /**
   * {@return whether no packet can meet all of both: they want different values of a field, or what
   * no bridged packet has}
   */
  static boolean areDisjoint(List<Match> some, List<Match> others) {
    return haveOtherValues(some, others) || cannotBeBridged(some, others);
  }

  /**
   * The loopback interface is not a port of a bridge, and a packet that is bridged comes in and
   * goes out by the same bridge.
   */
  private static boolean cannotBeBridged(List<Match> some, List<Match> others) {
    List<FieldMatch> all =
        Stream.concat(some.stream(), others.stream())
            .filter(FieldMatch.class::isInstance)
            .map(FieldMatch.class::cast)
            .toList();
    if (all.stream().noneMatch(Conditions::wantsPort)) {
      return false;
    }
    boolean loopback =
        all.stream()
            .anyMatch(
                match ->
                    (match.field() == Field.IN_INTERFACE || match.field() == Field.OUT_INTERFACE)
                        && !match.negated()
                        && contains(LOOPBACK, match.values(), match.field().width()));
    return loopback
        || (all.stream().anyMatch(match -> isAsked(match, Field.IS_BRIDGED))
            && all.stream()
                .filter(match -> match.field() == Field.IN_INTERFACE)
                .anyMatch(
                    in ->
                        all.stream()
                            .filter(match -> match.field() == Field.OUT_INTERFACE)
                            .anyMatch(out -> exclude(in, out))));
  }

  private static boolean wantsPort(FieldMatch match) {
    return isAsked(match, Field.IS_BRIDGED)
        || ((match.field() == Field.IN_PORT || match.field() == Field.OUT_PORT)
            && !match.negated());
  }

  private static boolean isAsked(FieldMatch match, Field flag) {
    return match.field() == flag && !match.negated() && match.values().contains(Bits.of(1));
  }

  private static boolean haveOtherValues(List<Match> some, List<Match> others) {
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
