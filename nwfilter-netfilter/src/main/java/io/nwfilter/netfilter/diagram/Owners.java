package io.nwfilter.netfilter.diagram;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which interfaces of a host are machines', and which bridges are networks'. Those that are not
 * here are still told from the chains that libvirt makes for them, but have no name.
 */
public final class Owners {

  /** Nothing is known but what the names of chains tell. */
  public static final Owners NONE = builder().build();

  /** A rule, and where it is. */
  private record PlacedRule(Family family, String table, String chain, ChainRule rule) {}

  private final ImmutableMap<String, String> machines;
  private final ImmutableMap<String, String> networks;
  private final ImmutableMap<PlacedRule, Owner> rules;

  private Owners(Builder builder) {
    this.machines = ImmutableMap.copyOf(builder.machines);
    this.networks = ImmutableMap.copyOf(builder.networks);
    this.rules = ImmutableMap.copyOf(builder.rules);
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
    rules.networks().forEach(owners::network);
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

  /** {@return whose a rule is known to be} */
  Optional<Owner> ofRule(Family family, String table, String chain, ChainRule rule) {
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(rules.get(new PlacedRule(family, table, chain, rule)));
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
    private final Map<PlacedRule, Owner> rules = new HashMap<>();

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

    /**
     * Adds a compiled network and its rules, which may be in chains of the host (libvirt 0.8.3).
     *
     * @param network the network
     * @return this builder
     */
    public Builder network(CompiledNetwork network) {
      network.bridge().ifPresent(bridge -> add(network, bridge.name()));
      return this;
    }

    private void add(CompiledNetwork network, String bridge) {
      network(bridge, network.name());
      Owner owner = new Owner(Owner.Kind.NETWORK, bridge, network.name());
      for (Family family : Family.values()) {
        for (Table table : network.ruleset(family).tables().values()) {
          for (Chain chain : table.chains().values()) {
            chain.rules().stream()
                .filter(rule -> rule.entered().isEmpty()) // those that do are shared
                .map(rule -> new PlacedRule(family, table.name(), chain.name(), rule))
                .forEach(rule -> rules.put(rule, owner));
          }
        }
      }
    }

    /** {@return what is known} */
    public Owners build() {
      return new Owners(this);
    }
  }
}
