package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What libvirt 9.0.0 made of such rules on vnet0, as restore text. */
class EthernetLoweringTest {

  private static Filter chain(String name, String chain, int priority, String... rules) {
    Filter.Builder filter = Filter.builder(name).chain(chain).chainPriority(priority);
    for (String rule : rules) {
      filter.rule(Lowered.rule(rule));
    }
    return filter.build();
  }

  /** A filter f that holds some rules in the root chain and includes all of the others. */
  private static Lowered with(List<String> rootRules, Filter... others) {
    Filter.Builder root = Filter.builder("f");
    rootRules.forEach(rule -> root.rule(Lowered.rule(rule)));
    Filter[] all = new Filter[others.length + 1];
    for (int i = 0; i < others.length; i++) {
      root.include(others[i].name());
      all[i + 1] = others[i];
    }
    all[0] = root.build();
    return Lowered.of(all);
  }

  @Test
  void theTextIsOneTableInWhichOnlyChainsWithRulesExist() {
    assertEquals(
        """
        *nat
        :libvirt-I-vnet0 ACCEPT
        :I-vnet0-arp-x ACCEPT
        -A PREROUTING -i vnet0 -j libvirt-I-vnet0
        -A libvirt-I-vnet0 -p 0x806 -j I-vnet0-arp-x
        -A libvirt-I-vnet0 -j ACCEPT
        -A I-vnet0-arp-x -p 0x806 --arp-opcode 1 -j DROP
        COMMIT
        """,
        with(List.of("accept out -"), chain("g", "arp-x", -500, "drop out arp opcode=1"))
            .text(Family.BRIDGE));
    assertEquals(
        """
        *nat
        :libvirt-O-vnet0 ACCEPT
        -A POSTROUTING -o vnet0 -j libvirt-O-vnet0
        -A libvirt-O-vnet0 -j DROP
        COMMIT
        """,
        Lowered.of("drop in -").text(Family.BRIDGE));
  }

  @Test
  void outStandsInIAndInStandsInOAsWritten() {
    Lowered lowered =
        Lowered.of(
            "drop out mac srcmacaddr=1:2:3:4:5:6 dstmacaddr=6:5:4:3:2:1",
            "drop in mac srcmacaddr=1:2:3:4:5:7 dstmacaddr=7:5:4:3:2:1");

    assertEquals(List.of("-s 01:02:03:04:05:06 -d 06:05:04:03:02:01 -j DROP"), lowered.fromGuest());
    assertEquals(List.of("-s 01:02:03:04:05:07 -d 07:05:04:03:02:01 -j DROP"), lowered.toGuest());
  }

  @Test
  void inoutStandsInBothSwappedInI() {
    Lowered lowered =
        Lowered.of(
            "accept inout ip srcmacaddr=1:2:3:4:5:6 dstmacaddr=6:5:4:3:2:1 dstmacmask=ff:0:0:0:0:0"
                + " srcipaddr=10.0.0.1 srcipmask=24 !dstipaddr=10.0.1.2 protocol=udp"
                + " srcportstart=1 srcportend=3 !dstportstart=2");

    assertEquals(
        List.of(
            "-p 0x800 -d 01:02:03:04:05:06 -s 06:00:00:00:00:00/ff:00:00:00:00:00"
                + " --ip-destination 10.0.0.0/24 --ip-source ! 10.0.1.2 --ip-protocol 17"
                + " --ip-destination-port 1:3 --ip-source-port ! 2 -j ACCEPT"),
        lowered.fromGuest());
    assertEquals(
        List.of(
            "-p 0x800 -s 01:02:03:04:05:06 -d 06:00:00:00:00:00/ff:00:00:00:00:00 --ip-source"
                + " 10.0.0.0/24 --ip-destination ! 10.0.1.2 --ip-protocol 17 --ip-source-port 1:3"
                + " --ip-destination-port ! 2 -j ACCEPT"),
        lowered.toGuest());
  }

