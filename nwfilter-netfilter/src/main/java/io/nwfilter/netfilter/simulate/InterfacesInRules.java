package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.NamedInterface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Interfaces that a host gets as its rules name them and nothing else does: without them, no packet
 * would be led to what rules say of these.
 *
 * <p>What is reached by those to other networks are addresses for benchmarks, which no network uses
 * otherwise (RFC 2544, RFC 5180).
 *
 * @param networks interfaces to other networks
 * @param ports ports of a guest's bridge
 * @param left names in rules that no interface has: there are more than {@value #MAX} of a kind
 */
public record InterfacesInRules(List<String> networks, List<String> ports, List<String> left) {

  /** How many of each kind are added: each is one more place for packets to come from. */
  public static final int MAX = 8;

  private static final String LOOPBACK = "lo";
  private static final String DIGITS = "0123456789";
  private static final int LONGEST_NAME = 15;

  private static final ImmutableSet<Field> DEVICES =
      Sets.immutableEnumSet(Field.IN_INTERFACE, Field.OUT_INTERFACE);

  private static final ImmutableSet<Field> PORTS =
      Sets.immutableEnumSet(Field.IN_PORT, Field.OUT_PORT);

  /**
   * Copies the lists.
   *
   * @param networks interfaces to other networks
   * @param ports ports of a guest's bridge
   * @param left names in rules that no interface has
   */
  public InterfacesInRules {
    networks = ImmutableList.copyOf(networks);
    ports = ImmutableList.copyOf(ports);
    left = ImmutableList.copyOf(left);
  }

  /**
   * {@return the interfaces that a host lacks}
   *
   * @param situation what is known of the host
   * @param rules its rules
   */
  public static InterfacesInRules lackingIn(Situation situation, HostRules rules) {
    return lackingIn(
        situation.interfaces(),
        named(rules.tables(), /* ofBridge= */ true),
        named(rules.tables(), /* ofBridge= */ false),
        ImmutableList.of());
  }

  /**
   * {@return the interfaces that a host lacks}
   *
   * @param interfaces the interfaces of the host
   * @param ofBridge names in rules of ebtables
   * @param ofIp names in rules of iptables and ip6tables
   * @param others tables whose names come last, and are not in {@link #left()} if they get no
   *     interface
   */
  public static InterfacesInRules lackingIn(
      Set<String> interfaces,
      Collection<NamedInterface> ofBridge,
      Collection<NamedInterface> ofIp,
      Collection<RuleTable> others) {
    Set<String> known = new LinkedHashSet<>(interfaces);
    known.add(LOOPBACK);
    List<String> networks = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    add(networks, names(ofIp, DEVICES), known);
    add(ports, names(ofIp, PORTS), known);
    add(ports, names(ofBridge, DEVICES), known);
    add(networks, names(named(others, /* ofBridge= */ false), DEVICES), known);
    add(ports, names(named(others, /* ofBridge= */ false), PORTS), known);
    add(ports, names(named(others, /* ofBridge= */ true), DEVICES), known);
    known.remove(LOOPBACK);
    ImmutableList<String> left =
        Stream.concat(ofBridge.stream(), ofIp.stream())
            .filter(name -> known.stream().noneMatch(name::means))
            .map(NamedInterface::toString)
            .distinct()
            .sorted()
            .collect(ImmutableList.toImmutableList());
    return new InterfacesInRules(networks, ports, left);
  }

  private static ImmutableList<NamedInterface> named(
      Collection<RuleTable> tables, boolean ofBridge) {
    return tables.stream()
        .filter(table -> ofBridge == (table.family() == Family.BRIDGE))
        .flatMap(InterfacesInRules::named)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the names that the rules of a table ask for, also in sets and verdict maps}
   *
   * @param table the table
   */
  public static Stream<NamedInterface> named(RuleTable table) {
    return table.rules().flatMap(rule -> named(table, rule));
  }

  /**
   * {@return the names that a rule asks for, also in sets and verdict maps}
   *
   * @param table the table of the rule
   * @param rule the rule
   */
  public static Stream<NamedInterface> named(RuleTable table, ChainRule rule) {
    return Stream.concat(
        NamedInterface.in(rule).stream(), table.lookedUp(rule).flatMap(NamedInterface::in));
  }

  /**
   * {@return those of some interfaces that rules do not treat as one and the same}
   *
   * @param interfaces the names of interfaces
   * @param one another interface, such as that of everybody whose interface is not known
   * @param rules the rules
   */
  public static Set<String> unlike(Collection<String> interfaces, String one, HostRules rules) {
    Set<String> whole = new HashSet<>();
    Set<NamedInterface> beginnings = new LinkedHashSet<>();
    rules.tables().stream()
        .flatMap(InterfacesInRules::named)
        .forEach(name -> noted(name, whole, beginnings));
    return interfaces.stream()
        .filter(
            name ->
                whole.contains(name)
                    || whole.contains(one)
                    || beginnings.stream().anyMatch(some -> some.means(name) != some.means(one)))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static void noted(
      NamedInterface name, Set<String> whole, Set<NamedInterface> beginnings) {
    if (name.isWhole()) {
      whole.add(name.toString());
    } else {
      beginnings.add(name);
    }
  }

  private static List<NamedInterface> names(Collection<NamedInterface> all, Set<Field> fields) {
    return all.stream()
        .filter(name -> fields.contains(name.field()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Adds what is not known, first what has one name only. */
  private static void add(List<String> added, List<NamedInterface> names, Set<String> known) {
    List<NamedInterface> whole = names.stream().filter(NamedInterface::isWhole).toList();
    for (NamedInterface name : whole) {
      if (added.size() < MAX && known.add(name.toString())) {
        added.add(name.toString());
      }
    }
    for (NamedInterface name : names) {
      if (added.size() < MAX && known.stream().noneMatch(name::means)) {
        String some = name.value().value().name();
        for (int i = 0; i < DIGITS.length() && some.length() < LONGEST_NAME; i++) {
          String one = some + DIGITS.charAt(i);
          if (name.means(one) && known.add(one)) {
            added.add(one);
            break;
          }
        }
      }
    }
  }

  /**
   * {@return a host that has these interfaces}
   *
   * @param situation what is known of the host
   * @param bridge the bridge that gets the ports
   */
  public Situation addedTo(Situation situation, String bridge) {
    if (networks.isEmpty() && ports.isEmpty()) {
      return situation;
    }
    Situation.Builder more = situation.toBuilder();
    for (int i = 0; i < networks.size(); i++) {
      more.route("198.18." + (i + 1) + ".0/24", networks.get(i));
      more.route("2001:2:0:" + (i + 1) + "::/64", networks.get(i));
    }
    return more.bridge(bridge, ports.toArray(new String[0])).build();
  }
}
