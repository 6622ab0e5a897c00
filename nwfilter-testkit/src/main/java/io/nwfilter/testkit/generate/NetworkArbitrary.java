package io.nwfilter.testkit.generate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Makes networks of all modes that libvirt defines and starts on a host that has nothing but the
 * networks that are made here with other numbers: each number has its own name, bridge and subnets.
 */
public final class NetworkArbitrary {

  private static final int LAST = 99;

  private static final ImmutableList<Optional<ForwardMode>> WITH_BRIDGE =
      ImmutableList.of(
          Optional.empty(),
          Optional.of(ForwardMode.NAT),
          Optional.of(ForwardMode.ROUTE),
          Optional.of(ForwardMode.OPEN));

  private static final ImmutableList<ForwardMode> WITHOUT_BRIDGE =
      ImmutableList.of(
          ForwardMode.BRIDGE,
          ForwardMode.PRIVATE,
          ForwardMode.VEPA,
          ForwardMode.PASSTHROUGH,
          ForwardMode.HOSTDEV);

  private final int number;

  private NetworkArbitrary(int number) {
    this.number = number;
  }

  /** {@return networks of all modes, most of them with a bridge of their own} */
  public static Arbitrary<Network> networks() {
    return network(1);
  }

  /**
   * {@return networks that the guest of compiled rules may be in: with its bridge, of all modes
   * that have one, with subnets of several sizes that have its addresses}
   *
   * @param compiled the rules, of at least one interface, the first of which is the guest's
   * @throws IllegalArgumentException if there is no interface
   */
  public static Arbitrary<Network> around(CompiledRules compiled) {
    checkArgument(!compiled.interfaces().isEmpty(), "no interface has a filter");
    Surroundings surroundings = new Surroundings();
    surroundings.add(compiled.interfaces().get(0).binding());
    return new GuestNetworks(surroundings.guests().get(0)).networks();
  }

  /**
   * Makes networks that are apart from those of other numbers: {@code net1} on {@code vbr1} with
   * subnets of {@code 10.1.0.0/16} and {@code 2001:db8:1::/48}.
   *
   * @param number the number, 1 to 99
   * @return networks of all modes, most of them with a bridge of their own
   */
  public static Arbitrary<Network> network(int number) {
    if (number < 1 || number > LAST) {
      throw new IllegalArgumentException("number " + number + " is outside 1.." + LAST);
    }
    NetworkArbitrary made = new NetworkArbitrary(number);
    // The edge cases of so many parts would be all that a property ever tries.
    return Arbitraries.frequencyOf(Tuple.of(8, made.bridged()), Tuple.of(1, made.unbridged()))
        .withoutEdgeCases();
  }

  /**
   * Makes the networks of a host, which can run at the same time.
   *
   * @param least how many there are at least
   * @param most how many there are at most, up to 99
   * @return lists of networks, the first of them number 1
   */
  public static Arbitrary<List<Network>> hosts(int least, int most) {
    return Arbitraries.integers()
        .between(least, most)
        .flatMap(
            count -> {
              List<Arbitrary<Network>> networks = new ArrayList<>();
              for (int i = 1; i <= count; i++) {
                networks.add(network(i));
              }
              return Combinators.combine(networks).as(made -> made);
            });
  }

  private Network.Builder named() {
    return Network.builder("net" + number).uuid(new UUID(0x4e77_0000_0000_4000L, number));
  }

  private Arbitrary<Network> bridged() {
    return Arbitraries.of(WITH_BRIDGE)
        .flatMap(
            mode ->
                Combinators.combine(
                        forwarding(mode),
                        new NetworkAddressArbitrary(number).addresses(mode.isPresent() ? 1 : 0),
                        Arbitraries.of(false, false, true),
                        NetworkDetailsArbitrary.details(number))
                    .as(this::bridged));
  }

  private Network bridged(
      Optional<Forwarding> forwarding,
      List<NetworkAddress> addresses,
      boolean ipv6,
      NetworkDetails details) {
    Network.Builder network = named().bridge("vbr" + number).ipv6(ipv6).details(details);
    forwarding.ifPresent(network::forward);
    addresses.forEach(network::address);
    return network.build();
  }

  private Arbitrary<Optional<Forwarding>> forwarding(Optional<ForwardMode> mode) {
    if (mode.isEmpty()) {
      return Arbitraries.just(Optional.empty());
    }
    return Combinators.combine(device(mode.get()), nat(mode.get()), Arbitraries.of(true, false))
        .as(
            (dev, nat, asChild) ->
                Optional.of(
                    asChild
                        ? new Forwarding(mode.get(), Optional.empty(), dev.stream().toList(), nat)
                        : new Forwarding(mode.get(), dev, ImmutableList.of(), nat)));
  }

  private static Arbitrary<Optional<InterfaceName>> device(ForwardMode mode) {
    return mode == ForwardMode.OPEN
        ? Arbitraries.just(Optional.empty())
        : Arbitraries.of("eth0", "wan.7", "enp3s0f1").map(InterfaceName::new).optional(0.4);
  }

  private static Arbitrary<Optional<NetworkNat>> nat(ForwardMode mode) {
    if (mode != ForwardMode.NAT) {
      return Arbitraries.just(Optional.empty());
    }
    return Combinators.combine(
            Arbitraries.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false)),
            translatedAddresses().optional(0.4),
            translatedPorts().optional(0.4))
        .as(
            (ipv6, addresses, ports) ->
                new NetworkNat(ipv6.orElse(false), addresses, ports, ipv6.isPresent()))
        .optional(0.7);
  }

  private static Arbitrary<AddressRange> translatedAddresses() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 200), Arbitraries.integers().between(0, 55))
        .as(
            (first, more) ->
                new AddressRange(
                    Ipv4Address.parse("198.51.100." + first),
                    Ipv4Address.parse("198.51.100." + (first + more))));
  }

  /** libvirt does not start a network with a range of one port. */
  private static Arbitrary<PortRange> translatedPorts() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 60_000), Arbitraries.integers().between(1, 5_535))
        .as((first, more) -> new PortRange(first, first + more));
  }

  private Arbitrary<Network> unbridged() {
    return Arbitraries.of(WITHOUT_BRIDGE)
        .flatMap(
            mode ->
                Arbitraries.of(true, false)
                    .map(
                        named -> {
                          Network.Builder network = named().forward(forwarding(mode, named));
                          if (mode == ForwardMode.BRIDGE && named) {
                            network.bridge("hostbr" + number);
                          }
                          return network.build();
                        }));
  }

  /** A bridge goes without interfaces, and devices by address would have to be on the host. */
  private Forwarding forwarding(ForwardMode mode, boolean named) {
    boolean without = mode == ForwardMode.HOSTDEV || (mode == ForwardMode.BRIDGE && named);
    return without
        ? Forwarding.of(mode)
        : new Forwarding(
            mode,
            Optional.empty(),
            named
                ? ImmutableList.of(
                    new InterfaceName("nic" + number), new InterfaceName("other" + number))
                : ImmutableList.of(new InterfaceName("nic" + number)),
            Optional.empty());
  }
}
