package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What libvirt 9.0.0 made of such rules on vnet0, as restore text. */
class PacketLoweringTest {

  private static final String STARTS =
      " -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir ORIGINAL";
  private static final String ANSWERS =
      " -m conntrack --ctstate ESTABLISHED -m conntrack --ctdir REPLY";

  /** Checks one rule's forms in FI and FO; the one in HI is always that of FI. */
  private static Lowered check(String rule, List<String> in, List<String> out) {
    Lowered lowered = Lowered.of(rule);
    assertEquals(in, lowered.forwardIn());
    assertEquals(in, lowered.hostIn());
    assertEquals(out, lowered.forwardOut());
    return lowered;
  }

  private static Lowered check(String rule, String in, String out) {
    return check(rule, List.of(in), List.of(out));
  }

  @Test
  void acceptInAnswersFromTheGuestAndStartsToIt() {
    check(
        "accept in tcp srcportstart=1 dstportstart=2",
        "-p tcp -m tcp --dport 1 --sport 2" + ANSWERS + " -j RETURN",
        "-p tcp -m tcp --sport 1 --dport 2" + STARTS + " -j ACCEPT");
  }

  @Test
  void acceptOutStartsFromTheGuestAndAnswersToIt() {
    check(
        "accept out udp srcportstart=1 srcportend=3 dstportstart=2 dstportend=4",
        "-p udp -m udp --sport 1:3 --dport 2:4" + STARTS + " -j RETURN",
        "-p udp -m udp --dport 1:3 --sport 2:4" + ANSWERS + " -j ACCEPT");
  }

  @Test
  void acceptInoutSwapsFromTheGuestAndMatchesNoState() {
    check(
        "accept inout sctp srcipaddr=10.1.2.3 dstportstart=2",
        "-p sctp -d 10.1.2.3/32 -m sctp --sport 2 -j RETURN",
        "-p sctp -s 10.1.2.3/32 -m sctp --dport 2 -j ACCEPT");
  }

  @ParameterizedTest
  @CsvSource({"return, RETURN", "drop, DROP", "reject, REJECT --reject-with icmp-port-unreachable"})
  void otherActionsMatchNoStateAndHaveOneTarget(String action, String target) {
    check(
        action + " in tcp dstportstart=2",
        "-p tcp -m tcp --sport 2 -j " + target,
        "-p tcp -m tcp --dport 2 -j " + target);
  }

  @Test
  void rejectOnIpv6SendsAnIcmpv6Message() {
    Lowered lowered = Lowered.of("reject out udp-ipv6 dstportstart=53");

    assertEquals(
        List.of("-p udp -m udp --dport 53 -j REJECT --reject-with icmp6-port-unreachable"),
        lowered.chain(Family.IPV6, "FI-vnet0"));
  }

  @Test
  void withoutStatematchAcceptMatchesNoState() {
    check(
        "accept in tcp statematch=0 dstportstart=2",
        "-p tcp -m tcp --sport 2 -j RETURN",
        "-p tcp -m tcp --dport 2 -j ACCEPT");
  }

  @Test
  void aStateIsMatchedOnlyWhereTheConnectionStarts() {
    check(
        "accept in tcp state=NEW dstportstart=2",
        List.of(),
        List.of("-p tcp -m tcp --dport 2 -m conntrack --ctstate NEW -j ACCEPT"));
    check(
        "drop out tcp state=RELATED,NEW dstportstart=2",
        List.of("-p tcp -m tcp --dport 2 -m conntrack --ctstate NEW,RELATED -j DROP"),
        List.of());
    check(
        "return inout tcp state=INVALID dstportstart=2",
        "-p tcp -m tcp --sport 2 -m conntrack --ctstate INVALID -j RETURN",
        "-p tcp -m tcp --dport 2 -m conntrack --ctstate INVALID -j RETURN");
  }

