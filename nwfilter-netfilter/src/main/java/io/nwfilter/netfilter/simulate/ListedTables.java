package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tables that {@code nft list ruleset} lists: those of nftables itself, and those in which
 * iptables, ip6tables and ebtables keep their rules, of which nft does not print all matches.
 *
 * @param own the tables of nftables itself, and what is in none
 * @param ofTools the tables of other tools
 */
public record ListedTables(NftRuleset own, List<NftTable> ofTools) {

  private static final ImmutableSet<String> NAMES =
      ImmutableSet.of(
          Table.FILTER, Table.NAT, Table.MANGLE, Table.RAW, Table.SECURITY, Table.BROUTE);

  /**
   * Copies the tables.
   *
   * @param own the tables of nftables itself
   * @param ofTools the tables of other tools
   */
  public ListedTables {
    requireNonNull(own, "own");
    ofTools = ImmutableList.copyOf(ofTools);
  }

  /**
   * {@return the tables of a listing, told apart by the names of tables and base chains}
   *
   * @param listed all of them
   */
  public static ListedTables of(NftRuleset listed) {
    ImmutableList.Builder<NftTable> own = ImmutableList.builder();
    ImmutableList.Builder<NftTable> ofTools = ImmutableList.builder();
    for (NftTable table : listed.tables()) {
      (tool(table).isPresent() ? ofTools : own).add(table);
    }
    return new ListedTables(new NftRuleset(own.build(), listed.others()), ofTools.build());
  }

  /**
   * {@return the family of the tool that keeps its rules in a table; empty if it is one of nftables
   * itself}
   *
   * @param table the table
   */
  public static Optional<Family> tool(NftTable table) {
    boolean named = NAMES.contains(table.name().name()) && table.family() != NftFamily.INET;
    return named && table.chains().values().stream().allMatch(each -> isOfTool(each.chain()))
        ? table.family().families().stream().findFirst()
        : Optional.empty();
  }

  /** {@return whether a chain is named as other tools name it: base chains in capitals} */
  private static boolean isOfTool(Chain chain) {
    Optional<Hook> hook = chain.base().map(BaseHook::hook);
    return hook.isEmpty()
        || Arrays.stream(Hook.values())
            .map(Hook::name)
            .anyMatch(name -> name.equals(chain.name()) && isAt(hook.get(), name));
  }

  /** {@return whether a chain may be at a hook; nft has no word for the hook of broute} */
  private static boolean isAt(Hook hook, String chain) {
    return hook.name().equals(chain)
        || (hook == Hook.PREROUTING && chain.equals(Hook.BROUTING.name()));
  }
}
