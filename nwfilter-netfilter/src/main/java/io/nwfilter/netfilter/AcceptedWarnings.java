package io.nwfilter.netfilter;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.resolve.Inclusion;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import java.util.List;
import java.util.Set;

/**
 * Which warnings about one interface, its filters and their rules need not be reported, as their
 * authors have accepted them.
 */
public final class AcceptedWarnings {

  /** No warnings are accepted. */
  public static final AcceptedWarnings NONE = new AcceptedWarnings();

  /** Of rules: one of the same place may be reached on several ways. */
  private final SetMultimap<Origin, String> ofRules = HashMultimap.create();

  /** Of references and of the interface, which are reported with and without a path. */
  private final SetMultimap<SourceLocation, String> ofPlaces = HashMultimap.create();

  private AcceptedWarnings() {}

  /** {@return what the authors of rules and references have accepted} */
  static AcceptedWarnings of(ResolvedFilter resolved) {
    AcceptedWarnings accepted = new AcceptedWarnings();
    for (ScopedRule rule : resolved.rules()) {
      boolean hasPlace = !rule.rule().location().equals(SourceLocation.NONE);
      if (hasPlace && !rule.rule().acceptedCodes().isEmpty()) {
        accepted.ofRules.putAll(rule.origin(), rule.rule().acceptedCodes());
      }
    }
    for (Inclusion inclusion : resolved.inclusions()) {
      accepted.ofPlaces.putAll(inclusion.origin().location(), inclusion.acceptedCodes());
    }
    return accepted;
  }

  /** Adds what the author of the interface has accepted, for its reference as well. */
  void ofInterface(FilterBinding binding, Set<String> codes) {
    Set<String> all = ImmutableSet.copyOf(Sets.union(codes, binding.filterRef().acceptedCodes()));
    ofPlaces.putAll(binding.location(), all);
    ofPlaces.putAll(binding.filterRef().location(), all);
  }

  /**
   * {@return diagnostics without those that are accepted}
   *
   * @param all the diagnostics
   */
  public List<Diagnostic> without(List<Diagnostic> all) {
    return ofRules.isEmpty() && ofPlaces.isEmpty()
        ? all
        : all.stream().filter(each -> !contains(each)).toList();
  }

  private boolean contains(Diagnostic diagnostic) {
    String code = diagnostic.code().id();
    return ofRules.containsEntry(diagnostic.origin(), code)
        || ofPlaces.containsEntry(diagnostic.location(), code);
  }
}
