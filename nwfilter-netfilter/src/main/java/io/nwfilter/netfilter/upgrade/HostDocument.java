package io.nwfilter.netfilter.upgrade;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import java.util.function.Function;

/**
 * A document of a host.
 *
 * @param kind what it describes
 * @param name the name of that
 * @param location where it is
 * @param compilation makes its rules
 */
record HostDocument(
    Kind kind,
    String name,
    SourceLocation location,
    Function<CompileOptions, CompiledRules> compilation) {

  /** What a document describes. */
  enum Kind {
    NETWORK("network"),
    MACHINE("machine"),
    BINDING("interface"),
    FILTER("filter");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** {@return what it describes, for messages} */
  @Override
  public String toString() {
    return kind.word + " '" + name + "'";
  }
}
