package io.nwfilter.netfilter.upgrade;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.ListedTables;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A host whose libvirt is upgraded: its documents, its own rules, and what else is known of it. */
public final class UpgradeHost {

  private final ImmutableList<HostDocument> documents;
  private final ImmutableMap<HostDocument, Network> networks;
  private final ImmutableMap<HostDocument, Domain> machines;
  private final ImmutableMap<HostDocument, FilterBinding> bindings;
  private final ImmutableList<Ruleset> existing;
  private final NftRuleset tables;
  private final Consumer<Surroundings> bridges;
  private final Consumer<Surroundings> addresses;
  private final Consumer<Situation.Builder> situation;

  private UpgradeHost(Builder builder) {
    networks = ImmutableMap.copyOf(builder.networks);
    machines = ImmutableMap.copyOf(builder.machines);
    bindings = ImmutableMap.copyOf(builder.bindings);
    documents = ImmutableList.copyOf(builder.documents);
    existing = ImmutableList.copyOf(builder.existing);
    tables = builder.tables;
    bridges = builder.bridges;
    addresses = builder.addresses;
    situation = builder.situation;
  }

  /** {@return a builder of a host without documents and rules} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return all documents: networks, then what has interfaces, then filters by themselves} */
  ImmutableList<HostDocument> documents() {
    return documents;
  }

  ImmutableCollection<Domain> machines() {
    return machines.values();
  }

  /** {@return the names of the networks that have a document} */
  Set<String> networkNames() {
    return networks.values().stream().map(Network::name).collect(ImmutableSet.toImmutableSet());
  }

  ImmutableCollection<FilterBinding> bindings() {
    return bindings.values();
  }

  /** {@return the host with only some of its documents} */
  UpgradeHost only(Set<HostDocument> some) {
    Builder builder = new Builder();
    documents.stream().filter(some::contains).forEach(builder.documents::add);
    builder.networks.putAll(Maps.filterKeys(networks, some::contains));
    builder.machines.putAll(Maps.filterKeys(machines, some::contains));
    builder.bindings.putAll(Maps.filterKeys(bindings, some::contains));
    builder.existing.addAll(existing);
    builder.tables = tables;
    return builder.bridges(bridges).addresses(addresses).situation(situation).build();
  }

  ImmutableList<Ruleset> existing() {
    return existing;
  }

  NftRuleset tables() {
    return tables;
  }

  Consumer<Surroundings> bridges() {
    return bridges;
  }

  Consumer<Surroundings> addresses() {
    return addresses;
  }

  Consumer<Situation.Builder> situation() {
    return situation;
  }

  /** Collects what is known of a host. */
  public static final class Builder {

    private final Map<HostDocument, Network> networks = new LinkedHashMap<>();
    private final Map<HostDocument, Domain> machines = new LinkedHashMap<>();
    private final Map<HostDocument, FilterBinding> bindings = new LinkedHashMap<>();
    private final List<Ruleset> existing = new ArrayList<>();
    private NftRuleset tables = NftRuleset.EMPTY;
    private final List<HostDocument> documents = new ArrayList<>();
    private Consumer<Surroundings> bridges = any -> {};
    private Consumer<Surroundings> addresses = any -> {};
    private Consumer<Situation.Builder> situation = any -> {};

    private Builder() {}

    /**
     * Adds a network; they are started in the order in which they are added, before all machines.
     *
     * @param network the network
     * @return this builder
     */
    public Builder network(Network network) {
      return add(
          networks,
          network,
          new HostDocument(
              HostDocument.Kind.NETWORK,
              network.name(),
              network.location(),
              options -> FilterCompiler.compile(network, options)));
    }

    /**
     * Adds a machine.
     *
     * @param machine the machine, whose interfaces with a filter have names and MAC addresses
     * @return this builder
     */
    public Builder machine(Domain machine) {
      return add(
          machines,
          machine,
          new HostDocument(
              HostDocument.Kind.MACHINE,
              machine.name(),
              machine.location(),
              options -> FilterCompiler.compile(machine, options)));
    }

    /**
     * Adds an interface with a filter.
     *
     * @param binding its binding
     * @return this builder
     */
    public Builder binding(FilterBinding binding) {
      return add(
          bindings,
          binding,
          new HostDocument(
              HostDocument.Kind.BINDING,
              binding.portDev().name(),
              binding.location(),
              options -> FilterCompiler.compile(binding, options)));
    }

    private <T> Builder add(Map<HostDocument, T> described, T what, HostDocument document) {
      documents.add(document);
      described.put(document, what);
      return this;
    }

    /**
     * Adds a filter that no machine uses yet: it is compiled by itself, with samples for its
     * variables, to see whether both releases take it.
     *
     * @param filter the filter, which the libraries of both releases have, too
     * @return this builder
     */
    public Builder unused(Filter filter) {
      documents.add(
          new HostDocument(
              HostDocument.Kind.FILTER,
              filter.name(),
              filter.location(),
              options -> SampleMachine.of(filter, options)));
      return this;
    }

    /**
     * Adds rules that the host has: those of its own, or all, as libvirt's are recognized.
     *
     * @param ruleset the rules of a family, at most once for each
     * @return this builder
     */
    public Builder existing(Ruleset ruleset) {
      existing.add(requireNonNull(ruleset, "ruleset"));
      return this;
    }

    /**
     * Adds tables of nftables that the host has: those of its own, or all, as libvirt's are
     * recognized.
     *
     * @param ruleset the tables, without those in which iptables keeps its rules: they are known
     *     from {@code iptables-save}, by which libvirt's rules are told from others
     * @return this builder
     * @throws IllegalArgumentException if there are tables of iptables, ip6tables or ebtables
     */
    public Builder existing(NftRuleset ruleset) {
      List<NftTable> ofTools = ListedTables.of(ruleset).ofTools();
      checkArgument(
          ofTools.isEmpty(),
          "'%s' is a table of iptables, ip6tables or ebtables: give what its -save prints, too",
          ofTools.isEmpty() ? "" : ofTools.get(0));
      tables = ruleset;
      return this;
    }

    /**
     * Says what documents do not: of which bridges interfaces are ports, and who has which address.
     *
     * @param added adds it before the machines are added
     * @return this builder
     */
    public Builder bridges(Consumer<Surroundings> added) {
      bridges = bridges.andThen(added);
      return this;
    }

    /**
     * Says which addresses the host has, besides those of networks.
     *
     * @param added adds them after the machines were added
     * @return this builder
     */
    public Builder addresses(Consumer<Surroundings> added) {
      addresses = addresses.andThen(added);
      return this;
    }

    /**
     * Says more about the host, such as the members of sets and routes.
     *
     * @param added adds it
     * @return this builder
     */
    public Builder situation(Consumer<Situation.Builder> added) {
      situation = situation.andThen(added);
      return this;
    }

    /** {@return the host} */
    public UpgradeHost build() {
      return new UpgradeHost(this);
    }
  }
}
