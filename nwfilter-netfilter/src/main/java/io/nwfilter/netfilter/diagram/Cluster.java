package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A frame around chains: a family has its tables in it, a table its hooks, and a hook the chains to
 * which packets come from there alone. The other chains of a table are in no frame of a hook.
 *
 * @param title what it says
 * @param chains the chains right in it, by their indexes
 * @param inner the frames in it
 */
record Cluster(String title, List<Integer> chains, List<Cluster> inner) {

  private Cluster(String title) {
    this(title, new ArrayList<>(), new ArrayList<>());
  }

  /** {@return the frames of the families} */
  static ImmutableList<Cluster> of(Diagram diagram) {
    Map<List<Object>, Cluster> all = new LinkedHashMap<>();
    List<Cluster> families = new ArrayList<>();
    for (int i = 0; i < diagram.chains().size(); i++) {
      DrawnChain chain = diagram.chains().get(i);
      Cluster family = in(families, all, title(chain.family()), chain.family());
      Cluster table =
          in(family.inner, all, "table " + chain.table(), chain.family(), chain.table());
      onlyHook(chain)
          .map(hook -> in(table.inner, all, "hook " + hook, chain.family(), chain.table(), hook))
          .orElse(table)
          .chains
          .add(i);
    }
    return ImmutableList.copyOf(families);
  }

  private static Cluster in(
      List<Cluster> outer, Map<List<Object>, Cluster> all, String title, Object... key) {
    return all.computeIfAbsent(
        List.of(key),
        absent -> {
          Cluster cluster = new Cluster(title);
          outer.add(cluster);
          return cluster;
        });
  }

  private static Optional<Hook> onlyHook(DrawnChain chain) {
    return chain.hooks().size() == 1 ? chain.hooks().stream().findFirst() : Optional.empty();
  }

  private static String title(Family family) {
    return switch (family) {
      case IPV4 -> "iptables (IPv4)";
      case IPV6 -> "ip6tables (IPv6)";
      case BRIDGE -> "ebtables (frames)";
    };
  }
}
