package io.nwfilter.netfilter.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.layout.NftNetworkLayout;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one virtual network in nftables, and what starting and destroying it does to a host.
 * Two are equal if they do the same.
 */
public final class NftNetworkRules {

  private static final ImmutableMap<NftFamily, Family> FAMILIES =
      ImmutableMap.of(NftFamily.IP, Family.IPV4, NftFamily.IP6, Family.IPV6);

  private final NftNetworkLayout layout;

  /** The rules of each place in the order in which they are evaluated. */
  private final ImmutableMap<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> rules;

  NftNetworkRules(
      NftNetworkLayout layout,
      ImmutableMap<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> rules) {
    this.layout = requireNonNull(layout);
    this.rules = requireNonNull(rules);
  }

  /** {@return whether libvirt leaves the host's tables alone when it starts this network} */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * {@return the tables of a host after this network was started} libvirt makes its tables with the
   * first network that has rules; those of a later network are before them.
   *
   * @param now the tables before
   */
  public NftRuleset start(NftRuleset now) {
    return isEmpty() ? now : changed(now, NftNetworkRules::before);
  }

  /**
   * {@return the tables of a host after this network was destroyed: each of its rules is deleted,
   * the first one that is like it, and what is not there is skipped} Tables and chains stay.
   *
   * @param now the tables before
   */
  public NftRuleset destroy(NftRuleset now) {
    return isEmpty() ? now : changed(now, NftNetworkRules::without);
  }

  private static List<ChainRule> before(List<ChainRule> present, List<ChainRule> own) {
    return ImmutableList.copyOf(Iterables.concat(own, present));
  }

  private static List<ChainRule> without(List<ChainRule> present, List<ChainRule> own) {
    List<ChainRule> left = new ArrayList<>(present);
    own.forEach(left::remove);
    return left;
  }

  /** {@return tables in which the rules of each chain are changed, with those of this network} */
  private NftRuleset changed(
      NftRuleset now, BiFunction<List<ChainRule>, List<ChainRule>, List<ChainRule>> change) {
    List<NftTable> tables = new ArrayList<>(now.tables());
    FAMILIES.forEach(
        (family, packets) -> {
          NftTable table =
              now.table(family, layout.table().name()).orElseGet(() -> emptyTable(family));
          tables.remove(table);
          tables.add(changed(table, places(packets), change));
        });
    return new NftRuleset(tables, now.others());
  }

  private ImmutableMap<Place, ImmutableList<ChainRule>> places(Family family) {
    return rules.getOrDefault(family, ImmutableMap.of());
  }

  private static NftTable changed(
      NftTable table,
      ImmutableMap<Place, ImmutableList<ChainRule>> places,
      BiFunction<List<ChainRule>, List<ChainRule>, List<ChainRule>> change) {
    ImmutableMap.Builder<String, NftChain> chains = ImmutableMap.builder();
    chains.putAll(table.chains());
    places.forEach(
        (place, own) -> {
          NftChain chain = requireNonNull(table.chains().get(place.chain()), place::chain);
          chains.put(chain.name(), chain.withRules(change.apply(chain.chain().rules(), own)));
        });
    return new NftTable(
        table.family(),
        table.name(),
        table.comment(),
        table.flags(),
        chains.buildKeepingLast(),
        table.sets(),
        table.maps(),
        table.others());
  }

  private NftTable emptyTable(NftFamily family) {
    NftTable.Builder table = NftTable.builder(family, layout.table().name());
    layout.comment().ifPresent(table::comment);
    layout
        .chains()
        .forEach(
            (chain, base) ->
                base.ifPresentOrElse(
                    hook -> table.base(chain, hook, Verdict.ACCEPT, jumps(chain)),
                    () -> table.user(chain, ImmutableList.of())));
    return table.build();
  }

  private ImmutableList<ChainRule> jumps(String hook) {
    return layout.networks().chains().stream()
        .filter(place -> place.hook().equals(hook))
        .map(place -> ChainRule.of(new Target.Jump(place.chain()), CounterMatch.COUNTER))
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NftNetworkRules other
        && layout.equals(other.layout)
        && rules.equals(other.rules);
  }

  @Override
  public int hashCode() {
    return 31 * layout.hashCode() + rules.hashCode();
  }

  /** {@return the rules of all places, for messages} */
  @Override
  public String toString() {
    return rules.toString();
  }
}
