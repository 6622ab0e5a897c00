package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;

/**
 * The rules of one interface.
 *
 * @param binding the interface and its filter
 * @param rulesets its rules in each family
 * @param interim whether they stand in for the filter's until the guest's address is known; compile
 *     again with {@link CompileOptions.Builder#learnedAddress} for those
 * @param diagnostics what there was to say
 */
public record CompiledInterface(
    FilterBinding binding,
    ImmutableMap<Family, Ruleset> rulesets,
    boolean interim,
    ImmutableList<Diagnostic> diagnostics) {

  /**
   * Checks that all components are given.
   *
   * @param binding the interface and its filter
   * @param rulesets its rules in each family
   * @param interim whether the guest's address is not known yet
   * @param diagnostics what there was to say
   */
  public CompiledInterface {
    requireNonNull(binding);
    requireNonNull(rulesets);
    requireNonNull(diagnostics);
  }

  /** {@return the name of the host's interface} */
  public InterfaceName name() {
    return binding.portDev();
  }

  /**
   * {@return the rules of one family, with the chains of libvirt's that lead to them}
   *
   * @param family the family
   */
  public Ruleset ruleset(Family family) {
    return rulesets.getOrDefault(family, Ruleset.empty(family));
  }
}
