package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Map;

/** Reads the values after a word. */
final class ValueReader {

  private static final int MAX_VALUES = 1000;
  private static final String COMMA = ",";
  private static final String VARIABLE = "$";

  private final Tokens tokens;
  private final Map<String, List<String>> variables;

  ValueReader(Tokens tokens, Map<String, List<String>> variables) {
    this.tokens = tokens;
    this.variables = variables;
  }

  /** Reads an operator, if there is one, and values. */
  Comparison comparison(Term term) {
    if (tokens.takeIf("!=") || tokens.takeIf("not", "in")) {
      Token first = tokens.peek();
      Comparison comparison = new Comparison(term, true, items(term, ImmutableList.of()));
      if (comparison.items().stream().anyMatch(ValueReader::isEverything)) {
        throw tokens.wrong(
            first,
            "no value is outside these",
            expected(term).stream().filter(value -> !isEverything(term, value)).toList());
      }
      return comparison;
    }
    boolean hasOperator = tokens.takeIf("=") || tokens.takeIf("in");
    ImmutableList<String> operators =
        hasOperator ? ImmutableList.of() : ImmutableList.of("=", "!=", "in", "not in");
    return new Comparison(term, false, items(term, operators));
  }

  /** {@return whether a word that can be written means all values} */
  private static boolean isEverything(Term term, String word) {
    return isReadable(term, word)
        && term.notation().read(word).stream().anyMatch(ValueReader::isEverything);
  }

  private static boolean isEverything(Item item) {
    return item.values() instanceof Values.Masked masked
        && masked.mask().isZero()
        && !masked.isEmpty();
  }

  /** Reads values that a comma separates; those that a variable has count one by one. */
  ImmutableList<Item> items(Term term, List<String> alsoExpected) {
    if (term.notation().hasCommas() && !tokens.peek().text().startsWith(VARIABLE)) {
      return joined(term, alsoExpected);
    }
    ImmutableSet.Builder<Item> items = ImmutableSet.builder();
    int count = 0;
    List<String> also = alsoExpected;
    do {
      Token token = tokens.peek();
      ImmutableList<Item> read = read(term, take(term, also), also);
      count += read.size();
      if (count > MAX_VALUES) {
        throw tokens.wrong(token, "more than " + MAX_VALUES + " values", ImmutableList.of());
      }
      items.addAll(read);
      also = ImmutableList.of();
    } while (tokens.takeIf(COMMA));
    return items.build().asList();
  }

  /** Reads one value, with the commas that belong to it. */
  private ImmutableList<Item> joined(Term term, List<String> also) {
    Token first = take(term, also);
    StringBuilder text = new StringBuilder(first.text());
    while (tokens.takeIf(COMMA)) {
      text.append(COMMA).append(take(term, ImmutableList.of()).text());
    }
    return read(term, new Token(text.toString(), first.start()), also);
  }

  private Token take(Term term, List<String> also) {
    Token token = tokens.peek();
    if (token.isEnd() || token.is("(") || token.is(")") || token.is(COMMA)) {
      throw tokens.wrong(token, "the value of '" + term + "' is missing", expected(term, also));
    }
    return tokens.take();
  }

  private ImmutableList<Item> read(Term term, Token token, List<String> also) {
    if (!token.text().startsWith(VARIABLE)) {
      return read(term, token, token.text(), also);
    }
    List<String> values = variables.get(token.text().substring(1));
    if (values == null) {
      String question = NearestName.question(token.text(), variables());
      throw tokens.wrong(
          token, "there is no variable '" + token.text() + "'" + question, expected(term, also));
    }
    if (values.isEmpty()) {
      throw tokens.wrong(
          token, "'" + token.text() + "' has no value that is known", ImmutableList.of());
    }
    return values.stream()
        .flatMap(value -> read(term, token, value, also).stream())
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<Item> read(Term term, Token token, String text, List<String> also) {
    try {
      return term.notation().read(text);
    } catch (IllegalArgumentException e) {
      throw tokens.wrong(token, String.valueOf(e.getMessage()), expected(term, also));
    }
  }

  private ImmutableList<String> variables() {
    return variables.keySet().stream()
        .sorted()
        .map(VARIABLE::concat)
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> expected(Term term) {
    return expected(term, ImmutableList.of());
  }

  private ImmutableList<String> expected(Term term, List<String> also) {
    return ImmutableList.<String>builder()
        .addAll(also)
        .addAll(term.notation().expected())
        .addAll(variables().stream().filter(name -> hasValuesOf(term, name)).toList())
        .build();
  }

  /** {@return whether a variable has values that are known, all of which can be where a term is} */
  private boolean hasValuesOf(Term term, String variable) {
    List<String> values = variables.getOrDefault(variable.substring(1), ImmutableList.of());
    return !values.isEmpty() && values.stream().allMatch(value -> isReadable(term, value));
  }

  private static boolean isReadable(Term term, String text) {
    try {
      term.notation().read(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
