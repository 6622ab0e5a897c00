package io.nwfilter.testkit.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Prover;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.guarantee.VerificationText;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each guarantee finds the hole that is planted in a filter which gives it otherwise. */
class MutantTest {

  private static final int TRIES = 1000;
  private static final int SEEDS = 5;
  private static final long SEED = 1;
  private static final Path GOLDEN =
      Path.of(
          System.getProperty("nwfilter.rootDirectory"),
          "nwfilter-testkit/src/test/resources/guarantee");

  /** What the host routes to a guest does not meet rules of the IP layer for what it gets. */
  private static final Mutant ROUTED_PAST =
      new Mutant(
          "only-tcp-ports-open=22", "frame-ports", "frame-ports", "<ip protocol='tcp'/>", "<tcp/>");

  static Stream<Mutant> mutants() {
    return Stream.of(spoofing(), arp(), tags(), services(), ports(), exchanges())
        .flatMap(some -> some);
  }

  private static Stream<Mutant> spoofing() {
    String mac = "no-foreign-source-mac";
    String ipv4 = "no-foreign-source-ipv4";
    String ipv6 = "no-foreign-source-ipv6";
    String own = "srcmacaddr='$MAC'";
    return Stream.of(
        Mutant.withoutDrop(mac, "clean-traffic", "no-mac-spoofing"),
        Mutant.swapped(mac, "clean-traffic", "no-mac-spoofing"),
        new Mutant(mac, "clean-traffic", "no-mac-spoofing", own, ""),
        new Mutant(
            mac, "clean-traffic", "no-mac-spoofing", own, own + " srcmacmask='ff:ff:ff:ff:ff:00'"),
        new Mutant(
            mac, "clean-traffic", "no-mac-spoofing", own, own + " srcmacmask='ff:ff:ff:ff:ff:fe'"),
        new Mutant(
            mac, "clean-traffic", "no-mac-spoofing", own, own + " srcmacmask='ff:ff:ff:00:00:00'"),
        new Mutant(mac, "clean-traffic", "no-mac-spoofing", own, "dstmacaddr='02:00:00:00:00:02'"),
        new Mutant(
            mac,
            "clean-traffic",
            "clean-traffic",
            "<filterref filter='no-mac-spoofing'/>",
            "<filterref filter='allow-dhcp'/>"),
        Mutant.withoutDrop(ipv4, "clean-traffic", "no-ip-spoofing"),
        Mutant.swapped(ipv4, "clean-traffic", "no-ip-spoofing"),
        new Mutant(
            ipv4,
            "clean-traffic",
            "no-ip-spoofing",
            "srcipaddr='$IP'",
            "srcipaddr='$IP' srcipmask='24'"),
        new Mutant(
            ipv4,
            "clean-traffic",
            "no-ip-spoofing",
            "srcipaddr='$IP'",
            "srcipaddr='$IP' srcipmask='31'"),
        new Mutant(ipv4, "clean-traffic", "no-ip-spoofing", "srcipaddr='0.0.0.0' ", ""),
        Mutant.withoutDrop(ipv6, "no-ipv6-spoofing", "no-ipv6-spoofing"),
        Mutant.swapped(ipv6, "no-ipv6-spoofing", "no-ipv6-spoofing"),
        new Mutant(ipv6, "no-ipv6-spoofing", "no-ipv6-spoofing", "srcipmask='10'", "srcipmask='6'"),
        new Mutant(
            ipv6,
            "no-ipv6-spoofing",
            "no-ipv6-spoofing",
            "srcipaddr='$IPV6'",
            "srcipaddr='$IPV6' srcipmask='120'"));
  }

  private static Stream<Mutant> arp() {
    String sender = "no-foreign-arp-sender";
    return Stream.of(
        Mutant.withoutDrop(sender, "clean-traffic", "no-arp-mac-spoofing"),
        Mutant.withoutDrop(sender, "clean-traffic", "no-arp-ip-spoofing"),
        Mutant.swapped(sender, "clean-traffic", "no-arp-mac-spoofing"),
        Mutant.swapped(sender, "clean-traffic", "no-arp-ip-spoofing"),
        new Mutant(
            sender, "clean-traffic", "no-arp-mac-spoofing", "arpsrcmacaddr", "arpdstmacaddr"),
        new Mutant(sender, "clean-traffic", "no-arp-ip-spoofing", "arpsrcipaddr", "arpdstipaddr"),
        new Mutant(
            sender,
            "clean-traffic",
            "no-arp-ip-spoofing",
            "arpsrcipaddr='$IP'",
            "arpsrcipaddr='$IP' arpsrcipmask='24'"),
        new Mutant(
            sender, "clean-traffic", "no-arp-ip-spoofing", "arpsrcipaddr='$IP'", "opcode='2'"));
  }

