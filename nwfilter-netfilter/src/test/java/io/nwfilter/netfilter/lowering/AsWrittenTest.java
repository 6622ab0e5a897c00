package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that are compiled as written, where libvirt would make something else of them. */
class AsWrittenTest {

  private static final String ANSWERS =
      "-m conntrack --ctstate ESTABLISHED -m conntrack --ctdir REPLY";
  private static final String STARTS =
      "-m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir ORIGINAL";

  private static Lowered check(String rule, List<String> fromGuest, List<String> toGuest) {
    Lowered lowered = Lowered.asWritten(rule);
    assertEquals(fromGuest, lowered.forwardIn(), rule);
    assertEquals(fromGuest, lowered.hostIn(), rule);
    assertEquals(toGuest, lowered.forwardOut(), rule);
    return lowered;
  }

  @Test
  void answersPassByTheStateOfTheirConnection() {
    check(
        "accept out icmp type=8 srcipaddr=10.0.0.1",
        List.of(
            "-p icmp -s 10.0.0.1/32 -m icmp --icmp-type 8 -m conntrack --ctstate NEW,ESTABLISHED -j"
                + " RETURN"),
        List.of("-p icmp -d 10.0.0.1/32 " + ANSWERS + " -j ACCEPT"));
    check(
        "accept out tcp srcmacaddr=52:54:00:00:00:09",
        List.of("-p tcp -m mac --mac-source 52:54:00:00:00:09 " + STARTS + " -j RETURN"),
        List.of("-p tcp " + ANSWERS + " -j ACCEPT"));
    check(
        "accept out udp connlimit-above=5",
        List.of("-p udp " + STARTS + " -m connlimit --connlimit-above 5 -j RETURN"),
        List.of("-p udp " + ANSWERS + " -j ACCEPT"));
  }

  @ParameterizedTest
  @CsvSource({
    "drop out icmp type=8, -p icmp -m icmp --icmp-type 8 -j DROP",
    "drop out tcp srcmacaddr=52:54:00:00:00:09, -p tcp -m mac --mac-source 52:54:00:00:00:09 -j"
        + " DROP",
    "drop out udp connlimit-above=5, -p udp -m connlimit --connlimit-above 5 -j DROP",
    "accept out tcp statematch=0 srcmacaddr=52:54:00:00:00:09,"
        + " -p tcp -m mac --mac-source 52:54:00:00:00:09 -j RETURN",
  })
  void withoutAStateThereAreNoAnswersToWhatTheyCannotShow(String rule, String fromGuest) {
    check(rule, List.of(fromGuest), List.of());
  }

  @Test
  void whatDoesNotAcceptMatchesItsOwnDirectionOnly() {
    check("drop in all", List.of(), List.of("-j DROP"));
    check("return out tcp", List.of("-p tcp -j RETURN"), List.of());
    check(
        "accept in tcp statematch=0 dstportstart=22",
        List.of("-p tcp -m tcp --sport 22 -j RETURN"),
        List.of("-p tcp -m tcp --dport 22 -j ACCEPT"));
  }

  @Test
  void aNegatedListIsRefused() {
    Parameters two = Parameters.of("A", "10.0.0.1", "10.0.0.2");
    Filter filter = Filter.builder("f").rule(Lowered.rule("drop in all !srcipaddr=$A")).build();
    LoweringException e =
        assertThrows(LoweringException.class, () -> Lowered.asWritten(two, filter));
    assertTrue(e.diagnostic().message().startsWith("negated-list in libvirt: "), e.getMessage());
    assertEquals(
        List.of("! -s 10.0.0.1/32 -j DROP"),
        Lowered.asWritten(Parameters.of("A", "10.0.0.1"), filter).forwardOut());
  }

  @Test
  void inBothDirectionsTheEndsAreSwapped() {
    check(
        "drop inout icmp type=8 dstipaddr=10.0.0.1",
        List.of("-p icmp -s 10.0.0.1/32 -m icmp --icmp-type 8 -j DROP"),
        List.of("-p icmp -d 10.0.0.1/32 -m icmp --icmp-type 8 -j DROP"));
    check(
        "drop inout tcp connlimit-above=5",
        List.of("-p tcp -m connlimit --connlimit-above 5 --connlimit-daddr -j DROP"),
        List.of("-p tcp -m connlimit --connlimit-above 5 -j DROP"));
  }

  @Test
  void eachPortHasItsOwnNegation() {
    check(
        "drop out sctp srcportstart=1 srcportend=2 !dstportstart=3 !dstportend=4",
        List.of("-p sctp -m sctp --sport 1:2 ! --dport 3:4 -j DROP"),
        List.of());
    check(
        "drop inout sctp srcportstart=1 srcportend=2 !dstportstart=3 !dstportend=4",
        List.of("-p sctp -m sctp --dport 1:2 ! --sport 3:4 -j DROP"),
        List.of("-p sctp -m sctp --sport 1:2 ! --dport 3:4 -j DROP"));
  }

