package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads sets and verdict maps; not those with options or types that are not modelled. */
final class SetReader {

  private final WordStream words;
  private final boolean map;
  private ImmutableList<KeyType> key = ImmutableList.of();
  private final Set<SetFlag> flags = EnumSet.noneOf(SetFlag.class);
  private Optional<Comment> comment = Optional.empty();
  private final ImmutableSet.Builder<SetKey> elements = ImmutableSet.builder();
  private final ImmutableMap.Builder<SetKey, Target> entries = ImmutableMap.builder();

  private SetReader(WordStream words, boolean map) {
    this.words = words;
    this.map = map;
  }

  /** {@return a set whose block comes next, if it is modelled} */
  static Optional<NftSet> set(WordStream words, NftName name) {
    SetReader reader = new SetReader(words, false);
    return reader.parts()
        ? Optional.of(new NftSet(name, reader.type(), reader.elements.build(), reader.comment))
        : Optional.empty();
  }

  /** {@return a verdict map whose block comes next, if it is one and is modelled} */
  static Optional<NftVerdictMap> map(WordStream words, NftName name) {
    SetReader reader = new SetReader(words, true);
    return reader.parts()
        ? Optional.of(
            new NftVerdictMap(
                name, reader.type(), reader.entries.buildKeepingLast(), reader.comment))
        : Optional.empty();
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
      case "type" -> key();
      case "flags" -> flags();
      case "comment" -> {
        comment = Optional.of(TableReader.comment(words));
        yield true;
      }
      case "elements" -> !key.isEmpty() && elements();
      default -> false;
    };
  }

  private boolean key() {
    Optional<ImmutableList<KeyType>> types = SetWords.types(words);
    types.ifPresent(known -> key = known);
    return types.isPresent() && (!map || (words.take(":") && words.take("verdict")));
  }

  private boolean flags() {
    Optional<Set<SetFlag>> read = SetWords.flags(words);
    read.ifPresent(flags::addAll);
    return read.isPresent();
  }

  private boolean elements() {
    List<Expression> expressions = key.stream().map(Expressions::ofType).toList();
    Optional<ImmutableMap<SetKey, Target>> read =
        words.take("=") ? ElementsParser.read(words, expressions, map) : Optional.empty();
    if (read.isEmpty()) {
      return false;
    }
    elements.addAll(read.get().keySet());
    if (map) {
      entries.putAll(read.get());
    }
    return true;
  }
}
