package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import java.util.Optional;

/** An operator that asks for values up to one, or from one on, which are a range. */
enum Comparison {
  LESS,
  AT_MOST,
  GREATER,
  AT_LEAST;

  /** Wider values are not numbers, but addresses of IPv6 and names. */
  private static final int MAX_WIDTH = 48;

  /** {@return the operator that comes next, if it is one} */
  static Optional<Comparison> read(WordStream words) {
    Optional<Comparison> operator = words.peek().quoted() ? Optional.empty() : of(words.peek());
    operator.ifPresent(found -> words.next());
    return operator;
  }

  private static Optional<Comparison> of(Word word) {
    return switch (word.text()) {
      case "<", "lt" -> Optional.of(LESS);
      case "<=", "le" -> Optional.of(AT_MOST);
      case ">", "gt" -> Optional.of(GREATER);
      case ">=", "ge" -> Optional.of(AT_LEAST);
      default -> Optional.empty();
    };
  }

  /** {@return the values that the next word is compared with so; empty if that is not known} */
  Optional<Values> values(WordStream words, Expression expression) {
    int width = expression.width();
    if (width > MAX_WIDTH || !ValuesParser.hasRanges(expression)) {
      return Optional.empty();
    }
    long greatest = (1L << width) - 1;
    return expression
        .text()
        .read(words.next(), width)
        .flatMap(value -> range(value.low(), greatest))
        .map(
            range -> {
              Bits low = ValuesParser.placed(expression, range.low());
              Bits after = Bits.of((1L << expression.shift()) - 1);
              Bits high = ValuesParser.placed(expression, range.high()).or(after);
              return range.low().equals(range.high())
                  ? new Masked(low, expression.mask())
                  : new Values.Range(low, high);
            });
  }

  private Optional<Values.Range> range(long value, long greatest) {
    long low =
        switch (this) {
          case LESS, AT_MOST -> 0;
          case GREATER -> value + 1;
          case AT_LEAST -> value;
        };
    long high =
        switch (this) {
          case LESS -> value - 1;
          case AT_MOST -> value;
          case GREATER, AT_LEAST -> greatest;
        };
    return low > high
        ? Optional.empty()
        : Optional.of(new Values.Range(Bits.of(low), Bits.of(high)));
  }
}
