package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries demand, as statements, tried and proved. */
class RequirementTest {

  private static final Subject SUBJECT =
      Subject.of(
          FilterCompiler.compile(
              FilterBinding.of(
                  new InterfaceName("vnet0"),
                  MacAddress.parse("52:54:00:9f:80:45"),
                  FilterReference.of("clean-traffic", "IP", "192.168.122.10"))));

  private static Requirement requirement(Requirement.Kind kind, String query) {
    return new Requirement(kind, PacketQuery.parse(query, GuestVariables.of(SUBJECT.guest())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NEVER  | from-vm src-mac != $MAC             | true
          NEVER  | from-vm arp sender-ip != $IP        | true
          NEVER  | from-vm arp                         | false
          NEVER  | to-vm arp                           | false
          ALWAYS | from-vm ip from $IP src-mac $MAC    | true
          ALWAYS | from-vm ip from != $IP src-mac $MAC | false
          ALWAYS | to-vm ip tcp dport 22               | true
          ONLY   | from-vm src-mac $MAC                | true
          ONLY   | from-vm ip                          | false
          """)
  void proofsAndTrialsAgree(Requirement.Kind kind, String query, boolean holds) {
    Statement statement = requirement(kind, query).statement(SUBJECT);

    assertEquals(holds, Prover.of(SUBJECT).prove(statement).isProved());
    assertEquals(holds, statement.accept(new Trial(SUBJECT, 2000, 1)).holds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NEVER | from-vm ether-type 0x835
          ONLY  | from-vm ip or arp or rarp
          """)
  void ofTypesOfFramesThereIsAPacket(Requirement.Kind kind, String query) {
    Requirement requirement = requirement(kind, query);
    Proof proof = Prover.of(SUBJECT).prove(requirement.statement(SUBJECT));

    Packet packet = packetOf(proof);
    assertEquals(
        kind == Requirement.Kind.NEVER, requirement.query().packets().contains(packet), "" + proof);
    assertEquals(Fate.ARRIVES, SUBJECT.simulator().fate(packet, SUBJECT.fromGuest()));
  }

  @Test
  void aFrameThatIsCutOffIsAPacketToo() {
    Filter filter =
        Filter.builder("foreign")
            .rule(
                Rule.drop(Direction.OUT, Protocol.ARP)
                    .whereNotText(Attributes.ARPSRCIPADDR, "$IP")
                    .build())
            .build();
    Subject open =
        Subject.of(
            FilterCompiler.compile(
                FilterBinding.of(
                    new InterfaceName("vnet0"),
                    MacAddress.parse("52:54:00:9f:80:45"),
                    FilterReference.of("foreign", "IP", "192.168.122.10")),
                CompileOptions.with(filter)));
    Requirement whole =
        requirement(Requirement.Kind.NEVER, "from-vm arp not (sender-mac any sender-ip $IP)");

    Packet packet = packetOf(Prover.of(open).prove(whole.statement(open)));

    assertEquals(Optional.empty(), packet.value(Field.ARP_SENDER_IP));
  }

  private static Packet packetOf(Proof proof) {
    List<Explanation> sent = assertInstanceOf(Proof.Refuted.class, proof).sent();
    assertEquals(1, sent.size());
    return sent.get(0).packet();
  }

  @Test
  void packetsToTheGuestArriveThere() {
    Requirement arp = requirement(Requirement.Kind.ALWAYS, "to-vm arp");

    assertEquals(
        new Statement.All(
            ImmutableList.of(
                new Statement.Always(
                    SUBJECT.toGuest().get(0),
                    arp.query().packets(),
                    Optional.of(End.port("vnet0"))))),
        arp.statement(SUBJECT));
  }

  @Test
  void packetsFromTheGuestArriveAnywhereUnlessSaid() {
    Requirement arp = requirement(Requirement.Kind.ONLY, "from-vm arp");
    Requirement toHost = requirement(Requirement.Kind.NEVER, "from-vm at host arp");

    assertEquals(
        new Statement.All(
            ImmutableList.of(
                new Statement.Never(
                    Entry.port("vnet0"), arp.query().otherPackets(), Optional.empty()))),
        arp.statement(SUBJECT));
    assertEquals(
        new Statement.All(
            ImmutableList.of(
                new Statement.Never(
                    Entry.port("vnet0"), toHost.query().packets(), Optional.of(End.HOST)))),
        toHost.statement(SUBJECT));
  }

  @ParameterizedTest
  @CsvSource({"from-vm at vnet9", "to-vm at vnet9", "from-host at vnet9 tcp"})
  void whatCannotBeSaysSo(String query) {
    assertInstanceOf(
        Statement.Inapplicable.class,
        requirement(Requirement.Kind.NEVER, query).statement(SUBJECT));
  }

  @Test
  void thereAreNoOthersThanAll() {
    assertInstanceOf(
        Statement.Inapplicable.class,
        requirement(Requirement.Kind.ONLY, "from-vm").statement(SUBJECT));
  }

  @Test
  void isPrintedAsItIsWritten() {
    assertEquals(
        "only from-vm src-mac 52:54:00:9f:80:45",
        requirement(Requirement.Kind.ONLY, "from-vm src-mac = $MAC").toString());
  }
}
