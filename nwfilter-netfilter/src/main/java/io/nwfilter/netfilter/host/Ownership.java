package io.nwfilter.netfilter.host;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.function.BiPredicate;

/** Which rules of a host are libvirt's. */
final class Ownership {

  private final Running running;

  private Ownership(Running running) {
    this.running = running;
  }

  static Ownership of(Running running) {
    return new Ownership(running);
  }

  /** {@return whether a rule of a chain is libvirt's} */
  BiPredicate<String, ChainRule> of(Family family) {
    ImmutableSet.Builder<String> chains = ImmutableSet.builder();
    chains.addAll(Layout.sharedChains());
    ImmutableSet.Builder<ChainRule> rules = ImmutableSet.builder();
    for (CompiledNetwork network : running.networks().values()) {
      for (Edit edit : network.start(family).edits()) {
        if (edit instanceof Edit.Insert insert) {
          note(family, insert.table(), insert.chain(), insert.rules(), chains, rules);
        }
      }
    }
    for (CompiledInterface compiled : running.interfaces().values()) {
      chains.addAll(compiled.change(family).madeChains());
    }
    ImmutableSet<String> ofLibvirt = chains.build();
    ImmutableSet<ChainRule> inBaseChains = rules.build();
    return (chain, rule) ->
        ofLibvirt.contains(chain)
            || rule.entered().map(ofLibvirt::contains).orElse(false)
            || inBaseChains.contains(rule);
  }

  private static void note(
      Family family,
      String table,
      String chain,
      List<ChainRule> own,
      ImmutableSet.Builder<String> chains,
      ImmutableSet.Builder<ChainRule> rules) {
    if (BaseChains.find(family, table, chain).isPresent()) {
      rules.addAll(own);
    } else {
      chains.add(chain);
    }
  }
}
