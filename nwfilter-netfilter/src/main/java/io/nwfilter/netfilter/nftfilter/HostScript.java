package io.nwfilter.netfilter.nftfilter;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nft.NftTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The script that gives a host some tables of its own in place of all that an earlier script of the
 * kind has made, also those that are no longer needed.
 */
final class HostScript {

  private static final ImmutableList<NftFamily> OF_NETWORKS =
      ImmutableList.of(NftFamily.IP, NftFamily.IP6);

  private HostScript() {}

  /**
   * {@return a script for {@code nft -f}}
   *
   * @param tables the tables
   * @param all all that there may be already, without what is in them
   */
  static String of(List<NftTable> tables, List<NftTable> all) {
    StringBuilder script = new StringBuilder();
    for (NftTable known : all) {
      if (tables.stream().noneMatch(table -> isSame(table, known))) {
        script.append(known).append('\n'); // so that there is one to delete
        script.append("delete ").append(known).append('\n');
      }
    }
    return script + NftScript.replace(tables);
  }

  private static boolean isSame(NftTable one, NftTable other) {
    return one.family() == other.family() && one.name().equals(other.name());
  }

  /**
   * {@return the tables of networks}
   *
   * @param networks the networks in the order in which they are started
   * @throws IllegalArgumentException if the rules of one are in iptables
   */
  static List<NftTable> tables(List<CompiledNetwork> networks) {
    NftRuleset tables = NftRuleset.EMPTY;
    for (CompiledNetwork network : networks) {
      if (network.hasRules() && !network.isInNftables()) {
        throw new IllegalArgumentException(
            "the rules of the network '" + network.name() + "' are in iptables");
      }
      tables = network.start(tables);
    }
    return tables.tables();
  }

  /** {@return the tables that networks may have, without what is in them} */
  static List<NftTable> tablesOfNetworks() {
    return OF_NETWORKS.stream()
        .flatMap(family -> Layout.networkTables().stream().map(name -> empty(family, name.name())))
        .collect(toImmutableList());
  }

  static NftTable empty(NftFamily family, String name) {
    return NftTable.builder(family, name).build();
  }

  static List<NftTable> both(List<NftTable> one, List<NftTable> other) {
    return Stream.concat(one.stream(), other.stream()).collect(toImmutableList());
  }
}
