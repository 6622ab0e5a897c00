package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.ruleset.Ruleset;

/**
 * The rules of a dump.
 *
 * @param name the file as the user gave it
 * @param ruleset the rules
 */
record Dump(String name, Ruleset ruleset) {

  /** The name that means standard input. */
  static final String STANDARD_INPUT = "-";

  /** {@return the name on one line} */
  String printableName() {
    return Diagnostic.printable(name);
  }
}
