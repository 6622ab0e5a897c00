package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Arrays;
import java.util.Optional;

/**
 * The chains that virtual networks share, as libvirt 9.0.0 makes them. Each network has rules in
 * them that ask for its bridge or, where addresses are translated, for its addresses.
 */
enum NetworkChain {
  /** To the host. */
  LIBVIRT_INP(Optional.of(Field.IN_INTERFACE), Table.FILTER),
  /** From the host. */
  LIBVIRT_OUT(Optional.of(Field.OUT_INTERFACE), Table.FILTER),
  /** Within the network. */
  LIBVIRT_FWX(Optional.of(Field.IN_INTERFACE), Table.FILTER),
  /** Into the network. */
  LIBVIRT_FWI(Optional.of(Field.OUT_INTERFACE), Table.FILTER),
  /** From the network. */
  LIBVIRT_FWO(Optional.of(Field.IN_INTERFACE), Table.FILTER),
  /** As packets go out; a rule may ask for the interface that they go out by. */
  LIBVIRT_PRT(Optional.empty(), Table.NAT, Table.MANGLE);

  private final Optional<Field> bridge;
  private final ImmutableSet<String> tables;

  NetworkChain(Optional<Field> bridge, String... tables) {
    this.bridge = bridge;
    this.tables = ImmutableSet.copyOf(tables);
  }

  /** {@return the chain of a name} */
  static Optional<NetworkChain> find(Family family, String table, String name) {
    return family == Family.BRIDGE || !name.startsWith("LIBVIRT_")
        ? Optional.empty()
        : Arrays.stream(values())
            .filter(chain -> chain.name().equals(name) && chain.tables.contains(table))
            .findFirst();
  }

  /** {@return the interface of a packet that is the network's bridge in a table} */
  Optional<Field> bridge(String table) {
    return table.equals(Table.MANGLE) ? Optional.of(Field.OUT_INTERFACE) : bridge;
  }
}
