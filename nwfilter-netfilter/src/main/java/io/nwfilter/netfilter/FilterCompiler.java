package io.nwfilter.netfilter;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;

/**
 * Compiles domains and bindings into the rules that libvirt 9.0.0 installs for them, or into those
 * that the words of their filters mean ({@link CompileOptions#semantics()}). All methods are pure
 * functions: no state, no I/O, safe to call from any number of threads. Rules that lists multiply
 * by thousands are checked here, but computed again whenever somebody looks at them.
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
    return new DomainCompiler(domain, options).compile();
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
    return new InterfaceCompiler(binding, options, true).compile();
  }
}
