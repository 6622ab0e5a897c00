package io.nwfilter.netfilter.difference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

  private static final Parameters PARAMETERS =
      Parameters.of("IP", "10.0.0.5").with("GATEWAY_MAC", "52:54:00:01:01:01");

  private static CompiledRules compiled(String port, FilterReference filter, Filter... filters) {
    return FilterCompiler.compile(
        FilterBinding.of(new InterfaceName(port), MacAddress.parse("52:54:00:6d:10:22"), filter),
        CompileOptions.with(filters));
  }

  private static CompiledRules stock(String name) {
    return compiled("vnet0", FilterReference.of(name, PARAMETERS));
  }

  private static CompiledRules own(Rule... rules) {
    Filter.Builder filter = Filter.builder("own");
    for (Rule rule : rules) {
      filter.rule(rule);
    }
    return compiled("vnet0", FilterReference.of("own", Parameters.NONE), filter.build());
  }

  private static Rule tcp(String port) {
    return Rule.accept(Direction.IN, Protocol.TCP).whereText(Attributes.DSTPORTSTART, port).build();
  }

  private static Rule from(String address, String mask) {
    return Rule.drop(Direction.OUT, Protocol.IP)
        .whereText(Attributes.SRCIPADDR, address)
        .whereText(Attributes.SRCIPMASK, mask)
        .build();
  }

  private static Rule rest() {
    return Rule.drop(Direction.IN, Protocol.ALL).build();
  }

  private static String lines(Difference difference) {
    return difference.changes().stream()
        .map(
            change ->
                (change.effect() == Effect.ACCEPTED ? "+ " : "- ")
                    + change.query().map(Object::toString).orElse("?"))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-mac-broadcast | no-ip-multicast  | + from-vm ip to != 224.0.0.0/4 dst-mac ff:ff:ff:ff:ff:ff; - from-vm ip to 224.0.0.0/4 dst-mac != ff:ff:ff:ff:ff:ff
          no-ip-spoofing   | no-mac-spoofing  | + from-vm ip from != 10.0.0.5 src-mac 52:54:00:6d:10:22 not (udp from 0.0.0.0); - from-vm not ip src-mac != 52:54:00:6d:10:22; - from-vm ip from 10.0.0.5 src-mac != 52:54:00:6d:10:22; - from-vm ip udp from 0.0.0.0,10.0.0.5 src-mac != 52:54:00:6d:10:22
          allow-dhcp       | allow-dhcpv6     | ''
          """)
  void stockFiltersDiffer(String before, String after, String expected) {
    assertEquals(
        expected.replace("; ", "\n"), lines(Difference.between(stock(before), stock(after))));
  }

  @ParameterizedTest
  @CsvSource({"clean-traffic", "no-ip-spoofing", "no-mac-spoofing", "clean-traffic-gateway"})
  void whatMeansTheSameDoesNotDiffer(String filter) {
    assertTrue(Difference.between(stock(filter), stock(filter)).isEmpty());
  }

  @Test
  void itDoesNotMatterHowItIsWritten() {
    CompiledRules once = own(from("10.0.0.0", "8"));
    CompiledRules twice = own(from("10.0.0.0", "9"), from("10.128.0.0", "9"));
    CompiledRules redundant = own(from("10.1.0.0", "16"), from("10.0.0.0", "8"));

    assertEquals(new Difference(List.of(), Optional.empty()), Difference.between(once, twice));
    assertTrue(Difference.between(once, redundant).isEmpty());
    assertEquals(
        "+ from-vm ip from 10.128.0.0/9",
        lines(Difference.between(once, own(from("10.0.0.0", "9")))));
  }

  @Test
  void whatBelongsToNewConnectionsIsNotSaidAgain() {
    CompiledRules before = own(tcp("22"), rest());
    CompiledRules after = own(tcp("22"), tcp("80"), rest());

    Difference difference = Difference.between(before, after);

    assertEquals("+ to-vm ip tcp dport 80 state new", lines(difference));
    ChangedPackets.Example example = difference.changes().get(0).example().orElseThrow();
    assertEquals(Fate.DROPPED, example.before().fate());
    assertEquals(Fate.ARRIVES, example.after().fate());
    assertEquals(
        """
        + to-vm ip tcp dport 80 state new, from port others-virbr0
            tcp syn 203.0.113.9:40000 > 192.0.2.10:80 dst-mac 52:54:00:6d:10:22, from port others-virbr0
              before: dropped by iptables, table filter, chain FO-vnet0, rule 2
                        -A FO-vnet0 -j DROP
                        <interface vnet0> own
              now: let through by iptables, table filter, chain FO-vnet0, rule 2
                     -A FO-vnet0 -p tcp -m tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir ORIGINAL -j ACCEPT
                     <interface vnet0> own
                   arrives at port vnet0
        """,
        DifferenceText.of(difference));
  }

  @Test
  void whatIsNotKnownIsTheSameInBoth() {
    Rule limited =
        Rule.drop(Direction.IN, Protocol.TCP)
            .priority(100)
            .whereText(Attributes.DSTPORTSTART, "80")
            .whereText(Attributes.CONNLIMIT_ABOVE, "3")
            .build();
    CompiledRules before = own(limited, tcp("80"), rest());

    assertTrue(Difference.between(before, before).isEmpty());
    assertEquals(
        "+ to-vm ip tcp dport 22 state new",
        lines(Difference.between(before, own(limited, tcp("80"), tcp("22"), rest()))));
    Difference unlimited = Difference.between(before, own(tcp("80"), rest()));
    assertEquals("+ to-vm ip tcp dport 80 state new", lines(unlimited));
    assertEquals(ChangedPackets.Certainty.PERHAPS, unlimited.changes().get(0).certainty());
  }

  @Test
  void theOppositeChangeIsTheOppositeDifference() {
    CompiledRules before = own(tcp("22"), rest());
    CompiledRules after = own(tcp("22"), tcp("80"), rest());

    assertEquals("- to-vm ip tcp dport 80 state new", lines(Difference.between(after, before)));
  }

  @Test
  void whatTheHostForwardsIsComparedToo() {
    CompiledRules before = stock("clean-traffic");
    CompiledRules after = stock("no-mac-spoofing");

    assertFalse(
        Difference.between(Subject.of(before, ForwardMode.NAT), Subject.of(after, ForwardMode.NAT))
            .isEmpty());
    assertTrue(
        Difference.ofHost(Subject.of(before, ForwardMode.NAT), Subject.of(after, ForwardMode.NAT))
            .isEmpty());
  }

  @Test
  void aBudgetThatIsTooSmallIsNoReplyOfItsOwn() {
    Difference difference =
        Difference.between(
            Subject.of(stock("clean-traffic")),
            Subject.of(stock("no-mac-spoofing")),
            AnalysisBudget.ofNodes(20_000));

    assertFalse(difference.isEmpty());
    assertTrue(difference.undecided().isPresent());
  }

  @Test
  void onlyInterfacesWithTheSameNameAreCompared() {
    CompiledRules other = compiled("vnet1", FilterReference.of("clean-traffic", PARAMETERS));

    assertThrows(
        IllegalArgumentException.class, () -> Difference.between(stock("clean-traffic"), other));
  }

  @ParameterizedTest
  @CsvSource({
    "no-ip-spoofing, clean-traffic",
    "clean-traffic, no-arp-spoofing",
    "qemu-announce-self, no-other-l2-traffic",
    "allow-dhcp, no-mac-spoofing"
  })
  void linesAreQueriesThatMeanTheSamePackets(String before, String after) {
    for (ForwardMode mode : List.of(ForwardMode.BRIDGE, ForwardMode.NAT)) {
      Subject old = Subject.of(stock(before), mode);
      Subject now = Subject.of(stock(after), mode);
      PacketSets sets = PacketSets.of(now.simulator());
      List<PacketQuery> queries =
          Difference.between(old, now).changes().stream()
              .flatMap(change -> Stream.concat(change.query().stream(), change.also().stream()))
              .toList();

      assertFalse(queries.isEmpty());
      for (PacketQuery query : queries) {
        PacketQuery read =
            PacketQuery.parse(
                query.toString(), GuestVariables.of(now.guest(), now.simulator().situation()));
        assertEquals(query.direction(), read.direction());
        assertEquals(query.end(), read.end());
        assertEquals(
            sets.of(query.packets()), sets.of(read.packets()), () -> query + " is read otherwise");
      }
    }
  }

  @Test
  void errorsAboutConnectionsAreComparedWhateverElseHasChanged() {
    Rule related =
        Rule.accept(Direction.IN, Protocol.ICMP).whereText(Attributes.STATE, "RELATED").build();
    CompiledRules before = own(tcp("22"), rest());
    CompiledRules after = own(tcp("22"), tcp("80"), related, rest());

    assertEquals(
        "+ to-vm ip tcp dport 80 state new\n+ to-vm ip state related",
        lines(Difference.between(before, after)));
  }

  @Test
  void protocolsAreListed() {
    Rule icmp = Rule.drop(Direction.OUT, Protocol.IP).whereText(Attributes.PROTOCOL, "1").build();
    Rule udp = Rule.drop(Direction.OUT, Protocol.IP).whereText(Attributes.PROTOCOL, "17").build();
    Rule eight = Rule.drop(Direction.OUT, Protocol.IP).whereText(Attributes.PROTOCOL, "8").build();

    assertEquals("- from-vm ip (icmp or udp)", lines(Difference.between(own(), own(icmp, udp))));
    assertEquals(
        "- from-vm ip proto 1,8,17", lines(Difference.between(own(), own(icmp, eight, udp))));
  }

  @Test
  void whatWasFoundBeforeTheTimeWasOverIsKept() {
    AnalysisBudget none = AnalysisBudget.DEFAULT.until(TimeLimit.fromNow(Duration.ZERO));

    assertEquals(
        new Difference(List.of(), Optional.of("the analysis takes longer than 0 s")),
        Difference.between(
            Subject.of(stock("clean-traffic")), Subject.of(stock("no-mac-spoofing")), none));
  }

  /** With more room, more entries are compared; what is left is named, and found lines stay. */
  @Test
  void entriesThatNeedTooMuchAreNamed() {
    Subject before = Subject.of(own(tcp("22"), rest()));
    Subject after = Subject.of(own(tcp("22"), tcp("80"), rest()));
    Difference all = Difference.between(before, after);
    Set<String> reasons = new LinkedHashSet<>();
    for (int nodes = 20_000; nodes < 100_000; nodes += 4_000) {
      Difference some = Difference.between(before, after, AnalysisBudget.ofNodes(nodes));
      int limit = nodes;
      some.undecided()
          .ifPresent(reason -> reasons.add(reason.replace(limit + " nodes", "N nodes")));
      assertTrue(some.undecided().isPresent() || lines(some).equals(lines(all)), () -> lines(some));
    }

    assertTrue(
        reasons.stream()
            .anyMatch(
                reason ->
                    reason.matches(
                        "the analysis needs more than N nodes for packets from .*; those of known"
                            + " connections were not compared either")),
        reasons::toString);
  }

  @Test
  void setsAreCopiedToOtherSpaces() {
    PacketSets sets = PacketSets.of(Subject.of(stock("clean-traffic")).simulator());
    PacketSets apart = sets.apart();
    PacketSet some = sets.in(TrackedState.NEW);

    assertEquals(apart.in(TrackedState.NEW), apart.copied(some));
    assertEquals(some, sets.copied(apart.copied(some)));
    assertThrows(IllegalArgumentException.class, () -> some.and(apart.copied(some)));
  }

  @Test
  void whatIsInArpHasWords() {
    assertEquals(
        List.of(
            "- from-vm arp sender-ip 10.0.0.5",
            "- from-vm arp target-ip 10.0.0.5",
            "- from-vm arp sender-mac 52:54:00:00:00:07",
            "- from-vm arp target-mac 52:54:00:00:00:07",
            "- from-vm arp operation 2"),
        Stream.of(
                arp(Attributes.ARPSRCIPADDR, "10.0.0.5"),
                arp(Attributes.ARPDSTIPADDR, "10.0.0.5"),
                arp(Attributes.ARPSRCMACADDR, "52:54:00:00:00:07"),
                arp(Attributes.ARPDSTMACADDR, "52:54:00:00:00:07"),
                arp(Attributes.OPCODE, "2"))
            .map(rule -> lines(Difference.between(own(), own(rule))))
            .toList());
  }

  @Test
  void addressesButForSomeAreNotSaidByAllOthers() {
    Rule one =
        Rule.accept(Direction.OUT, Protocol.ARP)
            .priority(10)
            .whereText(Attributes.ARPSRCIPADDR, "192.0.2.10")
            .build();
    Rule all =
        Rule.drop(Direction.OUT, Protocol.ARP)
            .priority(20)
            .whereText(Attributes.ARPSRCIPADDR, "192.0.2.0")
            .whereText(Attributes.ARPSRCIPMASK, "24")
            .build();

    assertEquals(
        "- from-vm arp sender-ip 192.0.2.0/29,192.0.2.8/31,192.0.2.11-192.0.2.255",
        lines(Difference.between(own(), own(one, all))));
  }

  private static Rule arp(Attribute<?> attribute, String value) {
    return Rule.drop(Direction.OUT, Protocol.ARP).whereText(attribute, value).build();
  }

  @Test
  void linesHaveExamples() {
    Stream<Rule.Builder> rules =
        Stream.of(
            Rule.drop(Direction.IN, Protocol.IPV6)
                .whereText(Attributes.PROTOCOL, "icmpv6")
                .whereText(Attributes.TYPE, "134"),
            Rule.drop(Direction.IN, Protocol.ARP).whereText(Attributes.OPCODE, "1"),
            Rule.drop(Direction.IN, Protocol.MAC)
                .whereText(Attributes.DSTMACADDR, "ff:ff:ff:ff:ff:ff"),
            Rule.drop(Direction.IN, Protocol.IGMP),
            Rule.drop(Direction.OUT, Protocol.VLAN).whereText(Attributes.VLANID, "5"),
            Rule.drop(Direction.OUT, Protocol.MAC).whereText(Attributes.PROTOCOLID, "0x835"),
            Rule.drop(Direction.OUT, Protocol.IP));

    rules
        .map(rule -> Difference.between(own(), own(rule.build())))
        .flatMap(difference -> difference.changes().stream())
        .filter(change -> change.forms().isEmpty())
        .forEach(
            change -> {
              String line = DifferenceText.line(change);
              ChangedPackets.Example example =
                  change.example().orElseThrow(() -> new AssertionError("none of " + line));
              assertTrue(arrivals(example.before()) > arrivals(example.after()), line);
            });
  }

  private static long arrivals(Explanation explanation) {
    return explanation.arrivals().stream().distinct().count();
  }

  @Test
  void aCopyThatIsDroppedIsShown() {
    Difference difference =
        Difference.between(
            own(),
            own(Rule.drop(Direction.IN, Protocol.ARP).whereText(Attributes.OPCODE, "1").build()));

    assertEquals(
        """
        - to-vm arp operation 1, from anywhere but from interface outside
            arp who-has 192.0.2.10 tell 203.0.113.9, from port others-virbr0
              before: arrives at port neighbor, port vnet0, host
              now: dropped on the way to port vnet0 by ebtables, table nat, chain libvirt-O-vnet0, rule 1
                     -A libvirt-O-vnet0 -p ARP --arp-op Request -j DROP
                     <interface vnet0> own
                   arrives at port neighbor, host
        """,
        DifferenceText.of(difference));
    assertEquals("own", DifferenceText.diagnostic(difference.changes().get(0)).path().toString());
  }

  @Test
  void packetsFromTheHostAreInOneLine() {
    Rule ssh =
        Rule.accept(Direction.IN, Protocol.TCP)
            .priority(100)
            .whereText(Attributes.DSTPORTSTART, "22")
            .build();
    Rule udp = Rule.drop(Direction.IN, Protocol.UDP).priority(900).build();
    Rule dhcp =
        Rule.accept(Direction.INOUT, Protocol.UDP).whereText(Attributes.DSTPORTSTART, "67").build();
    Rule frames = Rule.drop(Direction.INOUT, Protocol.IP).priority(1000).build();

    assertEquals(
        ImmutableList.of(
            "to-vm ip proto != 17, from port others-virbr0",
            "to-vm ip udp dport 67, from port others-virbr0",
            "to-vm ip udp dport 67 state invalid, only cut off, from port others-virbr0",
            "from-host ip, from host on bridge virbr0"),
        Difference.between(own(ssh, udp, frames), own(ssh, dhcp, udp)).changes().stream()
            .map(DifferenceText::line)
            .filter(line -> !line.startsWith("from-vm"))
            .toList());
  }

  @Test
  void repliesOfGroupsDoNotCount() {
    Rule noGroups =
        Rule.drop(Direction.OUT, Protocol.IP)
            .whereText(Attributes.DSTIPADDR, "224.0.0.0")
            .whereText(Attributes.DSTIPMASK, "4")
            .build();
    Rule connections = Rule.accept(Direction.OUT, Protocol.ALL).build();
    Rule web =
        Rule.reject(Direction.OUT, Protocol.TCP)
            .priority(-100)
            .whereText(Attributes.DSTPORTSTART, "80")
            .build();
    Rule others = Rule.drop(Direction.IN, Protocol.ALL).priority(1000).build();

    assertEquals(
        "- from-vm ip tcp dport 80 state new to != 224.0.0.0/4",
        lines(
            Difference.between(
                own(noGroups, connections, others), own(noGroups, connections, web, others))));
  }

  @Test
  void examplesBeginConnectionsIfTheyCan() {
    Rule ssh =
        Rule.accept(Direction.IN, Protocol.TCP).whereText(Attributes.DSTPORTSTART, "22").build();
    Rule others = Rule.drop(Direction.IN, Protocol.TCP).priority(900).build();

    assertEquals(
        ImmutableList.of(
            "tcp syn 192.0.2.10:40000 > 203.0.113.9:22 src-mac 52:54:00:6d:10:22",
            "tcp syn 203.0.113.9:40000 > 192.0.2.10:23 dst-mac 52:54:00:6d:10:22"),
        Difference.between(own(), own(ssh, others)).changes().stream()
            .flatMap(change -> change.example().stream())
            .map(example -> example.after().packet().toString())
            .toList());
  }

  @Test
  void whatIsTooLongToReadIsSaidInFewWordsAroundIt() {
    CompiledRules some =
        own(
            IntStream.range(0, 12)
                .mapToObj(i -> from("10.20." + (i * 20 + 1) + "." + (i * 7 + 1), "32"))
                .toArray(Rule[]::new));

    ChangedPackets change = Difference.between(own(), some).changes().get(0);

    assertEquals("from-vm some of ip from 10.20.0.0/16", DifferenceText.line(change));
    assertEquals(
        "from-vm ip from 10.20.1.1,10.20.21.8,10.20.41.15,10.20.61.22,10.20.81.29,10.20.101.36,"
            + "10.20.121.43,10.20.141.50,10.20.161.57,10.20.181.64,10.20.201.71,10.20.221.78",
        change.query().orElseThrow().toString());
    assertTrue(change.example().isPresent());
    ChangedPackets withoutHops =
        new ChangedPackets(
            change.effect(),
            change.direction(),
            change.places(),
            change.query(),
            change.around(),
            change.also(),
            ImmutableSet.of(),
            ImmutableSet.of(PacketForm.NO_HOPS_LEFT),
            change.certainty(),
            change.assumptions(),
            Optional.empty());
    assertEquals(
        List.of(change),
        DifferenceText.lines(
            new Difference(ImmutableList.of(change, withoutHops), Optional.empty())));
    assertEquals(
        List.of(withoutHops),
        DifferenceText.lines(new Difference(ImmutableList.of(withoutHops), Optional.empty())));
  }

  @Test
  void packetsOfWhichNoHopsAreLeftAreTold() {
    Rule drop = Rule.drop(Direction.INOUT, Protocol.ALL).build();
    CompiledRules some =
        own(
            Rule.accept(Direction.OUT, Protocol.TCP).toPort(443).build(),
            Rule.accept(Direction.OUT, Protocol.UDP).toPort(53).build(),
            drop);
    CompiledRules all = own(Rule.accept(Direction.OUT, Protocol.ALL).build(), drop);
    List<ChangedPackets> limited =
        Difference.between(some, all).changes().stream()
            .filter(change -> change.query().orElseThrow().toString().contains(" ttl 2-255 "))
            .toList();
    assertTrue(!limited.isEmpty());
    for (ChangedPackets change : limited) {
      assertTrue(change.alsoIn().contains(PacketForm.NO_HOPS_LEFT), DifferenceText.line(change));
    }
  }

  @Test
  void linesLeaveOutKnownConnectionsThatGoOn() {
    Rule known =
        Rule.accept(Direction.INOUT, Protocol.ALL)
            .priority(100)
            .whereText(Attributes.STATE, "ESTABLISHED,RELATED")
            .build();
    Rule.Builder begun =
        Rule.accept(Direction.IN, Protocol.TCP)
            .priority(200)
            .whereText(Attributes.DSTPORTSTART, "22")
            .whereText(Attributes.STATE, "NEW");
    Rule others = Rule.drop(Direction.INOUT, Protocol.ALL).priority(900).build();
    CompiledRules any = own(known, begun.build(), others);
    CompiledRules syn =
        own(known, begun.whereText(Attributes.TCP_FLAGS, "SYN,ACK,FIN,RST/SYN").build(), others);

    assertEquals("- to-vm ip tcp none/syn dport 22 state new", lines(Difference.between(any, syn)));
    assertEquals("+ to-vm ip tcp none/syn dport 22 state new", lines(Difference.between(syn, any)));
  }

  @Test
  void repliesThatStillArriveAreNotSaidToBeDropped() {
    Rule sent = Rule.accept(Direction.OUT, Protocol.ALL).priority(100).build();
    Rule pings = Rule.accept(Direction.INOUT, Protocol.ICMP).priority(90).build();
    Rule others = Rule.drop(Direction.INOUT, Protocol.ALL).priority(900).build();

    assertEquals(
        """
        - from-vm icmp state invalid
        - from-vm ip state related
        - to-vm icmp state new,invalid
        - to-vm ip state related\
        """,
        lines(Difference.between(own(pings, sent, others), own(sent, others))));
  }
}
