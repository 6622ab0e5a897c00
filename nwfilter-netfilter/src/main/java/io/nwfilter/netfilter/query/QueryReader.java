package io.nwfilter.netfilter.query;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.simulate.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a query: a direction, perhaps where the packets arrive, and an expression. */
final class QueryReader {

  private static final int MAX_DEPTH = 50;
  private static final String AT = "at";
  private static final String AND = "and";
  private static final String OR = "or";
  private static final String NOT = "not";
  private static final String OPEN = "(";
  private static final String CLOSE = ")";

  /** The words that start an expression, apart from the signs. */
  static final ImmutableSortedSet<String> WORDS =
      ImmutableSortedSet.<String>naturalOrder()
          .addAll(Kind.BY_WORD.keySet())
          .addAll(Abbreviations.MEANINGS.keySet())
          .addAll(Terms.BY_WORD.keySet())
          .build();

  private final Tokens tokens;
  private final ValueReader values;
  private final Ends ends;
  private final Possibility possibility = new Possibility();

  /** The alternatives that were read last, each with the parts that have to hold at once. */
  private ImmutableList<ImmutableList<Contradiction.Part>> alternatives = ImmutableList.of();

  private int depth;
  private int open;

  /** What could follow the last part, in addition to what always could. */
  private ImmutableList<String> continuations = ImmutableList.of();

  QueryReader(String text, Map<String, List<String>> variables) {
    this(text, variables, Ends.ANY);
  }

  QueryReader(String text, Map<String, List<String>> variables, Ends ends) {
    this.ends = ends;
    this.tokens = new Tokens(text);
    this.values = new ValueReader(tokens, variables);
  }

  /** Reads a query of which there are packets. */
  PacketQuery read() {
    PacketQuery query = readAny();
    if (possibility.isNone(query.packets())) {
      throw contradicting(Contradiction.in(possibility, alternatives));
    }
    return query;
  }

  /** {@return an exception about the first part that contradicts those before it} */
  private QueryException contradicting(Contradiction found) {
    Contradiction.Part part = found.part();
    String both =
        found
            .other()
            .map(one -> "no packet has " + quoted(one) + " and " + quoted(part) + " at once")
            .orElse("no packet has " + quoted(part) + " and all that comes before at once");
    ImmutableList.Builder<String> expected = ImmutableList.builder();
    WORDS.stream().filter(word -> isPossible(found, word)).forEach(expected::add);
    return tokens.wrong(
        part.start(),
        part.end(),
        found.isOfOnePart() ? "no packet has " + quoted(part) : both + "; is an 'or' missing?",
        ImmutableList.<String>builder()
            .addAll(found.before().isEmpty() ? ImmutableList.of() : ImmutableList.of(OR))
            .add(NOT, OPEN)
            .addAll(expected.build())
            .build());
  }

  private String quoted(Contradiction.Part part) {
    return "'" + tokens.text(part.start(), part.end()) + "'";
  }

  /** {@return whether a word could be there instead of a part, with whatever value} */
  private static boolean isPossible(Contradiction found, String word) {
    try {
      String any = Terms.BY_WORD.containsKey(word) && !isKind(word) ? word + " any" : word;
      return found.isPossible(new QueryReader(any, Map.of()).expression());
    } catch (QueryException e) { // its values have no such word
      return true;
    }
  }

  private static boolean isKind(String word) {
    return Kind.BY_WORD.containsKey(word) || Abbreviations.MEANINGS.containsKey(word);
  }

