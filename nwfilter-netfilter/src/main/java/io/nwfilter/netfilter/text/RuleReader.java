package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads rules in the syntax of one tool. */
abstract class RuleReader {

  /** Targets that the tools have, but that are not known here (iptables-extensions(8)). */
  private static final ImmutableSet<String> OTHER_TARGETS =
      ImmutableSet.of(
          "AUDIT",
          "CLASSIFY",
          "CLUSTERIP",
          "CONNSECMARK",
          "DNPT",
          "DSCP",
          "ECN",
          "HL",
          "HMARK",
          "IDLETIMER",
          "LED",
          "NETMAP",
          "NFQUEUE",
          "QUEUE",
          "RATEEST",
          "SECMARK",
          "SET",
          "SNPT",
          "SYNPROXY",
          "TCPOPTSTRIP",
          "TEE",
          "TOS",
          "TPROXY",
          "TRACE",
          "TTL",
          "ULOG");

  final Family family;
  final OptionTable options;
  final LineSource lines;
  private final SharedValues<Match> matches = new SharedValues<>();
  private final SharedValues<Target> targets = new SharedValues<>();

  List<Token> tokens = List.of();
  int at;
  Set<String> chains = Set.of();

  /** The targets of earlier rules of the table that were not chains at that time. */
  Set<String> targetNames = Set.of();

  boolean declaredOnly;
  Optional<Counters> counters = Optional.empty();
  Target target = Target.Verdict.CONTINUE;
  private boolean hasTarget;

  RuleReader(Family family, LineSource lines) {
    this.family = family;
    this.options = OptionTable.of(family);
    this.lines = lines;
  }

  /**
   * {@return the rule of a line}
   *
   * @param words the words of the line
   * @param start where the rule begins among them
   * @param counted the counters before it
   * @param origin the line
   * @param known the chains of the table so far
   * @param named takes the name of the target, if that is not a chain
   * @param onlyKnown whether the rule may jump to these chains alone
   */
  final ChainRule read(
      List<Token> words,
      int start,
      Optional<Counters> counted,
      Origin origin,
      Set<String> known,
      Set<String> named,
      boolean onlyKnown) {
    tokens = words;
    at = start;
    chains = known;
    targetNames = named;
    declaredOnly = onlyKnown;
    counters = counted;
    target = Target.Verdict.CONTINUE;
    hasTarget = false;
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    for (Match match : matches()) {
      all.add(matches.shared(match));
    }
    ChainRule rule = new ChainRule(all.build(), targets.shared(target), origin);
    return counters.map(rule::withCounters).orElse(rule);
  }

  /** {@return the matches of the rule, after which its target is known, too} */
  abstract List<Match> matches();

  final boolean hasNext() {
    return at < tokens.size();
  }

  final Token next() {
    return tokens.get(at++);
  }

  final Token peek() {
    return tokens.get(at);
  }

  /** {@return the word that must follow another one} */
  final Token wordAfter(Token option) {
    if (!hasNext()) {
      throw syntax(option, "'" + option.raw() + "' needs a word after it");
    }
    return next();
  }

  /**
   * {@return whether there is an exclamation mark between the option and its argument, as old tools
   * wrote it, that is not itself the argument; it is skipped}
   *
   * @param argumentCount how many arguments the option takes
   */
  final boolean takeInnerNegation(int argumentCount) {
    boolean negated =
        argumentCount > 0
            && at + 1 < tokens.size()
            && peek().raw().equals("!")
            && !isOfRule(at + 1);
    if (negated) {
      at++;
    }
    return negated;
  }

  /** {@return whether an exclamation mark comes next, which is skipped} */
  final boolean takeNegation() {
    boolean negated = hasNext() && peek().is("!");
    if (negated) {
      at++;
    }
    return negated;
  }

  final ImmutableList<String> words(Token option, int count) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      words.add(wordAfter(option).text());
    }
    return words.build();
  }

  final Optional<Values> values(FieldOption row, Token option, List<String> words) {
    return legal(option, () -> row.form().read(row.field(), words, lines.tools()));
  }

  /** {@return a match on a field as the row of its option reads it} */
  final FieldMatch match(FieldOption row, Values values, boolean negated) {
    return FieldMatch.of(row.field(), values).negated(negated != row.inverted());
  }

  /** {@return what a reader of values returns; its exceptions get a location} */
  final <T> T legal(Token option, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalValueException e) {
      throw new TextException(
          TextCode.ILLEGAL_OPTION_VALUE,
          option.raw() + ": " + e.getMessage(),
          lines.location(option.column()));
    } catch (IllegalArgumentException e) {
      throw syntax(option, option.raw() + ": " + e.getMessage());
    }
  }

  /** Runs a reader of words, whose exceptions get a location. */
  final void legal(Token option, Runnable reading) {
    legal(
        option,
        () -> {
          reading.run();
          return true;
        });
  }

  /** Refuses a second target, of which the tools could take either. */
  final void requireFirstTarget(Token option) {
    if (hasTarget) {
      throw syntax(option, "'" + option.raw() + "' would give the rule a second target");
    }
    hasTarget = true;
  }

  /** Reads the counters that the option {@code -c} is followed by. */
  final void counters(Token option) {
    String packets = wordAfter(option).text();
    String bytes = wordAfter(option).text();
    counters = Optional.of(legal(option, () -> Counters.parse(packets + ":" + bytes)));
  }

  /** {@return the target that is a chain, or one that is not known} */
  final Target otherTarget(Token name, List<String> words) {
    String text = name.text();
    Token first = words.isEmpty() ? name : tokens.get(at - words.size());
    if (!words.isEmpty() && !first.isOption() && !first.is("!")) {
      throw syntax(first, "'" + first.raw() + "' is not an option of a target");
    }
    boolean chain = words.isEmpty() && !OTHER_TARGETS.contains(text);
    if (chain && declaredOnly) {
      throw new TextException(
          TextCode.UNKNOWN_CHAIN,
          "'" + text + "' is neither a target nor a chain that has been declared before this line",
          lines.location(name.column()));
    }
    if (!chain) {
      targetNames.add(text);
    }
    return legal(name, () -> chain ? new Target.Jump(text) : new Target.OpaqueTarget(text, words));
  }

  /** {@return the words up to the next option of the rule itself, as they were read} */
  final ImmutableList<String> rawWords() {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    while (hasNext() && !isOfRule(at)) {
      words.add(next().raw());
    }
    return words.build();
  }

  /** {@return whether an option of the rule itself, not of an extension, comes at a place} */
  boolean isOfRule(int place) {
    Token token = tokens.get(place);
    if (token.is("!") && place + 1 < tokens.size()) {
      token = tokens.get(place + 1);
    }
    return switch (token.text()) {
      case "-m", "--match", "-j", "--jump", "-g", "--goto", "-c", "--set-counters" -> true;
      default ->
          isAbbreviatedTarget(token)
              || (token.text().length() == 2 && options.find("", token.text()).isPresent());
    };
  }

  /**
   * {@return whether the tools could take a word for {@code --jump} or {@code --goto}:
   * getopt_long(3) lets options be abbreviated, and a target must not get lost among unknown words}
   */
  static boolean isAbbreviatedTarget(Token token) {
    String text = token.text();
    return text.length() > 2 && ("--jump".startsWith(text) || "--goto".startsWith(text));
  }

  final TextException syntax(Token token, String message) {
    return new TextException(TextCode.RULES_SYNTAX, message, lines.location(token.column()));
  }

  /** {@return an empty list for the matches of a rule} */
  static List<Match> newMatches() {
    return new ArrayList<>(6);
  }
}
