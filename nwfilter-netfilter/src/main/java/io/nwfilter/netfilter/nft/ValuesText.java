package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableBiMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.packet.Values.Union;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what an expression is compared with: the operator and the values. */
final class ValuesText {

  private final Expression expression;
  private final boolean negated;

  /**
   * Creates a writer of values.
   *
   * @param expression the expression before them
   * @param negated whether values must be outside the set
   */
  ValuesText(Expression expression, boolean negated) {
    this.expression = expression;
    this.negated = negated;
  }

  /**
   * {@return the text after the expression, with a blank before it}
   *
   * @throws InexpressibleException if nft cannot ask an expression for such a set
   */
  String write(Values values) {
    if (expression.isBits()) {
      return bits(values);
    }
    if (values instanceof Union union) {
      return (negated ? " != { " : " { ")
          + union.parts().stream()
              .map(part -> element(expression, part))
              .collect(Collectors.joining(", "))
          + " }";
    }
    if (values instanceof Masked masked
        && expression.isWhole()
        && !masked.isEmpty()
        && !isSimple(masked)) {
      ValueText text = expression.text();
      return " & "
          + text.write(masked.mask())
          + (negated ? " != " : " == ")
          + text.write(masked.value());
    }
    return (negated ? " != " : " ") + element(expression, values);
  }

  private boolean isSimple(Masked masked) {
    int width = expression.field().width();
    int length = masked.mask().prefixLength(width);
    return length == width
        || (length >= 0 && expression.text().isAddress())
        || (expression.text().isInterface() && length > 0 && length % Byte.SIZE == 0);
  }

  private String bits(Values values) {
    if (values instanceof Union union) {
      boolean any = union.parts().stream().allMatch(ValuesText::isBit);
      return any
          ? (negated ? " ! " : " ") + names(union.parts(), ",")
          : (negated ? " != { " : " { ")
              + union.parts().stream().map(this::exactly).collect(Collectors.joining(", "))
              + " }";
    }
    if (isBit(values)) {
      return (negated ? " ! " : " ") + names(List.of(values), ",");
    }
    Masked masked = (Masked) requireMasked(values);
    if (masked.mask().equals(expression.mask())) {
      return (negated ? " != " : " == ") + exactly(masked);
    }
    String mask = names(masked.mask());
    if (masked.value().isZero()) {
      return (negated ? " " : " ! ") + mask;
    }
    return (negated ? " != " : " ") + names(masked.value()) + " / " + mask;
  }

  private static boolean isBit(Values values) {
    return values instanceof Masked masked
        && masked.value().equals(masked.mask())
        && Long.bitCount(masked.value().low()) == 1;
  }

  private Values requireMasked(Values values) {
    if (!(values instanceof Masked masked) || masked.isEmpty()) {
      throw refusal(values);
    }
    return values;
  }

  private String exactly(Values values) {
    Masked masked = (Masked) requireMasked(values);
    if (!masked.mask().equals(expression.mask()) || expression.isPart()) {
      throw refusal(values);
    }
    return masked.value().isZero() ? "0x0" : names(masked.value()).replace(",", " | ");
  }

  private String names(List<Values> bits, String separator) {
    return bits.stream()
        .map(bit -> names(((Masked) bit).value()))
        .collect(Collectors.joining(separator));
  }

  /** {@return the names of the bits of a number, in the order of nft} */
  private String names(Bits value) {
    ImmutableBiMap<Long, String> known = expression.text().names();
    long rest = value.low();
    StringBuilder names = new StringBuilder();
    for (var name : known.entrySet()) {
      if ((rest & name.getKey()) != 0) {
        names.append(names.isEmpty() ? "" : ",").append(name.getValue());
        rest &= ~name.getKey();
      }
    }
    if (rest != 0) {
      throw new InexpressibleException("nft has no name for bits " + value + " of " + expression);
    }
    return names.toString();
  }

  /**
   * {@return the text of a single value, of values with the same leading bits, or of a range}
   *
   * @throws InexpressibleException if nft has no text for such values
   */
  static String element(Expression expression, Values values) {
    ValuesText of = new ValuesText(expression, false);
    if (values instanceof Range range) {
      return of.range(range);
    }
    if (!(values instanceof Masked masked) || masked.isEmpty()) {
      throw of.refusal(values);
    }
    ValueText text = expression.text();
    if (masked.mask().equals(expression.mask())) {
      return text.write(of.taken(masked.value()));
    }
    if (!expression.isWhole() || !of.isSimple(masked)) {
      throw of.refusal(values);
    }
    return text.isInterface()
        ? ValueText.prefix(masked.value())
        : text.write(masked.value()) + "/" + masked.mask().prefixLength(expression.field().width());
  }

  private String range(Range range) {
    int shift = expression.shift();
    long after = (1L << shift) - 1;
    boolean leading =
        expression.isWhole()
            || (expression.mask().prefixLength(expression.field().width()) > 0
                && (range.low().low() & after) == 0
                && (range.high().low() & after) == after);
    if (!leading || range.low().compareTo(range.high()) >= 0 || expression.text().isInterface()) {
      throw refusal(range);
    }
    ValueText text = expression.text();
    return text.writeNumber(taken(range.low())) + "-" + text.writeNumber(taken(range.high()));
  }

  /** {@return the bits of a field's value that the expression takes} */
  private Bits taken(Bits value) {
    return expression.isWhole() ? value : Bits.of(value.low() >>> expression.shift());
  }

  private InexpressibleException refusal(Values values) {
    return new InexpressibleException("nft cannot ask whether " + expression + " is in " + values);
  }
}
