package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;

/** Translates chains of iptables and ip6tables. */
final class PacketRules {

  private final Family family;
  private final boolean toHost;
  private final DiagnosticSink sink;

  /**
   * Creates a translator.
   *
   * @param family the family of the rules
   * @param toHost whether the host gets the packets, and drops them itself
   * @param sink takes what nftables cannot do
   */
  PacketRules(Family family, boolean toHost, DiagnosticSink sink) {
    this.family = family;
    this.toHost = toHost;
    this.sink = sink;
  }

  /** {@return the rules of a chain} */
  ImmutableList<Line> translate(List<ChainRule> rules) {
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    for (ChainRule rule : rules) {
      Optional<ImmutableList<Match>> matches = PacketMatches.of(family, rule, sink);
      if (matches.isPresent()) {
        if (matches.get().stream().anyMatch(PacketRules::isAboutConnections)) {
          sink.report(
              NftFilterCode.NFT_BRIDGE_TRACKING,
              rule.origin(),
              "the rule asks for the state of a connection on a bridge");
        }
        line(rule, matches.get()).ifPresent(lines::add);
      }
    }
    return lines.build();
  }

  private static boolean isAboutConnections(Match match) {
    return match instanceof FieldMatch asked
        && (asked.field() == Field.CONNECTION_STATE || asked.field().header() == Header.CONNECTION);
  }

  private Optional<Line> line(ChainRule rule, ImmutableList<Match> matches) {
    Target target = rule.target();
    if (target instanceof Target.ExtensionTarget extension) {
      return LogStatements.of(extension)
          .map(
              log ->
                  Line.of(
                      ImmutableList.<Match>builder().addAll(matches).add(log).build(),
                      Target.Verdict.CONTINUE,
                      rule.origin()));
    }
    if (target instanceof Target.Reject) {
      return Optional.of(Line.of(matches, Fates.REJECTED.mark(), rule.origin()));
    }
    if (target == Target.DROP && toHost) {
      return Optional.of(Line.of(matches, Fates.DROPPED.mark(), rule.origin()));
    }
    if (target instanceof Target.Verdict) {
      return Optional.of(Line.of(matches, target, rule.origin()));
    }
    sink.report(NftFilterCode.NFT_INEXPRESSIBLE, rule.origin(), "nftables has no target " + target);
    return Optional.empty();
  }
}
