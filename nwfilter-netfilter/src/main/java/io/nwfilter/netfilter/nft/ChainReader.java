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
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.netfilter.text.TextException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain with its rules. Of a chain that is there already, nft changes only the policy and
 * adds rules; its comment stays (nft(8), "Chains"; nft 1.0.6).
 */
final class ChainReader {

  private final TableDraft table;
  private final NftFamily family;
  private final String name;
  private final WordStream words;
  private final Optional<NftChain> known;
  private Optional<BaseHook> base;
  private Optional<Verdict> policy = Optional.empty();
  private SourceLocation place = SourceLocation.NONE;
  private Optional<Comment> comment = Optional.empty();

  private ChainReader(TableDraft table, String name, WordStream words) {
    this.table = table;
    this.family = table.family();
    this.name = name;
    this.words = words;
    this.known = table.chain(name);
    this.base = known.flatMap(chain -> chain.chain().base());
  }

  /**
   * {@return a chain whose block comes next, with the rules of the block only; empty if its type or
   * hook is not modelled}
   *
   * @param table what is known of its table
   * @param name its name
   * @param words where its block comes next
   * @throws TextException if the block is not of the syntax, changes where the kernel calls a chain
   *     that is there, or has a policy of a chain the kernel does not call
   */
  static Optional<NftChain> read(TableDraft table, String name, WordStream words) {
    return new ChainReader(table, name, words).read();
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
      } else if (words.peek().is("policy")) {
        if (!policy()) {
          return Optional.empty();
        }
      } else if (words.take("comment")) {
        comment = Optional.of(TableReader.comment(words));
      } else {
        rules.add(RuleParser.read(family, words));
      }
      words.skipEnds();
    }
    if (policy.isPresent() && base.isEmpty()) {
      if (table.isKeptChain(name)) {
        return Optional.empty();
      }
      throw new TextException(TextCode.RULES_SYNTAX, noHook(), place);
    }
    Verdict end =
        policy
            .or(() -> known.map(chain -> chain.chain().policy()))
            .orElse(base.isPresent() ? Verdict.ACCEPT : Verdict.RETURN);
    SourceLocation set =
        policy.isPresent()
            ? place
            : known.map(chain -> chain.chain().place()).orElse(SourceLocation.NONE);
    Chain chain = new Chain(name, base, end, Optional.empty(), rules.build(), set);
    return Optional.of(new NftChain(chain, known.isPresent() ? known.get().comment() : comment));
  }

  private String noHook() {
    return known.isPresent()
        ? "chain '" + name + "' has no hook, and so no policy"
        : "there is no chain '"
            + name
            + "' of which to change the policy: a new one has a policy after its type, hook and"
            + " priority";
  }

  /** Reads where the kernel calls the chain. */
  private boolean base() {
    int start = words.position();
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
    if (!words.peek().isEnd() && !words.peek().is("}")) {
      return false;
    }
    Optional<BaseHook> given = Optional.of(new BaseHook(hook, priority.getAsInt(), type));
    if (known.isPresent() && !base.equals(given)) {
      words.back(start);
      throw words.syntax(
          base.map(
                  old ->
                      "chain '%s' is there with %s, which nft does not change"
                          .formatted(name, shown(old)))
              .orElse("chain '" + name + "' is there without a hook, which nft does not change"));
    }
    base = given;
    return true;
  }

  private static String shown(BaseHook base) {
    return "type %s hook %s priority %d"
        .formatted(lower(base.type()), lower(base.hook()), base.priority());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private boolean policy() {
    place = words.location();
    words.next();
    policy = Optional.of(words.next().is("drop") ? Verdict.DROP : Verdict.ACCEPT);
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
        .filter(value -> lower(value).equals(word))
        .findFirst()
        .orElse(null);
  }
}
