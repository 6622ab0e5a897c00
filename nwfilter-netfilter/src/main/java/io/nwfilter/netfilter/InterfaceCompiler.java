package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

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
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ResolutionException;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.lowering.EthernetLowering;
import io.nwfilter.netfilter.lowering.InterimRules;
import io.nwfilter.netfilter.lowering.OtherLayerDrops;
import io.nwfilter.netfilter.lowering.PacketLowering;
import io.nwfilter.netfilter.lowering.RuleFailures;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one interface: variables, resolution, lowering or interim rules. */
final class InterfaceCompiler {

  private static final String MAC = "MAC";

  /** What is looked at in place of an address that libvirt has yet to learn (RFC 5737). */
  private static final String STAND_IN = "192.0.2.1";

  /** How many variables without a value are named. */
  private static final int MAX_NAMED = 100;

  /** Each variable without a value is reported once, at the first rule that needs it. */
  private static final ImmutableSet<DiagnosticCode> NAMED_BEFORE =
      ImmutableSet.of(ResolutionCode.UNRESOLVED_VARIABLE);

  /** Without filters that are not known, it is not certain which chain is made when. */
  private static final ImmutableSet<DiagnosticCode> UNCERTAIN =
      ImmutableSet.of(ResolutionCode.UNRESOLVED_VARIABLE, LoweringCode.CHAIN_MADE_LATE);

  private final FilterBinding binding;
  private final CompileOptions options;
  private final Layout layout;
  private final boolean mayBeRouted;
  private final DiagnosticSink sink = new DiagnosticSink();
  private final NameSuggestions suggestions = new NameSuggestions();
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
    InterfaceErrors errors = new InterfaceErrors();
    ResolvedFilter resolved = resolve(variables, errors);
    if (resolved.missing().equals(ImmutableSet.of(IpLearning.LEARNED))) {
      return interim(variables, resolved, errors);
    }
    errors.addAll(unresolved(resolved, variables));
    reportWithoutEffect(resolved, learning(resolved));
    Map<Family, Change> rules = lower(resolved.rules(), errors);
    errors.requireNone(unaccepted(resolved));
    return result(resolved, rules, false);
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

  /** {@return what the rules do to each family; none if they, or anything before, are wrong} */
  private Map<Family, Change> lower(List<ScopedRule> rules, InterfaceErrors errors) {
    Map<Family, Change> changes = new EnumMap<>(Family.class);
    errors.attempt(
        () -> {
          requireMeasure(rules);
          changes.putAll(lower(rules));
        },
        complete ? NAMED_BEFORE : UNCERTAIN);
    if (errors.isEmpty()) {
      report(rules, changes);
    }
    return Maps.immutableEnumMap(changes);
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
    return ImmutableMap.of(Family.IPV4, ipv4, Family.IPV6, ipv6, Family.BRIDGE, bridge);
  }

  private void report(List<ScopedRule> rules, Map<Family, Change> changes) {
    OtherLayerDrops.report(rules, options.additions().dropped(), sink);
    boolean packets = !(isEmpty(changes, Family.IPV4) && isEmpty(changes, Family.IPV6));
    if (mayBeRouted && packets) {
      sink.report(
          CompileCode.NOT_FILTERED_WHEN_ROUTED,
          binding.location(),
          "rules of the IP layer see only packets to "
              + binding.portDev()
              + " that are bridged: not those that the host routes to it, and none at all while"
              + " net.bridge.bridge-nf-call-iptables is 0");
    }
  }

  private static boolean isEmpty(Map<Family, Change> changes, Family family) {
    return changes.getOrDefault(family, Change.none(family)).isEmpty();
  }

  private CompiledInterface interim(
      Parameters variables, ResolvedFilter resolved, InterfaceErrors errors) {
    List<String> chosen = variables.get(IpLearning.VARIABLE);
    IpLearning learning = IpLearning.of(chosen).orElse(null);
    if (learning == null) {
      errors.addAll(ImmutableList.of(illegalLearning(chosen.get(0))));
    } else if (learning == IpLearning.NONE) {
      errors.addAll(unresolved(resolved, variables));
    }
    ImmutableList<Ipv4Address> servers =
        learning == IpLearning.DHCP ? servers(variables, errors) : ImmutableList.of();
    List<ScopedRule> learned =
        resolve(variables.with(IpLearning.LEARNED, STAND_IN), new InterfaceErrors()).rules();
    if (!errors.isEmpty()) {
      lower(learned, errors);
    }
    if (learning != null) {
      reportWithoutEffect(resolved, learning);
    }
    errors.requireNone(unaccepted(resolved));
    reportLearned(learned);
    reportInterim(requireNonNull(learning));
    InterimRules interim =
        new InterimRules(
            layout.frames(),
            binding.portDev(),
            binding.mac(),
            Origin.of(binding.location()),
            options.additions());
    Change rules = learning == IpLearning.DHCP ? interim.dhcpOnly(servers) : interim.basic();
    return result(
        resolved,
        ImmutableMap.of(
            Family.IPV4, interim.packets(Family.IPV4, layout.packets()),
            Family.IPV6, interim.packets(Family.IPV6, layout.packets()),
            Family.BRIDGE, rules),
        true);
  }

