package io.nwfilter.netfilter.restore;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.Target;

/** Writes rules in the syntax of one tool. It holds the output; matches only say what they are. */
abstract class RuleWriter implements Match.Visitor {

  final StringBuilder out;

  RuleWriter(StringBuilder out) {
    this.out = out;
  }

  /** Appends the matches, the comment and the target of a rule, each with a blank before it. */
  final void append(ChainRule rule) {
    begin();
    for (Match match : rule.matches()) {
      match.accept(this);
    }
    rule.comment().ifPresent(comment -> comment(comment.text()));
    target(rule.target());
  }

  /** Forgets what the rule before has set. */
  abstract void begin();

  abstract void comment(String text);

  abstract void reject();

  private void target(Target target) {
    if (target instanceof Target.Verdict verdict) {
      verdict(verdict);
    } else if (target instanceof Target.Jump jump) {
      out.append(" -j ").append(jump.chain());
    } else if (target instanceof Target.Goto go) {
      out.append(" -g ").append(go.chain());
    } else if (target instanceof Target.Reject) {
      reject();
    }
  }

  void verdict(Target.Verdict verdict) {
    out.append(" -j ").append(verdict.name());
  }

  final void range(NumberMatch match, char separator) {
    out.append(match.low());
    if (match.high() != match.low()) {
      out.append(separator).append(match.high());
    }
  }

  final void hex(NumberMatch match) {
    out.append("0x").append(Long.toHexString(match.low()));
  }

  final AssertionError unsupported(Field field) {
    return new AssertionError(field + " cannot stand in this family's rules");
  }

  final AssertionError unsupported(Match match) {
    return new AssertionError(match + " cannot stand in this family's rules");
  }
}
