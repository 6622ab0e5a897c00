package io.nwfilter.testkit.assertion;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Assertions about the rules of one family. */
public final class RulesetAssert {

  private final Ruleset ruleset;
  private final Subject subject;

  RulesetAssert(Ruleset ruleset) {
    this(ruleset, Subject.UNKNOWN);
  }

  RulesetAssert(Ruleset ruleset, Subject subject) {
    this.ruleset = requireNonNull(ruleset, "ruleset");
    this.subject = subject;
  }

  /**
   * {@return the same assertions with a description, which failures start with}
   *
   * @param description what is tested
   */
  public RulesetAssert as(String description) {
    return new RulesetAssert(ruleset, subject.describedAs(description));
  }

  /**
   * Checks that there is a chain.
   *
   * @param table the table: {@code filter}
   * @param chain the chain's name: {@code FI-vnet0}
   * @return these assertions
   */
  public RulesetAssert hasChain(String table, String chain) {
    existing(table, chain);
    return this;
  }

  /**
   * Checks that there is no such chain.
   *
   * @param table the table
   * @param chain the chain's name
   * @return these assertions
   */
  public RulesetAssert doesNotHaveChain(String table, String chain) {
    ruleset
        .findChain(table, chain)
        .ifPresent(
            found -> {
              throw failure("expected no chain '" + chain + "'", table)
                  .block("rules", lines(found))
                  .error();
            });
    return this;
  }

  /**
   * Checks that a chain has a rule. Rules are compared by what they ask and do, whatever the order
   * of the options is; a rule of the chain has to have all matches of the rule and no others.
   *
   * @param table the table
   * @param chain the chain's name
   * @param rule the rule as the tool's restore command takes it, without the chain: {@code -p tcp
   *     --dport 22 -j ACCEPT}
   * @return these assertions
   * @throws io.nwfilter.core.diagnostic.NwfilterException if it is not a rule that may be there
   * @throws IllegalArgumentException if it is more than one line
   */
  public RulesetAssert hasRule(String table, String chain, String rule) {
    Chain found = existing(table, chain);
    if (!has(found, parsed(table, chain, rule))) {
      throw failure("expected the chain '" + chain + "' to have a rule", table)
          .fact("missing", rule)
          .block("rules", lines(found))
          .error();
    }
    return this;
  }

  /**
   * Checks that a chain is there, but does not have a rule.
   *
   * @param table the table
   * @param chain the chain's name
   * @param rule the rule, as in {@link #hasRule}
   * @return these assertions
   * @throws io.nwfilter.core.diagnostic.NwfilterException if it is not a rule that may be there
   * @throws IllegalArgumentException if it is more than one line
   */
  public RulesetAssert doesNotHaveRule(String table, String chain, String rule) {
    Chain found = existing(table, chain);
    if (has(found, parsed(table, chain, rule))) {
      throw failure("expected the chain '" + chain + "' not to have a rule", table)
          .fact("unexpected", rule)
          .block("rules", lines(found))
          .error();
    }
    return this;
  }

  /**
   * Checks that no rule was ever loaded.
   *
   * @return these assertions
   */
  public RulesetAssert isEmpty() {
    if (!ruleset.isEmpty()) {
      throw new Failure(subject, "expected no rules of " + ruleset.family().tool())
          .block("rules", SaveText.write(ruleset))
          .error();
    }
    return this;
  }

  /**
   * Checks that the rules, as the tool's save command prints them, are those of a golden file.
   *
   * @param file the golden file; a relative path starts at the working directory
   * @return these assertions
   */
  public RulesetAssert matchesGolden(Path file) {
    GoldenFile.at(file).assertMatches(SaveText.write(ruleset));
    return this;
  }

  private Chain existing(String table, String chain) {
    Optional<Chain> found = ruleset.findChain(table, chain);
    if (found.isEmpty()) {
      throw failure("expected the chain '" + chain + "'", table)
          .fact(
              "chains",
              ruleset
                  .table(table)
                  .map(Table::chains)
                  .map(all -> all.keySet().toString())
                  .orElse("[]"))
          .error();
    }
    return found.get();
  }

  private Failure failure(String summary, String table) {
    return new Failure(subject, summary).fact("table", table + " of " + ruleset.family().tool());
  }

  private boolean has(Chain chain, RuleMeaning rule) {
    return chain.rules().stream()
        .map(one -> RuleMeaning.of(ruleset.family(), one))
        .anyMatch(rule::equals);
  }

  private RuleMeaning parsed(String table, String chain, String rule) {
    checkArgument(rule.indexOf('\n') < 0, "'%s' is more than one line", rule);
    String text = "*" + table + "\n-A " + chain + " " + rule + "\nCOMMIT\n";
    Ruleset after =
        ruleset.after(
            RestoreText.read(ruleset.family(), TextSource.text(text, "the expected rule")));
    List<ChainRule> rules = after.chain(table, chain).rules();
    return RuleMeaning.of(ruleset.family(), rules.get(rules.size() - 1));
  }

  private String lines(Chain chain) {
    return chain.rules().isEmpty()
        ? "(none)"
        : String.join(
            "\n",
            chain.rules().stream()
                .map(rule -> SaveText.line(ruleset.family(), chain.name(), rule))
                .toList());
  }
}
