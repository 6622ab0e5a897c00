package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.math.LongMath;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.lowering.EthernetLowering;
import io.nwfilter.netfilter.lowering.InterimRules;
import io.nwfilter.netfilter.lowering.OtherLayerDrops;
import io.nwfilter.netfilter.lowering.PacketLowering;
import io.nwfilter.netfilter.lowering.RuleFailures;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one interface: variables, resolution, lowering or interim rules. */
final class InterfaceCompiler {

  private static final String MAC = "MAC";

  /** How many variables without a value are named. */
  private static final int MAX_NAMED = 100;

  private final FilterBinding binding;
  private final CompileOptions options;
  private final Layout layout;
  private final boolean mayBeRouted;
  private final DiagnosticSink sink = new DiagnosticSink();
  private List<String> addresses = ImmutableList.of();
  private Set<String> acceptedCodes = ImmutableSet.of();

  /**
   * Creates a compiler of one interface.
   *
   * @param mayBeRouted whether the host may route packets to it, rather than bridge all of them
   */
  InterfaceCompiler(FilterBinding binding, CompileOptions options, boolean mayBeRouted) {
    this.binding = binding;
    this.options = options;
    this.layout = Layout.of(options.release());
    this.mayBeRouted = mayBeRouted;
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
    ResolvedFilter resolved =
        FilterResolver.resolve(
            options.library(), binding.filterRef(), variables, options.semantics());
    Set<String> missing = resolved.missing();
    if (missing.isEmpty()) {
      requireMeasure(resolved.rules());
      new ParametersWithoutEffect(resolved, sink).report(learning(resolved));
      new ChainsWithoutEffect(resolved, sink).report();
      return result(resolved, lower(resolved.rules()), false);
    }
    if (!missing.equals(ImmutableSet.of(IpLearning.LEARNED))) {
      throw unresolved(resolved, variables, "");
    }
    return interim(variables, resolved);
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

  /** Refuses lists that multiply beyond the limit, before any rule is made of them. */
  private void requireMeasure(List<ScopedRule> rules) {
    long instances = 0;
    for (ScopedRule rule : rules) {
      instances = LongMath.saturatedAdd(instances, rule.instanceCount());
      if (instances > options.maxInstances()) {
        throw new CompileException(
            new Diagnostic(
                ResolutionCode.TOO_MANY_INSTANCES,
                "the rules of "
                    + binding.portDev()
                    + " have "
                    + instances
                    + " instances up to this one, whose lists multiply to "
                    + rule.instanceCount()
                    + "; the limit is "
                    + options.maxInstances(),
                rule.origin()));
      }
    }
  }

  private Map<Family, Change> lower(List<ScopedRule> rules) {
    InterfaceName name = binding.portDev();
    Origin origin = Origin.of(binding.location());
    PacketLayout packets = layout.packets();
    RuleFailures failures = new RuleFailures();
    Additions additions = options.additions();
    Change ipv4 =
        PacketLowering.lower(Family.IPV4, packets, name, origin, rules, additions, sink, failures);
    Change ipv6 =
        PacketLowering.lower(Family.IPV6, packets, name, origin, rules, additions, sink, failures);
    Change bridge =
        EthernetLowering.lower(layout.frames(), name, origin, rules, additions, sink, failures);
    failures.requireNone();
    OtherLayerDrops.report(rules, options.additions().dropped(), sink);
    if (mayBeRouted && !(ipv4.isEmpty() && ipv6.isEmpty())) {
      sink.report(
          CompileCode.NOT_FILTERED_WHEN_ROUTED,
          binding.location(),
          "rules of the IP layer see only packets to "
              + name
              + " that are bridged: not those that the host routes to it, and none at all while"
              + " net.bridge.bridge-nf-call-iptables is 0");
    }
    return Maps.immutableEnumMap(
        ImmutableMap.of(
            Family.IPV4, ipv4,
            Family.IPV6, ipv6,
            Family.BRIDGE, bridge));
  }

  private CompiledInterface interim(Parameters variables, ResolvedFilter resolved) {
    List<String> chosen = variables.get(IpLearning.VARIABLE);
    IpLearning learning =
        IpLearning.of(chosen)
            .orElseThrow(
                () ->
                    failure(
                        CompileCode.ILLEGAL_IP_LEARNING,
                        IpLearning.VARIABLE + " '" + chosen.get(0) + "' is not any, dhcp or none"));
    new ParametersWithoutEffect(resolved, sink).report(learning);
    new ChainsWithoutEffect(resolved, sink).report();
    InterimRules interim =
        new InterimRules(
            layout.frames(),
            binding.portDev(),
            binding.mac(),
            Origin.of(binding.location()),
            options.additions());
    Change rules =
        switch (learning) {
          case NONE ->
              throw unresolved(resolved, variables, ", and " + IpLearning.VARIABLE + " is none");
          case ANY -> interim.basic();
          case DHCP -> interim.dhcpOnly(servers(variables));
        };
    if (!addresses.isEmpty()) {
      sink.report(
          CompileCode.IP_ELEMENT_UNUSED,
          binding.location(),
          "the address " + addresses.get(0) + " of <ip> is not used for the filter");
    }
    sink.report(
        CompileCode.INTERIM_RULES,
        binding.location(),
        "the address of "
            + binding.portDev()
            + " is not known: until libvirt learns it ("
            + learning
            + "), interim rules take the place of filter '"
            + binding.filterRef().filter()
            + "'");
    return result(
        resolved,
        ImmutableMap.of(
            Family.IPV4, interim.packets(Family.IPV4, layout.packets()),
            Family.IPV6, interim.packets(Family.IPV6, layout.packets()),
            Family.BRIDGE, rules),
        true);
  }

  private ImmutableList<Ipv4Address> servers(Parameters variables) {
    ImmutableList.Builder<Ipv4Address> servers = ImmutableList.builder();
    for (String server : variables.get(IpLearning.DHCP_SERVERS)) {
      try {
        servers.add(Ipv4Address.parseDottedQuad(server));
      } catch (IllegalValueException e) {
        throw failure(
            ResolutionCode.ILLEGAL_VARIABLE_VALUE, IpLearning.DHCP_SERVERS + ": " + e.getMessage());
      }
    }
    return servers.build();
  }

  /** Each variable is looked for at the first rule that needs it. */
  private static CompileException unresolved(
      ResolvedFilter resolved, Parameters given, String reason) {
    NameSuggestions suggestions = new NameSuggestions();
    return new CompileException(
        resolved.firstUses().entrySet().stream()
            .limit(MAX_NAMED)
            .map(use -> unresolved(use.getKey(), use.getValue(), given, suggestions, reason))
            .sorted()
            .toList());
  }

  private static Diagnostic unresolved(
      String variable,
      ScopedRule rule,
      Parameters given,
      NameSuggestions suggestions,
      String reason) {
    String name = variable.replaceFirst("\\[.*", "");
    return new Diagnostic(
        ResolutionCode.UNRESOLVED_VARIABLE,
        "variable "
            + variable
            + " has no value"
            + reason
            + suggestions
                .nearest(name, given.values().keySet())
                .map(nearest -> "; did you mean the parameter '" + nearest + "'?")
                .orElse(""),
        rule.origin());
  }

  private CompileException failure(DiagnosticCode code, String message) {
    return new CompileException(new Diagnostic(code, message, binding.filterRef().location()));
  }

  /** {@return the diagnostics without those that the authors of documents have accepted} */
  private List<Diagnostic> unaccepted(ResolvedFilter resolved) {
    AcceptedWarnings accepted = AcceptedWarnings.of(resolved);
    accepted.ofInterface(binding, acceptedCodes);
    return accepted.without(sink.diagnostics());
  }

  private CompiledInterface result(
      ResolvedFilter resolved, Map<Family, Change> changes, boolean interim) {
    return new CompiledInterface(binding, changes, interim, unaccepted(resolved));
  }
}
