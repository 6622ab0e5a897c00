package io.nwfilter.netfilter.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiagramTest {

  private static final Owner VNET0 = new Owner(Owner.Kind.MACHINE, "vnet0", "");
  private static final Owner VIRBR0 = new Owner(Owner.Kind.NETWORK, "virbr0", "");
  private static final Owner VIRBR1 = new Owner(Owner.Kind.NETWORK, "virbr1", "");

  private static Ruleset read(Family family, String dump) {
    return SaveText.read(family, TextSource.text(dump, "dump"));
  }

  private static Diagram of(Family family, String dump) {
    return Diagram.of(List.of(read(family, dump)));
  }

  private static DrawnChain chain(Diagram diagram, String table, String name) {
    return diagram.chains().stream()
        .filter(chain -> chain.table().equals(table) && chain.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns all jumps as text, such as {@code INPUT JUMP mine 2}. */
  static List<String> jumps(Diagram diagram) {
    List<String> jumps = new ArrayList<>();
    for (DrawnJump jump : diagram.jumps()) {
      String from = diagram.chains().get(jump.from()).name();
      String to = diagram.chains().get(jump.to()).name();
      jumps.add(from + " " + jump.kind() + " " + to + " " + jump.rules());
    }
    return jumps;
  }

  private static Map<String, Owner> owners(Diagram diagram) {
    Map<String, Owner> owners = new LinkedHashMap<>();
    diagram.chains().forEach(chain -> owners.put(chain.name(), chain.owner()));
    return owners;
  }

  @Test
  void aChainHasItsHookPolicyRulesAndOwner() {
    Diagram diagram =
        of(
            Family.IPV4,
            """
            *filter
            :INPUT DROP [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :mine - [0:0]
            -A INPUT -p tcp -m tcp --dport 22 -j mine
            -A INPUT -p tcp -m tcp --dport 80 -j mine
            -A INPUT -g mine
            -A mine -j ACCEPT
            COMMIT
            """);

    assertEquals(
        new Diagram(
            List.of(
                new DrawnChain(
                    Family.IPV4,
                    "filter",
                    "INPUT",
                    Optional.of(new BaseHook(Hook.INPUT, 0)),
                    Set.of(Hook.INPUT),
                    Optional.of(Verdict.DROP),
                    3,
                    List.of(Owner.HOST),
                    Map.of(Owner.HOST, 3)),
                new DrawnChain(
                    Family.IPV4,
                    "filter",
                    "mine",
                    Optional.empty(),
                    Set.of(Hook.INPUT),
                    Optional.of(Verdict.RETURN),
                    1,
                    List.of(Owner.HOST),
                    Map.of(Owner.HOST, 1))),
            List.of(
                new DrawnJump(0, 1, DrawnJump.Kind.JUMP, 2),
                new DrawnJump(0, 1, DrawnJump.Kind.GOTO, 1))),
        diagram);
  }

  @Test
  void rulesOfNetworksAreToldByBridgesAndThenByAddresses() {
    Diagram diagram =
        of(
            Family.IPV4,
            """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :LIBVIRT_FWI - [0:0]
            :LIBVIRT_FWO - [0:0]
            :LIBVIRT_INP - [0:0]
            -A INPUT -j LIBVIRT_INP
            -A INPUT -i virbr0 -j ACCEPT
            -A FORWARD -j LIBVIRT_FWI
            -A FORWARD -j LIBVIRT_FWO
            -A LIBVIRT_FWI -d 192.168.123.0/24 -i eth0 -o virbr1 -j ACCEPT
            -A LIBVIRT_FWI -o virbr1 -j REJECT --reject-with icmp-port-unreachable
            -A LIBVIRT_FWI -o virbr0 -j REJECT --reject-with icmp-port-unreachable
            -A LIBVIRT_FWO -s 192.168.122.0/24 -i virbr0 -o eth0 -j ACCEPT
            -A LIBVIRT_INP -i virbr+ -j ACCEPT
            -A LIBVIRT_INP -i virbr0 -j ACCEPT
            COMMIT
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :LIBVIRT_PRT - [0:0]
            -A POSTROUTING -j LIBVIRT_PRT
            -A LIBVIRT_PRT -s 192.168.123.0/24 ! -d 192.168.123.0/24 -o eth0 -j MASQUERADE
            -A LIBVIRT_PRT -s 192.168.122.0/24 -d 224.0.0.0/24 -j RETURN
            -A LIBVIRT_PRT -s 10.0.0.0/8 -j RETURN
            COMMIT
            *mangle
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :LIBVIRT_PRT - [0:0]
            -A POSTROUTING -j LIBVIRT_PRT
            -A LIBVIRT_PRT -o virbr1 -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill
            COMMIT
            """);

    assertEquals(
        Map.of(Owner.LIBVIRT, 1, Owner.HOST, 1), chain(diagram, "filter", "INPUT").rulesByOwner());
    assertEquals(
        Map.of(VIRBR1, 2, VIRBR0, 1), chain(diagram, "filter", "LIBVIRT_FWI").rulesByOwner());
    assertEquals(Map.of(VIRBR0, 1), chain(diagram, "filter", "LIBVIRT_FWO").rulesByOwner());
    assertEquals(
        Map.of(Owner.LIBVIRT, 1, VIRBR0, 1),
        chain(diagram, "filter", "LIBVIRT_INP").rulesByOwner());
    assertEquals(
        Map.of(VIRBR1, 1, VIRBR0, 1, Owner.LIBVIRT, 1),
        chain(diagram, "nat", "LIBVIRT_PRT").rulesByOwner());
    assertEquals(Map.of(VIRBR1, 1), chain(diagram, "mangle", "LIBVIRT_PRT").rulesByOwner());
    for (String name : List.of("LIBVIRT_FWI", "LIBVIRT_FWO", "LIBVIRT_INP")) {
      assertEquals(Owner.LIBVIRT, chain(diagram, "filter", name).owner(), name);
    }
  }

  @Test
  void namesOfNetworksAndMachinesCanBeGiven() {
    Ruleset ruleset =
        read(
            Family.IPV6,
            """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :FI-vnet0 - [0:0]
            :LIBVIRT_FWX - [0:0]
            -A LIBVIRT_FWX -i virbr0 -o virbr0 -j ACCEPT
            COMMIT
            """);
    Owners owners = Owners.builder().network("virbr0", "default").machine("vnet0", "web").build();

    Diagram diagram = Diagram.of(List.of(ruleset), owners);

    assertEquals(
        Map.of(new Owner(Owner.Kind.NETWORK, "virbr0", "default"), 1),
        chain(diagram, "filter", "LIBVIRT_FWX").rulesByOwner());
    assertEquals(
        new Owner(Owner.Kind.MACHINE, "vnet0", "web"),
        chain(diagram, "filter", "FI-vnet0").owner());
  }

  @Test
  void rulesOfMachinesAreToldByTheirChainsAndPorts() {
    Diagram diagram =
        of(
            Family.IPV4,
            """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :FI-vnet0 - [0:0]
            :libvirt-in - [0:0]
            :libvirt-in-post - [0:0]
            -A FORWARD -j libvirt-in
            -A FORWARD -j libvirt-in-post
            -A FORWARD -m physdev --physdev-in vnet0 -j FI-vnet0
            -A FI-vnet0 -m physdev --physdev-in vnet9 -j RETURN
            -A libvirt-in -m physdev --physdev-in vnet0 -g FI-vnet0
            -A libvirt-in-post -m physdev --physdev-in vnet0 -j ACCEPT
            -A libvirt-in-post -m physdev --physdev-in vnet1 -j ACCEPT
            COMMIT
            """);

    assertEquals(
        Map.of(
            "FORWARD", Owner.HOST,
            "FI-vnet0", VNET0,
            "libvirt-in", Owner.LIBVIRT,
            "libvirt-in-post", Owner.LIBVIRT),
        owners(diagram));
    assertEquals(
        Map.of(Owner.LIBVIRT, 2, VNET0, 1), chain(diagram, "filter", "FORWARD").rulesByOwner());
    assertEquals(Map.of(VNET0, 1), chain(diagram, "filter", "FI-vnet0").rulesByOwner());
    assertEquals(Map.of(VNET0, 1), chain(diagram, "filter", "libvirt-in").rulesByOwner());
    assertEquals(
        Map.of(VNET0, 1, Owner.LIBVIRT, 1),
        chain(diagram, "filter", "libvirt-in-post").rulesByOwner());
    assertEquals(
        List.of(
            "FORWARD JUMP libvirt-in 1",
            "FORWARD JUMP libvirt-in-post 1",
            "FORWARD JUMP FI-vnet0 1",
            "libvirt-in GOTO FI-vnet0 1"),
        jumps(diagram));
  }

  @Test
  void interfacesMayHaveHyphens() {
    Diagram diagram =
        of(
            Family.BRIDGE,
            """
            *nat
            :PREROUTING ACCEPT
            :OUTPUT ACCEPT
            :POSTROUTING ACCEPT
            :libvirt-I-a ACCEPT
            :libvirt-I-a-b ACCEPT
            :I-a-b-arp ACCEPT
            :I-a-arp ACCEPT
            :I-c-arp ACCEPT
            -A I-c-arp -j DROP
            """);

    assertEquals(
        Map.of(
            "libvirt-I-a", new Owner(Owner.Kind.MACHINE, "a", ""),
            "libvirt-I-a-b", new Owner(Owner.Kind.MACHINE, "a-b", ""),
            "I-a-b-arp", new Owner(Owner.Kind.MACHINE, "a-b", ""),
            "I-a-arp", new Owner(Owner.Kind.MACHINE, "a", ""),
            "I-c-arp", Owner.HOST),
        owners(diagram));
  }

  @Test
  void chainsInOtherTablesAreTheHosts() {
    Diagram diagram =
        of(
            Family.IPV4,
            """
            *mangle
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :FI-vnet0 - [0:0]
            :LIBVIRT_FWX - [0:0]
            :libvirt-in - [0:0]
            COMMIT
            """);

    assertEquals(
        Map.of("FI-vnet0", Owner.HOST, "LIBVIRT_FWX", Owner.HOST, "libvirt-in", Owner.HOST),
        owners(diagram));
  }

  @Test
  void hooksAreThoseFromWhichRulesLeadToAChain() {
    Diagram diagram =
        of(
            Family.IPV4,
            """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :both - [0:0]
            :loop - [0:0]
            :never - [0:0]
            -A INPUT -j both
            -A FORWARD -j both
            -A both -j loop
            -A loop -j loop
            -A never -j loop
            COMMIT
            """);

    assertEquals(Set.of(Hook.INPUT, Hook.FORWARD), chain(diagram, "filter", "both").hooks());
    assertEquals(Set.of(Hook.INPUT, Hook.FORWARD), chain(diagram, "filter", "loop").hooks());
    assertEquals(Set.of(), chain(diagram, "filter", "never").hooks());
  }

  @Test
  void aChainThatDoesNotExistIsDrawn() {
    Chain input =
        Chain.base("INPUT", new BaseHook(Hook.INPUT, 0))
            .withRules(List.of(ChainRule.of(new Target.Jump("nowhere"))));
    Ruleset ruleset =
        new Ruleset(
            Family.IPV4,
            ImmutableMap.of("filter", new Table("filter", ImmutableMap.of("INPUT", input))));

    DrawnChain nowhere = chain(Diagram.of(List.of(ruleset)), "filter", "nowhere");

    assertEquals(false, nowhere.exists());
    assertEquals(ImmutableList.of("nowhere", "does not exist"), Labels.lines(nowhere));
  }

  @Test
  void untouchedBaseChainsAreDrawnOnlyIfRulesLeadToThem() {
    Diagram diagram =
        of(
            Family.BRIDGE,
            """
            *filter
            :INPUT ACCEPT
            :FORWARD ACCEPT
            :OUTPUT DROP
            :mine ACCEPT
            -A mine -j INPUT
            """);

    assertEquals(Set.of("INPUT", "OUTPUT", "mine"), owners(diagram).keySet());
  }

  @Test
  void nothingIsDrawnOfNothing() {
    Diagram nothing = new Diagram(List.of(), List.of());

    assertEquals(nothing, Diagram.of(List.of()));
    assertEquals(nothing, Diagram.of(List.of(Ruleset.empty(Family.IPV4))));
    assertEquals("flowchart LR\n  none[\"no rules\"]\n", Mermaid.text(nothing));
  }

  @Test
  void impossiblePicturesAreRefused() {
    Ruleset empty = Ruleset.empty(Family.IPV6);
    DrawnJump jump = new DrawnJump(0, 1, DrawnJump.Kind.JUMP, 1);

    assertEquals(
        "two rulesets of ip6tables",
        assertThrows(IllegalArgumentException.class, () -> Diagram.of(List.of(empty, empty)))
            .getMessage());
    assertEquals(
        jump + ", but there are 0 chains",
        assertThrows(IllegalArgumentException.class, () -> new Diagram(List.of(), List.of(jump)))
            .getMessage());
    assertEquals(
        "MACHINE cannot have the device ''",
        assertThrows(IllegalArgumentException.class, () -> new Owner(Owner.Kind.MACHINE, "", "web"))
            .getMessage());
    assertEquals(
        "HOST cannot have the name 'web'",
        assertThrows(IllegalArgumentException.class, () -> new Owner(Owner.Kind.HOST, "", "web"))
            .getMessage());
  }
}
