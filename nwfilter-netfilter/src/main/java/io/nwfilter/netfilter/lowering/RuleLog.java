package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.addition.LogLevel;
import io.nwfilter.netfilter.addition.LogLimit;
import io.nwfilter.netfilter.addition.LoggedDrops;
import io.nwfilter.netfilter.addition.Logging;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts a rule that writes the log directly before each rule that is logged, with the same matches.
 * ebtables could log in the same rule, as a watcher; but a limit of the log would then be one of
 * the rule itself, and dropping must not have a limit. So the rule stays what libvirt makes of it,
 * with a counter of its own, in all families.
 */
final class RuleLog {

  private static final String DEFAULT_DROP = "default-drop";
  private static final String INTERIM_RULES = "interim-rules";

  private final Optional<Logging> logging;
  private final Family family;
  private final InterfaceName name;

  RuleLog(Optional<Logging> logging, Family family, InterfaceName name) {
    this.logging = logging;
    this.family = family;
    this.name = name;
  }

  /** {@return a rule of a filter, after the one that logs it, if any} */
  ImmutableList<ChainRule> with(ScopedRule scoped, ChainRule rule) {
    return logging.isPresent() && logging.get().isAbout(scoped)
        ? logged(
            logging.get(),
            rule,
            scoped.filter().name(),
            scoped.rule().action().toString().toUpperCase(Locale.ROOT))
        : ImmutableList.of(rule);
  }

  /** {@return the rule of a default policy, after the one that logs it, if any} */
  ImmutableList<ChainRule> dropsByDefault(Origin origin) {
    ChainRule drop =
        new ChainRule(ImmutableList.of(), Target.DROP, origin.withNote("default drop"));
    return logging
        .filter(log -> log.loggedDrops() != LoggedDrops.NONE)
        .map(log -> logged(log, drop, DEFAULT_DROP, "DROP"))
        .orElse(ImmutableList.of(drop));
  }

  /** {@return a drop of interim rules, after the rule that logs it, if any} */
  ImmutableList<ChainRule> interimDrop(ChainRule drop) {
    return logging
        .filter(log -> log.loggedDrops() == LoggedDrops.ALL)
        .map(log -> logged(log, drop, INTERIM_RULES, "DROP"))
        .orElse(ImmutableList.of(drop));
  }

  private ImmutableList<ChainRule> logged(
      Logging log, ChainRule rule, String filter, String action) {
    String prefix = log.prefix().text(name, filter, action, log.target());
    ImmutableList.Builder<Match> matches = ImmutableList.<Match>builder().addAll(rule.matches());
    log.limit().ifPresent(limit -> matches.add(limit(limit)));
    Target target =
        log.target()
            .map(
                kernel -> writer(matches, "log", kernelOptions(kernel.level(), prefix)),
                group -> writer(matches, "nflog", groupOptions(group.group(), prefix)));
    Origin origin = rule.origin();
    String note = origin.note().isEmpty() ? "log" : origin.note() + ", log";
    return ImmutableList.of(new ChainRule(matches.build(), target, origin.withNote(note)), rule);
  }

  /** {@return the target that writes the log; what writes it in ebtables is the last match} */
  private Target writer(
      ImmutableList.Builder<Match> matches, String watcher, ImmutableList<OptionUse> options) {
    if (family == Family.BRIDGE) {
      matches.add(new ExtensionMatch(watcher, options, false));
      return Target.Verdict.CONTINUE;
    }
    return new Target.ExtensionTarget(watcher.toUpperCase(Locale.ROOT), options);
  }

  /** Defaults are left out as the tools leave them out, so that dumps read back equal. */
  private Match limit(LogLimit limit) {
    ImmutableList.Builder<OptionUse> options = ImmutableList.builder();
    options.add(OptionUse.of("limit", limit.rate()));
    if (family == Family.BRIDGE || limit.burst() != LogLimit.DEFAULT_BURST) {
      options.add(OptionUse.of("limit-burst", Integer.toString(limit.burst())));
    }
    return new ExtensionMatch("limit", options.build(), false);
  }

  private static ImmutableList<OptionUse> groupOptions(int group, String prefix) {
    ImmutableList.Builder<OptionUse> options = ImmutableList.builder();
    if (!prefix.isEmpty()) {
      options.add(OptionUse.of("nflog-prefix", prefix));
    }
    return options.add(OptionUse.of("nflog-group", Integer.toString(group))).build();
  }

  private ImmutableList<OptionUse> kernelOptions(LogLevel level, String prefix) {
    ImmutableList.Builder<OptionUse> options = ImmutableList.builder();
    if (family == Family.BRIDGE) {
      options.add(OptionUse.of("log-level", level.toString()));
    }
    if (!prefix.isEmpty()) {
      options.add(OptionUse.of("log-prefix", prefix));
    }
    if (family == Family.BRIDGE) {
      options.add(OptionUse.of("log-ip"), OptionUse.of("log-arp"), OptionUse.of("log-ip6"));
    } else if (level != LogLevel.WARNING) {
      options.add(OptionUse.of("log-level", Integer.toString(level.number())));
    }
    return options.build();
  }
}
