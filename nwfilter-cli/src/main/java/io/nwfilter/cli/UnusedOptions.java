package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.addition.Logging;
import java.util.Set;

/**
 * Warns of options that name what nothing has.
 *
 * @param known what there is
 * @param findings takes the warnings
 */
record UnusedOptions(KnownNames known, Findings findings) {

  private static final SourceLocation COMMAND_LINE = SourceLocation.of("<command line>");

  /** Warns of what the options of compilation name. */
  void warn(CompileOptions options) {
    Sets.difference(options.bridges().keySet(), known.networks())
        .forEach(name -> warn("--bridge: no network is named " + name));
    Sets.difference(options.interfaceNames().keySet(), known.macs())
        .forEach(mac -> warn("--target-dev: no interface has the MAC address " + mac));
    options.learnedAddresses().keySet().stream()
        .map(InterfaceName::name)
        .filter(name -> !known.filtered().contains(name))
        .forEach(name -> warn("--learned: no interface is named " + name));
    options.additions().logging().map(Logging::rules).orElse(ImmutableList.of()).stream()
        .filter(rules -> known.filters().stream().noneMatch(rules::selectsAny))
        .forEach(rules -> warn("--log: no rule meets " + rules));
  }

  /**
   * Warns of an interface or bridge that nothing names but an option.
   *
   * @param option the option
   * @param name the name
   * @param others the names that documents and other options have
   */
  void warnOfInterface(String option, String name, Set<String> others) {
    if (others.contains(name)) {
      return;
    }
    NamedInterfaces inRules = known.inRules();
    if (!inRules.contains(name)) {
      Set<String> near = Sets.union(others, Set.copyOf(inRules.names()));
      warn(
          option
              + ": no document, rule or other option names '"
              + name
              + "'"
              + Usage.suggestion(name, near));
    }
  }

  /** Warns of a set that no rule asks. */
  void warnOfSet(String option, String name) {
    Set<String> sets = known.sets();
    if (!sets.contains(name)) {
      warn(option + ": no rule asks for a set '" + name + "'" + Usage.suggestion(name, sets));
    }
  }

  private void warn(String message) {
    findings.add(new Diagnostic(CompileCode.UNUSED_OPTION, message, COMMAND_LINE));
  }
}
