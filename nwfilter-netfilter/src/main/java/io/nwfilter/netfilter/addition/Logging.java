package io.nwfilter.netfilter.addition;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.RuleSelector;
import io.nwfilter.core.resolve.ScopedRule;
import java.util.List;
import java.util.Optional;

/**
 * What is logged, and how. Each rule that is logged gets another one directly before it, which has
 * the same matches, writes the log and decides nothing.
 *
 * @param target where the log goes
 * @param prefix what each line begins with
 * @param limit how much each rule logs at most; empty for everything
 * @param loggedDrops which drops are logged
 * @param rules which rules are logged in addition, whatever they do
 */
public record Logging(
    LogTarget target,
    LogPrefix prefix,
    Optional<LogLimit> limit,
    LoggedDrops loggedDrops,
    List<RuleSelector> rules) {

  /**
   * Checks that the prefix fits.
   *
   * @param target where the log goes
   * @param prefix what each line begins with
   * @param limit how much each rule logs at most
   * @param loggedDrops which drops are logged
   * @param rules which rules are logged in addition
   * @throws io.nwfilter.core.value.IllegalValueException if the prefix may be longer than the
   *     target takes
   */
  public Logging {
    requireNonNull(target, "target");
    requireNonNull(limit, "limit");
    requireNonNull(loggedDrops, "loggedDrops");
    rules = ImmutableList.copyOf(requireNonNull(rules, "rules"));
    prefix.requireFits(target);
  }

  private static Logging of(LoggedDrops drops, RuleSelector... rules) {
    return new Logging(
        LogTarget.kernel(),
        LogPrefix.DEFAULT,
        Optional.empty(),
        drops,
        ImmutableList.copyOf(rules));
  }

  /** {@return a log of everything that is dropped or rejected, in the kernel's log} */
  public static Logging drops() {
    return of(LoggedDrops.ALL);
  }

  /** {@return a log of what default policies drop, in the kernel's log} */
  public static Logging defaultDrops() {
    return of(LoggedDrops.DEFAULT_ONLY);
  }

  /**
   * {@return a log of what some rules match, in the kernel's log}
   *
   * @param rules which rules
   */
  public static Logging ofRules(RuleSelector... rules) {
    return of(LoggedDrops.NONE, rules);
  }

  /**
   * {@return this log at another place}
   *
   * @param other where the log goes
   * @throws io.nwfilter.core.value.IllegalValueException if the prefix may be too long for it
   */
  public Logging to(LogTarget other) {
    return new Logging(other, prefix, limit, loggedDrops, rules);
  }

  /**
   * {@return this log with another prefix}
   *
   * @param pattern what each line begins with, a pattern of {@link LogPrefix}
   * @throws io.nwfilter.core.value.IllegalValueException if it is not legal, or may be too long
   */
  public Logging prefix(String pattern) {
    return new Logging(target, new LogPrefix(pattern), limit, loggedDrops, rules);
  }

  /**
   * {@return this log with a limit}
   *
   * @param rate such as {@code 10/minute}, as {@link LogLimit#parse} takes it
   * @throws IllegalArgumentException if it is not legal
   */
  public Logging limit(String rate) {
    return new Logging(target, prefix, Optional.of(LogLimit.parse(rate)), loggedDrops, rules);
  }

  /**
   * {@return this log with more rules}
   *
   * @param more which rules
   */
  public Logging and(RuleSelector... more) {
    ImmutableList<RuleSelector> all =
        ImmutableList.<RuleSelector>builder().addAll(rules).add(more).build();
    return new Logging(target, prefix, limit, loggedDrops, all);
  }

  /**
   * {@return whether a rule of a filter is logged}
   *
   * @param scoped the rule
   */
  public boolean isAbout(ScopedRule scoped) {
    Action action = scoped.rule().action();
    boolean drop = action == Action.DROP || action == Action.REJECT;
    return (drop && loggedDrops == LoggedDrops.ALL)
        || rules.stream().anyMatch(rule -> rule.selects(scoped.filter(), scoped.rule()));
  }
}
