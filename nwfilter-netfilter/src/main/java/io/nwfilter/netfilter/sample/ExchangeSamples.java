package io.nwfilter.netfilter.sample;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.exchange.Peer;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Exchanges of everyday protocols that the rules of a guest may let through or not: with the ports
 * and addresses that the rules mention and those next to them, from the guest and to it. It does
 * not change.
 *
 * <pre>{@code
 * for (Exchange exchange : ExchangeSamples.around(compiled).limit(100)) {
 *   GuestSituation.of(compiled).run(exchange).forEach(System.out::println);
 * }
 * }</pre>
 */
public final class ExchangeSamples {

  private static final long DEFAULT_SEED = 1;
  private static final int MAX_PORT = 0xffff;

  private final ImmutableList<Exchange> all;
  private final long seed;

  private ExchangeSamples(ImmutableList<Exchange> all, long seed) {
    this.all = all;
    this.seed = seed;
  }

  /**
   * {@return exchanges for the rules of a guest: the first interface of the compiled rules}
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public static ExchangeSamples around(CompiledRules compiled) {
    PacketSamples packets = PacketSamples.around(compiled);
    return new ExchangeSamples(exchanges(packets.palette(), packets.guest()), DEFAULT_SEED);
  }

  /**
   * {@return other exchanges, by another seed}
   *
   * @param number the seed; 1 unless this is called
   */
  public ExchangeSamples seed(long number) {
    return new ExchangeSamples(all, number);
  }

  /** {@return all exchanges, the simplest first: those with anyone, then those with one peer} */
  public List<Exchange> all() {
    return all;
  }

  /**
   * {@return some of the exchanges}
   *
   * @param count how many, at least 0
   */
  public List<Exchange> limit(int count) {
    checkArgument(count >= 0, "%s exchanges are fewer than 0", count);
    return stream().limit(count).collect(ImmutableList.toImmutableList());
  }

  /** {@return exchanges, without end and in any order} */
  public Stream<Exchange> stream() {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> all.get(random.nextInt(all.size())));
  }

  private static ImmutableList<Exchange> exchanges(Palette palette, Guest guest) {
    ImmutableList<Exchange> plain = plain(palette);
    ImmutableSet.Builder<Exchange> all = ImmutableSet.builder();
    all.add(Exchanges.dhcp(), Exchanges.dhcpv6(), Exchanges.arp(), Exchanges.neighborDiscovery());
    all.addAll(plain);
    plain.forEach(exchange -> all.add(exchange.toAnyone()));
    for (String peer : peers(palette, guest)) {
      plain.forEach(exchange -> all.add(exchange.from(peer)));
      plain.forEach(exchange -> all.add(exchange.to(peer)));
    }
    return all.build().asList();
  }

  /** {@return exchanges that either end may start, with any peer} */
  private static ImmutableList<Exchange> plain(Palette palette) {
    return Stream.of(
            Stream.of(Exchanges.ping(), Exchanges.dns()),
            ports(palette, Slot.TCP_DESTINATION_PORT, Exchanges::tcpHandshake),
            ports(palette, Slot.UDP_DESTINATION_PORT, Exchanges::udpExchange))
        .flatMap(exchanges -> exchanges)
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<Exchange> ports(
      Palette palette, Slot slot, Function<Integer, Exchange> exchange) {
    return palette.of(slot).stream()
        .map(port -> (int) port.low())
        .filter(port -> port > 0 && port <= MAX_PORT)
        .sorted()
        .map(exchange);
  }

  private static ImmutableList<String> peers(Palette palette, Guest guest) {
    Stream<IpAddress> ipv4 =
        palette.of(Slot.IPV4_SOURCE).stream().map(bits -> new Ipv4Address((int) bits.low()));
    Stream<IpAddress> ipv6 =
        palette.of(Slot.IPV6_SOURCE).stream().map(bits -> new Ipv6Address(bits.high(), bits.low()));
    return Stream.concat(ipv4, ipv6)
        .filter(Peer::canHave)
        .filter(address -> !guest.addresses().contains(address))
        .map(IpAddress::toString)
        .collect(ImmutableList.toImmutableList());
  }
}
