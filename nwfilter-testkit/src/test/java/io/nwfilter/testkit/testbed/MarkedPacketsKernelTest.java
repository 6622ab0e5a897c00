package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * What tables of filters drop and reject by marks stays dropped and rejected whatever marks rules
 * of the host set: in all chains that packets meet after they were marked, with and without
 * bridge-nf-call-iptables, and as the simulator says.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class MarkedPacketsKernelTest {

  /** Counts marked packets before routing, before any rule could change their marks. */
  private static final String SEEN =
      """
      table inet seen {
        chain marked {
          type filter hook prerouting priority -1001; policy accept;
          meta mark { 0x6e776664, 0x6e776672 } counter
        }
      }
      """;

  private static final FilterTable TABLE =
      FilterTable.of(
          FilterCompiler.compile(
              RuleCorpus.binding(Place.GUEST, "mail"),
              CompileOptions.with(
                  Filter.builder("mail")
                      .rule(Rule.drop(Direction.OUT, Protocol.UDP).toPort(53))
                      .rule(Rule.drop(Direction.OUT, Protocol.UDP_IPV6).toPort(53))
                      .rule(Rule.reject(Direction.OUT, Protocol.TCP).toPort(25))
                      .rule(Rule.reject(Direction.OUT, Protocol.TCP_IPV6).toPort(25))
                      .build())));

  /** The host, a router, and somebody at the same bridge. */
  private static final ImmutableMap<String, MacAddress> RECEIVERS =
      ImmutableMap.of(
          "192.168.122.1", Situation.BRIDGE_MAC,
          "198.51.100.9", Situation.BRIDGE_MAC,
          "192.168.122.99", Place.NEIGHBOR.mac,
          "fd00:122::1", Situation.BRIDGE_MAC,
          "2001:db8::9", Situation.BRIDGE_MAC,
          "fd00:122::99", Place.NEIGHBOR.mac);

  /** Rules that set marks, by their name: in iptables and ip6tables, and in nftables. */
  private record Marking(RuleCase rules, String tables) {

    static Marking iptables(String name, String table, String target, String... chains) {
      StringBuilder text = new StringBuilder("*" + table + "\n");
      for (String chain : chains) {
        text.append(":%s ACCEPT [0:0]%n".formatted(chain));
      }
      for (String chain : chains) {
        text.append("-A %s -j %s%n".formatted(chain, target));
      }
      text.append("COMMIT\n");
      return new Marking(RuleCase.of(name, "# iptables\n" + text, "# ip6tables\n" + text), "");
    }

    static Marking nft(String name, String family, int priority, String statement) {
      StringBuilder text = new StringBuilder("table %s marking {%n".formatted(family));
      for (String hook : List.of("prerouting", "input", "forward")) {
        text.append(
            "chain %1$s {%ntype filter hook %1$s priority %2$d; policy accept;%n%3$s%n}%n"
                .formatted(hook, priority, statement));
      }
      return new Marking(new RuleCase(name, ImmutableMap.of()), text + "}\n");
    }

    /** {@return whether the simulator does not know the mark} It may be one of those of filters. */
    boolean isOpen() {
      return tables.contains("ct mark");
    }
  }

  private static final ImmutableList<Marking> MARKINGS =
      ImmutableList.of(
          new Marking(new RuleCase("no marks", ImmutableMap.of()), ""),
          Marking.iptables(
              "marks of connections",
              "mangle",
              "CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff",
              "PREROUTING",
              "INPUT",
              "FORWARD"),
          Marking.iptables("marks in INPUT", "mangle", "MARK --set-xmark 0x1/0xffffffff", "INPUT"),
          Marking.iptables(
              "marks in FORWARD", "mangle", "MARK --set-xmark 0x1/0xffffffff", "FORWARD"),
          Marking.iptables(
              "marks in PREROUTING", "mangle", "MARK --set-xmark 0x1/0xffffffff", "PREROUTING"),
          Marking.iptables("marks in raw", "raw", "MARK --set-xmark 0x1/0xffffffff", "PREROUTING"),
          Marking.nft("marks of nft", "inet", -150, "meta mark set 1"),
          Marking.nft("marks of connections of nft", "inet", -150, "meta mark set ct mark"),
          Marking.nft("early marks of nft", "inet", -450, "meta mark set 0"));

  /**
   * What becomes of each packet, and whether one of them was marked before routing.
   *
   * @param outcomes what becomes of them
   * @param seen whether one was marked
   */
  private record Tried(Map<String, Fate> outcomes, boolean seen) {}

  /** What is bridged, or the host gets, is marked when {@code PREROUTING} is over. */
  @Example
  void withRulesOfIpForBridges() {
    Map<String, Fate> expected = new TreeMap<>();
    for (String receiver : RECEIVERS.keySet()) {
      expected.put(dropped(receiver), Fate.DROPPED);
      expected.put(rejected(receiver), Fate.REJECTED);
      expected.put(accepted(receiver), Fate.ARRIVES);
    }
    compare(Optional.empty(), new Tried(expected, false));
  }

  /** What the host gets meets {@code PREROUTING} after that; what is bridged, no chain of IP. */
  @Example
  void withoutRulesOfIpForBridges() {
    Map<String, Fate> expected = new TreeMap<>();
    RECEIVERS.forEach(
        (receiver, mac) -> {
          boolean bridged = mac.equals(Place.NEIGHBOR.mac);
          expected.put(dropped(receiver), Fate.DROPPED);
          expected.put(rejected(receiver), bridged ? Fate.DROPPED : Fate.REJECTED);
          expected.put(accepted(receiver), Fate.ARRIVES);
        });
    compare(Optional.of(Setting.BRIDGES_DO_NOT_CALL_IPTABLES), new Tried(expected, true));
  }

  private static String dropped(String receiver) {
    return "udp %s:40000 > %s:53".formatted(sender(receiver), inBrackets(receiver));
  }

  private static String rejected(String receiver) {
    return "tcp syn %s:40000 > %s:25".formatted(sender(receiver), inBrackets(receiver));
  }

  private static String accepted(String receiver) {
    return "udp %s:40000 > %s:54".formatted(sender(receiver), inBrackets(receiver));
  }

  private static String sender(String receiver) {
    return inBrackets((isIpv6(receiver) ? Place.GUEST.ipv6 : Place.GUEST.ipv4).toString());
  }

  private static String inBrackets(String address) {
    return isIpv6(address) ? "[" + address + "]" : address;
  }

  private static boolean isIpv6(String address) {
    return address.contains(":");
  }

  private final List<String> differences = new ArrayList<>();

  private void compare(Optional<Setting> setting, Tried expected) {
    try (Testbed testbed = new Testbed()) {
      for (Marking marking : MARKINGS) {
        Tried tried = tried(testbed, marking, setting);
        if (!tried.equals(expected)) {
          differences.add(
              "%s: seen before routing: %s, %s"
                  .formatted(
                      marking.rules(),
                      tried.seen(),
                      Maps.difference(expected.outcomes(), tried.outcomes()).entriesDiffering()));
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private Tried tried(Testbed testbed, Marking marking, Optional<Setting> setting) {
    testbed.load(marking.rules().rulesets());
    NftRuleset tables = testbed.load(TABLE.script() + SEEN + marking.tables());
    setting.ifPresent(testbed::set);
    Situation.Builder situation = Testbed.situation();
    Simulator simulator =
        Simulator.of(
            setting.map(one -> one.tell(situation)).orElse(situation).build(),
            new HostRules(marking.rules().rulesets(), tables));
    Map<String, Fate> outcomes = new TreeMap<>();
    boolean seen = false;
    for (Map.Entry<String, MacAddress> receiver : RECEIVERS.entrySet()) {
      for (String text :
          List.of(
              dropped(receiver.getKey()),
              rejected(receiver.getKey()),
              accepted(receiver.getKey()))) {
        testbed.forgetConnections();
        Explanation said =
            simulator.run(
                PacketText.parse(text, Place.GUEST.mac, receiver.getValue()), Place.GUEST.entry());
        Passage passage = testbed.send(said.packet(), said.entry());
        if (said.fate() != outcome(passage) && !(marking.isOpen() && said.fate() == Fate.DEPENDS)) {
          differences.add(
              "%s, %s: said %s, is %s"
                  .formatted(marking.rules(), text, said.fate(), outcome(passage)));
        }
        outcomes.put(text, outcome(passage));
        seen |= passage.met().keySet().stream().anyMatch(met -> met.place().table().equals("seen"));
      }
    }
    return new Tried(outcomes, seen);
  }

  /** The host rejects in its own way what arrives and has no receiver there. */
  private static Fate outcome(Passage passage) {
    if (passage.arrivedAtHost()
        || passage.arrivals().stream().anyMatch(one -> !OwnFrames.isReply(one.packet()))) {
      return Fate.ARRIVES;
    }
    return passage.arrivals().isEmpty() ? Fate.DROPPED : Fate.REJECTED;
  }
}
