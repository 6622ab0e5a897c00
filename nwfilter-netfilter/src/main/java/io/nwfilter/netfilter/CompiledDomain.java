package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The rules of one virtual machine.
 *
 * @param name the machine's name
 * @param interfaces its interfaces that have a filter, in document order
 */
public record CompiledDomain(String name, List<CompiledInterface> interfaces)
    implements CompiledRules {

  /**
   * Checks that all components are given.
   *
   * @param name the machine's name
   * @param interfaces its interfaces that have a filter
   */
  public CompiledDomain {
    requireNonNull(name, "name");
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
  }
}
