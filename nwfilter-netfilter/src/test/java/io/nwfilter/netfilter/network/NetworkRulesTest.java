package io.nwfilter.netfilter.network;

import static io.nwfilter.netfilter.ruleset.Family.BRIDGE;
import static io.nwfilter.netfilter.ruleset.Family.IPV4;
import static io.nwfilter.netfilter.ruleset.Family.IPV6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What starting and destroying networks does, and when the daemon's chains are made. */
class NetworkRulesTest {

  private static final CompiledNetwork NAT =
      FilterCompiler.compile(
          Networks.of(ForwardMode.NAT, "a", "bra", "10.0.1.1/24", "10.0.1.9/24").build());
  private static final CompiledNetwork ISOLATED =
      FilterCompiler.compile(Networks.isolated("b", "brb", "10.0.2.1/24", "fd00::1/64").build());
  private static final CompiledNetwork OPEN =
      FilterCompiler.compile(Networks.of(ForwardMode.OPEN, "c", "brc", "10.0.3.1/24").build());

  private static Ruleset saved(String text) {
    return SaveText.read(IPV4, TextSource.text("*filter\n" + text + "COMMIT\n", "host"));
  }

  private static List<String> chain(Ruleset ruleset, String table, String name) {
    return ruleset.chain(table, name).rules().stream()
        .map(rule -> RestoreText.write(ruleset.family(), rule))
        .toList();
  }

  private static Ruleset started(Ruleset now, CompiledNetwork... networks) {
    Ruleset running = now;
    for (CompiledNetwork network : networks) {
      running = running.after(network.daemonChains(running));
      running = running.after(network.start(running.family()));
    }
    return running;
  }

  @Test
  void startedOneAfterTheOtherTheyAreWhatIsCompiledTogether() {
    for (Family family : Family.values()) {
      assertEquals(
          FilterCompiler.compileHost(
                  List.of(NAT.network(), ISOLATED.network(), OPEN.network()),
                  List.of(),
                  CompileOptions.DEFAULT)
              .ruleset(family),
          started(Ruleset.empty(family), NAT, ISOLATED, OPEN));
    }
  }

  @Test
  void aLaterNetworkIsFirst() {
    assertEquals(
        List.of("-i brb -o brb -j ACCEPT", "-i bra -o bra -j ACCEPT"),
        chain(started(Ruleset.empty(IPV4), NAT, ISOLATED), "filter", "LIBVIRT_FWX"));
  }

  @Test
  void destroyedItLeavesWhatOthersHave() {
    for (Family family : List.of(IPV4, IPV6)) {
      Ruleset both = started(Ruleset.empty(family), NAT, ISOLATED);

      assertEquals(started(Ruleset.empty(family), NAT), both.after(ISOLATED.destroy(both)));
      assertEquals(
          started(Ruleset.empty(family).after(NAT.daemonChains(Ruleset.empty(family))), ISOLATED),
          both.after(NAT.destroy(both)));
    }
  }

  @Test
  void destroyingDeletesTheFirstOfEqualRulesAndPassesOverWhatIsMissing() {
    Ruleset host =
        saved(
            """
            :LIBVIRT_FWX - [0:0]
            -A LIBVIRT_FWX -p gre -j DROP
            -A LIBVIRT_FWX -i brb -o brb -j ACCEPT
            -A LIBVIRT_FWX -p sctp -j DROP
            -A LIBVIRT_FWX -i brb -o brb -j ACCEPT
            """);

    assertEquals(
        new Change(IPV4, List.of(new Edit.Delete("filter", "LIBVIRT_FWX", 2, 1))),
        ISOLATED.destroy(host));
  }

  @Test
  void neighboursAreDeletedTogether() {
    Ruleset running = started(Ruleset.empty(IPV4), NAT);

    assertEquals(
        List.of(
            new Edit.Delete("filter", "LIBVIRT_INP", 1, 4),
            new Edit.Delete("filter", "LIBVIRT_OUT", 1, 4),
            new Edit.Delete("filter", "LIBVIRT_FWX", 1, 1),
            new Edit.Delete("filter", "LIBVIRT_FWI", 1, 3),
            new Edit.Delete("filter", "LIBVIRT_FWO", 1, 3),
            new Edit.Delete("nat", "LIBVIRT_PRT", 1, 10)),
        NAT.destroy(running).edits());
  }

  @Test
  void jumpsAreInsertedBeforeTheRulesOfTheHost() {
    Ruleset host = saved(":INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n");

    assertEquals(
        List.of("-j LIBVIRT_INP", "-i lo -j ACCEPT"),
        chain(host.after(NAT.daemonChains(host)), "filter", "INPUT"));
  }

  @Test
  void chainsAndJumpsThatAreThereStay() {
    Ruleset host =
        saved(
            """
            :LIBVIRT_FWI - [0:0]
            :LIBVIRT_FWO - [0:0]
            -A FORWARD -p icmp -j DROP
            -A FORWARD -i lo -j LIBVIRT_FWO
            -A FORWARD -j LIBVIRT_FWI
            -A LIBVIRT_FWI -p gre -j DROP
            """);
    Ruleset ready = host.after(ISOLATED.daemonChains(host));

    assertEquals(
        List.of(
            "-j LIBVIRT_FWX",
            "-j LIBVIRT_FWO",
            "-p icmp -j DROP",
            "-i lo -j LIBVIRT_FWO",
            "-j LIBVIRT_FWI"),
        chain(ready, "filter", "FORWARD"));
    assertEquals(List.of("-p 47 -j DROP"), chain(ready, "filter", "LIBVIRT_FWI"));
    assertEquals(Change.none(IPV4), ISOLATED.daemonChains(ready));
  }

