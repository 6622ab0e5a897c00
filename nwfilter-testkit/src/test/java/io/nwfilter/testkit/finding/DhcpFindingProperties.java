package io.nwfilter.testkit.finding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * Where no DHCP is found to pass, the simulator drops every request or every reply; where nothing
 * is found, one of each passes. Rules of these filters tell no other packets apart than those that
 * are tried.
 */
class DhcpFindingProperties {

  /** So many filters with and without the finding are the least that a run has to try. */
  private static final int LEAST = 10;

  private static final String MAC = "52:54:00:00:00:07";
  private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
  private static final String REQUEST =
      "udp 0.0.0.0:68 > 255.255.255.255:67 src-mac " + MAC + " dst-mac " + BROADCAST;

  @Provide
  Arbitrary<List<String>> filters() {
    Arbitrary<String> rules =
        Combinators.combine(
                Arbitraries.of("accept", "accept", "accept", "drop"),
                Arbitraries.of("in", "out", "inout"),
                Arbitraries.of(100, 200, 300),
                Arbitraries.of(
                    "<udp srcportstart='68' dstportstart='67'/>",
                    "<udp srcportstart='67' dstportstart='68'/>",
                    "<udp state='ESTABLISHED'/>",
                    "<udp/>",
                    "<tcp/>",
                    "<all/>",
                    "<ip protocol='udp' srcportstart='67'/>",
                    "<ip protocol='udp' srcipaddr='10.1.2.1'/>",
                    "<ip srcipaddr='0.0.0.0' dstipaddr='255.255.255.255'/>",
                    "<ip dstipaddr='10.1.2.3'/>",
                    "<ip/>",
                    "<mac dstmacaddr='ff:ff:ff:ff:ff:ff'/>",
                    "<mac dstmacaddr='52:54:00:00:00:07'/>"))
            .as(Found::rule);
    return Combinators.combine(
            rules.list().ofMinSize(1).ofMaxSize(5),
            Arbitraries.of("in", "out", "inout"),
            Arbitraries.of("<ip/>", "<all/>", "<mac/>", "<udp/>"))
        .as(
            (several, direction, dropped) ->
                ImmutableList.<String>builder()
                    .addAll(several)
                    .add(Found.rule("drop", direction, 1000, dropped))
                    .build());
  }

  @Property(tries = 120)
  void nothingIsFoundIfRequestsAndRepliesPass(@ForAll("filters") List<String> rules) {
    CompiledInterface compiled =
        Found.compile(Found.ADDRESS, Found.filter("f", rules.toArray(String[]::new)));
    boolean found =
        RuleFindings.of(compiled).stream()
            .anyMatch(
                one ->
                    one.code() == FindingCode.NO_DHCP
                        && one.message().startsWith("the guest may send IPv4"));
    Subject subject = Subject.of((CompiledRules) compiled);
    boolean asked = reachesServer(subject, REQUEST);
    boolean replied = replies().anyMatch(reply -> reachesGuest(subject, reply));

    if (found) {
      assertFalse(asked && replied, rules::toString);
    } else if (isUsed(subject)) {
      assertTrue(asked && replied, rules::toString);
    }
    Statistics.label("no-dhcp")
        .collect(found)
        .coverage(
            coverage -> {
              coverage.check(true).count(count -> count >= LEAST);
              coverage.check(false).count(count -> count >= LEAST);
            });
  }

  /** {@return whether the guest may send and receive IPv4, as far as first packets tell} */
  private static boolean isUsed(Subject subject) {
    return packets("10.1.2.3", "10.1.2.1", MAC, "02:00:00:00:00:02")
            .anyMatch(packet -> reachesServer(subject, packet))
        && packets("10.1.2.1", "10.1.2.3", "02:00:00:00:00:02", MAC)
            .anyMatch(packet -> reachesGuest(subject, packet));
  }

  private static Stream<String> packets(String from, String to, String fromMac, String toMac) {
    String macs = " src-mac " + fromMac + " dst-mac " + toMac;
    return Stream.of(
        "tcp syn " + from + ":40000 > " + to + ":22" + macs,
        "udp " + from + ":40000 > " + to + ":53" + macs,
        "icmp echo-request " + from + " > " + to + macs);
  }

  /** {@return replies of servers, to the guest and to all} */
  private static Stream<String> replies() {
    return Stream.of("10.1.2.1", "203.0.113.9")
        .flatMap(
            server ->
                Stream.of("10.1.2.3", "255.255.255.255")
                    .flatMap(
                        client ->
                            Stream.of(MAC, BROADCAST)
                                .map(
                                    mac ->
                                        "udp "
                                            + server
                                            + ":67 > "
                                            + client
                                            + ":68 src-mac 02:00:00:00:00:02 dst-mac "
                                            + mac)));
  }

  private static boolean reachesServer(Subject subject, String packet) {
    Entry.Port others = (Entry.Port) subject.toGuest().get(0);
    return subject
            .simulator()
            .fate(Packet.parse(packet), subject.fromGuest(), End.port(others.name()))
        == Fate.ARRIVES;
  }

  private static boolean reachesGuest(Subject subject, String packet) {
    return subject
            .simulator()
            .fate(Packet.parse(packet), subject.toGuest().get(0), subject.guestEnd())
        == Fate.ARRIVES;
  }
}
