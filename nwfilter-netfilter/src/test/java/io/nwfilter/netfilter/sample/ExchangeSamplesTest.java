package io.nwfilter.netfilter.sample;

import static io.nwfilter.netfilter.exchange.Exchanges.tcpHandshake;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.exchange.Completion;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.exchange.GuestSituation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeSamplesTest {

  private static final Filter ADMINISTRATION =
      Filter.builder("administration")
          .rule(Rule.accept(Direction.IN, Protocol.TCP).from("10.9.8.0/24").toPort(4711))
          .rule(Rule.drop(Direction.INOUT, Protocol.ALL))
          .build();

  private static final CompiledInterface COMPILED =
      FilterCompiler.compile(
          FilterBinding.of(
              new InterfaceName("vnet2"),
              MacAddress.parse("52:54:00:9f:80:45"),
              FilterReference.of("administration", "IP", "192.168.122.10")),
          CompileOptions.with(ADMINISTRATION));

  private static final ExchangeSamples SAMPLES = ExchangeSamples.around(COMPILED);

  static Stream<Exchange> edges() {
    return Stream.of("10.9.8.0", "10.9.8.255", "10.9.7.255", "10.9.9.0")
        .flatMap(
            peer ->
                Stream.of(4710, 4711, 4712)
                    .flatMap(
                        port ->
                            Stream.of(tcpHandshake(port).from(peer), tcpHandshake(port).to(peer))));
  }

  @ParameterizedTest
  @MethodSource("edges")
  void whatRulesMentionAndItsNeighborsOccur(Exchange exchange) {
    assertTrue(SAMPLES.all().contains(exchange), exchange::toString);
  }

  @Test
  void everydayProtocolsComeFirst() {
    assertEquals(
        List.of(
            Exchanges.dhcp(),
            Exchanges.dhcpv6(),
            Exchanges.arp(),
            Exchanges.neighborDiscovery(),
            Exchanges.ping(),
            Exchanges.dns()),
        SAMPLES.all().subList(0, 6));
  }

  @Test
  void theSameSeedMakesTheSameExchanges() {
    assertEquals(SAMPLES.limit(50), ExchangeSamples.around(COMPILED).limit(50));
    assertEquals(SAMPLES.limit(50), SAMPLES.stream().limit(50).toList());
    assertNotEquals(SAMPLES.seed(2).limit(50), SAMPLES.seed(3).limit(50));
  }

  @Test
  void fewerThanNoneAreRefused() {
    assertEquals(List.of(), SAMPLES.limit(0));
    assertThrows(IllegalArgumentException.class, () -> SAMPLES.limit(-1));
  }

  @Test
  void allAreWithSomebody() {
    GuestSituation situation = GuestSituation.of(COMPILED);

    SAMPLES.all().forEach(exchange -> assertFalse(situation.run(exchange).isEmpty()));
  }

  @Test
  void someShowExactlyWhatARuleLetsThrough() {
    GuestSituation situation = GuestSituation.of(COMPILED);

    assertEquals(
        List.of(
            "a TCP handshake with port 4711 from 10.9.8.0/32",
            "a TCP handshake with port 4711 from 10.9.8.255/32"),
        SAMPLES.all().stream()
            .filter(exchange -> exchange.toString().contains(" from 10."))
            .flatMap(exchange -> situation.run(exchange).stream())
            .filter(result -> result.completion() == Completion.COMPLETE)
            .map(result -> result.exchange().toString())
            .sorted()
            .toList());
  }
}
