package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the elements of a set or map in braces. */
final class ElementsParser {

  private final WordStream words;
  private final List<Expression> key;
  private final boolean withOptions;

  private ElementsParser(WordStream words, List<Expression> key, boolean withOptions) {
    this.words = words;
    this.key = key;
    this.withOptions = withOptions;
  }

  /**
   * {@return the elements with their verdicts; empty if one is not known, such as one with a time}
   *
   * @param words the words, of which the next one is the opening brace
   * @param key the expressions whose values the elements are
   * @param map whether there are verdicts; otherwise those in the result have no meaning
   */
  static Optional<ImmutableMap<SetKey, Target>> read(
      WordStream words, List<Expression> key, boolean map) {
    return new ElementsParser(words, key, false)
        .read(map ? ElementsParser::verdict : ElementsParser::none);
  }

  /**
   * {@return the elements of a set, whose counters and comments are left out; empty if one is not
   * known, or has a time}
   */
  static Optional<ImmutableMap<SetKey, Target>> keys(WordStream words, List<Expression> key) {
    return new ElementsParser(words, key, true).read(ElementsParser::none);
  }

  /**
   * {@return the elements of a map, whose counters and comments are left out; empty if one is not
   * known, or has a time}
   *
   * @param words the words, of which the next one is the opening brace
   * @param key the expressions whose values the keys are
   * @param value reads what an element has after the colon
   */
  static <V> Optional<ImmutableMap<SetKey, V>> values(
      WordStream words, List<Expression> key, Function<WordStream, Optional<V>> value) {
    return new ElementsParser(words, key, true).read(value);
  }

  private static Optional<Target> none(WordStream words) {
    return Optional.of(Target.ACCEPT);
  }

  private <V> Optional<ImmutableMap<SetKey, V>> read(Function<WordStream, Optional<V>> value) {
    if (!words.take("{")) {
      return Optional.empty();
    }
    ImmutableMap.Builder<SetKey, V> elements = ImmutableMap.builder();
    do {
      skipLines();
      Optional<SetKey> element = element();
      options();
      Optional<V> found = element.isEmpty() ? Optional.empty() : value.apply(words);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      elements.put(element.get(), found.get());
      skipLines();
    } while (words.take(","));
    skipLines();
    return words.take("}") ? Optional.of(elements.buildKeepingLast()) : Optional.empty();
  }

  private void skipLines() {
    while (!words.isAtEnd() && words.peek().is("\n")) {
      words.next();
    }
  }

  private Optional<SetKey> element() {
    ImmutableList.Builder<Values> parts = ImmutableList.builder();
    for (int i = 0; i < key.size(); i++) {
      if (i > 0 && !words.take(".")) {
        return Optional.empty();
      }
      Optional<Values> part = ValuesParser.element(words, key.get(i));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(new SetKey(parts.build()));
  }

  /** Reads what an element has that does not matter to packets. */
  private void options() {
    boolean more = withOptions;
    while (more) {
      if (words.take("counter")) {
        words.skip(words.peek().is("packets") ? 4 : 0);
      } else if (words.take("comment")) {
        words.skip(1);
      } else {
        more = false;
      }
    }
  }

  private static Optional<Target> verdict(WordStream words) {
    return words.take(":") ? TargetParser.verdict(words) : Optional.empty();
  }
}
