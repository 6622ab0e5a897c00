package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;

/**
 * Of all packets, those that arrive through tables of nftables are those that arrive through
 * libvirt's rules, also where rules ask for connections, which this kernel does not track on
 * bridges.
 */
class FilterTableSetsTest {

  private static final int GENERATED = Integer.getInteger("nwfilter.tables.proved", 40);
  private static final int USUAL = 100;

  private String only = "";
  private List<Packet> usual = List.of();
  private final List<String> differences = new ArrayList<>();
  private int proved;
  private int tracked;
  private int refused;
  private int sets;

  @Example
  void theSamePacketsArrive() {
    Map<String, CompiledRules> filters = new LinkedHashMap<>();
    filters.putAll(RuleCorpus.compiledStock());
    filters.putAll(RuleCorpus.compiledFidelity());
    filters.putAll(RuleCorpus.compiledGenerated(SimulatorKernelTest.seed(), GENERATED));
    only = System.getProperty("nwfilter.tables.only", "");
    filters.forEach(
        (name, compiled) -> {
          if (only.isEmpty() || name.equals(only)) {
            compare(name, compiled);
          }
        });
    System.out.printf(
        "tables: %d filters proved equal, %d of them with connections, %d cannot be tables, %d"
            + " sets, %d differ%n",
        proved, tracked, refused, sets, differences.size());
    assertAll(
        () -> assertEquals("", String.join("\n", differences)),
        () -> assertTrue(proved >= 50, () -> proved + " filters"),
        () -> assertTrue(tracked >= 10, () -> tracked + " with connections"));
  }

  private void compare(String name, CompiledRules compiled) {
    FilterTable table;
    try {
      table = FilterTable.of(compiled);
    } catch (CompileException e) {
      refused++;
      return;
    }
    RuleCase rules = RuleCase.of(name, compiled);
    Simulator libvirt =
        Simulator.of(Testbed.situation().neighborsAtEachPort(true).build(), HostRules.of(rules.rulesets().values()));
    Simulator nft =
        Simulator.of(
            Testbed.situation().neighborsAtEachPort(true).build(),
            HostRules.NONE.with(new NftRuleset(table.tables(), ImmutableList.of())));
    usual = SimulatorKernelTest.samples(rules).limit(USUAL);
    PacketSets one = PacketSets.of(libvirt);
    PacketSets other = one.on(nft);
    int before = differences.size();
    for (Entry entry :
        Streams.concat(
                Arrays.stream(Place.values()).map(Place::entry), List.of(Entry.host()).stream())
            .toList()) {
      for (End end : one.ends(entry)) {
        compare(name, one, other, entry, end);
      }
    }
    proved += differences.size() == before ? 1 : 0;
    tracked += FilterTableLoadTest.TRACKED.matcher(table.script()).find() ? 1 : 0;
  }

  private void compare(
      String name, PacketSets one, PacketSets other, Entry entry, End end) {
    PacketSet through = one.arriving(entry, Optional.of(end));
    PacketSet throughTables = other.arriving(entry, Optional.of(end));
    PacketSet possible =
        one.possible(entry).and(one.withKnownConnections()).and(other.withKnownConnections());
    sets++;
    say(name + ": only by rules", one, through.without(throughTables).and(possible), entry, end);
    say(name + ": only by tables", one, throughTables.without(through).and(possible), entry, end);
  }

  private void say(String what, PacketSets sets, PacketSet packets, Entry entry, End end) {
    if (packets.isEmpty()) {
      return;
    }
    differences.add(
        "%s, from %s to %s: certain %s, %s"
            .formatted(
                what,
                entry,
                end,
                !packets.certain().isEmpty(),
                sets.witness(packets, usual).map(Packet::toString).orElse("without a witness")
                    + (only.isEmpty() ? "" : "\n" + sets.description(packets, sets.possible(entry)))));
  }
}
