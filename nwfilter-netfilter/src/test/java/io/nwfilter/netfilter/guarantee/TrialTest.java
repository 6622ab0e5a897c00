package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {

  private static final MacAddress OTHER_MAC = MacAddress.parse("52:54:00:9f:80:46");
  private static final String OTHERS = Surroundings.others(Simulator.BRIDGE);
  private static final Packet OPENING =
      Packet.parse("tcp 10.0.0.7:40000 > 10.0.0.9:22 src-mac " + DumpedHost.MAC);

  private static Subject host(String tool, String rules) {
    return DumpedHost.of(tool, rules, OTHER_MAC);
  }

  /** No IPv4 gets from the guest to anyone but the host. */
  private static Statement.Never nothingLeaves(Subject subject) {
    return new Statement.Never(
        subject.fromGuest(),
        PacketClass.of(PacketCondition.is(Field.ETHER_TYPE, 0x0800)),
        Optional.of(End.port(OTHERS)));
  }

  private static Subject closed() {
    return host("ebtables", "*filter\n:FORWARD DROP\n");
  }

  @Test
  void nothingToStateIsVacuous() {
    Statement all = new Statement.All(ImmutableList.of());

    assertEquals(new Verification.Vacuous(0), all.accept(new Trial(closed(), 1000, 1)));
  }

  @ParameterizedTest
  @CsvSource({"1000, 3, 1000", "1001, 3, 1001", "3, 3, 3", "2, 3, 3", "7, 1, 7"})
  void noTriesAreLostAmongTheParts(int tries, int parts, int done) {
    Subject subject = closed();
    Statement part = nothingLeaves(subject);
    Statement all = new Statement.All(Collections.nCopies(parts, part));

    assertEquals(done, all.accept(new Trial(subject, tries, 1)).tries());
  }

  @Test
  void thePartsChecksAddUp() {
    Subject subject = closed();
    Statement part = nothingLeaves(subject);
    Verification.Holds one = (Verification.Holds) part.accept(new Trial(subject, 50, 1));

    assertEquals(
        new Verification.Holds(100, 2 * one.checks()),
        new Statement.All(ImmutableList.of(part, part)).accept(new Trial(subject, 100, 1)));
  }

  @Test
  void whatIsNotKnownOfOnePartIsTold() {
    Subject subject = closed();
    Verification inapplicable = new Verification.NotApplicable("It has no address.");
    Statement all =
        new Statement.All(
            ImmutableList.of(
                new Statement.Inapplicable("It has no address."), nothingLeaves(subject)));

    assertEquals(inapplicable, all.accept(new Trial(subject, 10, 1)));
  }

  @Test
  void aClassThatNoPacketIsOfIsTriedWithNone() {
    Subject subject = closed();
    Statement never =
        new Statement.Never(
            subject.fromGuest(),
            PacketClass.of(
                PacketCondition.is(Field.ETHER_TYPE, 0x0800),
                PacketCondition.is(Field.ETHER_TYPE, 0x86dd)),
            Optional.empty());

    assertEquals(new Verification.Vacuous(0), never.accept(new Trial(subject, 10, 1)));
  }

  private static Outcome reply(Subject subject) {
    Statement.RepliesArrive replies =
        new Statement.RepliesArrive(
            Entry.port("vnet2"), PacketClass.of(PacketCondition.is(Field.ETHER_TYPE, 0x0800)));
    return new LostReply(subject.simulator(), replies).test(OPENING);
  }

  @Test
  void aReplyThatArrivesChecks() {
    assertEquals(Outcome.CHECKED, reply(host("ebtables", "*filter\n:FORWARD ACCEPT\n")));
  }

  @Test
  void aReplyThatIsDroppedRefutes() {
    assertEquals(
        Outcome.REFUTED,
        reply(host("ebtables", "*filter\n:FORWARD ACCEPT\n-A FORWARD -o vnet2 -j DROP\n")));
  }

  @Test
  void aFirstPacketThatIsDroppedIsIrrelevant() {
    assertEquals(Outcome.IRRELEVANT, reply(closed()));
  }

  /** The first packet may never arrive, so its reply may never be sent. */
  @Test
  void aReplyThatIsDroppedAfterAFirstPacketThatDependsIsOpen() {
    assertEquals(
        Outcome.OPEN,
        reply(
            host(
                "ebtables",
                """
                *filter
                :FORWARD ACCEPT
                -A FORWARD -i vnet2 --limit 1/sec --limit-burst 5 -j DROP
                -A FORWARD -o vnet2 -j DROP
                """)));
  }

  @Test
  void aReplyThatArrivesWheneverTheFirstPacketDoesChecks() {
    assertEquals(
        Outcome.CHECKED,
        reply(
            host(
                "ebtables",
                """
                *filter
                :FORWARD ACCEPT
                -A FORWARD -i vnet2 --limit 1/sec --limit-burst 5 -j DROP
                """)));
  }

  /** In one course somebody replies whose reply arrives, in the other one whose does not. */
  @ParameterizedTest
  @CsvSource({"vnet3", "others-virbr0"})
  void whoRepliesMayDependOnWhatIsNotKnown(String unheard) {
    Subject subject =
        host(
            "ebtables",
            """
            *nat
            :PREROUTING ACCEPT
            -A PREROUTING -i vnet2 --limit 1/sec --limit-burst 5 -j dnat --to-dst %s --dnat-target ACCEPT
            COMMIT
            *filter
            :FORWARD ACCEPT
            -A FORWARD -i %s -o vnet2 -j DROP
            """
                .formatted(OTHER_MAC, unheard));

    assertEquals(
        ImmutableList.of(End.port("vnet3"), End.port(OTHERS)),
        subject.simulator().run(OPENING, Entry.port("vnet2")).courses().stream()
            .map(course -> course.deciding().orElseThrow().end().orElseThrow())
            .sorted(Comparator.comparing(End::name).reversed())
            .toList());
    assertEquals(Outcome.OPEN, reply(subject));
  }
}
