package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Words that blocks of sets and of maps have. */
final class SetWords {

  private SetWords() {}

  /**
   * {@return whether all parts of the block that comes next are known}
   *
   * @param part reads a part after its first word, and tells whether it is known
   */
  static boolean areKnown(WordStream words, Predicate<String> part) {
    words.require("{");
    words.skipEnds();
    while (!words.take("}")) {
      boolean known = part.test(words.next().text());
      if (!known || !(words.peek().isEnd() || words.peek().is("}"))) {
        return false;
      }
      words.skipEnds();
    }
    return true;
  }

  /** {@return the types of keys that come next, such as {@code ipv4_addr . inet_service}} */
  static Optional<ImmutableList<KeyType>> types(WordStream words) {
    ImmutableList.Builder<KeyType> types = ImmutableList.builder();
    do {
      Optional<KeyType> type = KeyType.of(words.next().text());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      types.add(type.get());
    } while (words.take("."));
    return Optional.of(types.build());
  }

  /** {@return the flags that come next, if all are known} */
  static Optional<Set<SetFlag>> flags(WordStream words) {
    Set<SetFlag> flags = EnumSet.noneOf(SetFlag.class);
    do {
      String word = words.next().text();
      Optional<SetFlag> flag =
          Arrays.stream(SetFlag.values()).filter(known -> known.word().equals(word)).findFirst();
      if (flag.isEmpty()) {
        return Optional.empty();
      }
      flags.add(flag.get());
    } while (words.take(","));
    return Optional.of(flags);
  }
}
