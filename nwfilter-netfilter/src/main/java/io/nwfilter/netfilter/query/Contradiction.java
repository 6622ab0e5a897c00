package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why no packet has all that a query wants at once.
 *
 * @param possibility tells of what there are packets
 * @param before the parts that some packets have at once
 * @param part the part that none of these has as well
 */
record Contradiction(Possibility possibility, ImmutableList<Part> before, Part part) {

  /**
   * A part of what has to hold at once.
   *
   * @param expression what it means
   * @param start where its first character is
   * @param end where its last character is, plus one
   * @param nested the alternatives between its parentheses, each with its parts; none without these
   */
  record Part(
      Expression expression, int start, int end, ImmutableList<ImmutableList<Part>> nested) {}

  /**
   * {@return the first contradiction of an impossible query}
   *
   * @param possibility tells of what there are packets
   * @param alternatives what it has between each {@code or}, all of them impossible
   */
  static Contradiction in(
      Possibility possibility, ImmutableList<ImmutableList<Part>> alternatives) {
    List<Part> before = new ArrayList<>();
    for (Part part : alternatives.get(0)) {
      if (possibility.isNone(part.expression()) && !part.nested().isEmpty()) {
        return in(possibility, part.nested());
      } else if (possibility.isNone(with(before, part.expression()))) {
        return new Contradiction(possibility, ImmutableList.copyOf(before), part);
      }
      before.add(part);
    }
    int last = before.size() - 1; // only with the tags that a later part has
    return new Contradiction(
        possibility, ImmutableList.copyOf(before.subList(0, last)), before.get(last));
  }

  /** {@return whether no packet has the part in question, whatever comes before it} */
  boolean isOfOnePart() {
    return before.isEmpty() || possibility.isNone(part.expression());
  }

  /** {@return a single part that excludes the one in question, if there is one} */
  Optional<Part> other() {
    return before.stream()
        .filter(one -> possibility.isNone(with(ImmutableList.of(one), part.expression())))
        .findFirst();
  }

  /** {@return whether some packets have what comes before and something else at once} */
  boolean isPossible(Expression instead) {
    return !possibility.isNone(with(before, instead));
  }

  private static Expression with(List<Part> parts, Expression more) {
    List<Expression> all = new ArrayList<>();
    parts.forEach(part -> all.add(part.expression()));
    all.add(more);
    return Expression.and(all);
  }
}
