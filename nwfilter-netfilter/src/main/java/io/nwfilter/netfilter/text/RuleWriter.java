package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.List;
import java.util.Set;

/**
 * Writes rules in the syntax of one tool. It holds the output and what the rule has established so
 * far; matches and targets only say what they are.
 */
abstract class RuleWriter implements Match.Visitor<StringBuilder>, Target.Visitor<StringBuilder> {

  final Family family;
  final Spelling spelling;
  final StringBuilder out;
  final OptionTable options;
  final RuleContext context = new RuleContext();

  /** The chains that were declared in the open table. */
  Set<String> chains = Set.of();

  /** The matches of the rule that is written. */
  List<Match> matches = List.of();

  RuleWriter(Family family, Spelling spelling, StringBuilder out) {
    this.family = family;
    this.spelling = spelling;
    this.out = out;
    this.options = OptionTable.of(family);
  }

  static RuleWriter of(Family family, Spelling spelling, StringBuilder out) {
    return switch (family) {
      case IPV4, IPV6 -> new PacketRuleWriter(family, spelling, out);
      case BRIDGE -> new FrameRuleWriter(spelling, out);
    };
  }

  /**
   * Appends the matches and the target of a rule, each with a blank before it.
   *
   * @throws InexpressibleException if the tool has no option for one of them
   */
  final void append(ChainRule rule) {
    begin();
    matches = rule.matches();
    for (Match match : matches) {
      match.accept(this);
    }
    rule.target().accept(this);
  }

  /** Forgets what the rule before has established. */
  void begin() {
    context.clear();
  }

  /**
   * Appends a jump to a target that is not a chain.
   *
   * @throws InexpressibleException if a chain that was written has its name: the tools would take
   *     the chain
   */
  final StringBuilder target(String name) {
    if (chains.contains(name)) {
      throw new InexpressibleException(
          family.tool() + " would read the chain '" + name + "' as the target of that name");
    }
    return out.append(" -j ").append(name);
  }

  @Override
  public StringBuilder visit(Target.Jump target) {
    out.append(" -j ").append(target.chain());
    return out;
  }

  /** Appends the arguments of an option, each with a blank before it. */
  final void words(OptionUse option, OptionShape shape) {
    shape.requireWords(option);
    for (String word : option.words()) {
      out.append(' ');
      if (shape.text()) {
        text(word);
      } else {
        Quoting.word(word, out);
      }
    }
  }

  /** Appends a text that users choose. */
  void text(String text) {
    if (spelling == Spelling.SAVE) {
      Quoting.text(text, out);
    } else {
      Quoting.quote(text, out);
    }
  }

  final InexpressibleException refusal(Match match) {
    return InexpressibleException.of(family, match);
  }

  final InexpressibleException refusal(Target target) {
    return InexpressibleException.of(family, target);
  }

  @Override
  public StringBuilder visit(LookupMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(CounterMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(LogMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(StatementMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(VerdictMapTarget target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(StatementTarget target) {
    throw refusal(target);
  }
}
