package io.nwfilter.netfilter.nft;

import com.google.common.base.Splitter;
import com.google.common.primitives.Longs;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what an expression is compared with. */
final class ValuesParser {

  /** A set of values, and whether a packet must have one outside it. */
  record Compared(Values values, boolean negated) {}

  private final WordStream words;
  private final Expression expression;

  private ValuesParser(WordStream words, Expression expression) {
    this.words = words;
    this.expression = expression;
  }

  /** {@return what an expression is compared with, empty if that is not known} */
  static Optional<Compared> read(WordStream words, Expression expression) {
    ValuesParser parser = new ValuesParser(words, expression);
    return expression.isBits() ? BitsParser.read(words, expression) : parser.read();
  }

  private Optional<Compared> read() {
    if (words.take("&") || words.take("and")) {
      return masked();
    }
    Optional<Comparison> comparison = Comparison.read(words);
    if (comparison.isPresent()) {
      return comparison.get().values(words, expression).map(found -> new Compared(found, false));
    }
    boolean equal = words.take("==") || words.take("eq");
    boolean negated = !equal && (words.take("!=") || words.take("ne"));
    Optional<Values> values =
        words.peek().is("{") ? union() : element(words, expression).filter(this::isOfBits);
    return values.map(found -> new Compared(found, negated));
  }

  private Optional<Compared> masked() {
    int width = expression.width();
    Optional<Bits> mask = expression.text().read(words.next(), width);
    Word operator = words.next();
    Optional<Bits> value = expression.text().read(words.next(), width);
    boolean legal =
        expression.isWhole()
            && (operator.is("==") || operator.is("!="))
            && mask.isPresent()
            && value.filter(bits -> bits.without(mask.get()).isZero()).isPresent();
    return legal
        ? Optional.of(new Compared(new Masked(value.get(), mask.get()), operator.is("!=")))
        : Optional.empty();
  }

  /** Other expressions of the same field do not tell ranges of their bits. */
  private boolean isOfBits(Values values) {
    return values instanceof Masked || hasRanges(expression);
  }

  static boolean hasRanges(Expression expression) {
    return !expression.text().isBit()
        && (expression.isWhole() || expression.mask().prefixLength(expression.field().width()) > 0);
  }

  private Optional<Values> union() {
    return list(words, expression).map(Values.Union::new);
  }

  /** {@return the values in braces} */
  static Optional<List<Values>> list(WordStream words, Expression expression) {
    List<Values> parts = new ArrayList<>();
    words.require("{");
    do {
      Optional<Values> part = element(words, expression);
      if (part.isEmpty() || (part.get() instanceof Values.Range && !hasRanges(expression))) {
        return Optional.empty();
      }
      parts.add(part.get());
    } while (words.take(","));
    return words.take("}") ? Optional.of(parts) : Optional.empty();
  }

  /** {@return a value, a prefix or a range} */
  static Optional<Values> element(WordStream words, Expression expression) {
    Word word = words.next();
    ValueText text = expression.text();
    Optional<Bits> single = text.read(word, expression.width());
    if (single.isPresent()) {
      return Optional.of(new Masked(placed(expression, single.get()), expression.mask()));
    }
    if (text.isInterface()) {
      return word.quoted() || word.text().matches("[A-Za-z][\\w.-]*\\*")
          ? names(word.text())
          : Optional.empty();
    }
    if (word.quoted()) {
      return Optional.empty();
    }
    int slash = word.text().indexOf('/');
    return slash > 0 && text.isAddress()
        ? prefix(word, slash, expression)
        : range(word, expression);
  }

  private static Optional<Values> names(String text) {
    int length = text.length() - 1;
    return length > 0 && length < 16 && text.indexOf('*') == length
        ? Optional.of(
            new Masked(
                Bits.ofName(text.substring(0, length)),
                Bits.prefix(length * Byte.SIZE, Bits.MAX_WIDTH)))
        : Optional.empty();
  }

  private static Optional<Values> prefix(Word word, int slash, Expression expression) {
    int width = expression.field().width();
    Optional<Bits> address = expression.text().read(part(word, 0, slash), width);
    Long length = Longs.tryParse(word.text().substring(slash + 1));
    return address.isPresent() && length != null && length >= 0 && length <= width
        ? Optional.of(Values.prefix(expression.field(), address.get(), (int) (long) length))
        : Optional.empty();
  }

  private static Optional<Values> range(Word word, Expression expression) {
    int width = expression.width();
    for (int at = word.text().indexOf('-'); at > 0; at = word.text().indexOf('-', at + 1)) {
      Optional<Bits> low = expression.text().read(part(word, 0, at), width);
      Optional<Bits> high = expression.text().read(part(word, at + 1, word.text().length()), width);
      if (low.isPresent() && high.isPresent()) {
        Bits after = Bits.of((1L << expression.shift()) - 1);
        return Optional.of(
            new Values.Range(
                placed(expression, low.get()), placed(expression, high.get()).or(after)));
      }
    }
    return Optional.empty();
  }

