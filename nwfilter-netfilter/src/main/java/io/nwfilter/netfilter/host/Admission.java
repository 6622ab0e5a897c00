package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleProblem;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.RulesetCheck;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses rules that the tools or the kernel would not take, with their places. */
final class Admission {

  private Admission() {}

  /**
   * Checks the rules that a command adds, and the policies that it sets, by themselves.
   *
   * @throws HostException if one is not allowed where it is
   */
  static void requireAllowed(Change change, SourceLocation location) {
    for (Edit edit : change.edits()) {
      if (edit instanceof Edit.SetPolicy set) {
        RulesetCheck.policyRefusal(change.family(), set.table(), set.policy())
            .ifPresent(message -> refuse(change.family(), message, location));
      }
      for (ChainRule rule : added(edit)) {
        RulesetCheck.refusal(change.family(), edit.table(), chain(edit), rule)
            .ifPresent(message -> refuse(change.family(), message, location));
      }
    }
  }

  /**
   * Checks that a command has not let a base chain lead to what is not allowed there.
   *
   * @param before the rules before it, which may be such already: other tools may have loaded them
   * @throws HostException if it has
   */
  static void requireReachable(
      Change change, Ruleset before, Ruleset after, SourceLocation location) {
    Set<String> names =
        change.edits().stream()
            .filter(edit -> added(edit).stream().anyMatch(rule -> isToAsk(edit, rule, after)))
            .map(Edit::table)
            .collect(Collectors.toSet());
    for (String name : names) {
      Set<String> known = messages(before, name);
      for (RuleProblem problem : problems(after, name)) {
        if (!known.contains(problem.message())) {
          refuse(after.family(), problem.message(), location);
        }
      }
    }
  }

  private static boolean isToAsk(Edit edit, ChainRule rule, Ruleset after) {
    return rule.entered().isPresent()
        || after.findChain(edit.table(), chain(edit)).filter(each -> !each.isBase()).isPresent();
  }

  private static List<RuleProblem> problems(Ruleset ruleset, String table) {
    Optional<Table> found = ruleset.table(table);
    return found
        .map(each -> RulesetCheck.entryProblems(ruleset.family(), each))
        .orElseGet(ImmutableList::of);
  }

  private static Set<String> messages(Ruleset ruleset, String table) {
    Set<String> messages = new HashSet<>();
    problems(ruleset, table).forEach(problem -> messages.add(problem.message()));
    return messages;
  }

  /**
   * Checks tables that a tool loads as a whole.
   *
   * @throws HostException if a rule of them is not allowed where it is
   */
  static void requireAllowed(Ruleset loaded) {
    RulesetCheck.problems(loaded).stream().findFirst().ifPresent(Admission::refuse);
  }

  /**
   * Checks rules that a kernel already has.
   *
   * @throws HostException if they have jumps that no kernel has
   */
  static void requirePossible(Ruleset dumped) {
    RulesetCheck.endlessJumps(dumped).stream().findFirst().ifPresent(Admission::refuse);
  }

  private static void refuse(RuleProblem problem) {
    refuse(problem.family(), problem.message(), problem.rule().origin().location());
  }

  private static void refuse(Family family, String message, SourceLocation location) {
    throw new HostException(
        new Diagnostic(
            HostCode.RULE_REFUSED, family.tool() + " does not take this: " + message, location));
  }

  private static List<ChainRule> added(Edit edit) {
    if (edit instanceof Edit.Append append) {
      return append.rules();
    }
    return edit instanceof Edit.Insert insert ? insert.rules() : ImmutableList.of();
  }

  private static String chain(Edit edit) {
    if (edit instanceof Edit.Append append) {
      return append.chain();
    }
    return edit instanceof Edit.Insert insert ? insert.chain() : "";
  }
}
