package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.Overruled;
import io.nwfilter.netfilter.host.OverruledPolicy;
import io.nwfilter.netfilter.host.Placed;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints which rules no longer decide: each, and below it those that decide before it. All lines
 * are comments to the tools, so that the rules above them can be loaded.
 */
final class OverruledText {

  /** How many rules are listed that decide on a part of what one would. */
  private static final int MAX_LISTED = 6;

  /** A rule that no longer decides. */
  private record Rule(Family family, String table, String hook, Placed placed) {}

  private OverruledText() {}

  static void print(Host host, PrintWriter out) {
    List<Overruled> all = host.overruled();
    ImmutableListMultimap<Rule, Overruled> byRule =
        Multimaps.index(
            all, each -> new Rule(each.family(), each.table(), each.hook(), each.rule()));
    print("the host's rules that libvirt's overrule", byRule, false, out);
    print("libvirt's rules that the host's overrule", byRule, true, out);
    printPolicies(host.overruledPolicies(), out);
  }

  private static void printPolicies(List<OverruledPolicy> policies, PrintWriter out) {
    if (policies.isEmpty()) {
      return;
    }
    out.print("## the host's policies that libvirt's rules overrule\n");
    for (OverruledPolicy policy : policies) {
      out.print(
          "# "
              + policy.family().tool()
              + ", table "
              + policy.table()
              + ": policy DROP of "
              + policy.chain()
              + "\n");
      printPartly(policy.family(), policy.by(), out);
    }
  }

  private static void print(
      String heading,
      ImmutableListMultimap<Rule, Overruled> byRule,
      boolean ofLibvirt,
      PrintWriter out) {
    ImmutableList<Rule> rules =
        byRule.keySet().stream()
            .filter(rule -> rule.placed().ofLibvirt() == ofLibvirt)
            .collect(ImmutableList.toImmutableList());
    if (rules.isEmpty()) {
      return;
    }
    out.print("## " + heading + "\n");
    for (Rule rule : rules) {
      out.print(
          "# "
              + rule.family().tool()
              + ", table "
              + rule.table()
              + ", from "
              + rule.hook()
              + ": "
              + line(rule.family(), rule.placed())
              + "\n");
      print(byRule.get(rule), out);
    }
  }

  /** Of a rule that never decides, the rule that always does is all there is to know. */
  private static void print(ImmutableList<Overruled> ofOne, PrintWriter out) {
    Overruled last = ofOne.get(ofOne.size() - 1);
    if (last.wholly()) {
      out.print("#   never, because of " + conditions(last.family(), last.by()) + "\n");
      return;
    }
    printPartly(last.family(), ofOne.stream().map(Overruled::by).toList(), out);
  }

  private static void printPartly(Family family, List<Placed> by, PrintWriter out) {
    for (Placed each : by.subList(0, Math.min(by.size(), MAX_LISTED))) {
      out.print("#   not where it meets " + conditions(family, each) + "\n");
    }
    int more = by.size() - MAX_LISTED;
    if (more > 0) {
      out.print(
          (by.size() < Overruled.MAX_PARTLY ? "#   nor " : "#   nor at least ")
              + (more == 1 ? "1 other" : more + " others")
              + "\n");
    }
  }

  private static String line(Family family, Placed placed) {
    return place(placed) + SaveText.line(family, placed.chain(), placed.rule());
  }

  /** What leads to the rule, and the rule, as if it were in the chain itself. */
  private static String conditions(Family family, Placed placed) {
    ChainRule whole =
        new ChainRule(placed.conditions(), placed.rule().target(), placed.rule().origin());
    return place(placed) + SaveText.line(family, placed.chain(), whole);
  }

  private static String place(Placed placed) {
    SourceLocation location = placed.rule().origin().location();
    return location.equals(SourceLocation.NONE)
        ? ""
        : Diagnostic.printable(location.document()) + ":" + location.line() + ": ";
  }
}
