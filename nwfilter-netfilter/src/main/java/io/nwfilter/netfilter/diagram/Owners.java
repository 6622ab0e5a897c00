package io.nwfilter.netfilter.diagram;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which interfaces of a host are machines', and which bridges are networks'. Those that are not
 * here are still told from the chains that libvirt makes for them, but have no name.
 */
public final class Owners {

  /** Nothing is known but what the names of chains tell. */
  public static final Owners NONE = builder().build();

  private final ImmutableMap<String, String> machines;
  private final ImmutableMap<String, String> networks;

  private Owners(Builder builder) {
    this.machines = ImmutableMap.copyOf(builder.machines);
    this.networks = ImmutableMap.copyOf(builder.networks);
  }

  /**
   * {@return the owners of compiled rules}
   *
   * @param rules the rules
   */
  public static Owners of(CompiledRules rules) {
    Builder owners = builder();
    for (CompiledInterface each : rules.interfaces()) {
      String machine = each.binding().owner().map(owner -> owner.name()).orElse("");
      owners.machine(each.name().name(), machine);
    }
    for (CompiledDomain domain : domains(rules)) {
      domain.interfaces().forEach(each -> owners.machine(each.name().name(), domain.name()));
    }
    return owners.build();
  }

  private static List<CompiledDomain> domains(CompiledRules rules) {
    if (rules instanceof CompiledHost host) {
      return host.domains();
    }
    return rules instanceof CompiledDomain domain ? List.of(domain) : List.of();
  }

  /** {@return a builder that knows nothing} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the interfaces that are known to be machines'} */
  Set<String> machineDevices() {
    return machines.keySet();
  }

  /** {@return the bridges that are known to be networks'} */
  ImmutableSet<String> bridges() {
    return networks.keySet();
  }

  /** {@return the machine that an interface belongs to} */
  Owner machine(String device) {
    return new Owner(Owner.Kind.MACHINE, device, machines.getOrDefault(device, ""));
  }

  /** {@return the network that a bridge belongs to} */
  Owner network(String bridge) {
    return new Owner(Owner.Kind.NETWORK, bridge, networks.getOrDefault(bridge, ""));
  }

  /** Collects what is known. */
  public static final class Builder {

    private final Map<String, String> machines = new LinkedHashMap<>();
    private final Map<String, String> networks = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds an interface of a machine.
     *
     * @param device the host's interface
     * @param name the machine's name; empty if it is not known
     * @return this builder
     */
    public Builder machine(String device, String name) {
      machines.put(requireNonNull(device, "device"), requireNonNull(name, "name"));
      return this;
    }

    /**
     * Adds a network.
     *
     * @param bridge its bridge
     * @param name its name; empty if it is not known
     * @return this builder
     */
    public Builder network(String bridge, String name) {
      networks.put(requireNonNull(bridge, "bridge"), requireNonNull(name, "name"));
      return this;
    }

    /** {@return what is known} */
    public Owners build() {
      return new Owners(this);
    }
  }
}
