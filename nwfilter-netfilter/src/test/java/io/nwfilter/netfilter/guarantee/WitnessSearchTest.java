package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that refute what is stated, where sets of packets do not know all. */
class WitnessSearchTest {

  private static Packet refuting(Subject subject, Requirement.Kind kind, String query) {
    Requirement requirement =
        new Requirement(kind, PacketQuery.parse(query, GuestVariables.of(subject.guest())));
    Proof proof = Prover.of(subject).prove(requirement.statement(subject));
    return assertInstanceOf(Proof.Refuted.class, proof, proof::toString).sent().get(0).packet();
  }

  /**
   * By what sets know, all packets may be dropped at the last rule of ebtables: none is, as none
   * has that mark. Only the replies are, before.
   */
  @Test
  void aMarkThatNoPacketHasDoesNotHideOthers() {
    Subject subject =
        DumpedHost.of(
            "ebtables",
            """
            *nat
            :PREROUTING ACCEPT
            :OUTPUT ACCEPT
            :POSTROUTING ACCEPT
            -A PREROUTING -p IPv4 --ip-src 192.168.122.99 -j ACCEPT
            -A PREROUTING -j mark --mark-set 0x2 --mark-target ACCEPT
            -A POSTROUTING -o ! vnet2 --mark 0x1 -j DROP
            """,
            "iptables",
            """
            *filter
            :INPUT ACCEPT
            :FORWARD ACCEPT
            :OUTPUT ACCEPT
            -A FORWARD -p tcp --tcp-flags SYN,ACK SYN,ACK -m mark --mark 0x2/0x3 -m physdev --physdev-is-bridged -j REJECT
            """);

    Packet packet = refuting(subject, Requirement.Kind.ALWAYS, "from-vm tcp to 198.51.100.9");

    assertEquals(
        Optional.of(0x12L), packet.value(Field.TCP_FLAGS).map(flags -> flags.low() & 0x12));
  }

  /** Sets know whether a packet may be routed, so one that is made for a set has to be that way. */
  @ParameterizedTest
  @CsvSource({"ttl 0-1", "ttl 2-255"})
  void aPacketForASetHasAsManyHops(String hops) {
    Subject subject = DumpedHost.of("iptables", "*filter\n:FORWARD ACCEPT\n");
    PacketSets sets = PacketSets.of(subject.simulator());
    PacketSet set = sets.of(PacketQuery.parse("from-vm ip tcp dport 4711 " + hops).packets());
    Packet usual = Packet.parse("tcp 192.0.2.1:4000 > 192.0.2.2:80 ttl 64");

    for (Packet one : List.of(usual, usual.with(Slot.IPV4_TTL, Bits.of(1)))) {
      Packet found = sets.witness(set, List.of(one)).orElseThrow();

      assertEquals(Answer.YES, sets.contains(set, found), found::toString);
    }
  }

  /** What no usual packet is like is found all the same. */
  @ParameterizedTest
  @CsvSource({
    "from-vm ip proto 99",
    "from-vm ip6 proto 99",
    "from-vm ip6 tcp vlan 3 dport 7",
    "from-vm ip proto 44",
    "from-vm ip tcp ttl 0-1",
    "from-vm llc vlan 3",
    "from-vm ip6 icmpv6 ah",
  })
  void packetsOfAnyKindAreBuilt(String query) {
    Subject subject = DumpedHost.of("iptables", "*filter\n:FORWARD ACCEPT\n");

    Packet packet = refuting(subject, Requirement.Kind.NEVER, query);

    assertTrue(PacketQuery.parse(query).packets().contains(packet), packet::toString);
  }

  /** {@code ip6tables -p udp} does not look past an authentication header, nor does the kernel. */
  @ParameterizedTest
  @CsvSource({"udp", "tcp", "proto 17", "icmpv6"})
  void whatIsDroppedPassesBehindAnAuthenticationHeader(String protocol) {
    Subject subject =
        DumpedHost.of(
            "ip6tables",
            """
            *filter
            :INPUT ACCEPT
            :FORWARD ACCEPT
            :OUTPUT ACCEPT
            -A FORWARD -p udp -j DROP
            -A FORWARD -p tcp -j DROP
            -A FORWARD -p ipv6-icmp -j DROP
            """,
            MacAddress.parse("52:54:00:9f:80:46"));

    Packet packet = refuting(subject, Requirement.Kind.NEVER, "from-vm at vnet3 ip6 " + protocol);

    assertTrue(packet.layer(LayerType.AH).isPresent(), packet::toString);
    assertEquals(
        new Proof.Proved(),
        Prover.of(subject)
            .prove(
                new Requirement(
                        Requirement.Kind.NEVER,
                        PacketQuery.parse("from-vm at vnet3 ip6 %s not ah".formatted(protocol)))
                    .statement(subject)));
  }

  @Test
  void theTextNamesTheHeaderThatHidesTheProtocol() {
    Subject subject = DumpedHost.of("ip6tables", "*filter\n:FORWARD ACCEPT\n");
    Requirement requirement =
        new Requirement(Requirement.Kind.NEVER, PacketQuery.parse("from-vm ip6 udp ah"));

    String text = ProofText.of("x", Prover.of(subject).prove(requirement.statement(subject)));

    assertTrue(
        text.contains(
            "    with an authentication header (ah), after which ip6tables does not look: the"
                + " protocol is 51\n"),
        text);
  }
}
