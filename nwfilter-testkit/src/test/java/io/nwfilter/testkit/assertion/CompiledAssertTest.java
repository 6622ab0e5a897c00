package io.nwfilter.testkit.assertion;

import static io.nwfilter.netfilter.exchange.Exchanges.arp;
import static io.nwfilter.netfilter.exchange.Exchanges.dhcp;
import static io.nwfilter.netfilter.exchange.Exchanges.dns;
import static io.nwfilter.netfilter.exchange.Exchanges.ping;
import static io.nwfilter.netfilter.exchange.Exchanges.tcpHandshake;
import static io.nwfilter.netfilter.guarantee.Guarantees.dhcpCompletes;
import static io.nwfilter.netfilter.guarantee.Guarantees.noForeignSourceIpv4;
import static io.nwfilter.netfilter.guarantee.Guarantees.noForeignSourceMac;
import static io.nwfilter.netfilter.guarantee.Guarantees.nothingAroundSnap;
import static io.nwfilter.netfilter.guarantee.Guarantees.onlyTcpPortsOpen;
import static io.nwfilter.testkit.assertion.NwfilterAssertions.assertThat;
import static io.nwfilter.testkit.assertion.Subjects.assertFailsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each assertion about compiled rules as a whole, once passing and once failing. */
class CompiledAssertTest {

  private static final CompiledInterface COMPILED = Subjects.web();
  private static final CompiledAssert WEB = assertThat(COMPILED);
  private static final CompiledAssert LIMITED =
      assertThat(Subjects.compiled(Subjects.filter("limited.xml"), "10.0.0.7"));

  private static final CompiledInterface OPEN =
      FilterCompiler.compile(
          FilterBinding.of(
              new InterfaceName("vnet7"),
              MacAddress.parse("52:54:00:00:00:07"),
              FilterReference.of("allow-arp")));

  private static final Network LAN =
      Network.builder("lan")
          .bridge("virbr7")
          .forward(ForwardMode.ROUTE)
          .address("10.0.0.1/24")
          .build();

  private static final CompiledAssert QUIET =
      assertThat(
          Subjects.compiled(Filter.builder("quiet").include("no-ip-spoofing").build(), "10.0.0.7"));

  @Test
  void completes() {
    WEB.completes(tcpHandshake(22).from("10.0.0.0/8"))
        .completes(tcpHandshake(80))
        .completes(dns())
        .completes(arp());
    assertFailsWith("completes", () -> WEB.completes(dhcp()));
    assertFailsWith("completes-undecided", () -> LIMITED.completes(tcpHandshake(22)));
  }

  @Test
  void completesOnlyIfItDoesWithEveryPeer() {
    assertFailsWith("completes-from-some", () -> WEB.completes(tcpHandshake(22).from("8.0.0.0/6")));
  }

  @Test
  void fails() {
    WEB.fails(tcpHandshake(22).from("11.0.0.0/8"))
        .fails(tcpHandshake(23))
        .fails(tcpHandshake(443).toAnyone())
        .fails(ping())
        .fails(dhcp());
    assertFailsWith("fails", () -> WEB.fails(tcpHandshake(80)));
    assertFailsWith("fails-undecided", () -> LIMITED.fails(tcpHandshake(22)));
  }

  @Test
  void failsOnlyIfItDoesWithEveryPeer() {
    assertFailsWith("fails-from-some", () -> WEB.fails(tcpHandshake(22).from("8.0.0.0/6")));
  }

  @Test
  void refusesAnExchangeOfTheGuestWithItself() {
    assertThrows(
        IllegalArgumentException.class, () -> WEB.fails(tcpHandshake(80).from("10.0.0.7")));
  }

  @Test
  void anotherInterfaceIsNamed() {
    CompiledAssert host = assertThat(new CompiledHost(List.of(COMPILED)));
    host.forInterface("vnet0").completes(tcpHandshake(80));
    assertFailsWith("for-interface", () -> host.forInterface("vnet0").fails(tcpHandshake(80)));
    assertThrows(
        IllegalArgumentException.class, () -> host.forInterface("vnet1").fails(tcpHandshake(80)));
  }

  @Test
  void guarantees() {
    WEB.guarantees(noForeignSourceMac()).guarantees(onlyTcpPortsOpen(22, 80));
    assertFailsWith("guarantees", () -> WEB.guarantees(onlyTcpPortsOpen(80)));
    assertFailsWith("guarantees-dhcp", () -> WEB.guarantees(dhcpCompletes()));
    assertFailsWith("guarantees-undecided", () -> LIMITED.guarantees(onlyTcpPortsOpen(23)));
  }

  @Test
  void proves() {
    WEB.proves(noForeignSourceMac()).proves(onlyTcpPortsOpen(22, 80));
    assertFailsWith("proves", () -> WEB.proves(onlyTcpPortsOpen(80)));
    assertFailsWith("proves-undecided", () -> LIMITED.proves(onlyTcpPortsOpen(23)));
    assertFailsWith("proves-nothing", () -> assertThat(OPEN).proves(noForeignSourceIpv4()));
    assertFailsWith("proves-vacuous", () -> assertThat(OPEN).proves(nothingAroundSnap()));
  }

  @Test
  void guaranteesThatDoNotApplyDoNotHold() {
    assertFailsWith("guarantees-nothing", () -> assertThat(OPEN).guarantees(noForeignSourceIpv4()));
  }

  @Test
  void guaranteesThatNoPacketChecksDoNotHold() {
    WEB.guarantees(nothingAroundSnap());
    assertFailsWith("guarantees-vacuous", () -> assertThat(OPEN).guarantees(nothingAroundSnap()));
  }

  @Test
  void guaranteesAreOfTheGuestThatIsAskedFor() {
    CompiledAssert host = assertThat(new CompiledHost(List.of(COMPILED, OPEN)));
    host.onNetwork(LAN).guarantees(noForeignSourceMac());
    assertFailsWith(
        "guarantees-for-interface",
        () -> host.forInterface("vnet7").onNetwork(LAN).guarantees(noForeignSourceMac()));
  }

  @Test
  void hasNoWarnings() {
    QUIET.hasNoWarnings();
    assertFailsWith("has-no-warnings", WEB::hasNoWarnings);
  }

  @Test
  void hasNoWarningsExcept() {
    WEB.hasNoWarningsExcept(LoweringCode.MIRRORED, CompileCode.NOT_FILTERED_WHEN_ROUTED);
    assertFailsWith(
        "has-no-warnings-except",
        () -> WEB.hasNoWarningsExcept(CompileCode.NOT_FILTERED_WHEN_ROUTED));
  }

  @Test
  void hasWarning() {
    WEB.hasWarning(LoweringCode.MIRRORED);
    assertFailsWith("has-warning", () -> QUIET.hasWarning(LoweringCode.MIRRORED));
  }

  @Test
  void matchesGolden() {
    WEB.matchesGolden(Path.of("src/test/resources/assertion/web.rules"));
    Path none = Path.of("src/test/resources/assertion/there-is-none.rules");
    assertFailsWith("matches-golden", () -> Subjects.comparing(() -> WEB.matchesGolden(none)));
  }
}
