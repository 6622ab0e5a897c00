package io.nwfilter.netfilter.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose the rules of virtual networks are, by the layout of each release. */
class NetworkOwnersTest {

  private static final Network LAN =
      Network.builder("lan")
          .bridge("virbr7")
          .forward(ForwardMode.NAT)
          .address("192.168.123.1/24")
          .build();
  private static final Owner OF_LAN = new Owner(Owner.Kind.NETWORK, "virbr7", "lan");

  private static CompiledNetwork compiled(LibvirtRelease release) {
    return FilterCompiler.compile(LAN, CompileOptions.builder().release(release).build());
  }

  /** Returns the rules of each chain that has some, by owner. */
  private static Map<String, Map<Owner, Integer>> rules(Diagram diagram) {
    Map<String, Map<Owner, Integer>> rules = new LinkedHashMap<>();
    for (DrawnChain chain : diagram.chains()) {
      if (chain.family() == Family.IPV4 && chain.rules() > 0) {
        rules.put(chain.table() + " " + chain.name(), chain.rulesByOwner());
      }
    }
    return rules;
  }

  @Test
  void libvirt9HasChainsThatNetworksShare() {
    assertEquals(
        Map.ofEntries(
            Map.entry("filter INPUT", Map.of(Owner.LIBVIRT, 1)),
            Map.entry("filter FORWARD", Map.of(Owner.LIBVIRT, 3)),
            Map.entry("filter OUTPUT", Map.of(Owner.LIBVIRT, 1)),
            Map.entry("filter LIBVIRT_INP", Map.of(OF_LAN, 4)),
            Map.entry("filter LIBVIRT_OUT", Map.of(OF_LAN, 4)),
            Map.entry("filter LIBVIRT_FWX", Map.of(OF_LAN, 1)),
            Map.entry("filter LIBVIRT_FWI", Map.of(OF_LAN, 2)),
            Map.entry("filter LIBVIRT_FWO", Map.of(OF_LAN, 2)),
            Map.entry("nat POSTROUTING", Map.of(Owner.LIBVIRT, 1)),
            Map.entry("nat LIBVIRT_PRT", Map.of(OF_LAN, 5)),
            Map.entry("mangle POSTROUTING", Map.of(Owner.LIBVIRT, 1))),
        rules(Diagram.of(compiled(LibvirtRelease.V9_0))));
  }

  @Test
  void olderNetworksHaveRulesAmongThoseOfTheHost() {
    CompiledNetwork network = compiled(LibvirtRelease.V0_8);
    Ruleset ruleset = network.ruleset(Family.IPV4);
    List<ChainRule> forward = new ArrayList<>(ruleset.chain("filter", "FORWARD").rules());
    int own = forward.size();
    forward.add(ChainRule.of(Target.ACCEPT));

    Diagram diagram = Diagram.of(List.of(withForward(ruleset, forward)), Owners.of(network));

    assertEquals(Map.of(OF_LAN, own, Owner.HOST, 1), rules(diagram).get("filter FORWARD"));
    assertEquals(5, own);
  }

  private static Ruleset withForward(Ruleset ruleset, List<ChainRule> rules) {
    var tables = new LinkedHashMap<>(ruleset.tables());
    var chains = new LinkedHashMap<>(ruleset.table("filter").orElseThrow().chains());
    chains.computeIfPresent("FORWARD", (name, chain) -> chain.withRules(rules));
    tables.put("filter", new Table("filter", chains));
    return new Ruleset(Family.IPV4, tables);
  }
}
