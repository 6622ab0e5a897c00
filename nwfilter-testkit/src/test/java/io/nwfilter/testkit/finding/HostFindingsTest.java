package io.nwfilter.testkit.finding;

import static io.nwfilter.testkit.finding.Found.compile;
import static io.nwfilter.testkit.finding.Found.filter;
import static io.nwfilter.testkit.finding.Found.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of a host that no packet meets once libvirt's rules come before them. */
class HostFindingsTest {

  private static final String HEAD =
      "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n";

  private static Host host(String rules) {
    return Host.of(
        SaveText.read(Family.IPV4, TextSource.text(HEAD + rules + "COMMIT\n", "rules.save")));
  }

  private static List<Diagnostic> found(String rules) {
    Host own = host(rules);
    String document = filter("f", rule("drop", "inout", 500, "<all/>"));
    return RuleFindings.ofHost(own, own.after(HostEvent.starts(compile(Found.ADDRESS, document))));
  }

  @Test
  void ruleForPacketsThatTheFilterDropsIsDead() {
    String ofGuest = "-A FORWARD -m physdev --physdev-in vnet0 -p tcp -j ACCEPT\n";

    assertEquals(List.of("rules.save:5 host-rule-shadowed"), Found.places(found(ofGuest)));
    assertEquals(
        "no packet meets this rule of the host any more: the rule at a.xml:2:1 f takes its packets"
            + " before",
        found(ofGuest).get(0).message());
  }

  @Test
  void ruleForOtherPacketsIsNot() {
    assertEquals(List.of(), found("-A FORWARD -m physdev --physdev-in vnet1 -p tcp -j ACCEPT\n"));
    assertEquals(List.of(), found("-A FORWARD -p tcp -j ACCEPT\n"));
  }

  @Test
  void ruleThatWasDeadBeforeIsNotLibvirtsFault() {
    assertEquals(
        List.of(),
        found(
            """
            -A FORWARD -p tcp -j DROP
            -A FORWARD -m physdev --physdev-in vnet0 -p tcp -j ACCEPT
            """));
  }

  /** Rules of filters take the packets of one guest before, and those of the network the rest. */
  @Test
  void ruleThatDecidesIsNamed() {
    Host own = host("-A INPUT -i virbr0 -p udp --dport 53 -j ACCEPT\n");
    Network network =
        Network.builder("default")
            .bridge("virbr0")
            .forward(ForwardMode.NAT)
            .address("192.168.122.1/24")
            .build();
    String document = filter("f", rule("drop", "inout", 500, "<all/>"));
    Host networkFirst =
        own.after(HostEvent.starts(FilterCompiler.compile(network)))
            .after(HostEvent.starts(compile(Found.ADDRESS, document)));

    assertEquals(
        List.of(
            "no packet meets this rule of the host any more: the rule at network 'default' takes"
                + " those of its packets that other rules of libvirt do not take before"),
        messages(RuleFindings.ofHost(own, networkFirst)));

    Host ofGuest = host("-A INPUT -m physdev --physdev-in vnet0 -p udp --dport 53 -j ACCEPT\n");
    Host filterFirst =
        ofGuest
            .after(HostEvent.starts(FilterCompiler.compile(network)))
            .after(HostEvent.starts(compile(Found.ADDRESS, document)));

    assertEquals(
        List.of(
            "no packet meets this rule of the host any more: the rule at a.xml:2:1 f takes its"
                + " packets before"),
        messages(RuleFindings.ofHost(ofGuest, filterFirst)));
  }

  private static List<String> messages(List<Diagnostic> findings) {
    return findings.stream().map(Diagnostic::message).toList();
  }
}
