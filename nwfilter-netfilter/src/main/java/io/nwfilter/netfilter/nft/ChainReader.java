package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ChainType;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads a chain with its rules. */
final class ChainReader {

  private final NftFamily family;
  private final String name;
  private final WordStream words;
  private Optional<BaseHook> base = Optional.empty();
  private Verdict policy = Verdict.RETURN;
  private SourceLocation place = SourceLocation.NONE;
  private Optional<Comment> comment = Optional.empty();

  private ChainReader(NftFamily family, String name, WordStream words) {
    this.family = family;
    this.name = name;
    this.words = words;
  }

  /** {@return a chain whose block comes next; empty if its type or hook is not modelled} */
  static Optional<NftChain> read(NftFamily family, String name, WordStream words) {
    return new ChainReader(family, name, words).read();
  }

  private Optional<NftChain> read() {
    words.require("{");
    words.skipEnds();
    ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    while (!words.take("}")) {
      if (words.isAtEnd()) {
        throw words.syntax("the text ends before chain " + name + " does");
      }
      if (words.peek().is("type")) {
        if (!base()) {
          return Optional.empty();
        }
      } else if (words.take("comment")) {
        comment = Optional.of(TableReader.comment(words));
      } else {
        rules.add(RuleParser.read(family, words));
      }
      words.skipEnds();
    }
    Chain chain = new Chain(name, base, policy, Optional.empty(), rules.build(), place);
    return Optional.of(new NftChain(chain, comment));
  }

  /** Reads where the kernel calls the chain. */
  private boolean base() {
    words.require("type");
    ChainType type = value(ChainType.values(), words.next().text());
    if (type == null || !words.take("hook")) {
      return false;
    }
    Hook hook = value(Hook.values(), words.next().text());
    if (hook == null || !family.hooks().contains(hook) || !words.take("priority")) {
      return false;
    }
    OptionalInt priority = priority(hook);
    if (priority.isEmpty()) {
      return false;
    }
    base = Optional.of(new BaseHook(hook, priority.getAsInt(), type));
    policy = Verdict.ACCEPT;
    if (!words.peek().isEnd() && !words.peek().is("}")) {
      return false;
    }
    int end = words.position();
    words.skipEnds();
    if (!words.peek().is("policy")) {
      words.back(end);
      return true;
    }
    place = words.location();
    words.next();
    policy = words.next().is("drop") ? Verdict.DROP : Verdict.ACCEPT;
    return words.peek().isEnd() || words.peek().is("}");
  }

  private OptionalInt priority(Hook hook) {
    String name = words.next().text();
    if (words.peek().isEnd()) {
      return Priorities.read(family, hook, name, null);
    }
    String sign = words.next().text();
    return sign.equals("+") || sign.equals("-")
        ? Priorities.read(family, hook, name, sign + words.next().text())
        : OptionalInt.empty();
  }

  private static <E extends Enum<E>> @Nullable E value(E[] values, String word) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElse(null);
  }
}