  private static Stream<Mutant> tags() {
    return Stream.concat(
        Stream.of("tagged", "vlan-0", "stacked-tags", "snap")
            .map(
                form ->
                    Mutant.withoutDrop(
                        "nothing-around-" + form, "clean-traffic", "no-other-l2-traffic")),
        Stream.of("tagged", "vlan-0", "stacked-tags")
            .map(
                form ->
                    new Mutant(
                        "nothing-around-" + form,
                        "clean-traffic",
                        "no-other-l2-traffic",
                        "<rule",
                        "<rule action='accept' direction='out' priority='100'>"
                            + "<mac protocolid='vlan'/></rule><rule")));
  }

  private static Stream<Mutant> services() {
    String router = "no-router-advertisement";
    String neighbor = "no-foreign-neighbor-advertisement";
    String server = "no-dhcp-server";
    return Stream.of(
        Mutant.withoutDrop(router, "services", "services"),
        Mutant.swapped(router, "services", "services"),
        new Mutant(router, "services", "services", "type='134'", "type='133'"),
        new Mutant(router, "services", "services", "type='134'", "type='134' code='1'"),
        new Mutant(neighbor, "services", "services", "type='136'", "type='135'"),
        new Mutant(
            neighbor,
            "services",
            "services",
            "<icmpv6 type='136'/>",
            "<icmpv6 type='136' dstipaddr='ff02::1'/>"),
        new Mutant(server, "services", "services", "srcportstart='67'", "srcportstart='68'"),
        new Mutant(server, "services", "services", "srcportstart='547'", "srcportstart='546'"),
        new Mutant(
            server,
            "services",
            "services",
            "<udp srcportstart='67'",
            "<udp srcipaddr='" + Filters.IPV4 + "' srcportstart='67'"),
        Mutant.swapped(server, "services", "services"));
  }

  private static Stream<Mutant> ports() {
    String tcp = "only-tcp-ports-open=22";
    String udp = "only-udp-ports-open=53";
    String closed = "guest-to-guest-closed";
    return Stream.of(
        Mutant.withoutDrop(tcp, "ports", "ports"),
        new Mutant(tcp, "ports", "ports", "<tcp dstportstart='22'/>", "<tcp srcportstart='22'/>"),
        new Mutant(
            tcp,
            "ports",
            "ports",
            "<tcp dstportstart='22'/>",
            "<tcp dstportstart='22' dstportend='23'/>"),
        new Mutant(
            tcp,
            "ports",
            "ports",
            "direction='out' priority='120'",
            "direction='inout' priority='120'"),
        new Mutant(tcp, "ports", "ports", "<all-ipv6/>", "<udp-ipv6/>"),
        ROUTED_PAST.in(ForwardMode.ROUTE),
        ROUTED_PAST.in(ForwardMode.NAT),
        new Mutant(tcp, "frame-ports", "frame-ports", "<ipv6/>", "<ipv6 protocol='udp'/>")
            .in(ForwardMode.ROUTE),
        new Mutant(udp, "ports", "ports", "<udp dstportstart='53'/>", "<udp/>"),
        new Mutant(
            udp,
            "ports",
            "ports",
            "<udp dstportstart='53'/>",
            "<udp dstportstart='50' dstportend='53'/>"),
        new Mutant(udp, "ports", "ports", "<all/>", "<tcp/>"),
        Mutant.withoutDrop(closed, "closed", "closed"),
        new Mutant(closed, "closed", "closed", "'02:00:00:00:00:01'", "'02:00:00:00:00:07'"),
        new Mutant(
            closed,
            "closed",
            "closed",
            "dstmacaddr='02:00:00:00:00:02'",
            "dstmacaddr='02:00:00:00:00:02' dstmacmask='ff:ff:ff:ff:ff:f0'"),
        new Mutant(closed, "closed", "closed", "drop' direction='inout'", "drop' direction='in'"));
  }

