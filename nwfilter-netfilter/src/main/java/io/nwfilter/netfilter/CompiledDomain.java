package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import java.util.List;

/**
 * The rules of one virtual machine.
 *
 * @param name the machine's name
 * @param interfaces its interfaces that libvirt filters, in document order
 * @param diagnostics the warnings about the machine and all its interfaces, each only once
 */
public record CompiledDomain(
    String name, List<CompiledInterface> interfaces, List<Diagnostic> diagnostics)
    implements CompiledRules {

  /**
   * Checks that all components are given.
   *
   * @param name the machine's name
   * @param interfaces its interfaces that libvirt filters
   * @param diagnostics the warnings about the machine and all its interfaces
   */
  public CompiledDomain {
    requireNonNull(name, "name");
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
  }
}