  @Test
  void stateNoneMatchesNoStateInTheSameChains() {
    check("accept in tcp state=NONE", List.of(), List.of("-p tcp -j ACCEPT"));
    check("accept out tcp state=NONE", List.of("-p tcp -j RETURN"), List.of());
    check("accept inout tcp state=NONE", "-p tcp -j RETURN", "-p tcp -j ACCEPT");
  }

  @Test
  void anEmptyStateIsAsNone() {
    check(
        "accept in tcp state=",
        "-p tcp" + ANSWERS + " -j RETURN",
        "-p tcp" + STARTS + " -j ACCEPT");
  }

  @Test
  void aStateIsIgnoredWithoutStatematch() {
    Lowered lowered =
        check("accept in tcp statematch=0 state=NEW", "-p tcp -j RETURN", "-p tcp -j ACCEPT");

    assertEquals(List.of("state-ignored"), lowered.codes());
  }

  @Test
  void aConnectionLimitReplacesTheStateAndIsOnOneSideOnly() {
    Lowered lowered =
        check(
            "accept in tcp connlimit-above=3 dstportstart=2",
            List.of(),
            List.of("-p tcp -m tcp --dport 2 -m connlimit --connlimit-above 3 -j ACCEPT"));
    assertEquals(List.of("connlimit-one-way", "connlimit-drops-state"), lowered.codes());
    assertEquals(Lowered.HERE, lowered.compiled().diagnostics().get(0).location());

    check(
        "drop out tcp !connlimit-above=4",
        List.of("-p tcp -m connlimit --connlimit-upto 4 -j DROP"),
        List.of());
    assertEquals(List.of(), Lowered.of("drop out tcp connlimit-above=4").codes());
  }

  @Test
  void icmpWithATypeIsMatchedInItsOwnDirectionOnly() {
    Lowered lowered =
        check(
            "accept out icmp type=8",
            List.of(
                "-p icmp -m icmp --icmp-type 8 -m conntrack --ctstate NEW,ESTABLISHED -j RETURN"),
            List.of());
    assertEquals(List.of(), lowered.codes()); // nothing drops the replies

    check(
        "accept in icmp type=3 code=4",
        List.of(),
        List.of(
            "-p icmp -m icmp --icmp-type 3/4 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT"));
    check("drop in icmp !type=3", List.of(), List.of("-p icmp -m icmp ! --icmp-type 3 -j DROP"));
  }

  @Test
  void icmpWithATypeAndInoutMakesNoRulesButTheChains() {
    Lowered lowered = check("accept inout icmp type=8", List.of(), List.of());

    assertEquals(List.of("icmp-answer-skipped"), lowered.codes());
    assertTrue(lowered.text(Family.IPV4).contains("\n:FI-vnet0 - [0:0]\n"));
    assertTrue(lowered.text(Family.IPV4).contains("\n:FO-vnet0 - [0:0]\n"));
    assertTrue(lowered.text(Family.IPV4).contains("\n:HI-vnet0 - [0:0]\n"));
  }

  @Test
  void icmpWithoutATypeIsMatchedInBothDirections() {
    check("accept out icmp", "-p icmp" + STARTS + " -j RETURN", "-p icmp" + ANSWERS + " -j ACCEPT");
  }

  @Test
  void icmpCodeWithoutATypeIsNotMatched() {
    Lowered lowered = Lowered.of("drop out icmp code=4");

    assertEquals(List.of("-p icmp -j DROP"), lowered.forwardIn());
    assertEquals(List.of("icmp-code-ignored"), lowered.codes());
  }

  @Test
  void icmpv6HasTypesToo() {
    assertEquals(
        List.of("-p ipv6-icmp -m icmp6 --icmpv6-type 1/4 -j DROP"),
        Lowered.of("drop out icmpv6 type=1 code=4").chain(Family.IPV6, "FI-vnet0"));
  }

