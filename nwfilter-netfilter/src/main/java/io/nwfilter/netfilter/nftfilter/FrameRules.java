package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates chains of ebtables, whose end accepts. */
final class FrameRules {

  private final DiagnosticSink sink;

  FrameRules(DiagnosticSink sink) {
    this.sink = sink;
  }

  /** {@return the rules of a chain, with its policy as the last one} */
  ImmutableList<Line> translate(Chain chain) {
    List<Line> lines = new ArrayList<>();
    for (ChainRule rule : chain.rules()) {
      ImmutableList<ImmutableList<Match>> alternatives = FrameMatches.of(rule, sink);
      Optional<Target> target = target(rule);
      if (!alternatives.isEmpty() && target.isPresent()) {
        dropUnusual(rule, lines);
        alternatives.forEach(matches -> lines.add(Line.of(matches, target.get(), rule.origin())));
      }
    }
    Line last = Iterables.getLast(lines, null);
    if (chain.policy() != Target.Verdict.RETURN && (last == null || !last.isFinal())) {
      lines.add(Line.of(chain.policy()));
    }
    return ImmutableList.copyOf(lines);
  }

  /** Drops frames of ARP that only ebtables could compare, unless the rule lets frames through. */
  private void dropUnusual(ChainRule rule, List<Line> lines) {
    for (ChainRule drop : ArpLengths.drops(rule, sink)) {
      FrameMatches.of(drop, sink).stream()
          .map(matches -> Line.of(matches, Target.DROP, drop.origin()))
          .filter(line -> !lines.contains(line))
          .forEach(lines::add);
    }
  }

  private Optional<Target> target(ChainRule rule) {
    Target target = rule.target();
    if (target instanceof Target.Jump jump) {
      return Optional.of(new Target.Jump(GuestChains.chainName(jump.chain())));
    }
    if (target instanceof Target.Verdict) {
      return Optional.of(target);
    }
    sink.report(NftFilterCode.NFT_INEXPRESSIBLE, rule.origin(), "nftables has no target " + target);
    return Optional.empty();
  }
}