  private static Stream<Mutant> exchanges() {
    String replies = "replies-come-back";
    return Stream.of(
        new Mutant(replies, "ports", "ports", "<tcp dstportstart='22'/>", "<tcp state='NEW'/>"),
        new Mutant(
            replies,
            "ports",
            "ports",
            "priority='130'><udp/>",
            "priority='130'><udp state='NEW'/>"),
        new Mutant(
            replies,
            "ports",
            "ports",
            "priority='140'><icmp/>",
            "priority='140' statematch='false'><icmp type='8'/>"),
        new Mutant(
            "dhcp-completes",
            "clean-traffic",
            "no-ip-spoofing",
            "srcipaddr='0.0.0.0'",
            "srcipaddr='0.0.0.1'"),
        new Mutant(
            "dhcp-completes",
            "clean-traffic",
            "no-ip-spoofing",
            "protocol='udp'",
            "protocol='tcp'"),
        new Mutant(
            "dhcp-completes",
            "clean-traffic",
            "no-ip-spoofing",
            "priority='1000'",
            "priority='50'"),
        new Mutant(
            "dhcpv6-completes",
            "dhcpv6",
            "dhcpv6",
            "dstportstart='547'",
            "dstportstart='547' dstportend='547' srcipaddr='$IPV6'"),
        new Mutant("dhcpv6-completes", "dhcpv6", "dhcpv6", "direction='in'", "direction='out'"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void holeIsFound(Mutant mutant) {
    Guarantee guarantee = Guarantees.named(mutant.guarantee());

    Verification before = guarantee.verify(mutant.whole(), TRIES, SEED);
    assertTrue(before.holds(), VerificationText.of(guarantee, before));
    Subject subject = mutant.holed();
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertInstanceOf(
          Verification.Fails.class, guarantee.verify(subject, TRIES, seed), "seed " + seed);
    }
  }

  @Test
  void whatIsRoutedPastIsDroppedOnBridges() {
    Guarantee guarantee = Guarantees.named(ROUTED_PAST.guarantee());

    assertTrue(guarantee.verify(ROUTED_PAST.holed(), TRIES, SEED).holds());
    assertEquals(new Proof.Proved(), Prover.of(ROUTED_PAST.holed()).prove(guarantee));
    assertEquals(
        "tcp syn 203.0.113.9:40000 > 192.168.122.10:23 dst-mac 02:00:00:00:00:fe",
        ((Proof.Refuted) Prover.of(ROUTED_PAST.in(ForwardMode.NAT).holed()).prove(guarantee))
            .packet()
            .toString());
  }

  /** The same 1000 packets are tried of each; what they show is small, and reads well. */
  @Test
  void failuresAreSmall() {
    StringBuilder texts = new StringBuilder();
    mutants()
        .collect(ImmutableMap.toImmutableMap(Mutant::guarantee, mutant -> mutant, (a, b) -> a))
        .values()
        .forEach(
            mutant -> {
              Guarantee guarantee = Guarantees.named(mutant.guarantee());
              texts.append("# ").append(mutant).append('\n');
              Verification found = guarantee.verify(mutant.holed(), TRIES, SEED);
              texts.append(VerificationText.of(guarantee, found));
            });
    GoldenFile.at(GOLDEN.resolve("failures.txt")).assertMatches(texts.toString());
  }

  @Test
  void everyGuaranteeHasAMutant() {
    ImmutableSet<String> tried =
        mutants()
            .map(mutant -> Guarantees.named(mutant.guarantee()).name().replaceFirst("=.*", ""))
            .collect(ImmutableSet.toImmutableSet());

    assertEquals(
        ImmutableSet.of("nothing-around-fragments", "nothing-around-extension-headers"),
        Guarantees.all().stream()
            .map(Guarantee::name)
            .filter(name -> !tried.contains(name))
            .collect(ImmutableSet.toImmutableSet()),
        "those with rulesets of their own");
    assertTrue(mutants().count() >= 30);
  }

  /** No filter of libvirt can ask for the length of a packet, but other rules of the host can. */
  @ParameterizedTest
  @CsvSource({
    "nothing-around-fragments, iptables, -m length --length 29:65535",
    "nothing-around-extension-headers, ip6tables, -p udp -m length --length 48",
  })
  void holeInRulesOfTheHostIsFound(String name, String tool, String match) {
    Guarantee guarantee = Guarantees.named(name);

    Subject holed = host(tool, match);
    Verification whole = guarantee.verify(host(tool, "-p udp"), TRIES, 1);

    for (long seed = 1; seed <= SEEDS; seed++) {
      assertInstanceOf(
          Verification.Fails.class, guarantee.verify(holed, TRIES, seed), "seed " + seed);
    }
    GoldenFile.at(GOLDEN.resolve(name + ".txt"))
        .assertMatches(VerificationText.of(guarantee, guarantee.verify(holed, TRIES, 1)));
    assertTrue(whole.holds(), VerificationText.of(guarantee, whole));
  }

  /** {@return a guest on a host with one rule, which drops packets} */
  static Subject host(String tool, String match) {
    Surroundings surroundings = new Surroundings();
    Guest guest = surroundings.addGuest("vnet2", Simulator.BRIDGE, Filters.GUEST);
    Ruleset rules =
        SaveText.read(
            TextSource.text(
                "# Generated by "
                    + tool
                    + "-save v1.8.9\n*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD "
                    + match
                    + " -j DROP\nCOMMIT\n",
                "host.save"));
    return Subject.of(
        surroundings.situation().build(), ImmutableList.of(rules), surroundings, guest);
  }
}