  @Test
  void theSourceMacIsLeftOutWhereSourceAndDestinationAreSwapped() {
    Lowered lowered =
        check(
            "drop in tcp srcmacaddr=1:2:3:4:5:6 dstportstart=2",
            "-p tcp -m tcp --sport 2 -j DROP",
            "-p tcp -m mac --mac-source 01:02:03:04:05:06 -m tcp --dport 2 -j DROP");

    assertEquals(List.of("source-mac-unmatched"), lowered.codes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "srcipaddr=1.2.3.4",
        "dstipaddr=1.2.3.4",
        "srcipfrom=1.2.3.4",
        "dstipfrom=1.2.3.4",
        "dscp=7",
        "srcportstart=8",
        "dstportstart=9",
        "flags=SYN/SYN",
        "option=5"
      })
  void theSwappedRuleStaysIfSomethingElseIsMatched(String attribute) {
    Lowered lowered = Lowered.of("drop in tcp srcmacaddr=1:2:3:4:5:6 " + attribute);

    assertEquals(1, lowered.forwardIn().size());
    assertEquals(1, lowered.forwardOut().size());
  }

  @Test
  void theSwappedRuleIsNotMadeIfNothingElseIsMatched() {
    check(
        "drop in tcp !srcmacaddr=1:2:3:4:5:6",
        List.of(),
        List.of("-p tcp -m mac ! --mac-source 01:02:03:04:05:06 -j DROP"));
    check(
        "drop out all srcmacaddr=1:2:3:4:5:6",
        List.of("-m mac --mac-source 01:02:03:04:05:06 -j DROP"),
        List.of());
  }

  @Test
  void addressesAreMatchedUnderTheirMasks() {
    check(
        "drop out all srcipaddr=10.1.2.3 srcipmask=255.255.0.0 !dstipaddr=192.0.2.7 !dstipmask=31",
        "-s 10.1.0.0/16 ! -d 192.0.2.6/31 -j DROP",
        "-d 10.1.0.0/16 ! -s 192.0.2.6/31 -j DROP");
  }

  @Test
  void rangesOfAddressesAreMatched() {
    check(
        "drop out all srcipfrom=10.0.0.1 srcipto=10.0.0.9 !dstipfrom=10.0.1.1 !dstipto=10.0.1.8",
        "-m iprange --src-range 10.0.0.1-10.0.0.9 -m iprange ! --dst-range 10.0.1.1-10.0.1.8"
            + " -j DROP",
        "-m iprange --dst-range 10.0.0.1-10.0.0.9 -m iprange ! --src-range 10.0.1.1-10.0.1.8"
            + " -j DROP");
  }

  @Test
  void anAddressWinsOverARange() {
    Lowered lowered =
        check(
            "drop out all srcipaddr=10.1.2.3 srcipfrom=10.0.0.1 srcipto=10.0.0.9",
            "-s 10.1.2.3/32 -j DROP",
            "-d 10.1.2.3/32 -j DROP");

    assertEquals(List.of("range-ignored"), lowered.codes());
  }

  @Test
  void theEndOfARangeWithoutItsStartIsNotMatched() {
    Lowered lowered = Lowered.of("drop out udp srcipto=10.0.0.9 dstportend=9");

    assertEquals(List.of("-p udp -j DROP"), lowered.forwardIn());
    assertEquals(List.of("range-ignored", "range-ignored"), lowered.codes());
  }

  @Test
  void aMaskWithoutAnAddressIsNotMatched() {
    Lowered lowered = Lowered.of("drop out udp dstipmask=9");

    assertEquals(List.of("-p udp -j DROP"), lowered.forwardIn());
    assertEquals(List.of("mask-ignored"), lowered.codes());
  }

  @Test
  void matchesStandInLibvirtsOrder() {
    Lowered lowered =
        Lowered.of(
            Filter.builder("f")
                .rule(
                    Lowered.rule(
                            "accept out tcp srcmacaddr=1:2:3:4:5:6 srcipaddr=10.1.2.3"
                                + " dstipfrom=10.0.0.1 dstipto=10.0.0.9 dscp=46 srcportstart=7"
                                + " dstportstart=8 option=9 flags=SYN,ACK/SYN state=NEW")
                        .where(Attributes.COMMENT, "a \"b\" \\c"))
                .build());

    assertEquals(
        List.of(
            "-p tcp -m mac --mac-source 01:02:03:04:05:06 -s 10.1.2.3/32 -m iprange --dst-range"
                + " 10.0.0.1-10.0.0.9 -m dscp --dscp 0x2e -m tcp --sport 7 --dport 8 --tcp-option"
                + " 9 --tcp-flags SYN,ACK SYN -m conntrack --ctstate NEW -m comment --comment"
                + " \"a \\\"b\\\" \\\\c\" -j RETURN"),
        lowered.forwardIn());
  }

