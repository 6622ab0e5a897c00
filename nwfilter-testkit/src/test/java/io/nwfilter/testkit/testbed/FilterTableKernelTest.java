package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.nftfilter.FilterTableOptions;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Real packets through the same filters in two forms, on two hosts that are alike: as libvirt's
 * rules of ebtables and iptables, and as tables of nftables. What arrives is the same.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class FilterTableKernelTest {

  private static final int GENERATED = Integer.getInteger("nwfilter.tables.generated", 150);

  /** How many filters there are with lists of each kind of values. */
  private static final int LISTS = Integer.getInteger("nwfilter.tables.lists", 1);

  private static final int PACKETS = Integer.getInteger("nwfilter.packets.perCase", 30);

  private static final boolean SHOWN = Boolean.getBoolean("nwfilter.tables.shown");

  /** Most packets come from the guest. */
  private static final ImmutableList<Place> PLACES =
      ImmutableList.of(
          Place.GUEST,
          Place.GUEST,
          Place.GUEST,
          Place.NEIGHBOR,
          Place.NEIGHBOR,
          Place.OTHER_GUEST,
          Place.OUTSIDE);

  private final List<String> differences = new ArrayList<>();
  private int cases;
  private int sent;
  private int stopped;
  private int refused;
  private int tracked;

  @Example
  void packetsArriveAsWithTheRulesOfLibvirt() {
    long seed = SimulatorKernelTest.seed();
    Map<String, CompiledRules> filters = new LinkedHashMap<>();
    filters.putAll(RuleCorpus.compiledStock());
    filters.putAll(RuleCorpus.compiledFidelity());
    filters.putAll(RuleCorpus.compiledGenerated(seed, GENERATED));
    filters.putAll(ListCorpus.compiled(seed, LISTS));
    try (Testbed rules = new Testbed();
        Testbed tables = new Testbed()) {
      filters.forEach((name, compiled) -> compare(name, compiled, rules, tables, seed));
    }
    System.out.printf(
        "tables: seed %d, %d filters, %d cannot be tables, %d need connections, %d packets, %d of"
            + " them stopped, %d differ%n",
        seed, cases, refused, tracked, sent, stopped, differences.size());
    assertAll(
        () -> assertEquals("", String.join("\n", differences)),
        () -> assertTrue(cases >= 60, () -> cases + " filters"),
        () -> assertTrue(sent >= 1_800, () -> sent + " packets"),
        () -> assertTrue(stopped >= 300, () -> stopped + " stopped"));
  }

  /**
   * What the host routes to a guest, or sends to it itself, is not seen by rules of libvirt for
   * packets to the guest, nor by tables that are like these; by tables that filter it, it is.
   */
  @Example
  void whatIsRoutedIsFilteredIfThatIsAskedFor() {
    Filter filter =
        Filter.builder("closed").rule(Rule.drop(Direction.IN, Protocol.UDP).toPort(25)).build();
    CompiledRules compiled =
        FilterCompiler.compile(
            RuleCorpus.binding(Place.GUEST, filter.name()), CompileOptions.with(filter));
    FilterTable like = FilterTable.of(compiled);
    FilterTable more =
        FilterTable.of(compiled, FilterTableOptions.builder().filterRouted(true).build());
    try (Testbed testbed = new Testbed()) {
      assertEquals(List.of(true, true, false), arriving(testbed, like, 25));
      assertEquals(List.of(false, false, false), arriving(testbed, more, 25));
      assertEquals(List.of(true, true, true), arriving(testbed, more, 26));
    }
  }

  /** {@return whether a packet arrives that is routed, the host's own, and bridged} */
  private static List<Boolean> arriving(Testbed testbed, FilterTable table, int port) {
    testbed.load(table);
    String to = " > 192.168.122.10:" + port;
    return List.of(
        arrives(testbed, "udp 198.51.100.9:1" + to, Place.OUTSIDE.entry()),
        arrives(testbed, "udp 192.168.122.1:1" + to + " ip-id 7", Entry.host()),
        arrives(testbed, "udp 192.168.122.99:1" + to, Place.NEIGHBOR.entry()));
  }

  private static boolean arrives(Testbed testbed, String packet, Entry entry) {
    testbed.forgetConnections();
    MacAddress receiver =
        entry.equals(Place.OUTSIDE.entry())
            ? MacAddress.parse("02:00:00:00:00:fd")
            : Place.GUEST.mac;
    MacAddress sender =
        entry.equals(Place.NEIGHBOR.entry()) ? Place.NEIGHBOR.mac : Place.OUTSIDE.mac;
    Passage passage = testbed.send(PacketText.parse(packet, sender, receiver), entry);
    return passage.arrivals().stream()
        .anyMatch(arrival -> arrival.end().equals(End.port(Place.GUEST.device)));
  }

  private void compare(
      String name, CompiledRules compiled, Testbed rules, Testbed tables, long seed) {
    FilterTable table;
    try {
      table = FilterTable.of(compiled);
    } catch (CompileException e) {
      refused++;
      if (SHOWN) {
        System.out.println(name + " cannot be a table: " + e.getMessage());
      }
      return;
    }
    if (table.script().contains("\tct ") || table.script().contains(" ct ")) {
      tracked++; // this kernel cannot track connections on bridges
      return;
    }
    cases++;
    Map<Family, Ruleset> rulesets = RuleCase.of(name, compiled).rulesets();
    rules.load(rulesets);
    tables.load(table);
    Simulator simulator = Simulator.of(Testbed.situation().build(), rulesets.values());
    Random random = new Random(seed ^ name.hashCode());
    for (Packet sample :
        SimulatorKernelTest.samples(RuleCase.of(name, compiled))
            .seed(random.nextLong())
            .limit(PACKETS)) {
      Place place = PLACES.get(random.nextInt(PLACES.size()));
      Packet packet = place.addressed(sample);
      if (!Comparison.isUnresolved(simulator.run(packet, place.entry()))) {
        send(name, packet, place, rules, tables);
      }
    }
  }

  private void send(String name, Packet packet, Place place, Testbed rules, Testbed tables) {
    rules.forgetConnections();
    tables.forgetConnections();
    ImmutableMap<String, Integer> one = Arrived.of(rules.send(packet, place.entry()));
    ImmutableMap<String, Integer> other = Arrived.of(tables.send(packet, place.entry()));
    sent++;
    stopped += one.isEmpty() ? 1 : 0;
    if (!one.equals(other)) {
      differences.add(
          "== %s: from %s %s%nrules: %s%ntables: %s".formatted(name, place, packet, one, other));
    }
  }
}