  @Test
  void statesAreMatchedWhereTheyAreWritten() {
    check(
        "drop in tcp statematch=0 state=NEW",
        List.of(),
        List.of("-p tcp -m conntrack --ctstate NEW -j DROP"));
    check(
        "accept in tcp state=NEW connlimit-above=5",
        List.of(),
        List.of("-p tcp -m conntrack --ctstate NEW -m connlimit --connlimit-above 5 -j ACCEPT"));
  }

  @Test
  void setsAreMatchedInEveryProtocol() {
    check(
        "drop inout esp !ipset=s ipsetflags=src,dst",
        List.of("-p esp -m set ! --match-set s dst,src -j DROP"),
        List.of("-p esp -m set ! --match-set s src,dst -j DROP"));
  }

  @Test
  void aRuleThatGoesOnHasNoTarget() {
    Lowered lowered = check("continue in ah", List.of(), List.of("-p ah"));
    assertEquals(List.of("libvirt-refuses"), lowered.codes());
  }

  @ParameterizedTest
  @CsvSource({
    "reject in arp, reject-is-drop",
    "drop inout tcp srcmacaddr=52:54:00:00:00:09, source-mac-unmatched",
    "drop in all ipset=s, ipset-dropped",
    "drop in tcp srcportend=5, range-ignored",
    "drop in tcp srcipto=10.0.0.1, range-ignored",
    "drop in ip srcmacmask=ff:ff:ff:00:00:00, mask-ignored",
    "drop in arp arpdstipmask=24, mask-ignored",
    "drop in tcp srcipaddr=10.0.0.1 !srcipmask=24, negation-ignored",
    "drop in tcp !srcipfrom=10.0.0.1 srcipto=10.0.0.9, negation-ignored",
    "drop in udp !srcportstart=5 srcportend=6, negation-ignored",
    "drop in udp dstportstart=5 !dstportend=6, negation-ignored",
    "drop in icmp type=3 !code=1, negation-ignored",
    "drop in ipv6 protocol=icmpv6 !type=3 code=1, negation-ignored",
    "drop in mac srcmacaddr=52:54:00:00:00:00 !srcmacmask=ff:ff:ff:00:00:00, negation-ignored",
    "drop in stp !age=5 age-hi=6, negation-ignored",
    "drop in icmp code=3, icmp-code-ignored",
    "drop in icmp type=255, icmp-type-any",
  })
  void whatCannotBeExpressedIsRefused(String rule, String quirk) {
    LoweringException e = assertThrows(LoweringException.class, () -> Lowered.asWritten(rule));
    assertEquals(FilterCode.NOT_AS_WRITTEN, e.diagnostic().code());
    assertTrue(e.diagnostic().message().startsWith(quirk + " in libvirt: "), e.getMessage());
    assertTrue(Lowered.of(rule).codes().contains(quirk), rule);
  }

  @Test
  void variablesAreReplacedEverywhere() {
    Parameters parameters =
        new Parameters(
            Map.of(
                "STATES", List.of("RELATED,NEW"),
                "FLAGS", List.of("SYN,ACK/SYN"),
                "NOTE", List.of("it's \"this\"")));
    Filter filter =
        Filter.builder("f")
            .rule(Lowered.rule("accept out tcp state=$STATES flags=$FLAGS comment=$NOTE"))
            .build();
    assertEquals(
        List.of(
            "-p tcp -m tcp --tcp-flags SYN,ACK SYN -m conntrack --ctstate NEW,RELATED"
                + " -m comment --comment \"it's \\\"this\\\"\" -j RETURN"),
        Lowered.asWritten(parameters, filter).forwardIn());
  }

  @Test
  void prioritiesOutOfRangeCount() {
    assertEquals(
        List.of("-p 0x806 -j DROP", "-p 0x8035 -j DROP"),
        Lowered.asWritten("drop in rarp priority=5000", "drop in arp priority=1000").toGuest());
    assertEquals(
        List.of("-p 0x8035 -j DROP", "-p 0x806 -j DROP"),
        Lowered.of("drop in rarp priority=5000", "drop in arp priority=1000").toGuest());
  }

  @Test
  void failuresOfTheIpLayerLeaveARuleBehind() {
    assertEquals(
        List.of(LoweringCode.CONTINUE_FAILS, LoweringCode.LEFTOVER_ON_FAILURE),
        Lowered.failure("continue in tcp").diagnostics().stream().map(Diagnostic::code).toList());
    assertEquals(
        List.of(LoweringCode.REFUSED_BY_NETFILTER),
        Lowered.failure("drop in vlan vlanid=4095").diagnostics().stream()
            .map(Diagnostic::code)
            .toList());
  }
}
