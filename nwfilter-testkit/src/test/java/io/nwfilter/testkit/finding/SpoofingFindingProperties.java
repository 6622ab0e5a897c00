package io.nwfilter.testkit.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
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
 * What is found about claims of addresses is what becomes of packets: rules of these filters, all
 * for what the guest sends, tell no other packets apart than those that are tried.
 */
class SpoofingFindingProperties {

  /** At least so many filters of a run have each finding. */
  private static final int LEAST_FOUND = 1;

  private static final String MACS = " src-mac 52:54:00:00:00:07 dst-mac 02:00:00:00:00:02";
  private static final String SENT = " src-mac 52:54:00:00:00:07";

  /** Of which each prefix that rules ask for has some. */
  private static final ImmutableList<String> SOURCES_OF_IPV6 =
      ImmutableList.of("2001:db8::9", "fe80::5054:ff:fe00:7", "fe80::1", "fe80:0:0:1::1");

  private static final String FOREIGN = "203.0.113.77";
  private static final String FOREIGN_OF_IPV6 = "2001:db8:ffff::77";

  @Provide
  Arbitrary<List<String>> ofIpv4() {
    return filters(
        "<ip srcipaddr='10.1.2.3'/>",
        Arbitraries.of(
            "<ip srcipaddr='10.1.2.3'/>",
            "<ip srcipaddr='10.1.2.0' srcipmask='24'/>",
            "<ip srcipaddr='203.0.113.0' srcipmask='24'/>",
            "<ip protocol='tcp' dstportstart='22'/>",
            "<all srcipaddr='10.1.2.3'/>",
            "<tcp dstportstart='22'/>",
            "<icmp/>",
            "<arp/>",
            "<arp arpsrcipaddr='10.1.2.3'/>",
            "<arp opcode='Reply'/>"),
        Arbitraries.of("<ip/>", "<all/>", "<mac/>"));
  }

  @Provide
  Arbitrary<List<String>> ofIpv6() {
    return filters(
        "<ipv6 srcipaddr='2001:db8::9'/>",
        Arbitraries.of(
            "<ipv6 srcipaddr='2001:db8::9'/>",
            "<ipv6 srcipaddr='fe80::' srcipmask='10'/>",
            "<ipv6 srcipaddr='fe80::' srcipmask='64'/>",
            "<ipv6 srcipaddr='fe80::5054:ff:fe00:7'/>",
            "<ipv6 protocol='icmpv6'/>",
            "<ipv6 protocol='tcp' dstportstart='22'/>",
            "<all-ipv6 srcipaddr='2001:db8::9'/>",
            "<icmpv6 type='134'/>",
            "<icmpv6 type='136' srcipaddr='2001:db8::9'/>",
            "<icmpv6 type='136'/>"),
        Arbitraries.of("<ipv6/>", "<all-ipv6/>", "<mac/>"));
  }

  /** {@return filters that accept the guest's address, some of which restrict others} */
  private static Arbitrary<List<String>> filters(
      String own, Arbitrary<String> some, Arbitrary<String> rest) {
    Arbitrary<String> rules =
        Combinators.combine(
                Arbitraries.of("accept", "accept", "return", "drop"),
                Arbitraries.of(100, 200, 300),
                some)
            .as((action, priority, element) -> Found.rule(action, "out", priority, element));
    return Combinators.combine(rules.list().ofMaxSize(3), rest)
        .as(
            (several, dropped) ->
                ImmutableList.<String>builder()
                    .add(Found.rule("accept", "out", 150, own))
                    .addAll(several)
                    .add(Found.rule("drop", "out", 1000, dropped))
                    .build());
  }

  @Property(tries = 100)
  void arpIsOpenIfClaimsPass(@ForAll("ofIpv4") List<String> rules) {
    Tried tried = new Tried(rules);
    boolean restricted =
        !tried.passes(ip(FOREIGN)) && tried.passes(ip("10.1.2.3", "10.1.2.77", "203.0.113.9"));
    boolean claimed =
        tried.passes(
            Stream.of(
                "arp who-has 10.1.2.1 tell " + FOREIGN + SENT,
                "arp reply " + FOREIGN + " is-at 52:54:00:00:00:07" + SENT));

    tried.assertFound(FindingCode.SPOOFED_ARP_OPEN, restricted && claimed);
  }

  @Property(tries = 100)
  void neighborsAreOpenIfAdvertisementsPass(@ForAll("ofIpv6") List<String> rules) {
    Tried tried = new Tried(rules);
    boolean restricted =
        !tried.passes(ipv6(FOREIGN_OF_IPV6))
            && tried.passes(ipv6(SOURCES_OF_IPV6.toArray(String[]::new)));
    boolean router =
        tried.passes(
            SOURCES_OF_IPV6.stream().skip(1).map(source -> "ra" + SENT + " src " + source));
    boolean neighbor =
        tried.passes(
            SOURCES_OF_IPV6.stream()
                .map(source -> "na " + FOREIGN_OF_IPV6 + SENT + " src " + source));

    tried.assertFound(FindingCode.ROUTER_ADVERTISEMENTS_OPEN, restricted && router);
    tried.assertFound(FindingCode.SPOOFED_NEIGHBOR_OPEN, restricted && neighbor);
  }

  private static Stream<String> ip(String... sources) {
    return Stream.of(sources)
        .flatMap(
            source ->
                Stream.of(
                    "tcp syn " + source + ":40000 > 198.51.100.9:22" + MACS,
                    "tcp syn " + source + ":40000 > 198.51.100.9:80" + MACS,
                    "udp " + source + ":40000 > 198.51.100.9:53" + MACS,
                    "icmp echo-request " + source + " > 198.51.100.9" + MACS));
  }

  private static Stream<String> ipv6(String... sources) {
    return Stream.of(sources)
        .flatMap(
            source ->
                Stream.of(
                    "tcp syn [" + source + "]:40000 > [2001:db8::1]:22" + MACS,
                    "tcp syn [" + source + "]:40000 > [2001:db8::1]:80" + MACS,
                    "udp [" + source + "]:40000 > [2001:db8::1]:53" + MACS,
                    "icmpv6 echo-request " + source + " > 2001:db8::1" + MACS));
  }

  /** What is found about a filter, and what becomes of packets of the guest. */
  private static final class Tried {

    private final List<String> rules;
    private final List<DiagnosticCode> found;
    private final Subject subject;

    Tried(List<String> rules) {
      this.rules = rules;
      CompiledInterface compiled =
          Found.compile(Found.ADDRESS, Found.filter("f", rules.toArray(String[]::new)));
      this.found =
          RuleFindings.of(compiled).stream().<DiagnosticCode>map(one -> one.code()).toList();
      this.subject = Subject.of((CompiledRules) compiled);
    }

    /** {@return whether one of some packets passes} */
    boolean passes(Stream<String> packets) {
      return packets
          .map(Packet::parse)
          .anyMatch(one -> subject.simulator().fate(one, subject.fromGuest()) == Fate.ARRIVES);
    }

    void assertFound(FindingCode code, boolean expected) {
      assertEquals(expected, found.contains(code), () -> code + ": " + rules);
      Statistics.label(code.toString())
          .collect(expected)
          .coverage(one -> one.check(true).count(count -> count >= LEAST_FOUND));
    }
  }
}
