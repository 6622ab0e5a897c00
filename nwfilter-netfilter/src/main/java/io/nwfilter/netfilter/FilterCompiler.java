package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.Optional;

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
    ImmutableList.Builder<CompiledInterface> interfaces = ImmutableList.builder();
    for (NetworkInterface networkInterface : domain.interfaces()) {
      if (networkInterface.filterRef().isPresent()) {
        FilterReference filter = networkInterface.filterRef().get();
        FilterBinding binding = bind(domain, networkInterface, filter, options);
        boolean mayBeRouted = !(networkInterface.attachment() instanceof Attachment.Bridge);
        interfaces.add(new InterfaceCompiler(binding, options, mayBeRouted).compile());
      }
    }
    ImmutableList<CompiledInterface> compiled = interfaces.build();
    CompiledHost.requireDistinct(compiled);
    return new CompiledDomain(domain.name(), compiled);
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

  private static FilterBinding bind(
      Domain domain,
      NetworkInterface networkInterface,
      FilterReference filter,
      CompileOptions options) {
    SourceLocation location = networkInterface.location();
    if (!networkInterface.isFilterable()) {
      throw failure(
          InterfaceCode.UNFILTERABLE_INTERFACE,
          location,
          "an interface of type '"
              + networkInterface.attachment().type()
              + "' cannot have a filter; only types network, bridge and ethernet can");
    }
    MacAddress mac =
        networkInterface
            .mac()
            .orElseThrow(
                () ->
                    failure(
                        CompileCode.MISSING_MAC,
                        location,
                        "an interface with a filter needs a MAC address"));
    InterfaceName name =
        networkInterface
            .targetDev()
            .or(() -> Optional.ofNullable(options.interfaceNames().get(mac)))
            .orElseThrow(
                () ->
                    failure(
                        CompileCode.MISSING_TARGET_DEV,
                        location,
                        "the interface "
                            + mac
                            + " has no target dev: libvirt names it when the machine starts; use"
                            + " the document of the running machine, or name the interface yourself"
                            + " (CompileOptions, --target-dev)"));
    return new FilterBinding(
        domain.uuid().map(uuid -> new FilterBinding.Owner(domain.name(), uuid)),
        name,
        Optional.empty(),
        mac,
        filter,
        location);
  }

  private static CompileException failure(
      DiagnosticCode code, SourceLocation location, String message) {
    return new CompileException(new Diagnostic(code, message, location));
  }
}
