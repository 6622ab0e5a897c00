package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.MacTranslation;
import io.nwfilter.netfilter.ruleset.Target.MacTranslationKind;
import io.nwfilter.netfilter.ruleset.Target.MarkOperation;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TargetTest {

  private static final MacAddress MAC = MacAddress.parse("1:2:3:4:5:6");
  private static final IpAddress IPV4 = Ipv4Address.parse("10.1.2.3");
  private static final IpAddress IPV6 = Ipv6Address.parse("fe80::1");

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void eachVariantHasAVisit() throws ReflectiveOperationException {
    Variants.checkVisitor(Target.class, Target.Visitor.class, SampleRules.targets());
  }

  @Test
  void jumpsAreToNamesThatChainsCanHave() {
    assertEquals("'a b' cannot be the name of a chain", message(() -> new Target.Jump("a b")));
    assertEquals("'' cannot be the name of a chain", message(() -> new Target.Goto("")));
  }

  @Test
  void aSpanOfAddressesIsOfOneFamily() {
    assertEquals(
        "10.1.2.3 and fe80::1 are of different families",
        message(() -> new AddressSpan(IPV4, IPV6)));
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, 4", "0, 65536"})
  void aSpanOfPortsIsInOrderAndRange(int first, int last) {
    assertEquals("ports " + first + " to " + last, message(() -> new PortSpan(first, last)));
  }

  @Test
  void aSpanOfPortsSaysASinglePortOnce() {
    assertEquals("7", new PortSpan(7, 7).toString());
    assertEquals("0-65535", new PortSpan(0, 65535).toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"MASQUERADE", "REDIRECT"})
  void addressesAreOnlyForTranslationsToAddresses(TranslationKind kind) {
    Optional<AddressSpan> addresses = Optional.of(new AddressSpan(IPV4, IPV4));

    assertEquals(
        kind + " takes no addresses",
        message(
            () -> new AddressTranslation(kind, addresses, Optional.empty(), ImmutableSet.of())));
  }

  @Test
  void marksHave32Bits() {
    assertEquals("mark 4294967296/1", message(() -> new Target.SetMark(1L << 32, 1)));
    assertEquals("mark 1/-1", message(() -> new Target.SetMark(1, -1)));
    assertEquals(
        "mark 4294967296",
        message(() -> new Target.FrameMark(MarkOperation.AND, 1L << 32, Verdict.ACCEPT)));
    assertEquals(0xffff_ffffL, new Target.SetMark(0xffff_ffffL, 0).value());
  }

  @Test
  void aMacTranslationHasAnAddressUnlessItRedirects() {
    assertEquals(
        "SNAT to Optional.empty",
        message(
            () ->
                new MacTranslation(
                    MacTranslationKind.SNAT, Optional.empty(), false, Verdict.ACCEPT)));
    assertEquals(
        "REDIRECT to Optional[01:02:03:04:05:06]",
        message(
            () ->
                new MacTranslation(
                    MacTranslationKind.REDIRECT, Optional.of(MAC), false, Verdict.ACCEPT)));
    assertEquals(
        "DNAT does not change ARP",
        message(
            () ->
                new MacTranslation(
                    MacTranslationKind.DNAT, Optional.of(MAC), true, Verdict.ACCEPT)));
  }

  @Test
  void namesAndWordsCannotBreakOutOfALine() {
    assertEquals(
        "'a b' is not a legal extension name: letters, digits, '_' and '-', not starting with '-'",
        message(() -> Target.ExtensionTarget.of("a b")));
    assertEquals(
        "'-j' is not a legal extension name: letters, digits, '_' and '-', not starting with '-'",
        message(() -> new Target.OpaqueTarget("-j", ImmutableList.of())));
    assertEquals(
        "'a\n"
            + "b' is not a word of a rule: at most 1048576 characters, none of them a control"
            + " character",
        message(() -> new Target.OpaqueTarget("T", ImmutableList.of("a\nb"))));
  }

  @ParameterizedTest
  @CsvSource({
    "PORT_UNREACHABLE, icmp-port-unreachable, icmp6-port-unreachable",
    "NET_UNREACHABLE, icmp-net-unreachable, ",
    "HOST_UNREACHABLE, icmp-host-unreachable, icmp6-addr-unreachable",
    "PROTOCOL_UNREACHABLE, icmp-proto-unreachable, ",
    "NET_PROHIBITED, icmp-net-prohibited, ",
    "HOST_PROHIBITED, icmp-host-prohibited, ",
    "ADMIN_PROHIBITED, icmp-admin-prohibited, icmp6-adm-prohibited",
    "NO_ROUTE, , icmp6-no-route",
    "POLICY_FAIL, , icmp6-policy-fail",
    "REJECT_ROUTE, , icmp6-reject-route",
    "TCP_RESET, tcp-reset, tcp-reset"
  })
  void reasonsHaveTheirNamesInEachFamily(RejectReason reason, String ipv4, String ipv6) {
    assertEquals(Optional.ofNullable(ipv4), reason.name(Family.IPV4));
    assertEquals(Optional.ofNullable(ipv6), reason.name(Family.IPV6));
    assertEquals(Optional.empty(), reason.name(Family.BRIDGE));
  }

  @Test
  void simpleTargetsAreEqualByTheirComponents() {
    new EqualsTester()
        .addEqualityGroup(Target.ACCEPT, Verdict.ACCEPT)
        .addEqualityGroup(Target.DROP, Verdict.DROP)
        .addEqualityGroup(Target.RETURN, Verdict.RETURN)
        .addEqualityGroup(Verdict.CONTINUE)
        .addEqualityGroup(Target.Reject.DEFAULT, new Target.Reject(RejectReason.PORT_UNREACHABLE))
        .addEqualityGroup(new Target.Reject(RejectReason.TCP_RESET))
        .addEqualityGroup(new Target.Jump("a"), new Target.Jump("a"))
        .addEqualityGroup(new Target.Jump("b"))
        .addEqualityGroup(new Target.Goto("a"), new Target.Goto("a"))
        .addEqualityGroup(new Target.SetMark(1, 3), new Target.SetMark(1, 3))
        .addEqualityGroup(new Target.SetMark(2, 3))
        .addEqualityGroup(new Target.SetMark(1, 7))
        .addEqualityGroup(
            Target.ExtensionTarget.of("T"), new Target.ExtensionTarget("T", ImmutableList.of()))
        .addEqualityGroup(Target.ExtensionTarget.of("T", OptionUse.of("o")))
        .addEqualityGroup(
            new Target.OpaqueTarget("T", ImmutableList.of()),
            new Target.OpaqueTarget("T", ImmutableList.of()))
        .addEqualityGroup(new Target.OpaqueTarget("U", ImmutableList.of()))
        .testEquals();
  }

  @Test
  void targetsOfFramesAreEqualByTheirComponents() {
    new EqualsTester()
        .addEqualityGroup(
            new Target.FrameMark(MarkOperation.OR, 5, Verdict.ACCEPT),
            new Target.FrameMark(MarkOperation.OR, 5, Verdict.ACCEPT))
        .addEqualityGroup(new Target.FrameMark(MarkOperation.AND, 5, Verdict.ACCEPT))
        .addEqualityGroup(new Target.FrameMark(MarkOperation.OR, 6, Verdict.ACCEPT))
        .addEqualityGroup(new Target.FrameMark(MarkOperation.OR, 5, Verdict.DROP))
        .addEqualityGroup(
            new MacTranslation(MacTranslationKind.SNAT, Optional.of(MAC), true, Verdict.DROP),
            new MacTranslation(MacTranslationKind.SNAT, Optional.of(MAC), true, Verdict.DROP))
        .addEqualityGroup(
            new MacTranslation(MacTranslationKind.SNAT, Optional.of(MAC), false, Verdict.DROP))
        .addEqualityGroup(
            new MacTranslation(MacTranslationKind.DNAT, Optional.of(MAC), false, Verdict.DROP))
        .addEqualityGroup(new Target.ArpReply(MAC, Verdict.DROP))
        .addEqualityGroup(new Target.ArpReply(MAC, Verdict.ACCEPT))
        .testEquals();
  }

  @Test
  void theOrderOfFlagsDoesNotCount() {
    Optional<AddressSpan> none = Optional.empty();
    Optional<PortSpan> ports = Optional.of(new PortSpan(7, 8));
    ImmutableSet<TranslationFlag> flags =
        ImmutableSet.of(TranslationFlag.PERSISTENT, TranslationFlag.RANDOM);
    AddressTranslation redirect =
        new AddressTranslation(TranslationKind.REDIRECT, none, ports, flags);
    new EqualsTester()
        .addEqualityGroup(
            redirect,
            AddressTranslation.of(
                TranslationKind.REDIRECT,
                none,
                ports,
                ImmutableSet.of(TranslationFlag.RANDOM, TranslationFlag.PERSISTENT)))
        .addEqualityGroup(new AddressTranslation(TranslationKind.MASQUERADE, none, ports, flags))
        .addEqualityGroup(
            new AddressTranslation(TranslationKind.REDIRECT, none, Optional.empty(), flags))
        .addEqualityGroup(
            new AddressTranslation(TranslationKind.REDIRECT, none, ports, ImmutableSet.of()))
        .addEqualityGroup(
            new AddressTranslation(
                TranslationKind.DNAT, Optional.of(new AddressSpan(IPV4, IPV4)), ports, flags))
        .testEquals();
    assertEquals(
        ImmutableList.of(TranslationFlag.RANDOM, TranslationFlag.PERSISTENT),
        ImmutableList.copyOf(redirect.flags()));
  }
}