  private static Word part(Word word, int from, int to) {
    return new Word(word.text().substring(from, to), false, word.line(), word.column());
  }

  static Bits placed(Expression expression, Bits value) {
    return expression.isWhole() ? value : Bits.of(value.low() << expression.shift());
  }

  /** Reads bits that have names. */
  private record BitsParser(WordStream words, Expression expression) {

    static Optional<Compared> read(WordStream words, Expression expression) {
      return new BitsParser(words, expression).read();
    }

    private Optional<Compared> read() {
      if (words.take("&")) {
        return masked();
      }
      if (words.take("!")) {
        return names().map(bits -> new Compared(anyOf(bits), true));
      }
      boolean equal = words.take("==");
      boolean negated = !equal && words.take("!=");
      if (expression.isPart() && (equal || words.peek().is("{"))) {
        return Optional.empty();
      }
      if (words.peek().is("{")) {
        return list(words, expression).map(parts -> new Compared(new Values.Union(parts), negated));
      }
      int start = words.position();
      Optional<Compared> under = equal ? Optional.empty() : under(negated);
      if (under.isPresent() || !(equal || negated) || expression.isPart()) {
        return under;
      }
      words.back(start);
      return exactly().map(value -> new Compared(new Masked(value, expression.mask()), negated));
    }

    /** Reads what scripts and later releases write, such as {@code & (syn | ack) == syn}. */
    private Optional<Compared> masked() {
      Optional<Bits> mask = joined();
      boolean negated = words.peek().is("!=");
      if (mask.isEmpty() || !(words.take("!=") || words.take("=="))) {
        return Optional.empty();
      }
      Bits compared = mask.get();
      return joined()
          .filter(value -> value.without(compared).isZero())
          .map(value -> new Compared(new Masked(value, compared), negated));
    }

    /** Reads bits with bars between them, perhaps in parentheses. */
    private Optional<Bits> joined() {
      StringBuilder text = new StringBuilder(words.next().text());
      while (words.peek().is("|")
          || text.charAt(text.length() - 1) == '|'
          || (text.charAt(0) == '(' && text.charAt(text.length() - 1) != ')')) {
        if (words.peek().isEnd()) {
          return Optional.empty();
        }
        text.append(words.next().text());
      }
      boolean enclosed = text.charAt(0) == '(' && text.charAt(text.length() - 1) == ')';
      String inside = enclosed ? text.substring(1, text.length() - 1) : text.toString();
      long bits = 0;
      for (String part : Splitter.on('|').trimResults().split(inside)) {
        Word word = new Word(part, false, words.peek().line(), words.peek().column());
        Optional<Bits> read = expression.text().read(word, expression.field().width());
        if (read.isEmpty()) {
          return Optional.empty();
        }
        bits |= read.get().low();
      }
      return Optional.of(Bits.of(bits));
    }

    /** Reads bits under a mask or, if there is none, of which one is wanted. */
    private Optional<Compared> under(boolean negated) {
      Optional<List<Long>> bits = names();
      if (bits.isEmpty()) {
        return Optional.empty();
      }
      if (!words.take("/")) {
        return negated ? Optional.empty() : Optional.of(new Compared(anyOf(bits.get()), false));
      }
      Bits value = sum(bits.get());
      return names()
          .map(ValuesParser::sum)
          .filter(mask -> value.without(mask).isZero())
          .map(mask -> new Compared(new Masked(value, mask), negated));
    }

    private Optional<List<Long>> names() {
      List<Long> bits = new ArrayList<>();
      do {
        Optional<Bits> read = expression.text().read(words.next(), expression.field().width());
        if (read.isEmpty() || Long.bitCount(read.get().low()) != 1) {
          return Optional.empty();
        }
        bits.add(read.get().low());
      } while (words.take(","));
      return Optional.of(bits);
    }

    private Optional<Bits> exactly() {
      long value = 0;
      do {
        Optional<Bits> bits = expression.text().read(words.next(), expression.width());
        if (bits.isEmpty()) {
          return Optional.empty();
        }
        value |= bits.get().low();
      } while (words.take("|"));
      return Optional.of(Bits.of(value));
    }
  }

  private static Values anyOf(List<Long> bits) {
    return Values.anyOf(Longs.toArray(bits));
  }

  private static Bits sum(List<Long> bits) {
    return Bits.of(bits.stream().reduce(0L, (a, b) -> a | b));
  }
}
