package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the connections to guests of a network that the host's own rules forward or accept: those
 * whose destination they translate to an address of the network, and others to single addresses of
 * it that they accept.
 */
final class Forwards {

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SSH = 22;

  /** How many rules are looked at, each time that chains lead to it. */
  private static final int MOST_RULES = 10_000;

  private final CompiledNetwork network;
  private final Set<Forward> found = new LinkedHashSet<>();
  private int rules;

  private Forwards(CompiledNetwork network) {
    this.network = network;
  }

  /** {@return the connections, each once} */
  static ImmutableList<Forward> to(CompiledNetwork network, OwnRules own) {
    Forwards all = new Forwards(network);
    for (RuleTable table : own.host().rules().tables()) {
      if (table.family() != Family.BRIDGE) {
        table.chains().values().stream()
            .filter(Chain::isBase)
            .forEach(chain -> all.walk(table, chain, ImmutableList.of(), ImmutableList.of()));
      }
    }
    return all.found.stream()
        .filter(one -> one.isTranslated() || all.found.stream().noneMatch(one::isPartOf))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Looks at the rules of a chain.
   *
   * @param before what the rules ask for that lead there
   * @param from the chains that lead there
   */
  private void walk(RuleTable table, Chain chain, List<Match> before, List<String> from) {
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
      note(table.family(), matches, rule.target());
      table
          .entered(rule)
          .map(table.chains()::get)
          .filter(next -> next != null)
          .forEach(next -> walk(table, next, matches, chains));
    }
  }

  private void note(Family family, List<Match> matches, Target target) {
    if (target instanceof AddressTranslation to && to.kind() == TranslationKind.DNAT) {
      to.addresses()
          .map(span -> span.first())
          .filter(address -> isOf(family, address) && isGuest(address))
          .ifPresent(address -> translated(matches, address, to));
    } else if (target == Target.ACCEPT) {
      accepted(family, matches);
    }
  }

  private void translated(List<Match> matches, IpAddress guest, AddressTranslation to) {
    boolean ipv4 = guest instanceof Ipv4Address;
    IpAddress seen =
        address(matches, ipv4, /* source= */ false)
            .orElse(
                Prefix.parse(
                        ipv4 ? Surroundings.OUTSIDE_ADDRESS : Surroundings.OUTSIDE_ADDRESS_IPV6)
                    .address());
    int port = number(matches, Field.DESTINATION_PORT).orElse(SSH);
    add(matches, guest, to.ports().map(span -> span.first()).orElse(port), seen, port);
  }

  private void accepted(Family family, List<Match> matches) {
    boolean ipv4 = family == Family.IPV4;
    Optional<Integer> port = number(matches, Field.DESTINATION_PORT);
    Optional<IpAddress> guest = address(matches, ipv4, /* source= */ false).filter(this::isGuest);
    guest.ifPresent(one -> add(matches, one, port.orElse(SSH), one, port.orElse(SSH)));
  }

  private void add(List<Match> matches, IpAddress guest, int port, IpAddress seen, int seenPort) {
    int protocol = number(matches, Field.IP_PROTOCOL).orElse(TCP);
    Optional<IpAddress> sender =
        address(matches, guest instanceof Ipv4Address, /* source= */ true)
            .filter(one -> !isInNetwork(one));
    if (protocol == TCP || protocol == UDP) {
      found.add(new Forward(guest, port, seen, seenPort, protocol == UDP, sender));
    }
  }

  private static boolean isOf(Family family, IpAddress address) {
    return family == Family.IPV4 == address instanceof Ipv4Address;
  }

  private boolean isGuest(IpAddress address) {
    return isInNetwork(address)
        && network.network().addresses().stream().noneMatch(own -> own.address().equals(address));
  }

  private boolean isInNetwork(IpAddress address) {
    return network.network().addresses().stream()
        .filter(own -> own.address().length() == address.length())
        .map(Forwards::prefix)
        .anyMatch(prefix -> prefix.contains(Bits.of(address)));
  }

  private static Prefix prefix(NetworkAddress own) {
    return Prefix.parse(own.address() + "/" + own.prefixLength());
  }

  /** {@return the single address that matches ask for, the first one of several} */
  private static Optional<IpAddress> address(List<Match> matches, boolean ipv4, boolean source) {
    Field field =
        ipv4
            ? source ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION
            : source ? Field.IPV6_SOURCE : Field.IPV6_DESTINATION;
    return first(matches, field)
        .filter(value -> value.isSingle(field.width()))
        .map(Values.Masked::value)
        .map(
            bits ->
                ipv4
                    ? new Ipv4Address((int) bits.low())
                    : new Ipv6Address(bits.high(), bits.low()));
  }

  private static Optional<Integer> number(List<Match> matches, Field field) {
    return first(matches, field).map(value -> (int) value.value().low());
  }

  /** {@return what matches ask of a field, the first of several values} */
  private static Optional<Values.Masked> first(List<Match> matches, Field field) {
    return matches.stream()
        .filter(FieldMatch.class::isInstance)
        .map(FieldMatch.class::cast)
        .filter(match -> match.field() == field && !match.negated())
        .flatMap(match -> match.values().cubes(field.width()).stream())
        .findFirst();
  }
}
