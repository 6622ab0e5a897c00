package io.nwfilter.netfilter.host;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.ruleset.Family;

/** Diagnostics about a host after events. */
final class HostRemarks {

  private HostRemarks() {}

  /** {@return that the order in which rules were added again is not known} */
  static Diagnostic orderUnknown(String many, SourceLocation place) {
    return new Diagnostic(
        HostCode.ORDER_AFTER_RESTART,
        "the rules of " + many + " were added again: in which order is not known",
        place);
  }

  /** {@return that rules of a network are in a chain that no rule jumps to} */
  static Diagnostic chainNotEntered(Family family, Edit.Insert insert, CompiledNetwork network) {
    return new Diagnostic(
        HostCode.CHAIN_NOT_ENTERED,
        "no rule jumps to chain '"
            + insert.chain()
            + "' of "
            + family.tool()
            + ", table '"
            + insert.table()
            + "', any more: its rules for network '"
            + network.name()
            + "' do nothing",
        network.network().location());
  }

  /** {@return that a network cannot start without a chain} */
  static Diagnostic chainDeleted(String chain, CompiledNetwork network) {
    return new Diagnostic(
        HostCode.CHAINS_DELETED,
        "network '"
            + network.name()
            + "' cannot start: chain '"
            + chain
            + "' was deleted after libvirt had made it",
        network.network().location());
  }

  /** {@return that a machine starts whose network does not run} */
  static Diagnostic networkNotRunning(String machine, String network, SourceLocation place) {
    return new Diagnostic(
        HostCode.NETWORK_NOT_RUNNING,
        "machine '"
            + machine
            + "' is connected to network '"
            + network
            + "', which has not been started here: libvirt starts no machine without its"
            + " networks",
        place);
  }
}
