package io.nwfilter.netfilter;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.network.NetworkConflicts;
import java.util.List;

/** The networks that run on one host at the same time. */
final class HostNetworks {

  private HostNetworks() {}

  /** Refuses networks of which libvirt would not start the second. */
  static void requireNoConflict(List<CompiledNetwork> networks) {
    ImmutableList<Diagnostic> conflicts = conflicts(networks).errors();
    if (!conflicts.isEmpty()) {
      throw new CompileException(conflicts);
    }
  }

  /**
   * {@return the warnings about networks that libvirt starts, though they are in each other's way}
   */
  static ImmutableList<Diagnostic> overlaps(List<CompiledNetwork> networks) {
    return conflicts(networks).warnings();
  }

  private static NetworkConflicts conflicts(List<CompiledNetwork> networks) {
    return NetworkConflicts.of(
        networks.stream()
            .map(each -> new NetworkConflicts.Running(each.network(), each.bridge()))
            .collect(toImmutableList()));
  }
}