  @Test
  void arpIsSwappedInIForInout() {
    Lowered lowered =
        Lowered.of(
            "drop inout arp hwtype=1 protocoltype=0x800 opcode=Reply arpsrcmacaddr=1:2:3:4:5:6"
                + " arpdstmacaddr=6:5:4:3:2:1 arpsrcipaddr=10.0.0.1 arpdstipaddr=10.0.1.2"
                + " arpdstipmask=16 gratuitous=true");

    assertEquals(
        List.of(
            "-p 0x806 --arp-htype 1 --arp-opcode 2 --arp-ptype 0x800 --arp-ip-dst 10.0.0.1"
                + " --arp-ip-src 10.0.0.0/16 --arp-mac-dst 01:02:03:04:05:06 --arp-mac-src"
                + " 06:05:04:03:02:01 --arp-gratuitous -j DROP"),
        lowered.fromGuest());
    assertEquals(
        List.of(
            "-p 0x806 --arp-htype 1 --arp-opcode 2 --arp-ptype 0x800 --arp-ip-src 10.0.0.1"
                + " --arp-ip-dst 10.0.0.0/16 --arp-mac-src 01:02:03:04:05:06 --arp-mac-dst"
                + " 06:05:04:03:02:01 --arp-gratuitous -j DROP"),
        lowered.toGuest());
  }

  @ParameterizedTest
  @CsvSource({"accept, ACCEPT", "drop, DROP", "return, RETURN", "continue, CONTINUE"})
  void actionsAreTargets(String action, String target) {
    assertEquals(List.of("-j " + target), Lowered.of(action + " in -").toGuest());
    assertEquals(List.of(), Lowered.of(action + " in -").codes());
  }

  @Test
  void rejectIsDrop() {
    Lowered lowered = Lowered.of("reject in mac");

    assertEquals(List.of("-j DROP"), lowered.toGuest());
    assertEquals(List.of("reject-is-drop"), lowered.codes());
    assertEquals(Lowered.HERE, lowered.compiled().diagnostics().get(0).location());
  }

  @ParameterizedTest
  @CsvSource({
    "mac-x, ''",
    "vlan-x, '-p 0x8100 '",
    "stp-x, '-d 01:80:c2:00:00:00 '",
    "arp-x, '-p 0x806 '",
    "rarp-x, '-p 0x8035 '",
    "ipv4-x, '-p 0x800 '",
    "ipv6-x, '-p 0x86dd '"
  })
  void aChainIsEnteredByItsProtocol(String chain, String match) {
    assertEquals(
        List.of(match + "-j O-vnet0-" + chain),
        Lowered.of(chain("f", chain, 1, "drop in -")).toGuest());
  }

  @Test
  void jumpsStandAmongRulesByPriorityAndBeforeEqualOnes() {
    Lowered lowered =
        with(
            List.of(
                "drop in mac priority=-701 protocolid=0x601",
                "drop in mac priority=-700 protocolid=0x602",
                "drop in mac priority=400 protocolid=0x603"),
            chain("g", "arp", 400, "drop in -"),
            chain("h", "ipv4", -700, "drop in -"),
            chain("i", "mac", 401, "drop in -"));

    assertEquals(
        List.of(
            "-p 0x601 -j DROP",
            "-p 0x800 -j O-vnet0-ipv4",
            "-p 0x602 -j DROP",
            "-p 0x806 -j O-vnet0-arp",
            "-p 0x603 -j DROP",
            "-j O-vnet0-mac"),
        lowered.toGuest());
    assertEquals(List.of(), lowered.codes());
  }

  @Test
  void chainsOfOnePriorityAreEnteredByNameAndThatIsSaid() {
    Lowered lowered =
        with(
            List.of(),
            chain("g", "ipv4", 7, "drop in -"),
            chain("h", "arp", 7, "drop in -"),
            chain("i", "arp-b", 8, "drop in -"));

    assertEquals(
        List.of("-p 0x806 -j O-vnet0-arp", "-p 0x800 -j O-vnet0-ipv4", "-p 0x806 -j O-vnet0-arp-b"),
        lowered.toGuest());
    assertEquals(List.of("chain-order-unspecified"), lowered.codes());
    assertTrue(
        lowered
            .compiled()
            .diagnostics()
            .get(0)
            .message()
            .startsWith("chains arp and ipv4 both have priority 7"));
  }

  @Test
  void ofConflictingPrioritiesTheLastRulesCountsInEachDirection() {
    Lowered lowered =
        with(
            List.of("accept inout - priority=0"),
            chain("g", "arp", -5, "drop in arp priority=20", "drop out arp priority=10"),
            chain("h", "arp", 5, "drop in arp priority=10", "drop out arp priority=20"));

    assertEquals(List.of("-j ACCEPT", "-p 0x806 -j I-vnet0-arp"), lowered.fromGuest());
    assertEquals(List.of("-p 0x806 -j O-vnet0-arp", "-j ACCEPT"), lowered.toGuest());
    assertEquals(List.of("chain-priority-conflict", "chain-priority-conflict"), lowered.codes());
    Diagnostic conflict = lowered.compiled().diagnostics().get(0);
    assertEquals(
        "chain arp has priority -5 in f > g and 5 here; the priority of the filter whose rule comes"
            + " last counts",
        conflict.message());
    assertEquals("f > h", conflict.path().toString());
  }

