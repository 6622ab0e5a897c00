package io.nwfilter.testkit.generate;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.ExchangeSamples;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.sample.PacketShrinker;
import java.util.Iterator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Packets and exchanges for jqwik. They are those of {@link PacketSamples}, {@link ExchangeSamples}
 * and {@link Exchanges}, which need no engine; a packet that falsifies a property shrinks to a
 * short text.
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<Packet> packets() {
 *   return PacketArbitraries.of(PacketSamples.around(COMPILED).fromGuest());
 * }
 * }</pre>
 */
public final class PacketArbitraries {

  private static final int LOWEST_PORT = 1;
  private static final int HIGHEST_PORT = 0xffff;

  private PacketArbitraries() {}

  /**
   * {@return packets that a guest may send or get, around what its rules mention}
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public static Arbitrary<Packet> around(CompiledRules compiled) {
    return of(PacketSamples.around(compiled));
  }

  /**
   * {@return packets of samples; which ones, jqwik's seed decides}
   *
   * @param samples the samples
   */
  public static Arbitrary<Packet> of(PacketSamples samples) {
    PacketShrinker shrinker = samples.shrinker();
    return Arbitraries.fromGenerator(
        random -> {
          Iterator<Packet> packets = samples.seed(random.nextLong()).varied();
          return new PacketShrinkable(packets.next(), shrinker);
        });
  }

  /** {@return packets around the rules of {@code clean-traffic}} */
  public static Arbitrary<Packet> packets() {
    return around(
        FilterCompiler.compile(
            FilterBinding.of(
                new InterfaceName("vnet0"),
                MacAddress.parse("52:54:00:00:00:0a"),
                FilterReference.of("clean-traffic", "IP", "192.0.2.10"))));
  }

  /**
   * {@return exchanges of everyday protocols, around what rules mention ({@link ExchangeSamples})}
   * They shrink to one with anyone, and a low port.
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public static Arbitrary<Exchange> exchangesAround(CompiledRules compiled) {
    return Arbitraries.of(ExchangeSamples.around(compiled).all());
  }

  /** {@return exchanges of everyday protocols, with any port} */
  public static Arbitrary<Exchange> exchanges() {
    Arbitrary<Integer> ports =
        Arbitraries.integers().between(LOWEST_PORT, HIGHEST_PORT).shrinkTowards(LOWEST_PORT);
    return Arbitraries.oneOf(
        Arbitraries.of(
            Exchanges.ping(),
            Exchanges.dns(),
            Exchanges.arp(),
            Exchanges.neighborDiscovery(),
            Exchanges.dhcp(),
            Exchanges.dhcpv6()),
        ports.map(Exchanges::tcpHandshake),
        ports.map(Exchanges::udpExchange));
  }
}
