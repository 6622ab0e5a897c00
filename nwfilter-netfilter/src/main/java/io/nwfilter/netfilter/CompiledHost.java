package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.layout.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of all virtual networks and machines of a host.
 *
 * @param networks the virtual networks in the order in which they are started, before the machines
 * @param domains the virtual machines in the order in which they are started; none of those whose
 *     bindings were compiled
 * @param interfaces their interfaces that have a filter, in the order in which they are set up
 */
public record CompiledHost(
    List<CompiledNetwork> networks,
    List<CompiledDomain> domains,
    List<CompiledInterface> interfaces)
    implements CompiledRules {

  private static final ImmutableSet<String> SHARED = Layout.sharedChains();

  /**
   * Checks that no two interfaces have the same name, or chains of the same name, and that the
   * networks can run at the same time.
   *
   * @param networks the virtual networks
   * @param domains the virtual machines
   * @param interfaces the interfaces
   * @throws CompileException if two interfaces have the same name, or chains of the same name; or
   *     two networks the same name, bridge or IPv4 subnet
   * @throws IllegalArgumentException if an interface of a machine is not among the interfaces
   */
  public CompiledHost {
    networks = ImmutableList.copyOf(requireNonNull(networks, "networks"));
    HostNetworks.requireNoConflict(networks);
    domains = ImmutableList.copyOf(requireNonNull(domains, "domains"));
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
    requireDistinct(interfaces);
    Map<InterfaceName, CompiledInterface> known =
        Maps.uniqueIndex(interfaces, CompiledInterface::name);
    for (CompiledDomain domain : domains) {
      // Equality of interfaces looks at all of their rules; most of them are the same objects.
      if (!domain.interfaces().stream().allMatch(one -> one.equals(known.get(one.name())))) {
        throw new IllegalArgumentException(
            "the host lacks an interface of the domain '" + domain.name() + "'");
      }
    }
  }

  /**
   * Puts machines together on a host without virtual networks.
   *
   * @param domains the virtual machines
   * @param interfaces the interfaces
   * @throws CompileException if two interfaces have the same name, or chains of the same name
   * @throws IllegalArgumentException if an interface of a machine is not among the interfaces
   */
  public CompiledHost(List<CompiledDomain> domains, List<CompiledInterface> interfaces) {
    this(ImmutableList.of(), domains, interfaces);
  }

  /**
   * Puts interfaces together, whose domains are not known.
   *
   * @param interfaces the interfaces in the order in which they are set up
   * @throws CompileException if two have the same name, or chains of the same name
   */
  public CompiledHost(List<CompiledInterface> interfaces) {
    this(ImmutableList.of(), interfaces);
  }

  /**
   * {@return the host of some domains}
   *
   * @param domains the domains in the order in which they are started
   * @throws CompileException if two interfaces have the same name, or chains of the same name
   */
  public static CompiledHost of(Iterable<CompiledDomain> domains) {
    ImmutableList<CompiledDomain> all = ImmutableList.copyOf(requireNonNull(domains, "domains"));
    return new CompiledHost(
        all,
        all.stream()
            .flatMap(domain -> domain.interfaces().stream())
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * {@return this host with virtual networks}
   *
   * @param started the networks in the order in which they are started, before the machines
   * @throws CompileException if two networks have the same name, bridge or IPv4 subnet
   */
  public CompiledHost withNetworks(Iterable<CompiledNetwork> started) {
    return new CompiledHost(ImmutableList.copyOf(started), domains, interfaces);
  }

  /**
   * {@return this host with more interfaces, whose domains are not known}
   *
   * @param more the interfaces in the order in which they are set up, after those of this host
   * @throws CompileException if two have the same name, or chains of the same name
   */
  public CompiledHost withInterfaces(Iterable<CompiledInterface> more) {
    return new CompiledHost(
        networks,
        domains,
        ImmutableList.<CompiledInterface>builder().addAll(interfaces).addAll(more).build());
  }

  /**
   * Returns a domain.
   *
   * @param name its name
   * @return the first domain of that name; empty if there is none
   */
  public Optional<CompiledDomain> domain(String name) {
    return domains.stream().filter(domain -> domain.name().equals(name)).findFirst();
  }

  /**
   * {@return the diagnostics of all networks, domains and interfaces, in order, each only once, and
   * those about networks that are in each other's way}
   */
  @Override
  public List<Diagnostic> diagnostics() {
    Stream<CompiledRules> machines = Stream.concat(domains.stream(), interfaces.stream());
    return Stream.concat(
            Stream.concat(networks.stream(), machines)
                .flatMap(compiled -> compiled.diagnostics().stream()),
            HostNetworks.overlaps(networks).stream())
        .collect(ImmutableSet.toImmutableSet())
        .asList();
  }

  static void requireDistinct(List<CompiledInterface> interfaces) {
    if (interfaces.size() < 2) {
      return;
    }
    Map<InterfaceName, SourceLocation> known = new HashMap<>();
    Map<String, CompiledInterface> chains = new HashMap<>();
    for (CompiledInterface compiled : interfaces) {
      SourceLocation first = known.putIfAbsent(compiled.name(), compiled.binding().location());
      if (first != null) {
        throw new CompileException(
            duplicate(compiled.name(), first, compiled.binding().location()));
      }
      requireChainsOfItsOwn(compiled, chains);
    }
  }

  /** {@return what is reported of the second interface of a name} */
  static Diagnostic duplicate(InterfaceName name, SourceLocation first, SourceLocation second) {
    return new Diagnostic(
        CompileCode.DUPLICATE_INTERFACE,
        "there is already an interface '" + name + "', at " + first,
        second);
  }

  /** Interfaces and chains may be named so that two chains would become one. */
  private static void requireChainsOfItsOwn(
      CompiledInterface compiled, Map<String, CompiledInterface> known) {
    for (Change change : compiled.changes().values()) {
      for (String chain : Sets.difference(change.madeChains(), SHARED)) {
        CompiledInterface other = known.putIfAbsent(change.family() + " " + chain, compiled);
        if (other != null) {
          throw new CompileException(
              new Diagnostic(
                  CompileCode.CHAIN_COLLISION,
                  "interfaces '"
                      + other.name()
                      + "' and '"
                      + compiled.name()
                      + "' would share the chain '"
                      + chain
                      + "'",
                  compiled.binding().location()));
        }
      }
    }
  }
}