  private Diagnostic illegalLearning(String chosen) {
    return new Diagnostic(
        CompileCode.ILLEGAL_IP_LEARNING,
        IpLearning.VARIABLE
            + " '"
            + chosen
            + "' is not a way to learn the address; "
            + suggestions
                .nearest(chosen, IpLearning.names())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("write any, dhcp or none"),
        binding.filterRef().location());
  }

  /** Reports on the rules that libvirt installs later, in place of the interim ones. */
  private void reportLearned(List<ScopedRule> learned) {
    InterfaceErrors refused = new InterfaceErrors();
    lower(learned, refused);
    for (Diagnostic each : refused.diagnostics()) {
      if (each.severity() == Severity.ERROR) {
        sink.report(
            CompileCode.INTERIM_RULES_STAY,
            each.origin(),
            "when the address of "
                + binding.portDev()
                + " is learned, the rules of its filter are refused, and the interim rules stay: "
                + each.code()
                + ": "
                + each.message().replace("'" + STAND_IN + "'", "the learned address"));
      } else {
        sink.addAll(ImmutableList.of(each));
      }
    }
  }

  private void reportInterim(IpLearning learning) {
    List<String> unused = addresses.stream().filter(InterfaceCompiler::isIpv4).toList();
    if (!unused.isEmpty()) {
      sink.report(
          CompileCode.IP_ELEMENT_UNUSED,
          binding.location(),
          (unused.size() == 1 ? "the address " : "the addresses ")
              + String.join(", ", unused)
              + " of <ip> "
              + (unused.size() == 1 ? "is" : "are")
              + " not used for the filter");
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
  }

  /** {@return whether an address may be the value of {@code IP}: libvirt learns no other} */
  private static boolean isIpv4(String address) {
    return address.indexOf(':') < 0;
  }

  private ImmutableList<Ipv4Address> servers(Parameters variables, InterfaceErrors errors) {
    ImmutableList.Builder<Ipv4Address> servers = ImmutableList.builder();
    for (String server : variables.get(IpLearning.DHCP_SERVERS)) {
      try {
        servers.add(Ipv4Address.parseDottedQuad(server));
      } catch (IllegalValueException e) {
        errors.addAll(
            ImmutableList.of(
                new Diagnostic(
                    ResolutionCode.ILLEGAL_VARIABLE_VALUE,
                    IpLearning.DHCP_SERVERS + ": " + e.getMessage(),
                    binding.filterRef().location())));
      }
    }
    return servers.build();
  }

  /**
   * Each variable is looked for at the first rule that needs it. An address that libvirt would
   * learn is not missing, whatever else is.
   */
  private List<Diagnostic> unresolved(ResolvedFilter resolved, Parameters given) {
    boolean learned = IpLearning.of(given.get(IpLearning.VARIABLE)).orElse(null) != IpLearning.NONE;
    return resolved.firstUses().entrySet().stream()
        .filter(use -> !(learned && use.getKey().equals(IpLearning.LEARNED)))
        .limit(MAX_NAMED)
        .map(use -> unresolved(use.getKey(), use.getValue(), given))
        .sorted()
        .toList();
  }

  private Diagnostic unresolved(String variable, ScopedRule rule, Parameters given) {
    String name = variable.replaceFirst("\\[.*", "");
    return new Diagnostic(
        ResolutionCode.UNRESOLVED_VARIABLE,
        (variable.isEmpty() ? "the variable without a name ('$')" : "variable " + variable)
            + " has no value"
            + (variable.equals(IpLearning.LEARNED)
                ? ", and " + IpLearning.VARIABLE + " is none"
                : "")
            + suggestions
                .nearest(name, given.values().keySet())
                .map(nearest -> "; did you mean the parameter '" + nearest + "'?")
                .orElse(""),
        rule.origin());
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
