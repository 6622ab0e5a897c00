package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ChainType;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the connections to guests of a network that the host's own rules forward or accept: those
 * whose destination they translate to an address of the network, and others to addresses of it that
 * they accept, from outside or from guests of another network.
 */
final class Forwards {

  private static final int UDP = 17;
  private static final int SSH = 22;

  /** How many rules are looked at, each time that chains lead to it. */
  private static final int MOST_RULES = 10_000;

  /** No host has these addresses: "this host", loopback and groups (RFC 1122, 3.2.1.3). */
  private static final ImmutableList<Prefix> NOT_OF_HOSTS =
      Stream.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/8", "ff00::/8")
          .map(Prefix::parse)
          .collect(ImmutableList.toImmutableList());

  private final CompiledNetwork network;
  private final ImmutableList<CompiledNetwork> others;
  private final Set<Forward> found = new LinkedHashSet<>();
  private int rules;

  private Forwards(CompiledNetwork network, ImmutableList<CompiledNetwork> others) {
    this.network = network;
    this.others = others;
  }

  /**
   * {@return the connections, each once}
   *
   * @param network the network of the guests that they lead to
   * @param networks all networks of the host that have a bridge
   * @param own the host's own rules
   */
  static ImmutableList<Forward> to(
      CompiledNetwork network, Set<CompiledNetwork> networks, OwnRules own) {
    Forwards all =
        new Forwards(
            network,
            networks.stream()
                .filter(other -> !other.equals(network))
                .collect(ImmutableList.toImmutableList()));
    for (RuleTable table : own.asked().rules().tables()) {
      if (table.family() != Family.BRIDGE) {
        table.chains().values().stream()
            .filter(Chain::isBase)
            .forEach(base -> all.walk(table, base, base, ImmutableList.of(), ImmutableList.of()));
      }
    }
    return all.found.stream()
        .filter(one -> one.isTranslated() || all.found.stream().noneMatch(one::isPartOf))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Looks at the rules of a chain.
   *
   * @param base the base chain that leads there
   * @param before what the rules ask for that lead there
   * @param from the chains that lead there
   */
  private void walk(
      RuleTable table, Chain base, Chain chain, List<Match> before, List<String> from) {
    if (from.contains(chain.name())) {
      return;
    }
    List<String> chains = ImmutableList.<String>builder().addAll(from).add(chain.name()).build();
    for (ChainRule rule : chain.rules()) {
      if (rules++ > MOST_RULES) {
        return;
      }
      List<Match> matches =
          ImmutableList.<Match>builder().addAll(before).addAll(rule.matches()).build();
      note(table, base, matches, rule.target());
      table
          .entered(rule)
          .map(table.chains()::get)
          .filter(next -> next != null)
          .forEach(next -> walk(table, base, next, matches, chains));
    }
  }

  private void note(RuleTable table, Chain base, List<Match> matches, Target target) {
    if (target instanceof VerdictMapTarget map
        && map.map() instanceof VerdictMapTarget.Entries.Listed listed
        && map.translation().isPresent()) {
      listed.entries().forEach((key, to) -> note(table, base, with(matches, map.key(), key), to));
      return;
    }
    AskedPackets asked = AskedPackets.of(table.family(), matches);
    if (target instanceof AddressTranslation to && to.kind() == TranslationKind.DNAT) {
      to.addresses().stream()
          .flatMap(span -> Stream.of(span.first(), span.last()))
          .distinct()
          .filter(address -> isOf(table.family(), address) && isGuest(address))
          .forEach(address -> translated(asked, address, to));
    } else if (target == Target.ACCEPT) {
      List<Span> guests = asked.spans(asked.destination());
      if (guests.size() == 1 && guests.get(0).isSingle()) {
        IpAddress guest = asked.address(guests.get(0).low());
        if (isGuest(guest)) {
          accepted(asked, ImmutableList.of(guest));
        }
      } else if (isForward(base) && asked.isNew() && leadsToBridge(asked)) {
        accepted(asked, guests(network, asked, asked.destination()));
      }
    }
  }

  /** {@return matches with those that a key of a map is found by} */
  private static List<Match> with(List<Match> matches, List<Selector> fields, SetKey key) {
    ImmutableList.Builder<Match> all = ImmutableList.<Match>builder().addAll(matches);
    for (int i = 0; i < fields.size(); i++) {
      all.add(FieldMatch.of(fields.get(i).field(), key.parts().get(i)));
    }
    return all.build();
  }

  private static boolean isForward(Chain base) {
    return base.base()
        .filter(at -> at.hook() == Hook.FORWARD && at.type() == ChainType.FILTER)
        .isPresent();
  }

  private boolean leadsToBridge(AskedPackets asked) {
    Bits bridge = Bits.ofName(network.bridge().orElseThrow().name());
    boolean named = asked.names(Field.OUT_INTERFACE) || !asked.spans(asked.destination()).isEmpty();
    return named && asked.takes(Field.OUT_INTERFACE, bridge);
  }

  /**
   * {@return whether a rule is about guests of another network, as it names these or all ways in}
   */
  private static boolean comesFrom(CompiledNetwork other, AskedPackets asked) {
    Bits bridge = Bits.ofName(other.bridge().orElseThrow().name());
    boolean named = asked.names(Field.IN_INTERFACE) || asked.names(asked.source());
    return named && asked.takes(Field.IN_INTERFACE, bridge);
  }

  private void translated(AskedPackets asked, IpAddress guest, AddressTranslation to) {
    IpAddress seen =
        asked.spans(asked.destination()).stream()
            .findFirst()
            .map(span -> asked.address(span.low()))
            .orElseGet(
                () ->
                    Prefix.parse(
                            asked.ipv4()
                                ? Surroundings.OUTSIDE_ADDRESS
                                : Surroundings.OUTSIDE_ADDRESS_IPV6)
                        .address());
    Optional<IpAddress> sender = senders(asked).stream().findFirst();
    for (int port : ports(asked)) {
      int there =
          to.ports()
              .filter(span -> port < span.first() || port > span.last())
              .map(PortSpan::first)
              .orElse(port);
      for (int protocol : asked.protocols()) {
        found.add(
            new Forward(
                guest,
                there,
                seen,
                port,
                protocol == UDP,
                sender,
                Optional.empty(),
                true,
                asked,
                Optional.of(to)));
      }
    }
  }

  /** Others send to guests, from outside and from other networks. */
  private void accepted(AskedPackets asked, List<IpAddress> guests) {
    List<IpAddress> outside = senders(asked);
    if (!outside.isEmpty() || !asked.names(asked.source())) {
      accepted(asked, guests, outside, Optional.empty());
    }
    for (CompiledNetwork other : others) {
      if (comesFrom(other, asked)) {
        List<IpAddress> inside =
            guests(other, asked, asked.source()).stream()
                .filter(from -> asked.takes(asked.source(), Bits.of(from)))
                .toList();
        if (!inside.isEmpty()) {
          accepted(asked, guests, inside, Optional.of(other));
        }
      }
    }
  }

  /** The first of each sends to the first at each port, the last to the last. */
  private void accepted(
      AskedPackets asked,
      List<IpAddress> guests,
      List<IpAddress> senders,
      Optional<CompiledNetwork> origin) {
    if (guests.isEmpty()) {
      return;
    }
    List<Integer> ports = ports(asked);
    Optional<IpAddress> sender = senders.stream().findFirst();
    for (int port : ports) {
      accepted(asked, guests.get(0), port, sender, origin);
    }
    IpAddress guest = guests.get(guests.size() - 1);
    int port = ports.get(ports.size() - 1);
    sender = senders.isEmpty() ? sender : Optional.of(senders.get(senders.size() - 1));
    accepted(asked, guest, port, sender, origin);
  }

  private void accepted(
      AskedPackets asked,
      IpAddress guest,
      int port,
      Optional<IpAddress> sender,
      Optional<CompiledNetwork> origin) {
    for (int protocol : asked.protocols()) {
      boolean udp = protocol == UDP;
      found.add(
          new Forward(
              guest, port, guest, port, udp, sender, origin, true, asked, Optional.empty()));
    }
  }

  /** {@return the first and the last port of each span that is asked for} */
  private static ImmutableList<Integer> ports(AskedPackets asked) {
    ImmutableList<Integer> all =
        asked.spans(Field.DESTINATION_PORT).stream()
            .flatMap(span -> Stream.of(span.low(), span.high()))
            .map(bits -> (int) bits.low())
            .distinct()
            .collect(ImmutableList.toImmutableList());
    return all.isEmpty() ? ImmutableList.of(SSH) : all;
  }

  /**
   * {@return the first and the last of the addresses outside that have to send; none if any may}
   */
  private ImmutableList<IpAddress> senders(AskedPackets asked) {
    return asked.spans(asked.source()).stream()
        .flatMap(span -> ends(span, ImmutableSet.of()))
        .map(asked::address)
        .filter(address -> !isInNetwork(network, address) && isOfHost(address))
        .filter(address -> others.stream().noneMatch(other -> isInNetwork(other, address)))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the first and the last of a network's guests that are asked for in a field} */
  private static ImmutableList<IpAddress> guests(
      CompiledNetwork network, AskedPackets asked, Field field) {
    List<Span> all = asked.spans(field);
    ImmutableList.Builder<IpAddress> guests = ImmutableList.builder();
    for (NetworkAddress own : network.network().addresses()) {
      if (own.address() instanceof Ipv4Address == asked.ipv4()) {
        int width = field.width();
        Bits first = Bits.of(own.address()).and(Bits.prefix(own.prefixLength(), width));
        Span whole = new Span(first, first.or(Bits.ones(width - own.prefixLength())));
        (all.isEmpty() ? ImmutableList.of(whole) : all)
            .stream()
                .flatMap(span -> common(span, whole).stream())
                .flatMap(span -> ends(span, ImmutableSet.of(Bits.of(own.address()))))
                .map(asked::address)
                .filter(address -> isGuest(network, address))
                .forEach(guests::add);
      }
    }
    return guests.build();
  }

  private static Optional<Span> common(Span one, Span other) {
    Bits low = one.low().compareTo(other.low()) < 0 ? other.low() : one.low();
    Bits high = one.high().compareTo(other.high()) < 0 ? one.high() : other.high();
    return low.compareTo(high) <= 0 ? Optional.of(new Span(low, high)) : Optional.empty();
  }

  /** {@return the first and the last value, without what a network's own addresses may be} */
  private static Stream<Bits> ends(Span span, Set<Bits> taken) {
    if (span.isSingle() || span.low().next().equals(span.high())) {
      return Stream.of(span.low(), span.high()).distinct();
    }
    Bits low = span.low().next();
    Bits high = span.high().previous();
    return Stream.of(
            taken.contains(low) ? low.next() : low, taken.contains(high) ? high.previous() : high)
        .distinct();
  }

  private static boolean isOf(Family family, IpAddress address) {
    return family == Family.IPV4 == address instanceof Ipv4Address;
  }

  private static boolean isOfHost(IpAddress address) {
    return NOT_OF_HOSTS.stream()
        .filter(prefix -> prefix.address().length() == address.length())
        .noneMatch(prefix -> prefix.contains(Bits.of(address)));
  }

  private boolean isGuest(IpAddress address) {
    return isGuest(network, address);
  }

  private static boolean isGuest(CompiledNetwork network, IpAddress address) {
    return isInNetwork(network, address)
        && network.network().addresses().stream().noneMatch(own -> own.address().equals(address));
  }

  private static boolean isInNetwork(CompiledNetwork network, IpAddress address) {
    return network.network().addresses().stream()
        .filter(own -> own.address().length() == address.length())
        .map(Forwards::prefix)
        .anyMatch(prefix -> prefix.contains(Bits.of(address)));
  }

  private static Prefix prefix(NetworkAddress own) {
    return Prefix.parse(own.address() + "/" + own.prefixLength());
  }
}