  @Test
  void openNetworksDoNothing() {
    for (Family family : Family.values()) {
      Ruleset empty = Ruleset.empty(family);
      assertEquals(Change.none(family), OPEN.daemonChains(empty));
      assertEquals(Change.none(family), OPEN.start(family));
      assertEquals(Change.none(family), OPEN.destroy(empty));
      assertEquals(Change.none(family), OPEN.change(family));
    }
  }

  @Test
  void bridgesHaveNoChainsForNetworks() {
    assertEquals(Change.none(BRIDGE), NAT.daemonChains(Ruleset.empty(BRIDGE)));
    assertEquals("", NAT.text(BRIDGE));
  }

  @Test
  void ipv6ChainsAreThereWithoutIpv6() {
    assertEquals(
        List.of(
            new Edit.MakeChain("filter", "LIBVIRT_INP"),
            new Edit.MakeChain("filter", "LIBVIRT_OUT"),
            new Edit.MakeChain("filter", "LIBVIRT_FWX"),
            new Edit.MakeChain("filter", "LIBVIRT_FWI"),
            new Edit.MakeChain("filter", "LIBVIRT_FWO"),
            new Edit.MakeChain("nat", "LIBVIRT_PRT"),
            new Edit.MakeChain("mangle", "LIBVIRT_PRT"),
            insert("filter", "INPUT", "LIBVIRT_INP"),
            insert("filter", "OUTPUT", "LIBVIRT_OUT"),
            insert("filter", "FORWARD", "LIBVIRT_FWX", "LIBVIRT_FWI", "LIBVIRT_FWO"),
            insert("nat", "POSTROUTING", "LIBVIRT_PRT"),
            insert("mangle", "POSTROUTING", "LIBVIRT_PRT")),
        NAT.daemonChains(Ruleset.empty(IPV6)).edits());
    assertEquals(List.of(), NAT.start(IPV6).edits());
  }

  private static Edit insert(String table, String hook, String... chains) {
    return new Edit.Insert(
        table,
        hook,
        1,
        Stream.of(chains).map(chain -> ChainRule.of(new Target.Jump(chain))).toList());
  }

  @Test
  void withoutChainsOfItsOwnItStandsBeforeTheRulesOfTheHost() {
    CompiledNetwork old =
        FilterCompiler.compile(
            Networks.isolated("b", "brb", "10.0.2.1/24").build(),
            CompileOptions.builder().release(LibvirtRelease.V0_8).build());
    Ruleset host = saved("-A FORWARD -p icmp -j DROP\n");
    Ruleset running = host.after(old.start(IPV4));

    assertEquals(Change.none(IPV4), old.daemonChains(host));
    assertEquals(
        List.of(
            "-i brb -o brb -j ACCEPT",
            "-o brb -j REJECT --reject-with icmp-port-unreachable",
            "-i brb -j REJECT --reject-with icmp-port-unreachable",
            "-p icmp -j DROP"),
        chain(running, "filter", "FORWARD"));
    assertEquals(host.chain("filter", "FORWARD"), afterEnd(old, running));
  }

  private static Object afterEnd(CompiledNetwork network, Ruleset running) {
    return running.after(network.destroy(running)).chain("filter", "FORWARD");
  }

  @Test
  void rulesKnowTheirPlaces() {
    SourceLocation document = new SourceLocation("net.xml", 1, 1);
    SourceLocation element = new SourceLocation("net.xml", 4, 3);
    Network read =
        Networks.of(ForwardMode.ROUTE, "lab", "br0")
            .location(document)
            .address(NetworkAddress.parse("10.0.0.1/8").toBuilder().location(element).build())
            .build();
    Network built = Networks.of(ForwardMode.ROUTE, "lab", "br0", "10.0.0.1/8").build();

    assertEquals(List.of(Origin.of(element), Origin.of(document)), origins(read));
    assertEquals(
        List.of(
            Origin.of(SourceLocation.of("network 'lab', address 10.0.0.1/8")),
            Origin.of(SourceLocation.of("network 'lab'"))),
        origins(built));
  }

  private static List<Origin> origins(Network network) {
    return FilterCompiler.compile(network)
        .ruleset(IPV4)
        .chain("filter", "LIBVIRT_FWO")
        .rules()
        .stream()
        .map(ChainRule::origin)
        .toList();
  }

  @Test
  void equality() {
    Network network = Networks.isolated("b", "brb", "10.0.2.1/24", "fd00::1/64").build();
    new EqualsTester()
        .addEqualityGroup(ISOLATED, FilterCompiler.compile(network))
        .addEqualityGroup(NAT)
        .addEqualityGroup(OPEN)
        .testEquals();
    assertEquals("network 'b' on brb", ISOLATED.toString());
  }
}
