package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Union;
import io.nwfilter.netfilter.text.InexpressibleException;
import org.jspecify.annotations.Nullable;

/** Chooses the expression that asks for a field, by what a rule has established before. */
final class ExpressionChoice {

  private final Established established;

  ExpressionChoice(Established established) {
    this.established = established;
  }

  /**
   * {@return the expression that asks a packet for a field}
   *
   * @param field the field
   * @param via the name of the expression, or null
   * @throws InexpressibleException if there is none
   */
  Expression of(Field field, @Nullable String via) {
    for (Expression expression : Expressions.of(field, via)) {
      if (isPossible(expression)) {
        return expression;
      }
    }
    throw new InexpressibleException(
        "nft has no expression for " + field + (via == null ? "" : " by way of " + via));
  }

  /**
   * {@return the expression that asks whether a field is in a set}
   *
   * @param field the field
   * @param via the name of the expression, or null
   * @param values the set
   * @throws InexpressibleException if there is none
   */
  Expression of(Field field, @Nullable String via, Values values) {
    Expression first = of(field, via);
    if (via != null || first.isWhole()) {
      return first;
    }
    Values part = values instanceof Union union ? union.parts().get(0) : values;
    return part instanceof Masked masked
        ? Expressions.of(field, via).stream()
            .filter(other -> other.mask().equals(masked.mask()) && isPossible(other))
            .findFirst()
            .orElse(first)
        : first;
  }

  private boolean isPossible(Expression expression) {
    boolean port =
        expression.field() == Field.SOURCE_PORT || expression.field() == Field.DESTINATION_PORT;
    boolean ofProtocol =
        !port
            || expression.protocol() == Expression.NO_PROTOCOL
            || expression.protocol() == established.protocol();
    boolean ofFamily = expression.field() == Field.IP_TOS || expression.field() == Field.IP_TTL;
    return ofProtocol && (!ofFamily || expression.needed().filter(established::has).isPresent());
  }
}