  @Test
  void theMaskOfTheSenderLeaksToTheTarget() {
    Lowered lowered =
        Lowered.of("drop in arp arpsrcipaddr=10.1.2.3 arpsrcipmask=16 arpdstipaddr=10.4.5.6");

    assertEquals(
        List.of("-p 0x806 --arp-ip-src 10.1.0.0/16 --arp-ip-dst 10.4.0.0/16 -j DROP"),
        lowered.toGuest());
    assertEquals(List.of("arp-mask-leaks"), lowered.codes());
  }

  @Test
  void theMaskOfTheSenderDoesNotLeakToATargetWithItsOwn() {
    Lowered lowered =
        Lowered.of(
            "drop in arp arpsrcipaddr=10.1.2.3 arpsrcipmask=16 arpdstipaddr=10.4.5.6"
                + " arpdstipmask=24");

    assertEquals(
        List.of("-p 0x806 --arp-ip-src 10.1.0.0/16 --arp-ip-dst 10.4.5.0/24 -j DROP"),
        lowered.toGuest());
    assertEquals(List.of(), lowered.codes());
  }

  @Test
  void theDscpIsComparedWithTheWholeTosByte() {
    Lowered lowered = Lowered.of("drop in ip dscp=46");

    assertEquals(List.of("-p 0x800 --ip-tos 0x2e -j DROP"), lowered.toGuest());
    assertEquals(List.of("dscp-is-tos"), lowered.codes());
  }

  @Test
  void ipv6HasItsOwnOptions() {
    assertEquals(
        List.of(
            "-p 0x86dd --ip6-source fe80::/10 --ip6-destination ! ff02::1:2 --ip6-protocol 17"
                + " --ip6-source-port 546 --ip6-destination-port ! 547:548 -j DROP"),
        Lowered.of(
                "drop in ipv6 srcipaddr=fe80::7 srcipmask=10 !dstipaddr=ff02::1:2 protocol=udp"
                    + " srcportstart=546 !dstportstart=547 !dstportend=548")
            .toGuest());
  }

  @ParameterizedTest
  @CsvSource({
    "type=1, 1:1/0:255",
    "type=1 typeend=3, 1:3/0:255",
    "type=1 code=2, 1:1/2:2",
    "type=1 typeend=3 code=2 codeend=4, 1:3/2:4",
    "!type=1, ! 1:1/0:255"
  })
  void icmpv6HasRanges(String attributes, String range) {
    assertEquals(
        List.of("-p 0x86dd --ip6-protocol 58 --ip6-icmp-type " + range + " -j DROP"),
        Lowered.of("drop in ipv6 protocol=icmpv6 " + attributes).toGuest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop in ipv6 type=1",
        "drop in ipv6 protocol=udp code=1",
        "drop in ipv6 !protocol=icmpv6 type=1",
        "drop in ipv6 protocol=icmpv6 type=3 typeend=1",
        "drop in ip !protocol=tcp srcportstart=1",
        "drop in ip protocol=tcp srcportstart=3 srcportend=1",
        "drop in stp age=3 age-hi=1"
      })
  void whatEbtablesRefusesIsAnError(String rule) {
    LoweringException e = Lowered.failure(rule);

    assertEquals(LoweringCode.REFUSED_BY_NETFILTER, e.diagnostic().code());
    assertEquals(Lowered.HERE, e.diagnostic().location());
  }

  @Test
  void spanningTreeIsMatchedByItsDestination() {
    assertEquals(
        List.of(
            "-s 01:02:03:04:05:06 -d 01:80:c2:00:00:00 --stp-type 2 --stp-flags 68"
                + " --stp-root-prio 1:2 --stp-root-addr 01:02:03:00:00:00/ff:ff:ff:00:00:00"
                + " --stp-root-cost 3:4 --stp-sender-prio 5:6 --stp-sender-addr 06:05:04:03:02:01"
                + " --stp-port 7:8 --stp-msg-age 9:10 --stp-max-age 11:12 --stp-hello-time 13:14"
                + " --stp-forward-delay ! 15:16 -j DROP"),
        Lowered.of(
                "drop in stp srcmacaddr=1:2:3:4:5:6 type=2 flags=0x44 root-priority=1"
                    + " root-priority-hi=2 root-address=1:2:3:4:5:6"
                    + " root-address-mask=ff:ff:ff:0:0:0 root-cost=3 root-cost-hi=4"
                    + " sender-priority=5 sender-priority-hi=6 sender-address=6:5:4:3:2:1 port=7"
                    + " port-hi=8 age=9 age-hi=10 max-age=11 max-age-hi=12 hello-time=13"
                    + " hello-time-hi=14 !forward-delay=15 !forward-delay-hi=16")
            .toGuest());
  }

