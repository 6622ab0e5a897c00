package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolutionException;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one interface: variables, resolution, lowering or interim rules. */
final class InterfaceCompiler {

  private static final String MAC = "MAC";

  /** What is looked at in place of an address that libvirt has yet to learn (RFC 5737). */
  private static final String STAND_IN = "192.0.2.1";

  private final FilterBinding binding;
  private final CompileOptions options;
  private final DiagnosticSink sink = new DiagnosticSink();
  private final NameSuggestions suggestions = new NameSuggestions();
  private final InterfaceRules rules;
  private List<String> addresses = ImmutableList.of();
  private Set<String> acceptedCodes = ImmutableSet.of();
  private boolean complete = true;

  /**
   * Creates a compiler of one interface.
   *
   * @param mayBeRouted whether the host may route packets to it, rather than bridge all of them
   */
  InterfaceCompiler(FilterBinding binding, CompileOptions options, boolean mayBeRouted) {
    this.binding = binding;
    this.options = options;
    this.rules = new InterfaceRules(binding, options, mayBeRouted, sink);
  }

  /** Tells what addresses the interface's {@code <ip>} elements have. */
  InterfaceCompiler withAddresses(List<String> ofElements) {
    addresses = ofElements;
    return this;
  }

  /** Tells which warnings the interface's author has accepted. */
  InterfaceCompiler accepting(Set<String> codes) {
    acceptedCodes = codes;
    return this;
  }

  CompiledInterface compile() {
    Parameters variables = variables();
    InterfaceErrors errors = new InterfaceErrors();
    ResolvedFilter resolved = resolve(variables, errors);
    if (resolved.missing().equals(ImmutableSet.of(IpLearning.LEARNED))) {
      return interim(variables, resolved, errors);
    }
    errors.addAll(new MissingVariables(variables, suggestions).of(resolved));
    reportWithoutEffect(resolved, learning(resolved));
    Map<Family, Change> changes = rules.lower(resolved.rules(), complete, errors);
    errors.requireNone(unaccepted(resolved));
    return result(resolved, changes, false);
  }

  private ResolvedFilter resolve(Parameters variables, InterfaceErrors errors) {
    DiagnosticSink missing = new DiagnosticSink();
    ResolvedFilter resolved =
        FilterResolver.resolve(
            options.library(), binding.filterRef(), variables, options.semantics(), missing);
    if (!missing.diagnostics().isEmpty()) {
      errors.add(new ResolutionException(missing.diagnostics()));
      complete = false;
    }
    return resolved;
  }

  /** A filter that is not known might use anything. */
  private void reportWithoutEffect(ResolvedFilter resolved, @Nullable IpLearning learning) {
    if (complete) {
      new ParametersWithoutEffect(resolved, suggestions, sink).report(learning);
      new ChainsWithoutEffect(resolved, sink).report();
    }
  }

  /** {@return how the address that rules use was learned; null if it was not} */
  private @Nullable IpLearning learning(ResolvedFilter resolved) {
    Parameters given = options.semantics().parameters(binding.filterRef().parameters());
    boolean learned =
        given.get(IpLearning.LEARNED).isEmpty()
            && options.learnedAddresses().containsKey(binding.portDev())
            && resolved.used().contains(IpLearning.LEARNED);
    return learned ? IpLearning.of(given.get(IpLearning.VARIABLE)).orElse(null) : null;
  }

  /** What the binding defines overrides what is known about the interface. */
  private Parameters variables() {
    Parameters variables = options.semantics().parameters(binding.filterRef().parameters());
    List<String> given = variables.get(MAC);
    if (given.isEmpty()) {
      variables = variables.with(MAC, binding.mac().toString());
    } else if (!given.equals(ImmutableList.of(binding.mac().toString()))) {
      sink.report(
          CompileCode.MAC_OVERRIDDEN,
          binding.filterRef().location(),
          "the parameter MAC " + given + " replaces the address " + binding.mac());
    }
    if (variables.get(IpLearning.LEARNED).isEmpty()) {
      for (Ipv4Address address :
          options.learnedAddresses().getOrDefault(binding.portDev(), List.of())) {
        variables = variables.with(IpLearning.LEARNED, address.toString());
      }
    }
    return variables;
  }

  private CompiledInterface interim(
      Parameters variables, ResolvedFilter resolved, InterfaceErrors errors) {
    AddressLearning learning =
        new AddressLearning(binding, options, variables, suggestions, sink, errors);
    if (learning.way().equals(Optional.of(IpLearning.NONE))) {
      errors.addAll(new MissingVariables(variables, suggestions).of(resolved));
    }
    ResolvedFilter learned =
        resolve(variables.with(IpLearning.LEARNED, STAND_IN), new InterfaceErrors());
    if (!errors.isEmpty()) {
      rules.lower(learned.rules(), complete, errors);
    }
    learning.way().ifPresent(way -> reportWithoutEffect(resolved, way));
    errors.requireNone(unaccepted(resolved));
    InterfaceErrors refused = new InterfaceErrors();
    rules.lower(learned.rules(), complete, refused);
    learning.reportRefused(refused.diagnostics(), STAND_IN);
    learning.reportUnused(addresses);
    return result(resolved, learning.interimRules(), true);
  }

  /** {@return the diagnostics without those that the authors of documents have accepted} */
  private List<Diagnostic> unaccepted(ResolvedFilter resolved) {
    return accepted(resolved).without(sink.diagnostics());
  }

  private AcceptedWarnings accepted(ResolvedFilter resolved) {
    AcceptedWarnings accepted = AcceptedWarnings.of(resolved);
    accepted.ofInterface(binding, acceptedCodes);
    return accepted;
  }

  private CompiledInterface result(
      ResolvedFilter resolved, Map<Family, Change> changes, boolean interim) {
    AcceptedWarnings accepted = accepted(resolved);
    return new CompiledInterface(
        binding, changes, interim, accepted.without(sink.diagnostics()), accepted);
  }
}
