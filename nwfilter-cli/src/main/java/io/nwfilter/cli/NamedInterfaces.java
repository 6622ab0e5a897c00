package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.NamedInterface;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The interfaces and bridges that rules of a host name, also those that end with {@code +} for all
 * names that begin so.
 */
final class NamedInterfaces {

  private static final String LOOPBACK = "lo";

  /** Fields that have the name of a bridge, in rules of ebtables. */
  private static final ImmutableSet<Field> BRIDGES =
      Sets.immutableEnumSet(Field.IN_BRIDGE, Field.OUT_BRIDGE);

  /** Fields that have the name of a bridge or of an interface, in rules of iptables. */
  private static final ImmutableSet<Field> DEVICES =
      Sets.immutableEnumSet(Field.IN_INTERFACE, Field.OUT_INTERFACE);

  private final ImmutableList<Named> all;

  private NamedInterfaces(ImmutableList<Named> all) {
    this.all = all;
  }

  /** A name in a rule, and whether it may be that of a bridge. */
  private record Named(NamedInterface name, boolean mayBeBridge) {

    static Named of(Family family, NamedInterface name) {
      boolean mayBeBridge =
          BRIDGES.contains(name.field())
              || (family != Family.BRIDGE && DEVICES.contains(name.field()));
      return new Named(name, mayBeBridge);
    }

    @Override
    public String toString() {
      return name.toString();
    }
  }

  /** {@return what some rules name} */
  static NamedInterfaces of(List<RuleTable> tables) {
    return new NamedInterfaces(
        tables.stream().flatMap(NamedInterfaces::of).collect(ImmutableList.toImmutableList()));
  }

  private static Stream<Named> of(RuleTable table) {
    return InterfacesInRules.named(table).map(name -> Named.of(table.family(), name));
  }

  /** {@return whether rules name nothing} */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** {@return whether a rule asks for an interface or bridge of that name} */
  boolean contains(String name) {
    return all.stream().anyMatch(named -> named.name().means(name));
  }

  /** {@return the names, in the order of the alphabet} */
  List<String> names() {
    return all.stream().map(Named::toString).distinct().sorted().toList();
  }

  /** {@return the names that may be those of a guest's bridge, in the order of the alphabet} */
  List<String> bridges(String guest) {
    return all.stream()
        .filter(named -> named.mayBeBridge() && named.name().isWhole())
        .map(Named::toString)
        .filter(name -> !name.equals(guest) && !name.equals(LOOPBACK))
        .distinct()
        .sorted()
        .toList();
  }
}
