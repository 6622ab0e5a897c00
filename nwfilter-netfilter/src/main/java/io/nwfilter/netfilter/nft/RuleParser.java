package io.nwfilter.netfilter.nft;

import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule, statement by statement. What is between two statements that are known is one that
 * is not.
 */
final class RuleParser {

  private final NftFamily family;
  private final WordStream words;
  private final Established established;
  private final List<Match> matches = new ArrayList<>();
  private @Nullable Target target;
  private @Nullable Counters counters;

  private RuleParser(NftFamily family, WordStream words) {
    this.family = family;
    this.words = words;
    this.established = new Established(family);
  }

  /** {@return the rule that comes next} */
  static ChainRule read(NftFamily family, WordStream words) {
    Origin origin = Origin.of(words.location());
    return new RuleParser(family, words).read(origin);
  }

  private ChainRule read(Origin origin) {
    while (!isOver()) {
      if (words.take("comment")) {
        CommentMatch comment = new CommentMatch(TableReader.comment(words));
        if (!isOver()) {
          throw words.syntax("the end of the rule is expected after its comment");
        }
        matches.add(comment);
      } else if (!known()) {
        unknown();
      }
    }
    Target last = target == null ? Target.Verdict.CONTINUE : target;
    ChainRule rule = new ChainRule(matches, last, origin);
    return counters == null ? rule : rule.withCounters(counters);
  }

  private boolean isOver() {
    return words.isAtEnd() || words.peek().isEnd() || words.peek().is("}");
  }

  /** Reads a statement; nothing if it is not known. */
  private boolean known() {
    return target == null
        && (attempt(this::counter)
            || attempt(this::log)
            || attempt(this::target)
            || attempt(this::map)
            || attempt(this::exclusions)
            || attempt(this::match));
  }

  private boolean attempt(BooleanSupplier statement) {
    int start = words.position();
    boolean read = statement.getAsBoolean();
    if (!read) {
      words.back(start);
    }
    return read;
  }

  private void add(Match match) {
    int last = matches.size() - 1;
    Optional<? extends Match> both =
        last < 0 ? Optional.empty() : MatchParser.typeAndCode(matches.get(last), match);
    if (both.isPresent()) {
      matches.set(last, both.get());
    } else {
      matches.add(match);
    }
    established.add(match);
  }

  private boolean counter() {
    if (!words.take("counter") || words.peek().is("name")) {
      return false;
    }
    if (words.take("packets")) {
      String packets = words.next().text();
      words.require("bytes");
      try {
        Counters counted = Counters.parse(packets + ":" + words.next().text());
        counters = counters == null ? counted : counters;
      } catch (IllegalArgumentException e) {
        throw words.refused(e);
      }
    }
    add(CounterMatch.COUNTER);
    return true;
  }

  private boolean log() {
    if (!words.take("log")) {
      return false;
    }
    List<OptionUse> options = new ArrayList<>();
    while (isLogOption(words.peek())) {
      String name = words.next().text();
      StringBuilder value = new StringBuilder(words.next().text());
      while (name.equals("flags") && words.take(",")) {
        value.append(',').append(words.next().text());
      }
      if (name.equals("flags") && !value.toString().matches("all|skuid|ether")) {
        return false; // those of TCP and IP have two words
      }
      options.add(OptionUse.of(name, value.toString()));
    }
    add(new LogMatch(options));
    return true;
  }

  private static boolean isLogOption(Word word) {
    return !word.quoted()
        && switch (word.text()) {
          case "prefix", "level", "group", "snaplen", "queue-threshold", "flags" -> true;
          default -> false;
        };
  }

  private boolean exclusions() {
    Optional<StatementMatch> read = ExclusionParser.read(words, established.protocol());
    read.ifPresent(this::add);
    return read.isPresent();
  }

  private boolean match() {
    Optional<List<Match>> read =
        new MatchParser(family, words, established)
            .read()
            .filter(found -> !UnknownWords.isOperator(words.peek()));
    read.ifPresent(found -> found.forEach(this::add));
    return read.isPresent();
  }

  private boolean target() {
    TargetParser parser = new TargetParser(family, words);
    Optional<Target> read = parser.read();
    boolean last = read.isPresent() && (isOver() || words.peek().is("comment"));
    if (last) {
      parser
          .needed()
          .filter(header -> !established.has(header))
          .ifPresent(header -> add(Established.presence(header)));
      target = read.get();
    }
    return last;
  }

  private boolean map() {
    MatchParser parser = new MatchParser(family, words, established);
    Optional<List<Expression>> key = parser.key();
    if (key.isEmpty() || !words.take("vmap")) {
      return false;
    }
    Optional<List<Selector>> selectors = MatchParser.selectors(key.get());
    Optional<VerdictMapTarget.Entries> map = entries(key.get());
    if (selectors.isEmpty() || map.isEmpty() || !(isOver() || words.peek().is("comment"))) {
      return false;
    }
    parser.implied(key.get()).forEach(this::add);
    target = new VerdictMapTarget(selectors.get(), map.get());
    return true;
  }

  private Optional<VerdictMapTarget.Entries> entries(List<Expression> key) {
    Optional<NftName> name = MatchParser.name(words);
    return name.isPresent()
        ? name.map(VerdictMapTarget.Entries.Named::new)
        : ElementsParser.read(words, key, /* map= */ true)
            .map(VerdictMapTarget.Entries.Listed::new);
  }

  /** Reads words up to a statement that is known, or the end. */
  private void unknown() {
    int start = words.position();
    do {
      UnknownWords.read(words);
    } while (!isOver() && !isKnown());
    try {
      NftStatement statement = new NftStatement(words.textFrom(start));
      boolean last = isOver() || words.peek().is("comment");
      if (last && !statement.isQuestion() && target == null) {
        target = new StatementTarget(statement);
      } else {
        add(new StatementMatch(statement));
      }
    } catch (IllegalValueException e) {
      throw words.refused(e);
    }
  }

  private boolean isKnown() {
    if (words.peek().is("comment")) {
      return true;
    }
    RuleParser ahead = new RuleParser(family, words);
    int start = words.position();
    boolean known = ahead.known();
    words.back(start);
    return known;
  }
}
