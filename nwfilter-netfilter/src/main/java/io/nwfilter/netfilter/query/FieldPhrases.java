package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;

/** Puts a condition on a field into the words of queries. */
final class FieldPhrases {

  static final Values ANY = Values.masked(0, 0);

  private static final int OCTET = 8;
  private static final int TYPE = 0xff00;

  /** The states of which packets have one. */
  private static final ImmutableList<TrackedState> STATES =
      ImmutableList.of(
          TrackedState.NEW,
          TrackedState.ESTABLISHED,
          TrackedState.RELATED,
          TrackedState.INVALID,
          TrackedState.UNTRACKED);

  private FieldPhrases() {}

  /** {@return the values, one by one if they are a union} */
  static List<Values> parts(Values values) {
    return values instanceof Values.Union union ? union.parts() : ImmutableList.of(values);
  }

  /** {@return a condition in words; empty if there are none} */
  static Optional<Expression> comparison(PacketCondition.OfField condition) {
    Field field = condition.field();
    Values values = condition.values();
    if (field.kind() == FieldKind.TYPE_AND_CODE) {
      return message(condition);
    } else if (field == Field.CONNECTION_STATE) {
      return states(condition);
    } else if (field == Field.TCP_FLAGS && parts(values).size() > 1) {
      return Optional.of(bits(condition));
    }
    return term(field)
        .map(
            term ->
                values.equals(ANY)
                    ? new Comparison(term, condition.negated(), any(field))
                    : new Comparison(term, condition.negated(), items(field, values)));
  }

  private static ImmutableList<Item> any(Field field) {
    return ImmutableList.of(new Item(field.kind(), ANY));
  }

  static Optional<Term> term(Field field) {
    return Terms.BY_WORD.values().stream()
        .filter(term -> term.places().contains(new Place.OfField(field)))
        .findFirst();
  }

  static ImmutableList<Item> items(Field field, Values values) {
    return parts(values).stream()
        .map(part -> new Item(field.kind(), part))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the states that are among the values, or that are not, if these are fewer} */
  private static Optional<Expression> states(PacketCondition.OfField condition) {
    ImmutableList.Builder<Item> inside = ImmutableList.builder();
    ImmutableList.Builder<Item> outside = ImmutableList.builder();
    for (TrackedState state : STATES) {
      boolean isIn = condition.values().contains(Bits.of(state.bit())) != condition.negated();
      (isIn ? inside : outside)
          .add(new Item(Field.CONNECTION_STATE.kind(), Values.masked(state.bit(), state.bit())));
    }
    ImmutableList<Item> wanted = inside.build();
    ImmutableList<Item> others = outside.build();
    boolean negated = !others.isEmpty() && others.size() < wanted.size();
    return term(Field.CONNECTION_STATE)
        .map(term -> new Comparison(term, negated, negated ? others : wanted));
  }

  /** A comma is part of a value here: there is one comparison for each value. */
  private static Expression bits(PacketCondition.OfField condition) {
    Term term = term(Field.TCP_FLAGS).orElseThrow();
    Expression any =
        Expression.or(
            parts(condition.values()).stream()
                .<Expression>map(
                    part ->
                        new Comparison(
                            term, false, ImmutableList.of(new Item(FieldKind.BITS, part))))
                .toList());
    return condition.negated()
        ? Expression.and(
            ImmutableList.of(new Kind(LayerType.TCP, Optional.empty()), new Expression.Not(any)))
        : any;
  }

  /** {@return type and code, or ranges of types} */
  private static Optional<Expression> message(PacketCondition.OfField condition) {
    LayerType type = condition.field() == Field.ICMP_TYPE ? LayerType.ICMP : LayerType.ICMPV6;
    Kind kind = new Kind(type, Optional.empty());
    Values values = condition.values();
    if (values.equals(ANY)) {
      return Terms.BY_WORD.containsKey("type")
          ? Optional.of(
              Expression.and(
                  ImmutableList.of(
                      kind,
                      new Comparison(
                          Terms.BY_WORD.get("type"),
                          false,
                          ImmutableList.of(new Item(FieldKind.NUMBER, ANY))))))
          : Optional.empty();
    }
    ImmutableList.Builder<Item> messages = ImmutableList.builder();
    for (Values part : parts(values)) {
      if (isMessage(part)) {
        messages.add(new Item(FieldKind.TYPE_AND_CODE, part));
      } else if (part instanceof Values.Masked masked
          && masked.mask().low() >>> OCTET << OCTET == masked.mask().low()) {
        types(masked).forEach(messages::add);
      } else {
        return Optional.empty();
      }
    }
    Term term = Terms.detail(type);
    Kind detailed =
        new Kind(
            type,
            Optional.ofNullable(term).map(one -> new Comparison(one, false, messages.build())));
    return Optional.of(
        condition.negated()
            ? Expression.and(ImmutableList.of(kind, new Expression.Not(detailed)))
            : detailed);
  }

  private static ImmutableList<Item> types(Values.Masked types) {
    ImmutableList.Builder<Item> items = ImmutableList.builder();
    for (int type = 0; type < 1 << OCTET; type++) {
      Values messages = Values.masked((long) type << OCTET, 0xff00);
      if (types.contains(Bits.of((long) type << OCTET))) {
        items.add(new Item(FieldKind.TYPE_AND_CODE, messages));
      }
    }
    return items.build();
  }

  /** {@return whether values are a type of messages with one code, or with all} */
  static boolean isMessage(Values part) {
    return part instanceof Values.Masked masked
        && (masked.mask().low() == (TYPE | 0xff) || masked.mask().low() == TYPE);
  }
}
