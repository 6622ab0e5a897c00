package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads what is known of a set or map that is kept word for word: those with options that do not
 * change which packets are found. Elements that time out are not known: what a listing has is only
 * true for a moment.
 *
 * @param <V> what elements have
 */
final class KeptSetReader<V> {

  private final WordStream words;
  private final BiFunction<WordStream, List<Expression>, Optional<ImmutableMap<SetKey, V>>> reader;
  private ImmutableList<KeyType> key = ImmutableList.of();
  private String value = "";
  private final Set<SetFlag> flags = EnumSet.noneOf(SetFlag.class);
  private final ImmutableMap.Builder<SetKey, V> elements = ImmutableMap.builder();

  private KeptSetReader(
      WordStream words,
      BiFunction<WordStream, List<Expression>, Optional<ImmutableMap<SetKey, V>>> reader) {
    this.words = words;
    this.reader = reader;
  }

  /** {@return the set whose block comes next, if its elements are known} */
  static Optional<NftSet> set(WordStream words, NftName name) {
    KeptSetReader<Target> reader = new KeptSetReader<>(words, ElementsParser::keys);
    return reader.parts() && reader.value.isEmpty()
        ? Optional.of(
            new NftSet(
                name,
                reader.type(),
                ImmutableSet.copyOf(reader.elements.buildKeepingLast().keySet()),
                Optional.empty()))
        : Optional.empty();
  }

  /** {@return the verdict map whose block comes next, if it is one and its elements are known} */
  static Optional<NftVerdictMap> map(WordStream words, NftName name) {
    KeptSetReader<Target> reader =
        new KeptSetReader<>(
            words, (next, key) -> ElementsParser.values(next, key, KeptSetReader::verdict));
    return reader.parts() && reader.value.equals("verdict")
        ? Optional.of(
            new NftVerdictMap(
                name, reader.type(), reader.elements.buildKeepingLast(), Optional.empty()))
        : Optional.empty();
  }

  /** {@return the map to addresses and ports whose block comes next, if its elements are known} */
  static Optional<DataMap> data(WordStream words) {
    KeptSetReader<DataMap.Data> reader =
        new KeptSetReader<>(
            words, (next, key) -> ElementsParser.values(next, key, DataMap.Data::read));
    boolean known =
        reader.parts() && !reader.value.isEmpty() && !reader.flags.contains(SetFlag.DYNAMIC);
    if (known) {
      NftSet keys =
          new NftSet(
              new NftName("keys"),
              reader.type(),
              reader.elements.buildKeepingLast().keySet(),
              Optional.empty());
      return Optional.of(new DataMap(reader.elements.buildKeepingLast()))
          .filter(map -> map.entries().size() == keys.elements().size());
    }
    return Optional.empty();
  }

  private static Optional<Target> verdict(WordStream words) {
    return words.take(":") ? TargetParser.verdict(words) : Optional.empty();
  }

  private SetType type() {
    return new SetType(key, flags);
  }

  /** Reads up to the end; false if something is not known. */
  private boolean parts() {
    return SetWords.areKnown(words, this::part) && !key.isEmpty();
  }

  private boolean part(String word) {
    return switch (word) {
      case "type" -> types();
      case "typeof" -> expressions();
      case "flags" -> flags();
      case "auto-merge" -> true;
      case "size", "policy", "comment", "gc-interval" -> {
        words.next();
        yield true;
      }
      case "counter" -> {
        words.skip(words.peek().is("packets") ? 4 : 0);
        yield true;
      }
      case "elements" -> !key.isEmpty() && elements();
      default -> false;
    };
  }

  private boolean types() {
    Optional<ImmutableList<KeyType>> types = SetWords.types(words);
    types.ifPresent(known -> key = known);
    return types.isPresent() && value();
  }

  private boolean expressions() {
    ImmutableList.Builder<KeyType> types = ImmutableList.builder();
    do {
      Optional<Expression> expression = Expressions.at(words, Expression.NO_PROTOCOL, false);
      Optional<KeyType> type =
          expression
              .filter(Expression::isKey)
              .map(found -> new Selector(found.field(), Optional.ofNullable(found.via())))
              .flatMap(Expressions::keyType);
      if (type.isEmpty()) {
        return false;
      }
      words.skip(expression.get().words().size());
      types.add(type.get());
    } while (words.take("."));
    key = types.build();
    return value();
  }

  /** Reads what elements of a map have. */
  private boolean value() {
    if (words.take(":")) {
      int start = words.position();
      while (!words.isAtEnd() && !words.peek().isEnd() && !words.peek().is("}")) {
        words.next();
      }
      value = words.textFrom(start);
    }
    return true;
  }

  private boolean flags() {
    Optional<Set<SetFlag>> read = SetWords.flags(words);
    read.ifPresent(flags::addAll);
    return read.isPresent();
  }

  private boolean elements() {
    List<Expression> expressions = key.stream().map(Expressions::ofType).toList();
    Optional<ImmutableMap<SetKey, V>> read =
        words.take("=") ? reader.apply(words, expressions) : Optional.empty();
    read.ifPresent(elements::putAll);
    return read.isPresent();
  }
}