  /** Reads a query, whether there can be packets of it or not. */
  PacketQuery readAny() {
    PacketDirection direction = direction();
    boolean mayGoAnywhere = direction != PacketDirection.TO_HOST;
    Optional<End> end = mayGoAnywhere && tokens.takeIf(AT) ? Optional.of(end()) : Optional.empty();
    continuations = mayGoAnywhere && end.isEmpty() ? ImmutableList.of(AT) : ImmutableList.of();
    Expression expression = expression();
    try {
      return PacketQuery.of(direction, end, expression);
    } catch (IllegalArgumentException e) { // it is too complicated
      throw tokens.wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Reads an expression up to the end. */
  Expression expression() {
    Expression expression = tokens.peek().isEnd() ? Expression.ALL : or();
    if (!tokens.peek().isEnd()) {
      throw unknown(tokens.peek(), false);
    }
    return expression;
  }

  private PacketDirection direction() {
    Token token = tokens.take();
    PacketDirection direction = PacketDirection.BY_WORD.get(token.text());
    if (direction == null) {
      ImmutableList<String> known = PacketDirection.BY_WORD.keySet().asList();
      throw tokens.wrong(
          token,
          token.isEnd()
              ? "the query is empty: it starts with a direction"
              : "'"
                  + token.text()
                  + "' is not a direction, with which a query starts"
                  + NearestName.question(token.text(), known),
          known);
    }
    return direction;
  }

  private End end() {
    Token token = tokens.take();
    try {
      return ends.read(token.text());
    } catch (IllegalArgumentException e) {
      throw tokens.wrong(token, String.valueOf(e.getMessage()), ends.expected());
    }
  }

  private Expression or() {
    ImmutableList.Builder<ImmutableList<Contradiction.Part>> all = ImmutableList.builder();
    List<Expression> meanings = new ArrayList<>();
    do {
      ImmutableList<Contradiction.Part> parts = and();
      all.add(parts);
      meanings.add(Expression.and(Lists.transform(parts, Contradiction.Part::expression)));
    } while (takenBetween(OR));
    alternatives = all.build();
    return Expression.or(meanings);
  }

  private ImmutableList<Contradiction.Part> and() {
    ImmutableList.Builder<Contradiction.Part> parts = ImmutableList.builder();
    do {
      Token first = tokens.peek();
      Expression meaning = part();
      boolean isNested = first.is(OPEN);
      parts.add(
          new Contradiction.Part(
              meaning, first.start(), tokens.end(), isNested ? alternatives : ImmutableList.of()));
    } while (takenBetween(AND) || startsPart(tokens.peek()));
    return parts.build();
  }

  /** {@return whether a word between two parts is there, which is taken then} */
  private boolean takenBetween(String word) {
    boolean taken = tokens.takeIf(word);
    continuations = taken ? ImmutableList.of() : continuations;
    return taken;
  }

  private static boolean startsPart(Token token) {
    return token.is(NOT) || token.is(OPEN) || WORDS.contains(token.text());
  }

  private Expression part() {
    Token token = tokens.peek();
    if (!startsPart(token)) {
      throw unknown(token, true);
    }
    tokens.take();
    continuations = ImmutableList.of();
    if (token.is(NOT) || token.is(OPEN)) {
      return nested(token);
    }
    String meaning = Abbreviations.MEANINGS.get(token.text());
    if (meaning != null) {
      return new QueryReader(meaning, Map.of()).expression();
    }
    LayerType kind = Kind.BY_WORD.get(token.text());
    return kind != null
        ? kind(kind)
        : values.comparison(requireNonNull(Terms.BY_WORD.get(token.text())));
  }

  private Expression nested(Token token) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw tokens.wrong(
          token, "more than " + MAX_DEPTH + " parts within each other", ImmutableList.of());
    }
    Expression nested;
    if (token.is(NOT)) {
      nested = new Expression.Not(part());
    } else {
      open++;
      nested = or();
      if (!tokens.takeIf(CLOSE)) {
        throw unknown(tokens.peek(), false);
      }
      continuations = ImmutableList.of();
      open--;
    }
    depth--;
    return nested;
  }

  private Kind kind(LayerType kind) {
    Term detail = Terms.detail(kind);
    if (detail != null && detail.notation().isMeantBy(tokens.peek().text())) {
      return new Kind(
          kind,
          Optional.of(new Comparison(detail, false, values.items(detail, ImmutableList.of()))));
    }
    continuations = detail == null ? ImmutableList.of() : detail.notation().expected();
    return new Kind(kind, Optional.empty());
  }

  /** {@return an exception about a word that cannot be where it is} */
  private QueryException unknown(Token token, boolean startsPart) {
    ImmutableList<String> words =
        ImmutableList.<String>builder().addAll(continuations).addAll(WORDS).build();
    ImmutableList.Builder<String> expected = ImmutableList.builder();
    if (!startsPart) {
      expected.add(AND, OR);
    }
    expected.add(NOT, OPEN);
    if (!startsPart && open > 0) {
      expected.add(CLOSE);
    }
    return tokens.wrong(token, problem(token, words), expected.addAll(words).build());
  }

  private String problem(Token token, ImmutableList<String> words) {
    if (token.isEnd()) {
      return open > 0 ? "a parenthesis is not closed" : "something is missing at the end";
    }
    String elsewhere = Elsewhere.of(token.text());
    if (!elsewhere.isEmpty()) {
      return "'" + token.text() + "' cannot be here: " + elsewhere;
    }
    return "'"
        + token.text()
        + "' is not a word of a query, or not here"
        + NearestName.question(token.text(), words);
  }
}
