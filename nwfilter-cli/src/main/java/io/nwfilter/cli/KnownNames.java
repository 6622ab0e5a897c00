package io.nwfilter.cli;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the documents and rules of one or several hosts name. An option that names something else is
 * most likely a slip.
 */
final class KnownNames {

  private static final ImmutableSet<Field> DESTINATIONS =
      Sets.immutableEnumSet(Field.IPV4_DESTINATION, Field.IPV6_DESTINATION);

  private static final ImmutableSet<Field> ADDRESSES =
      Sets.immutableEnumSet(
          Field.IPV4_SOURCE, Field.IPV4_DESTINATION, Field.IPV6_SOURCE, Field.IPV6_DESTINATION);

  private final Set<String> networks = new LinkedHashSet<>();
  private final Set<String> filtered = new LinkedHashSet<>();
  private final Set<String> ports = new LinkedHashSet<>();
  private final Set<String> bridges = new LinkedHashSet<>();
  private final Set<MacAddress> macs = new LinkedHashSet<>();
  private final Set<Filter> filters = new LinkedHashSet<>();
  private final List<RuleTable> tables = new ArrayList<>();

  /** Where packets go, by the width of the address in bits. */
  private final SetMultimap<Integer, Bits> destinations = HashMultimap.create();

  /** Begins with nothing. */
  KnownNames() {}

  /** Adds the networks and interfaces that have been compiled. */
  void add(CompiledRules compiled) {
    compiled.networks().stream().map(CompiledNetwork::name).forEach(networks::add);
    for (CompiledInterface one : compiled.interfaces()) {
      filtered.add(one.name().name());
      macs.add(one.binding().mac());
    }
  }

  /** Adds filters that documents may refer to. */
  void add(FilterLibrary library) {
    filters.addAll(library.filters());
  }

  /** Adds the guests and bridges of a host. */
  void add(Surroundings surroundings) {
    for (Guest guest : surroundings.guests()) {
      ports.add(guest.port());
      macs.add(guest.mac());
    }
    bridges.addAll(surroundings.bridges());
  }

  /** Adds where a packet goes. */
  void add(Packet packet) {
    for (Field field : DESTINATIONS) {
      packet.value(field).ifPresent(value -> destinations.put(field.width(), value));
    }
  }

  /**
   * {@return whether a packet goes to a network that is not all, or a rule asks for its address}
   */
  boolean meets(Prefix network) {
    Bits own = Bits.of(network.address());
    int width = network.address().length();
    if (network.length() == 0) {
      return false;
    }
    return destinations.get(width).stream().anyMatch(network::contains)
        || tables.stream()
            .flatMap(RuleTable::rules)
            .flatMap(rule -> rule.matches().stream())
            .anyMatch(
                match ->
                    match instanceof FieldMatch asked
                        && ADDRESSES.contains(asked.field())
                        && asked.field().width() == width
                        && asked.values().contains(own));
  }

  /** Adds the rules of a host. */
  void add(HostRules rules) {
    tables.addAll(rules.tables());
  }

  /** {@return the names of the networks} */
  Set<String> networks() {
    return networks;
  }

  /** {@return the names of the interfaces that have a filter} */
  Set<String> filtered() {
    return filtered;
  }

  /** {@return the names of the guests' interfaces} */
  Set<String> ports() {
    return ports;
  }

  /** {@return the names of the bridges} */
  Set<String> bridges() {
    return bridges;
  }

  /** {@return the MAC addresses of the guests} */
  Set<MacAddress> macs() {
    return macs;
  }

  /** {@return the filters} */
  Set<Filter> filters() {
    return filters;
  }

  /** {@return the interfaces and bridges that rules name} */
  NamedInterfaces inRules() {
    return NamedInterfaces.of(tables);
  }

  /** {@return the names of the sets that rules ask for members} */
  Set<String> sets() {
    return tables.stream()
        .flatMap(RuleTable::rules)
        .flatMap(rule -> rule.matches().stream())
        .filter(SetMatch.class::isInstance)
        .map(match -> ((SetMatch) match).set().name())
        .collect(ImmutableSet.toImmutableSet());
  }
}