  @Test
  void macIsMatchedByEtherType() {
    assertEquals(
        List.of("-s ! 01:02:00:00:00:00/ff:ff:00:00:00:00 -p ! 0x806 -j DROP"),
        Lowered.of("drop in mac !srcmacaddr=1:2:3:4:5:6 !srcmacmask=ff:ff:0:0:0:0 !protocolid=arp")
            .toGuest());
  }

  @Test
  void vlanIsMatchedById() {
    assertEquals(
        List.of("-p 0x8100 --vlan-id 11 -j DROP"), Lowered.of("drop in vlan vlanid=0xb").toGuest());
  }

  @Test
  void theProtocolInsideAVlanTagIsReadAsHexadecimal() {
    Lowered lowered = Lowered.of("drop in vlan encap-protocol=arp", "drop out vlan");

    assertEquals(List.of("-p 0x8100 --vlan-encap 2054 -j DROP"), lowered.toGuest());
    assertEquals(List.of("vlan-encap-misread"), lowered.codes());
    assertEquals( // 34525, of which ebtables keeps 16 bits
        List.of("-p 0x8100 --vlan-encap 4525 -j DROP"),
        Lowered.of("drop in vlan encap-protocol=ipv6").toGuest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop in vlan vlanid=4095",
        "drop in mac dstmacaddr=52:54:00:00:00:02 dstmacmask=00:00:00:00:00:00"
      })
  void numbersThatEbtablesDoesNotTakeAreAnError(String rule) {
    LoweringException e = Lowered.failure(rule);

    assertEquals(LoweringCode.REFUSED_BY_NETFILTER, e.diagnostic().code());
  }

  @Test
  void theSourceOfSpanningTreeFramesCannotBeSwapped() {
    LoweringException e = Lowered.failure("drop inout stp srcmacaddr=1:2:3:4:5:6");

    assertEquals(LoweringCode.REFUSED_BY_LIBVIRT, e.diagnostic().code());
    assertEquals(
        List.of("-d 01:80:c2:00:00:00 --stp-type 2 -j DROP"),
        Lowered.of("drop inout stp type=2").fromGuest());
  }

  @Test
  void aMaskWithoutAnAddressIsNotMatched() {
    Lowered lowered = Lowered.of("drop in mac dstmacmask=ff:0:0:0:0:0");

    assertEquals(List.of("-j DROP"), lowered.toGuest());
    assertEquals(List.of("mask-ignored"), lowered.codes());
  }

  @Test
  void notGratuitousIsNotMatchedUnlessItIsWrittenAsANegation() {
    assertEquals(List.of("-p 0x806 -j DROP"), Lowered.of("drop in arp gratuitous=no").toGuest());
    assertEquals(
        List.of("-p 0x806 ! --arp-gratuitous -j DROP"),
        Lowered.of("drop in arp !gratuitous=yes").toGuest());
  }

  @Test
  void namesOfChainsFitIntoTheLimitOfEbtables() {
    Lowered lowered = Lowered.of(chain("f", "ipv4-1234567", 0, "drop in -"));

    assertTrue(lowered.text(Family.BRIDGE).contains("\n:O-vnet0-ipv4-1234567 ACCEPT\n"));
  }

  @Test
  void namesOfChainsThatEbtablesWouldRefuseAreRefused() {
    Filter longest =
        Filter.builder("f").chain("mac-456789ab").rule(Lowered.rule("drop in mac")).build();
    CompileOptions options =
        CompileOptions.builder().library(FilterLibrary.of(List.of(longest))).build();
    FilterReference reference = FilterReference.of("f", Parameters.NONE);
    MacAddress mac = MacAddress.parse("52:54:00:01:02:03");

    FilterCompiler.compile(
        FilterBinding.of(new InterfaceName("a123456789abc"), mac, reference), options);
    LoweringException e =
        assertThrows(
            LoweringException.class,
            () ->
                FilterCompiler.compile(
                    FilterBinding.of(new InterfaceName("a123456789abcd"), mac, reference),
                    options));

    assertEquals(LoweringCode.REFUSED_BY_NETFILTER, e.diagnostic().code());
    assertTrue(
        e.getMessage()
            .contains("the chain would be named O-a123456789abcd-mac-456789ab, which has 29"),
        e.getMessage());
  }
}
