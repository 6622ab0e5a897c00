package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.math.LongMath;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.lowering.EthernetLowering;
import io.nwfilter.netfilter.lowering.InstalledRules;
import io.nwfilter.netfilter.lowering.OtherLayerDrops;
import io.nwfilter.netfilter.lowering.PacketLowering;
import io.nwfilter.netfilter.lowering.RuleFailures;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Lowers the rules of an interface's filter, and reports on what becomes of them. */
final class InterfaceRules {

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
  private final DiagnosticSink sink;

  /**
   * Creates what lowers the rules of one interface.
   *
   * @param mayBeRouted whether the host may route packets to it, rather than bridge all of them
   */
  InterfaceRules(
      FilterBinding binding, CompileOptions options, boolean mayBeRouted, DiagnosticSink sink) {
    this.binding = binding;
    this.options = options;
    this.layout = Layout.of(options.release());
    this.mayBeRouted = mayBeRouted;
    this.sink = sink;
  }

  /**
   * {@return what the rules do to each family; none if they, or anything before, are wrong}
   *
   * @param complete whether these are all rules: no filter is missing
   * @param errors takes what is wrong
   */
  Map<Family, Change> lower(List<ScopedRule> rules, boolean complete, InterfaceErrors errors) {
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
        PacketLowering.lower(
            Family.IPV4, packets, options.tools(), name, origin, rules, additions, sink, failures);
    Change ipv6 =
        PacketLowering.lower(
            Family.IPV6, packets, options.tools(), name, origin, rules, additions, sink, failures);
    Change bridge =
        EthernetLowering.lower(layout.frames(), name, origin, rules, additions, sink, failures);
    failures.requireNone();
    return ImmutableMap.of(Family.IPV4, ipv4, Family.IPV6, ipv6, Family.BRIDGE, bridge);
  }

  private void report(List<ScopedRule> rules, Map<Family, Change> changes) {
    OtherLayerDrops.report(
        InstalledRules.of(rules, layout.packets()), options.additions().dropped(), sink);
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
}
