package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is demanded of packets that come by interfaces of which only rules know. */
class InterfacesOfDumpsTest {

  private static Proof proof(Subject subject, String query) {
    Requirement requirement =
        new Requirement(
            Requirement.Kind.NEVER, PacketQuery.parse(query, GuestVariables.of(subject.guest())));
    return Prover.of(subject).prove(requirement.statement(subject));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iptables | INPUT      | -i eth0                | to-host ip tcp dport 25 | interface eth0
          iptables | INPUT      | -i eth+                | to-host ip tcp dport 25 | interface eth0
          iptables | INPUT      | -i eth0                | from-network ip tcp dport 25 | interface eth0
          iptables | FORWARD    | -m physdev --physdev-in eth1 | to-vm ip tcp dport 25 | port eth1
          ebtables | FORWARD    | -i eth1                | to-vm ip tcp dport 25                  | port eth1
          """)
  void aRuleForAnInterfaceIsFound(
      String tool, String chain, String match, String query, String entry) {
    boolean frames = tool.equals("ebtables");
    Subject subject =
        DumpedHost.of(
            tool,
            "*filter\n:INPUT DROP\n:FORWARD DROP\n:OUTPUT ACCEPT\n-A %s %s %s -j ACCEPT\n"
                .formatted(
                    chain,
                    match,
                    frames ? "-p IPv4 --ip-proto tcp --ip-dport 25" : "-p tcp --dport 25"));

    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof(subject, query));
    assertEquals(entry, refuted.sent().get(0).entry().toString());
  }

  @Test
  void otherGuestsAreAmongThoseWhoSend() {
    Subject subject =
        DumpedHost.of(
            "ebtables",
            """
            *filter
            :INPUT ACCEPT
            :FORWARD DROP
            :OUTPUT ACCEPT
            -A FORWARD -i vnet3 -p ARP -j ACCEPT
            """,
            MacAddress.parse("52:54:00:9f:80:46"),
            MacAddress.parse("52:54:00:9f:80:47"));

    assertEquals(
        List.of(Entry.port("others-virbr0"), Entry.port("vnet3")),
        subject.toGuest(),
        "vnet4 is as all others");
    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof(subject, "to-vm arp"));
    assertEquals(Entry.port("vnet3"), refuted.sent().get(0).entry());
  }

  @Test
  void moreInterfacesThanAreLookedAtAreSaid() {
    String rules =
        IntStream.range(0, 12)
            .mapToObj("-A INPUT -i eth%d -j ACCEPT\n"::formatted)
            .collect(Collectors.joining("", "*filter\n:INPUT DROP\n", ""));

    Subject subject = DumpedHost.of("iptables", rules);

    assertEquals(List.of("eth10", "eth11", "eth8", "eth9"), subject.interfacesLeft());
    assertEquals(InterfacesInRules.MAX + 1, subject.fromNetworks().size());
    assertEquals(Entry.network("eth7"), subject.fromNetworks().get(InterfacesInRules.MAX));
  }
}
