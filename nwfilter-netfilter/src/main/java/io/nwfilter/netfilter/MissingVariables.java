package io.nwfilter.netfilter;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import java.util.List;

/** Reports variables that rules use and nothing gives a value. */
final class MissingVariables {

  /** How many of them are named. */
  private static final int MAX_NAMED = 100;

  private final Parameters given;
  private final NameSuggestions suggestions;

  MissingVariables(Parameters given, NameSuggestions suggestions) {
    this.given = given;
    this.suggestions = suggestions;
  }

  /**
   * Each variable is looked for at the first rule that needs it. An address that libvirt would
   * learn is not missing, whatever else is.
   */
  List<Diagnostic> of(ResolvedFilter resolved) {
    boolean learned = IpLearning.of(given.get(IpLearning.VARIABLE)).orElse(null) != IpLearning.NONE;
    return resolved.firstUses().entrySet().stream()
        .filter(use -> !(learned && use.getKey().equals(IpLearning.LEARNED)))
        .limit(MAX_NAMED)
        .map(use -> missing(use.getKey(), use.getValue()))
        .sorted()
        .toList();
  }

  private Diagnostic missing(String variable, ScopedRule rule) {
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
}
