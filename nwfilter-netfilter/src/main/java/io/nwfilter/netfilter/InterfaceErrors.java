package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.resolve.ResolutionException;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is wrong with one interface: an author wants all of it at once, not one error a run. */
final class InterfaceErrors {

  private final List<NwfilterException> failures = new ArrayList<>();

  boolean isEmpty() {
    return failures.isEmpty();
  }

  void add(NwfilterException failure) {
    failures.add(failure);
  }

  /** Adds errors about the interface; there may be none. */
  void addAll(List<Diagnostic> errors) {
    if (!errors.isEmpty()) {
      failures.add(new CompileException(errors));
    }
  }

  /** Does some work, and notes if it fails; what else is known of some codes is left out. */
  void attempt(Runnable work, Set<DiagnosticCode> known) {
    try {
      work.run();
    } catch (NwfilterException e) {
      ImmutableList<Diagnostic> others =
          e.diagnostics().stream()
              .filter(diagnostic -> !known.contains(diagnostic.code()))
              .collect(ImmutableList.toImmutableList());
      if (others.size() == e.diagnostics().size()) {
        failures.add(e);
      } else {
        addAll(others);
      }
    }
  }

  /** {@return the errors, with the warnings that come with them} */
  List<Diagnostic> diagnostics() {
    DiagnosticSink all = new DiagnosticSink();
    failures.forEach(failure -> all.addAll(failure.diagnostics()));
    return all.diagnostics();
  }

  /**
   * A single failure that is all there is to say is thrown as it is.
   *
   * @param warnings what is to be said besides
   */
  void requireNone(List<Diagnostic> warnings) {
    if (failures.size() == 1 && warnings.isEmpty()) {
      throw failures.get(0);
    } else if (!failures.isEmpty()) {
      List<Diagnostic> all = ImmutableList.copyOf(Iterables.concat(diagnostics(), warnings));
      throw allAre(ResolutionException.class)
          ? new ResolutionException(all)
          : allAre(LoweringException.class)
              ? new LoweringException(all)
              : new CompileException(all);
    }
  }

  private boolean allAre(Class<? extends NwfilterException> kind) {
    return failures.stream().allMatch(kind::isInstance);
  }
}
