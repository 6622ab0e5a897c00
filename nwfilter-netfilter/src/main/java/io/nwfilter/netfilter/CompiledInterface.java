package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one interface.
 *
 * @param binding the interface and its filter
 * @param changes what they do to each family of a host without libvirt rules
 * @param interim whether they replace the filter's rules until the guest's address is known;
 *     compile again with {@link CompileOptions.Builder#learnedAddress} for those
 * @param diagnostics the diagnostics
 * @param accepted which warnings the authors have accepted: the diagnostics lack them already; not
 *     part of equality
 */
public record CompiledInterface(
    FilterBinding binding,
    Map<Family, Change> changes,
    boolean interim,
    List<Diagnostic> diagnostics,
    AcceptedWarnings accepted)
    implements CompiledRules {

  /**
   * Checks that all components are given.
   *
   * @param binding the interface and its filter
   * @param changes what they do to each family of a host without libvirt rules
   * @param interim whether the guest's address is not known yet
   * @param diagnostics the diagnostics
   * @param accepted which warnings the authors have accepted
   */
  public CompiledInterface {
    requireNonNull(binding, "binding");
    changes = ImmutableMap.copyOf(requireNonNull(changes, "changes"));
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
    requireNonNull(accepted, "accepted");
  }

  /**
   * Creates the rules of an interface about which no warning is accepted.
   *
   * @param binding the interface and its filter
   * @param changes what they do to each family of a host without libvirt rules
   * @param interim whether the guest's address is not known yet
   * @param diagnostics the diagnostics
   */
  public CompiledInterface(
      FilterBinding binding,
      Map<Family, Change> changes,
      boolean interim,
      List<Diagnostic> diagnostics) {
    this(binding, changes, interim, diagnostics, AcceptedWarnings.NONE);
  }

  /** {@return the name of the host's interface} */
  public InterfaceName name() {
    return binding.portDev();
  }

  /** {@return this interface alone} */
  @Override
  public List<CompiledInterface> interfaces() {
    return ImmutableList.of(this);
  }

  /**
   * {@return what its rules do to a host without libvirt rules, with the chains that lead to them}
   *
   * @param family the family
   */
  @Override
  public Change change(Family family) {
    return changes.getOrDefault(family, Change.none(family));
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CompiledInterface other
        && binding.equals(other.binding)
        && changes.equals(other.changes)
        && interim == other.interim
        && diagnostics.equals(other.diagnostics);
  }

  @Override
  public int hashCode() {
    return Objects.hash(binding, changes, interim, diagnostics);
  }
}
