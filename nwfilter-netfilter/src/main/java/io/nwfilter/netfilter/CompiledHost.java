package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.layout.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of all virtual machines of a host.
 *
 * @param interfaces their interfaces that have a filter, in the order in which they are set up
 */
public record CompiledHost(List<CompiledInterface> interfaces) implements CompiledRules {

  private static final ImmutableSet<String> SHARED = Layout.V9_0.sharedChains();

  /**
   * Checks that no two interfaces have the same name, or chains of the same name.
   *
   * @param interfaces the interfaces
   * @throws CompileException if two have the same name, or chains of the same name
   */
  public CompiledHost {
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
    requireDistinct(interfaces);
  }

  static void requireDistinct(List<CompiledInterface> interfaces) {
    if (interfaces.size() < 2) {
      return;
    }
    Map<InterfaceName, SourceLocation> known = new HashMap<>();
    Map<String, CompiledInterface> chains = new HashMap<>();
    for (CompiledInterface compiled : interfaces) {
      SourceLocation first = known.putIfAbsent(compiled.name(), compiled.binding().location());
      if (first != null) {
        throw new CompileException(
            new Diagnostic(
                CompileCode.DUPLICATE_INTERFACE,
                "there is already an interface '" + compiled.name() + "', at " + first,
                compiled.binding().location()));
      }
      requireChainsOfItsOwn(compiled, chains);
    }
  }

  /** Interfaces and chains may be named so that two chains would become one. */
  private static void requireChainsOfItsOwn(
      CompiledInterface compiled, Map<String, CompiledInterface> known) {
    for (Change change : compiled.changes().values()) {
      for (String chain : Sets.difference(change.madeChains(), SHARED)) {
        CompiledInterface other = known.putIfAbsent(change.family() + " " + chain, compiled);
        if (other != null) {
          throw new CompileException(
              new Diagnostic(
                  CompileCode.CHAIN_COLLISION,
                  "interfaces '"
                      + other.name()
                      + "' and '"
                      + compiled.name()
                      + "' would share the chain '"
                      + chain
                      + "'",
                  compiled.binding().location()));
        }
      }
    }
  }
}
