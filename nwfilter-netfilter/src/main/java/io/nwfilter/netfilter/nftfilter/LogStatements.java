package io.nwfilter.netfilter.nftfilter;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Logs of ebtables and iptables, and the limits before them, as statements of nftables. */
final class LogStatements {

  /** The names that nft has for the levels of syslog, from 0. */
  private static final ImmutableList<String> LEVELS =
      ImmutableList.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");

  private static final ImmutableMap<String, String> LEVEL_NAMES =
      ImmutableMap.of("warning", "warn", "error", "err", "panic", "emerg");

  private static final ImmutableMap<String, String> UNITS =
      ImmutableMap.of("s", "second", "m", "minute", "h", "hour", "d", "day");

  private static final String DEFAULT_BURST = "5";

  private LogStatements() {}

  /** {@return what an extension of ebtables or iptables becomes; empty if it is something else} */
  static Optional<ImmutableList<Match>> of(ExtensionMatch match) {
    return switch (match.extension()) {
      case "log", "nflog" -> Optional.of(ImmutableList.of(log(match.options())));
      case "limit" -> limit(match).map(ImmutableList::of);
      case "tcp", "udp" ->
          match.options().isEmpty() ? Optional.of(ImmutableList.of()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** {@return what a target that writes a log becomes; empty if it does something else} */
  static Optional<Match> of(Target.ExtensionTarget target) {
    return target.name().equals("LOG") || target.name().equals("NFLOG")
        ? Optional.of(log(target.options()))
        : Optional.empty();
  }

  private static LogMatch log(List<OptionUse> options) {
    ImmutableList.Builder<OptionUse> words = ImmutableList.builder();
    for (OptionUse option : options) {
      switch (option.name()) {
        case "log-prefix", "nflog-prefix" ->
            words.add(OptionUse.of("prefix", option.words().get(0)));
        case "log-level" -> words.add(OptionUse.of("level", level(option.words().get(0))));
        case "nflog-group" -> words.add(OptionUse.of("group", option.words().get(0)));
        default -> {} // which parts of ebtables' packets are printed: nft always prints all
      }
    }
    return new LogMatch(words.build());
  }

  private static String level(String word) {
    return Character.isDigit(word.charAt(0))
        ? LEVELS.get(Integer.parseInt(word))
        : LEVEL_NAMES.getOrDefault(word, word);
  }

  private static Optional<Match> limit(ExtensionMatch match) {
    List<String> rate =
        match
            .option("limit")
            .map(option -> Splitter.on('/').splitToList(option.words().get(0)))
            .orElse(ImmutableList.of());
    String unit = rate.size() == 2 ? UNITS.get(rate.get(1).substring(0, 1)) : null;
    if (unit == null) {
      return Optional.empty();
    }
    String burst =
        match.option("limit-burst").map(option -> option.words().get(0)).orElse(DEFAULT_BURST);
    String text =
        String.format(Locale.ROOT, "limit rate %s/%s burst %s packets", rate.get(0), unit, burst);
    return Optional.of(new StatementMatch(new NftStatement(text)));
  }
}
