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
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Example;

/**
 * Of all packets, those that arrive through tables of nftables are those that arrive through
 * libvirt's rules, also where rules ask for connections, which this kernel does not track on
 * bridges.
 */
class FilterTableSetsTest {

  private static final int GENERATED = Integer.getInteger("nwfilter.tables.proved", 40);

  /** How many filters there are with lists of each kind of values. */
  private static final int LISTS = Integer.getInteger("nwfilter.tables.lists", 1);

  private static final int USUAL = 100;

  /** Ports and flags that are compared without a question for the whole header. */
  private static final Pattern PORTS =
      Pattern.compile("^(?!.*@th,8,24).*(sport|dport|flags)", Pattern.MULTILINE);

  /**
   * Drops the frames that diagnostics say are not treated alike: of ARP with other lengths of
   * addresses, and IPv6 with an authentication header.
   */
  private static final Simulator WITHOUT_UNUSUAL =
      Simulator.of(
          Testbed.situation().neighborsAtEachPort(true).build(),
          HostRules.NONE.with(
              NftListing.read(
                  TextSource.text(
                      """
                      table bridge unusual {
                        chain pre {
                          type filter hook prerouting priority -301; policy accept;
                          ether type 0x86dd meta l4proto 51 drop
                          ether type 0x0806 arp ptype 0x0800 arp plen 4 arp hlen != 6 drop
                          ether type 0x0806 arp htype 1 arp hlen 6 arp plen != 4 drop
                          ether type 0x8035 @nh,16,16 0x800 @nh,40,8 0x4 @nh,32,8 != 0x6 drop
                          ether type 0x8035 @nh,0,16 0x1 @nh,32,8 0x6 @nh,40,8 != 0x4 drop
                        }
                        chain out {
                          type filter hook output priority -301; policy accept;
                          ether type 0x86dd meta l4proto 51 drop
                          ether type 0x0806 arp ptype 0x0800 arp plen 4 arp hlen != 6 drop
                          ether type 0x0806 arp htype 1 arp hlen 6 arp plen != 4 drop
                          ether type 0x8035 @nh,16,16 0x800 @nh,40,8 0x4 @nh,32,8 != 0x6 drop
                          ether type 0x8035 @nh,0,16 0x1 @nh,32,8 0x6 @nh,40,8 != 0x4 drop
                        }
                      }
                      """,
                      "unusual"))));

  private String only = "";
  private boolean ordinary;
  private int ordinaryOnly;
  private Simulator libvirt = WITHOUT_UNUSUAL;
  private Simulator nft = WITHOUT_UNUSUAL;
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
    filters.putAll(ListCorpus.compiled(SimulatorKernelTest.seed(), LISTS));
    only = System.getProperty("nwfilter.tables.only", "");
    filters.forEach(
        (name, compiled) -> {
          if (only.isEmpty() || name.equals(only)) {
            compare(name, compiled);
          }
        });
    System.out.printf(
        "tables: %d filters proved equal, %d of them with connections, %d for ordinary packets"
            + " only, %d cannot be tables, %d sets, %d differ%n",
        proved, tracked, ordinaryOnly, refused, sets, differences.size());
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
    libvirt =
        Simulator.of(
            Testbed.situation().neighborsAtEachPort(true).build(),
            HostRules.of(rules.rulesets().values()));
    nft =
        Simulator.of(
            Testbed.situation().neighborsAtEachPort(true).build(),
            HostRules.NONE.with(new NftRuleset(table.tables(), ImmutableList.of())));
    usual = SimulatorKernelTest.samples(rules).limit(USUAL);
    PacketSets one = PacketSets.of(libvirt);
    PacketSets other = one.on(nft);
    int before = differences.size();
    // Fragments are put together in other places, and sets do not know octets after a packet.
    ordinary = !other.tracked().isEmpty() || PORTS.matcher(table.script()).find();
    ordinaryOnly += ordinary ? 1 : 0;
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

  private void compare(String name, PacketSets one, PacketSets other, Entry entry, End end) {
    sets++;
    PacketSet through = one.arriving(entry, Optional.of(end));
    PacketSet throughTables = other.arriving(entry, Optional.of(end));
    PacketSet compared =
        one.possible(entry).and(one.on(WITHOUT_UNUSUAL).arriving(entry, Optional.of(end)));
    if (ordinary) {
      compared = compared.and(one.ordinary());
    }
    PacketSet tracked = compared.and(one.tracked());
    PacketSet untracked = compared.without(one.tracked());
    compare(name, one, through, throughTables, tracked, entry, end);
    compare(name, one, through.inAnyState(), throughTables.inAnyState(), untracked, entry, end);
  }

  /** What is not known is not the same question in both forms: it must be open for the same. */
  private void compare(
      String name,
      PacketSets sets,
      PacketSet one,
      PacketSet other,
      PacketSet compared,
      Entry entry,
      End end) {
    say(
        name + ": only by rules",
        sets,
        one.certain().without(other.certain()).and(compared),
        entry,
        end);
    say(
        name + ": only by tables",
        sets,
        other.certain().without(one.certain()).and(compared),
        entry,
        end);
    say(
        name + ": perhaps only by rules",
        sets,
        one.perhaps().without(other.perhaps()).and(compared),
        entry,
        end);
    say(
        name + ": perhaps only by tables",
        sets,
        other.perhaps().without(one.perhaps()).and(compared),
        entry,
        end);
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
                sets.witness(packets, usual)
                    .map(
                        packet ->
                            packet
                                + ": "
                                + libvirt.fate(packet, entry, end)
                                + " "
                                + nft.fate(packet, entry, end))
                    .orElse("without a witness")));
  }
}
