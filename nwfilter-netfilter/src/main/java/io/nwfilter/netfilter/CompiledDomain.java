package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;

/**
 * The rules of one virtual machine.
 *
 * @param name the machine's name
 * @param interfaces its interfaces that libvirt filters, in document order
 * @param diagnostics the warnings about the machine and all its interfaces, each only once
 */
public record CompiledDomain(
    String name, ImmutableList<CompiledInterface> interfaces, ImmutableList<Diagnostic> diagnostics)
    implements CompiledRules {

  /**
   * Checks that all components are given.
   *
   * @param name the machine's name
   * @param interfaces its interfaces that libvirt filters
   * @param diagnostics the warnings about the machine and all its interfaces
   */
  public CompiledDomain {
    requireNonNull(name);
    requireNonNull(interfaces);
    requireNonNull(diagnostics);
  }
}
