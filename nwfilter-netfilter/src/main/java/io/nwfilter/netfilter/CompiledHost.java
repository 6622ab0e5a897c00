package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.domain.InterfaceName;
import java.util.HashSet;
import java.util.Set;

/**
 * The rules of all virtual machines of a host.
 *
 * @param interfaces their interfaces that have a filter, in the order in which they are set up
 */
public record CompiledHost(ImmutableList<CompiledInterface> interfaces) implements CompiledRules {

  /**
   * Checks that no two interfaces have one name.
   *
   * @param interfaces the interfaces
   * @throws CompileException if two have one name
   */
  public CompiledHost {
    requireDistinct(interfaces);
  }

  static void requireDistinct(Iterable<CompiledInterface> interfaces) {
    Set<InterfaceName> names = new HashSet<>();
    for (CompiledInterface compiled : interfaces) {
      if (!names.add(compiled.name())) {
        throw new CompileException(
            new Diagnostic(
                DiagnosticCode.DUPLICATE_INTERFACE,
                "there is already an interface '" + compiled.name() + "'",
                compiled.binding().location()));
      }
    }
  }
}
