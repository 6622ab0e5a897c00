package io.nwfilter.netfilter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.Map;

/**
 * The rules of one virtual machine.
 *
 * @param name the machine's name
 * @param interfaces its interfaces that libvirt filters, in document order
 * @param diagnostics the warnings about the machine and all its interfaces, each only once
 * @param location the place of the machine in its document; {@link SourceLocation#NONE} if it was
 *     built in code
 */
public record CompiledDomain(
    String name,
    Map<String, SourceLocation> attachedNetworks,
    List<CompiledInterface> interfaces,
    List<Diagnostic> diagnostics,
    SourceLocation location)
    implements CompiledRules {

  /**
   * Checks that all components are given.
   *
   * @param name the machine's name
   * @param attachedNetworks the virtual networks that its interfaces are connected to, filtered or
   *     not, with the place of the first of these interfaces
   * @param interfaces its interfaces that libvirt filters
   * @param diagnostics the warnings about the machine and all its interfaces
   * @param location the place of the machine in its document
   */
  public CompiledDomain {
    requireNonNull(name, "name");
    attachedNetworks = ImmutableMap.copyOf(requireNonNull(attachedNetworks, "attachedNetworks"));
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
    diagnostics = ImmutableList.copyOf(requireNonNull(diagnostics, "diagnostics"));
    requireNonNull(location, "location");
  }
}
