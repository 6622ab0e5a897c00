package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.network.Network;
import java.util.Optional;

/**
 * Compiles domains, bindings and virtual networks into the rules that libvirt installs for them, or
 * into those that the words of their filters mean ({@link CompileOptions#semantics()}). The release
 * is 9.0.0, unless {@link CompileOptions#release()} says otherwise. All methods are pure functions:
 * no state, no I/O, safe to call from any number of threads. Rules that lists multiply by thousands
 * are checked here, but computed again whenever somebody looks at them.
 */
public final class FilterCompiler {

  private FilterCompiler() {}

  /**
   * Compiles a domain with the stock filters.
   *
   * @param domain the domain
   * @return its rules
   * @throws io.nwfilter.core.diagnostic.NwfilterException as {@link #compile(Domain,
   *     CompileOptions)} does
   */
  public static CompiledDomain compile(Domain domain) {
    return compile(domain, CompileOptions.DEFAULT);
  }

  /**
   * Compiles a domain. Interfaces without a filter have no rules.
   *
   * @param domain the domain
   * @param options where filters are found, and what the domain does not say
   * @return its rules
   * @throws CompileException if an interface cannot carry a filter, or has no name or MAC address,
   *     or two have the same name or chains of the same name; if a variable has no value, {@code
   *     CTRL_IP_LEARNING} is illegal, or the lists multiply beyond {@link
   *     CompileOptions#maxInstances()}
   * @throws io.nwfilter.core.resolve.ResolutionException if a filter is missing or includes itself,
   *     or values of variables are illegal or lists unequal
   * @throws io.nwfilter.netfilter.diagnostic.LoweringException if netfilter would refuse a rule,
   *     or, as written, cannot express it
   */
  public static CompiledDomain compile(Domain domain, CompileOptions options) {
    return new DomainCompiler(requireNonNull(domain, "domain"), requireNonNull(options, "options"))
        .compile();
  }

  /**
   * Compiles a domain with the stock filters, and returns errors rather than throwing.
   *
   * @param domain the domain
   * @return its rules, or the errors of all its interfaces
   */
  public static CompileResult tryCompile(Domain domain) {
    return tryCompile(domain, CompileOptions.DEFAULT);
  }

  /**
   * Compiles a domain, and returns the errors where {@link #compile(Domain, CompileOptions)} throws
   * them.
   *
   * @param domain the domain
   * @param options where filters are found, and what the domain does not say
   * @return its rules, or the errors of all its interfaces
   */
  public static CompileResult tryCompile(Domain domain, CompileOptions options) {
    requireNonNull(domain, "domain");
    requireNonNull(options, "options");
    try {
      CompiledDomain compiled = compile(domain, options);
      return new CompileResult(Optional.of(compiled), compiled.diagnostics());
    } catch (NwfilterException e) {
      return new CompileResult(Optional.empty(), e.diagnostics());
    }
  }

  /**
   * Compiles all domains of a host with the stock filters.
   *
   * @param domains the domains in the order in which they are started
   * @return the rules of all of them
   * @throws io.nwfilter.core.diagnostic.NwfilterException as {@link #compileHost(Iterable,
   *     CompileOptions)} does
   */
  public static CompiledHost compileHost(Iterable<Domain> domains) {
    return compileHost(domains, CompileOptions.DEFAULT);
  }

  /**
   * Compiles all domains of a host.
   *
   * @param domains the domains in the order in which they are started
   * @param options where filters are found, and what the domains do not say
   * @return the rules of all of them
   * @throws CompileException if two interfaces, of one domain or of two, have the same name, or
   *     chains of the same name
   * @throws io.nwfilter.core.diagnostic.NwfilterException as {@link #compile(Domain,
   *     CompileOptions)} does
   */
  public static CompiledHost compileHost(Iterable<Domain> domains, CompileOptions options) {
    requireNonNull(domains, "domains");
    requireNonNull(options, "options");
    ImmutableList.Builder<CompiledDomain> compiled = ImmutableList.builder();
    for (Domain domain : domains) {
      compiled.add(compile(domain, options));
    }
    return CompiledHost.of(compiled.build());
  }

  /**
   * Compiles the networks and domains of a host.
   *
   * @param networks the virtual networks in the order in which they are started; a later one is
   *     before an earlier one
   * @param domains the domains in the order in which they are started, after the networks
   * @param options where filters are found, and what the documents do not say
   * @return the rules of all of them
   * @throws CompileException if two networks have the same name, bridge or IPv4 subnet, or as
   *     {@link #compileHost(Iterable, CompileOptions)} does
   * @throws io.nwfilter.core.diagnostic.NwfilterException as {@link #compile(Network,
   *     CompileOptions)} and {@link #compile(Domain, CompileOptions)} do
   */
  public static CompiledHost compileHost(
      Iterable<Network> networks, Iterable<Domain> domains, CompileOptions options) {
    requireNonNull(networks, "networks");
    ImmutableList.Builder<CompiledNetwork> compiled = ImmutableList.builder();
    for (Network network : networks) {
      compiled.add(compile(network, options));
    }
    return compileHost(domains, options).withNetworks(compiled.build());
  }

  /**
   * Compiles a virtual network.
   *
   * @param network the network
   * @return its rules
   * @throws CompileException as {@link #compile(Network, CompileOptions)} does
   */
  public static CompiledNetwork compile(Network network) {
    return compile(network, CompileOptions.DEFAULT);
  }

  /**
   * Compiles a virtual network.
   *
   * @param network the network
   * @param options the release, and the name of the bridge if the network does not give it
   * @return its rules; none if its mode leaves them to the host
   * @throws CompileException if the bridge has no name, libvirt would refuse the network, or the
   *     release does not know something of it
   */
  public static CompiledNetwork compile(Network network, CompileOptions options) {
    return new NetworkCompiler(
            requireNonNull(network, "network"), requireNonNull(options, "options"))
        .compile();
  }

  /**
   * Compiles a binding with the stock filters.
   *
   * @param binding the binding
   * @return the rules of its interface
   * @throws io.nwfilter.core.diagnostic.NwfilterException as {@link #compile(FilterBinding,
   *     CompileOptions)} does
   */
  public static CompiledInterface compile(FilterBinding binding) {
    return compile(binding, CompileOptions.DEFAULT);
  }

  /**
   * Compiles a binding.
   *
   * @param binding the binding
   * @param options where filters are found, and what the binding does not say
   * @return the rules of its interface
   * @throws CompileException if a variable has no value, {@code CTRL_IP_LEARNING} is illegal, or
   *     the lists multiply beyond {@link CompileOptions#maxInstances()}
   * @throws io.nwfilter.core.resolve.ResolutionException as {@link #compile(Domain,
   *     CompileOptions)} does
   * @throws io.nwfilter.netfilter.diagnostic.LoweringException as it does
   */
  public static CompiledInterface compile(FilterBinding binding, CompileOptions options) {
    requireNonNull(binding, "binding");
    requireNonNull(options, "options");
    return new InterfaceCompiler(BuiltPlaces.named(binding), options, true).compile();
  }
}