  @Test
  void everythingCanBeNegated() {
    assertEquals(
        List.of(
            "-p tcp -m dscp ! --dscp 0x7 -m tcp ! --sport 8 ! --dport 9:10 ! --tcp-option 11 !"
                + " --tcp-flags ALL NONE -j DROP"),
        Lowered.of(
                "drop out tcp !dscp=7 !srcportstart=8 !dstportstart=9 !dstportend=10 !option=11"
                    + " !flags=ALL/NONE")
            .forwardIn());
  }

  @Test
  void theNegationOfADestinationPortIsLostWithoutASourcePort() {
    Lowered lowered =
        check(
            "drop out tcp !dstportstart=22",
            "-p tcp -m tcp --dport 22 -j DROP",
            "-p tcp -m tcp --sport 22 -j DROP");

    assertEquals(List.of("port-negation-lost"), lowered.codes());
  }

  @Test
  void theNegationOfADestinationPortFollowsTheSourcePort() {
    Lowered gained = Lowered.of("drop out tcp !srcportstart=21 dstportstart=22");
    Lowered lost = Lowered.of("drop out tcp srcportstart=21 !dstportstart=22");

    assertEquals(List.of("-p tcp -m tcp ! --sport 21 ! --dport 22 -j DROP"), gained.forwardIn());
    assertEquals(List.of("port-negation-lost"), gained.codes());
    assertEquals(List.of("-p tcp -m tcp --sport 21 --dport 22 -j DROP"), lost.forwardIn());
    assertEquals(List.of("port-negation-lost"), lost.codes());
    assertEquals(List.of(), Lowered.of("drop out tcp !srcportstart=21 !dstportstart=22").codes());
  }

  @Test
  void anIpsetIsMatchedOnAllWithFlippedFlagsOnTheOtherSide() {
    Lowered lowered =
        check(
            "accept out all ipset=s-1 ipsetflags=src,src,dst",
            "-m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir ORIGINAL -m set"
                + " --match-set s-1 src,src,dst -j RETURN",
            "-m conntrack --ctstate ESTABLISHED -m conntrack --ctdir REPLY -m set --match-set s-1"
                + " dst,dst,src -j ACCEPT");
    assertEquals(List.of(), lowered.codes());
    assertEquals(
        List.of("-m set --match-set s-1 dst -j DROP"),
        Lowered.of("drop out all-ipv6 ipset=s-1 ipsetflags=dst").chain(Family.IPV6, "FI-vnet0"));
  }

  @Test
  void theNegationOfAnIpsetIsLost() {
    Lowered lowered = Lowered.of("drop out all !ipset=s !ipsetflags=src");

    assertEquals(List.of("-m set --match-set s src -j DROP"), lowered.forwardIn());
    assertEquals(List.of("ipset-negation-lost"), lowered.codes());
  }

  @Test
  void anIpsetWithFlagsIsDroppedOnOtherProtocols() {
    Lowered lowered = Lowered.of("drop out tcp ipset=s ipsetflags=src");

    assertEquals(List.of("-p tcp -j DROP"), lowered.forwardIn());
    assertEquals(List.of("ipset-dropped"), lowered.codes());
  }

  @Test
  void anIpsetWithoutFlagsIsDroppedOnAllAndFailsOnOtherProtocols() {
    Lowered lowered = Lowered.of("drop out all ipset=s");
    LoweringException e = Lowered.failure("drop out tcp ipset=s");

    assertEquals(List.of("-j DROP"), lowered.forwardIn());
    assertEquals(List.of("ipset-dropped"), lowered.codes());
    assertEquals(LoweringCode.IPSET_UNUSABLE, e.diagnostic().code());
    assertTrue(e.getMessage().contains("ipset 's' without ipsetflags"), e.getMessage());
  }

