package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import java.util.Optional;

/**
 * What a release makes of a document.
 *
 * @param document the document
 * @param compiled its rules; empty if the release refuses it
 * @param diagnostics the remarks about it, or the errors
 */
record Outcome(
    HostDocument document,
    Optional<CompiledRules> compiled,
    ImmutableList<Diagnostic> diagnostics) {

  static Outcome of(HostDocument document, CompileOptions options) {
    try {
      CompiledRules compiled = document.compilation().apply(options);
      return new Outcome(
          document, Optional.of(compiled), ImmutableList.copyOf(compiled.diagnostics()));
    } catch (NwfilterException e) {
      return new Outcome(document, Optional.empty(), ImmutableList.copyOf(e.diagnostics()));
    }
  }
}
