package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;

/** Reads the elements of a set or map in braces. */
final class ElementsParser {

  private final WordStream words;
  private final List<Expression> key;

  private ElementsParser(WordStream words, List<Expression> key) {
    this.words = words;
    this.key = key;
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
    return new ElementsParser(words, key).read(map);
  }

  private Optional<ImmutableMap<SetKey, Target>> read(boolean map) {
    if (!words.take("{")) {
      return Optional.empty();
    }
    ImmutableMap.Builder<SetKey, Target> elements = ImmutableMap.builder();
    do {
      skipLines();
      Optional<SetKey> element = element();
      Optional<Target> verdict = map ? verdict() : Optional.of(Target.ACCEPT);
      if (element.isEmpty() || verdict.isEmpty()) {
        return Optional.empty();
      }
      elements.put(element.get(), verdict.get());
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

  private Optional<Target> verdict() {
    return words.take(":") ? TargetParser.verdict(words) : Optional.empty();
  }
}
