package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.host.Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the rules of all documents do, looked at together. */
final class RuleChecks {

  private final Optional<Host> host;
  private final AnalysisBudget budget;
  private final List<CompiledRules> started = new ArrayList<>();
  private final List<CompiledRules> others = new ArrayList<>();
  private final Set<SourceLocation> alone = new HashSet<>();

  /**
   * Begins without documents.
   *
   * @param host the host with its own rules, if they are known
   * @param budget how much the analysis of all may need
   */
  RuleChecks(Optional<Host> host, AnalysisBudget budget) {
    this.host = host;
    this.budget = budget;
  }

  /** Adds the rules of a document. */
  void add(CompiledRules rules) {
    started.add(rules);
  }

  /** Adds the rules that a document gets once libvirt has learned addresses. */
  void addLearned(CompiledRules rules) {
    others.add(rules);
  }

  /** Adds the rules of a filter that no document uses. */
  void addAlone(CompiledRules rules, SourceLocation filter) {
    others.add(rules);
    alone.add(filter);
  }

  /** {@return what is to be reported of all rules} */
  List<Diagnostic> findings() {
    ImmutableList.Builder<Diagnostic> findings = ImmutableList.builder();
    List<CompiledRules> all =
        ImmutableList.<CompiledRules>builder().addAll(started).addAll(others).build();
    List<CompiledNetwork> networks =
        started.stream().flatMap(rules -> rules.networks().stream()).toList();
    Cores.with(cores -> RuleFindings.of(all, networks, budget, cores))
        .forEach(each -> findings.add(isAlone(each) ? Check.unreferenced(each) : each));
    host.ifPresent(
        own ->
            findings
                .addAll(ofHost(own))
                .addAll(RuleFindings.ofTables(own.withoutLibvirt().nftables(), budget)));
    return findings.build();
  }

  private boolean isAlone(Diagnostic diagnostic) {
    return !diagnostic.path().isEmpty()
        && alone.contains(diagnostic.path().steps().get(0).reference());
  }

  private List<Diagnostic> ofHost(Host own) {
    try {
      return RuleFindings.ofHost(own, own.afterStarting(started), budget);
    } catch (NwfilterException e) {
      return e.diagnostics();
    }
  }
}