  @Test
  void anIpsetWhoseNameCannotBePrintedIsAnError() {
    Filter filter =
        Filter.builder("f")
            .rule(
                Rule.drop(Direction.OUT, Protocol.ALL)
                    .where(Attributes.IPSET, "a b")
                    .whereText(Attributes.IPSETFLAGS, "src"))
            .build();

    LoweringException e = assertThrows(LoweringException.class, () -> Lowered.of(filter));
    assertEquals(FilterCode.UNPRINTABLE, e.diagnostic().code());
    assertTrue(e.getMessage().contains("'a b' is not a legal ipset name"), e.getMessage());
  }

  @Test
  void continueIsAnError() {
    LoweringException e = Lowered.failure("continue in udp");

    assertEquals(LoweringCode.CONTINUE_FAILS, e.diagnostic().code());
    assertEquals(Lowered.HERE, e.diagnostic().location());
    assertEquals(
        "f.xml:3:5: error: continue-fails: iptables has no CONTINUE: libvirt fails to start the"
            + " interface (in f); remove the rule",
        e.getMessage());
    assertEquals(
        "iptables has no CONTINUE: libvirt fails to start the interface", e.diagnostic().message());
    assertEquals("f", e.diagnostic().path().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "drop out tcp srcportstart=9 srcportend=8, from srcportstart 9 to srcportend 8 is empty",
    "drop in sctp dstportstart=7 dstportend=6, from dstportstart 7 to dstportend 6 is empty"
  })
  void anEmptyRangeIsAnErrorThatNamesBothEnds(String rule, String message) {
    LoweringException e = Lowered.failure(rule);

    assertEquals(LoweringCode.REFUSED_BY_NETFILTER, e.diagnostic().code());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void anEmptyRangeOfUdpPortsMatchesNothing() {
    Lowered lowered = Lowered.of("drop out udp srcportstart=9 srcportend=8");

    assertEquals(List.of("-p udp -m udp --sport 9:8 -j DROP"), lowered.forwardIn());
    assertEquals(List.of("empty-range"), lowered.codes());
  }

  @Test
  void aRangeOfBothFamiliesIsAnError() {
    LoweringException e = Lowered.failure("drop out tcp-ipv6 dstipfrom=fe80::1 dstipto=1.2.3.4");

    assertEquals(LoweringCode.REFUSED_BY_NETFILTER, e.diagnostic().code());
    assertTrue(e.getMessage().contains("fe80::1 to 1.2.3.4 mixes"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'a\nb',comment-newline",
        "a\u0000b,comment-newline",
        "\u009b31m,comment-newline",
        "a\ud800b,unprintable"
      })
  void aCommentThatRestoreTextCannotCarryIsAnError(String text, String code) {
    Filter filter =
        Filter.builder("f")
            .rule(Rule.drop(Direction.OUT, Protocol.ALL).where(Attributes.COMMENT, text))
            .build();

    LoweringException e = assertThrows(LoweringException.class, () -> Lowered.of(filter));
    assertEquals(code, e.diagnostic().code().id());
  }

  @Test
  void anEmptyCommentIsOne() {
    assertEquals(
        List.of("-m comment --comment \"\" -j DROP"),
        Lowered.of("drop out all comment=").forwardIn());
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, -p tcp",
    "udp, -p udp",
    "udplite, -p udplite",
    "esp, -p esp",
    "ah, -p ah",
    "sctp, -p sctp",
    "icmp, -p icmp",
    "igmp, -p 2"
  })
  void protocolsAreMatchedByTheNamesThatTheToolsKnow(String protocol, String match) {
    assertEquals(List.of(match + " -j DROP"), Lowered.of("drop out " + protocol).forwardIn());
    assertEquals(List.of("-j DROP"), Lowered.of("drop out all").forwardIn());
  }

  @Test
  void familiesHaveChainsOnlyIfTheyHaveRules() {
    Lowered ipv4 = Lowered.of("drop in tcp");
    Lowered ipv6 = Lowered.of("drop in tcp-ipv6");

    assertEquals("", ipv4.text(Family.IPV6));
    assertEquals("", ipv4.text(Family.BRIDGE));
    assertEquals("", ipv6.text(Family.IPV4));
    assertEquals(ipv4.text(Family.IPV4), ipv6.text(Family.IPV6));
  }

  @Test
  void rulesFollowEachOtherByPriority() {
    assertEquals(
        List.of("-p esp -j DROP", "-p tcp -j DROP", "-p ah -j DROP"),
        Lowered.of("drop out tcp", "drop out ah priority=501", "drop out esp priority=-1")
            .forwardIn());
  }

  @Test
  void theTextIsOneTableWithTheChainsThatLeadToTheRules() {
    assertEquals(
        """
        *filter
        :libvirt-in - [0:0]
        :libvirt-out - [0:0]
        :libvirt-in-post - [0:0]
        :libvirt-host-in - [0:0]
        :FI-vnet0 - [0:0]
        :FO-vnet0 - [0:0]
        :HI-vnet0 - [0:0]
        -I INPUT 1 -j libvirt-host-in
        -I FORWARD 1 -j libvirt-in
        -I FORWARD 2 -j libvirt-out
        -I FORWARD 3 -j libvirt-in-post
        -A libvirt-in -m physdev --physdev-in vnet0 -g FI-vnet0
        -A libvirt-out -m physdev --physdev-is-bridged --physdev-out vnet0 -g FO-vnet0
        -A libvirt-in-post -m physdev --physdev-in vnet0 -j ACCEPT
        -A libvirt-host-in -m physdev --physdev-in vnet0 -g HI-vnet0
        -A FI-vnet0 -p tcp -j RETURN
        -A FO-vnet0 -p tcp -j ACCEPT
        -A HI-vnet0 -p tcp -j RETURN
        COMMIT
        """,
        Lowered.of("accept inout tcp").text(Family.IPV4));
  }

  @Test
  void icmpType255MeansAnyType() {
    Lowered lowered = Lowered.of("drop out icmp type=255");

    assertEquals(List.of("-p icmp -m icmp --icmp-type 255 -j DROP"), lowered.forwardIn());
    assertTrue(lowered.codes().contains("icmp-type-any"), lowered.codes().toString());
  }

  @Test
  void repliesToARequestMatterWhereTheyWouldBeDropped() {
    for (String lost :
        List.of(
            "accept in icmp",
            "accept in all state=NEW",
            "accept in icmp type=3",
            "accept inout icmp type=0",
            "accept out icmp type=0",
            "accept inout icmpv6")) {
      assertTrue(
          Lowered.of("accept out icmp type=8", lost, "drop inout all")
              .codes()
              .contains("icmp-answer-skipped"),
          lost);
    }
    for (String accepted :
        List.of(
            "accept in icmp type=0",
            "accept inout icmp",
            "accept out all",
            "accept in icmp statematch=0",
            "accept in all state=ESTABLISHED")) {
      assertEquals(
          List.of(),
          Lowered.of("accept out icmp type=8", accepted, "drop inout all").codes().stream()
              .filter("icmp-answer-skipped"::equals)
              .toList(),
          accepted);
    }
  }

  @Test
  void aDropOfCertainPacketsIsMeant() {
    for (String drop :
        List.of("drop in icmp type=0", "drop inout all srcipaddr=10.0.0.1", "drop inout tcp")) {
      assertEquals(
          List.of(),
          Lowered.of("accept out icmp type=8", drop).codes().stream()
              .filter("icmp-answer-skipped"::equals)
              .toList(),
          drop);
    }
    assertTrue(
        Lowered.of("accept out icmp type=8", "drop inout all !srcipaddr=10.0.0.1")
            .codes()
            .contains("icmp-answer-skipped"));
  }
}
