package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.addition.Logging;
import io.nwfilter.netfilter.addition.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a compilation can be told in addition to the domain.
 *
 * @param release the release of libvirt whose rules are made
 * @param tools the version of iptables and ebtables that it calls
 * @param networkBackend what libvirt gives the rules of virtual networks to
 * @param library where filters are found
 * @param bridges names of bridges for networks whose documents give none, by name of the network
 * @param interfaceNames names for interfaces whose domain gives none, by MAC address
 * @param learnedAddresses addresses that libvirt has learned, by interface: they are the value of
 *     {@code IP} where the domain gives none
 * @param semantics what to do where libvirt does something other than what is written
 * @param maxInstances how many instances the lists of variables may make of an interface's rules, 1
 *     to {@value #MAX_MAX_INSTANCES}
 * @param additions what is added to the rules that libvirt would install
 */
public record CompileOptions(
    LibvirtRelease release,
    ToolVersion tools,
    FirewallBackend networkBackend,
    FilterLibrary library,
    Map<String, InterfaceName> bridges,
    Map<MacAddress, InterfaceName> interfaceNames,
    Map<InterfaceName, List<Ipv4Address>> learnedAddresses,
    Semantics semantics,
    int maxInstances,
    Additions additions) {

  /** How many instances the rules of an interface may have by default. */
  public static final int DEFAULT_MAX_INSTANCES = 2_000_000;

  /** The largest limit of instances: the rules that they become have to fit into a list. */
  public static final int MAX_MAX_INSTANCES = 500_000_000;

  /** As libvirt 9.0.0, with the stock filters, no names and no learned addresses. */
  public static final CompileOptions DEFAULT = builder().build();

  /**
   * Checks that all components are given.
   *
   * @param release the release of libvirt whose rules are made
   * @param tools the version of iptables and ebtables that it calls
   * @param networkBackend what libvirt gives the rules of virtual networks to
   * @param library where filters are found
   * @param bridges names of bridges for networks whose documents give none
   * @param interfaceNames names for interfaces whose domain gives none
   * @param learnedAddresses addresses that libvirt has learned
   * @param semantics what to do where libvirt does something other than what is written
   * @param maxInstances how many instances the rules of an interface may have
   * @param additions what is added to the rules that libvirt would install
   * @throws IllegalArgumentException if that is out of range
   */
  public CompileOptions {
    requireNonNull(release, "release");
    requireNonNull(tools, "tools");
    requireNonNull(networkBackend, "networkBackend");
    requireNonNull(library, "library");
    bridges = ImmutableMap.copyOf(requireNonNull(bridges, "bridges"));
    interfaceNames = ImmutableMap.copyOf(requireNonNull(interfaceNames, "interfaceNames"));
    learnedAddresses = listsOf(requireNonNull(learnedAddresses, "learnedAddresses"));
    requireNonNull(semantics, "semantics");
    requireNonNull(additions, "additions");
    if (maxInstances < 1 || maxInstances > MAX_MAX_INSTANCES) {
      throw new IllegalArgumentException(
          "a limit of " + maxInstances + " instances is outside 1.." + MAX_MAX_INSTANCES);
    }
  }

  private static ImmutableMap<InterfaceName, List<Ipv4Address>> listsOf(
      Map<InterfaceName, List<Ipv4Address>> lists) {
    ImmutableMap.Builder<InterfaceName, List<Ipv4Address>> copies = ImmutableMap.builder();
    lists.forEach((name, list) -> copies.put(name, ImmutableList.copyOf(list)));
    return copies.buildOrThrow();
  }

  /**
   * {@return the defaults with more filters than the stock's, which replace those of the same name}
   *
   * @param filters the filters, no two of the same name
   * @throws IllegalArgumentException if two have the same name
   */
  public static CompileOptions with(Filter... filters) {
    return builder().library(StockFilters.library().with(filters)).build();
  }

  /** {@return a builder that holds what these options hold} */
  public Builder toBuilder() {
    Builder builder =
        builder()
            .release(release)
            .tools(tools)
            .networkBackend(networkBackend)
            .library(library)
            .semantics(semantics)
            .maxInstances(maxInstances);
    builder.bridges.putAll(bridges);
    builder.dropped = additions.dropped();
    builder.logging = additions.logging();
    builder.interfaceNames.putAll(interfaceNames);
    learnedAddresses.forEach(builder.learnedAddresses::putAll);
    return builder;
  }

  /** {@return a builder that holds the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link CompileOptions}. */
  public static final class Builder {

    private LibvirtRelease release = LibvirtRelease.V9_0;
    private @Nullable ToolVersion tools;
    private FirewallBackend networkBackend = FirewallBackend.IPTABLES;
    private @Nullable FilterLibrary library;
    private final Map<String, InterfaceName> bridges = new LinkedHashMap<>();
    private final Map<MacAddress, InterfaceName> interfaceNames = new LinkedHashMap<>();
    private final ImmutableListMultimap.Builder<InterfaceName, Ipv4Address> learnedAddresses =
        ImmutableListMultimap.builder();
    private Semantics semantics = Semantics.AS_LIBVIRT;
    private int maxInstances = DEFAULT_MAX_INSTANCES;
    private Set<Traffic> dropped = Set.of();
    private Optional<Logging> logging = Optional.empty();

    private Builder() {}

    /**
     * Sets the release of libvirt whose rules are made.
     *
     * @param release 9.0 if this is not called
     * @return this builder
     */
    public Builder release(LibvirtRelease release) {
      this.release = requireNonNull(release, "release");
      return this;
    }

    /**
     * Sets which iptables and ebtables libvirt calls.
     *
     * @param tools the version; that of the release if this is not called
     * @return this builder
     */
    public Builder tools(ToolVersion tools) {
      this.tools = requireNonNull(tools, "tools");
      return this;
    }

    /**
     * Sets what libvirt gives the rules of virtual networks to ({@code firewall_backend} in {@code
     * network.conf}). With nftables they are {@link CompiledRules#nftables()}; what looks at
     * packets does not know these yet, and refuses such networks.
     *
     * @param backend iptables if this is not called
     * @return this builder
     */
    public Builder networkBackend(FirewallBackend backend) {
      networkBackend = requireNonNull(backend, "backend");
      return this;
    }

    /**
     * Names the bridge of a network whose document does not.
     *
     * @param network the network's name
     * @param bridge the bridge that libvirt has chosen, or will
     * @return this builder
     * @throws IllegalArgumentException if the network's bridge was given a name before
     */
    public Builder bridge(String network, InterfaceName bridge) {
      InterfaceName before = bridges.putIfAbsent(requireNonNull(network, "network"), bridge);
      if (before != null) {
        throw new IllegalArgumentException(
            "the bridge of network '" + network + "' is named both " + before + " and " + bridge);
      }
      return this;
    }

    /**
     * Sets where filters are found.
     *
     * @param library the library; the stock filters of the release if this is not called
     * @return this builder
     */
    public Builder library(FilterLibrary library) {
      this.library = requireNonNull(library, "library");
      return this;
    }

    /**
     * Names an interface whose domain gives no target device.
     *
     * @param mac the MAC address of the guest's interface
     * @param name the name of the host's interface
     * @return this builder
     * @throws IllegalArgumentException if the MAC address was given a name before
     */
    public Builder interfaceName(MacAddress mac, InterfaceName name) {
      InterfaceName before = interfaceNames.putIfAbsent(mac, name);
      if (before != null) {
        throw new IllegalArgumentException(mac + " is named both " + before + " and " + name);
      }
      return this;
    }

    /**
     * Adds an address that was learned.
     *
     * @param name the interface
     * @param address the address; several of one interface are a list
     * @return this builder
     */
    public Builder learnedAddress(InterfaceName name, Ipv4Address address) {
      learnedAddresses.put(name, address);
      return this;
    }

    /**
     * Sets what to do where libvirt does something other than what is written. Read filters with
     * the same ({@code LibvirtXml.readFilter(source, semantics)}): what a reader has left out as
     * libvirt does, a second protocol or an overridden attribute, is only in its diagnostics.
     *
     * @param semantics as libvirt does, if this is not called
     * @return this builder
     */
    public Builder semantics(Semantics semantics) {
      this.semantics = requireNonNull(semantics, "semantics");
      return this;
    }

    /**
     * Sets how many instances the rules of an interface may have, all together. Lists of variables
     * under different iterators multiply; what becomes of up to a few thousand instances is kept in
     * memory, the rest is computed whenever somebody looks at it.
     *
     * @param maxInstances 1 to {@value CompileOptions#MAX_MAX_INSTANCES}; {@value
     *     CompileOptions#DEFAULT_MAX_INSTANCES} if this is not called
     * @return this builder
     */
    public Builder maxInstances(int maxInstances) {
      this.maxInstances = maxInstances;
      return this;
    }

    /**
     * Sets which traffic is dropped if no rule decides it, for each interface that has a filter;
     * libvirt accepts it. A DROP is put at the end of the chains that see the traffic, which are
     * made if the interface has no rules there. At the Ethernet layer that is the root chain, and
     * frames that no rule of another chain decides go back to it. What an IP layer drops are
     * packets of its own family, never ARP; the Ethernet layer sees every frame, and drops IPv4 and
     * ARP as well unless a rule of that layer accepts them. Rules with the action {@code return}
     * decide: at the IP layers, and in the root chain, they let packets leave the filter.
     *
     * @param traffic the parts of the traffic; none if this is not called
     * @return this builder
     */
    public Builder dropUndecided(Traffic... traffic) {
      return dropUndecided(ImmutableSet.copyOf(traffic));
    }

    /**
     * Sets which traffic is dropped if no rule decides it.
     *
     * @param traffic the parts of the traffic, such as those of {@link Traffic#parse}
     * @return this builder
     */
    public Builder dropUndecided(Set<Traffic> traffic) {
      dropped = requireNonNull(traffic, "traffic");
      return this;
    }

    /**
     * Sets what is logged, and how.
     *
     * @param log what is logged; nothing if this is not called
     * @return this builder
     */
    public Builder logging(Logging log) {
      logging = Optional.of(log);
      return this;
    }

    /**
     * {@return the options}
     *
     * @throws IllegalArgumentException if the limit of instances is out of range
     */
    public CompileOptions build() {
      return new CompileOptions(
          release,
          tools == null ? release.tools() : tools,
          networkBackend,
          library == null ? StockFilters.library(release) : library,
          bridges,
          interfaceNames,
          Multimaps.asMap(learnedAddresses.build()),
          semantics,
          maxInstances,
          new Additions(dropped, logging));
    }
  }
}
