package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.network.NetworkRules;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.stream.Stream;

/** What networks and interfaces do together to a host without rules of libvirt's. */
final class HostChange {

  private HostChange() {}

  /** {@return what the networks do, and then the interfaces, whose jumps are before theirs} */
  static Change of(
      Family family, List<CompiledNetwork> networks, List<CompiledInterface> interfaces) {
    Change filters = filters(family, interfaces);
    if (networks.isEmpty()) {
      return filters;
    }
    Change running =
        NetworkRules.together(family, networks.stream().map(CompiledNetwork::rules).toList());
    ImmutableListMultimap<String, Edit> tables =
        Multimaps.index(
            Stream.of(running, filters).flatMap(change -> change.edits().stream()).toList(),
            Edit::table);
    return new Change(family, tables.values().asList());
  }

  private static Change filters(Family family, List<CompiledInterface> interfaces) {
    return interfaces.size() == 1
        ? interfaces.get(0).change(family) // which has one edit for each chain already
        : Change.together(
            family, interfaces.stream().map(compiled -> compiled.change(family)).toList());
  }
}
