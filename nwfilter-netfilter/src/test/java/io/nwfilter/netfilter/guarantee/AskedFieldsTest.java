package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.query.QueryException;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets with whatever a query asks for are found, and are right in all else. */
class AskedFieldsTest {

  /** A host that lets nothing through but what belongs to connections. */
  private static final Subject TRACKING =
      DumpedHost.of(
          "iptables",
          """
          *filter
          :INPUT DROP
          :FORWARD DROP
          :OUTPUT DROP
          -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
          """,
          "ip6tables",
          """
          *filter
          :INPUT DROP
          :FORWARD DROP
          :OUTPUT DROP
          -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
          """);

  private static Proof proof(String query) {
    Requirement never =
        new Requirement(
            Requirement.Kind.NEVER, PacketQuery.parse(query, GuestVariables.of(TRACKING.guest())));
    return Prover.of(TRACKING).prove(never.statement(TRACKING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "packet-length 40",
        "packet-length 1000",
        "packet-length 65000",
        "ip packet-length 65535",
        "ip packet-length 1500-65535",
        "ip ip-length 100",
        "ip6 ip-length 100",
        "ip6 packet-length 1281",
        "ip ihl 6",
        "ip ihl 15",
        "tcp not ihl 5",
        "ip ip-checksum 0x0",
        "ip ip-checksum 0x5",
        "ip6 hop-length 0",
        "ip6 hop-length 2",
        "ip6 hop-length 31",
        "ip6 hop-length 255",
        "ip6 routing-length 2",
        "ip6 destination-length 1",
        "ip6 destination-length 200",
        "ip6 frag-id 4",
        "auth-length 7",
        "tcp data-offset 7",
        "tcp data-offset 15",
        "dccp data-offset 6",
        "tcp-option 0",
        "tcp-option 2",
        "tcp-option 3",
        "tcp-option 5",
        "tcp-option 8",
        "tcp-option 254",
        "tcp-option != 2",
        "udp length 8",
        "udp length 20",
        "udp length 1001 dport 69",
        "tcp checksum 0x5",
        "tcp checksum 0x0",
        "udp checksum 0xffff",
        "udp checksum 0x1234 sport 53",
        "icmp checksum 0x7",
        "icmpv6 checksum 0x7",
        "dccp checksum 0x7",
        "udp length 20 checksum 0x7",
        "stp tcn",
        "stp root-priority 7",
        "stp not stp-type 0",
        "udp length 21 checksum 0x7 ihl 8 ip-checksum 0x9",
        "tcp tcp-option 2 packet-length 1000 checksum 0x7 ip-checksum 0x9 ttl 3",
      })
  void thereIsAPacket(String words) {
    Packet packet = refuting(words);

    assertAll(
        () -> assertTrue(PacketQuery.parse("from-vm " + words).contains(packet), packet::toString),
        () ->
            assertTrue(
                packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty()),
                () -> "wrong in a length or checksum: " + packet));
  }

  /** No rule of this host translates, so that none has such a connection. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from-vm tcp state snat",
        "to-vm state dnat",
        "to-vm udp state snat,dnat",
      })
  void thereIsNoTranslation(String query) {
    assertInstanceOf(Proof.Proved.class, proof(query));
  }

  private static Packet refuting(String words) {
    Proof proof = proof("from-vm " + words);
    List<Explanation> sent = assertInstanceOf(Proof.Refuted.class, proof, proof::toString).sent();
    return sent.get(sent.size() - 1).packet();
  }

  /** As lengths are right. Even the text is refused, as there is none on any host. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip ihl 3",
        "ip ihl 0-4",
        "ip ip-length 19",
        "ip packet-length 19",
        "ip6 packet-length 39",
        "packet-length 0-19",
        "udp length 7",
        "tcp data-offset 4",
        "dccp data-offset 2",
        "auth-length 0",
      })
  void thereIsNone(String words) {
    QueryException refused = assertThrows(QueryException.class, () -> proof("from-vm " + words));

    assertTrue(refused.getMessage().startsWith("no packet has '"), refused::getMessage);
  }
}
