package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules that accept packets at the beginning of chains of libvirt's own tables. */
final class TableAcceptance {

  private final Map<ChainPlace, Set<ChainRule>> rules = new LinkedHashMap<>();
  private final Set<String> wider = new LinkedHashSet<>();

  /**
   * {@return whether a rule was not here; it is now}
   *
   * @param place the chain
   * @param packets what it accepts, as nft has it
   */
  boolean add(ChainPlace place, String packets) {
    String listing =
        "table %s t {%n\tchain c {%n\t\t%s counter accept%n\t}%n}%n"
            .formatted(place.nft().orElseThrow().word(), packets);
    ChainRule rule =
        NftListing.read(TextSource.text(listing, place.chain()))
            .tables()
            .get(0)
            .chain("c")
            .orElseThrow()
            .rules()
            .get(0);
    return rules.computeIfAbsent(place, any -> new LinkedHashSet<>()).add(rule);
  }

  /** Notes that the rules accept more than what the host's own rules do. */
  void addWider(String tried) {
    wider.add(tried);
  }

  /** {@return what was tried of which the rules accept more than the host's own} */
  Set<String> wider() {
    return ImmutableSet.copyOf(wider);
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** {@return the commands that insert them} */
  List<String> commands() {
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    rules.forEach(
        (place, all) ->
            all.forEach(
                rule ->
                    commands.add(
                        "nft insert rule %s %s %s %s"
                            .formatted(
                                place.nft().orElseThrow().word(),
                                place.table(),
                                place.chain(),
                                NftScript.line(place.nft().orElseThrow(), rule)))));
    return commands.build();
  }

  /** {@return tables that have them} */
  NftRuleset on(NftRuleset tables) {
    return new NftRuleset(
        tables.tables().stream().map(this::on).collect(ImmutableList.toImmutableList()),
        tables.others());
  }

  private NftTable on(NftTable table) {
    Map<String, NftChain> chains = new LinkedHashMap<>(table.chains());
    rules.forEach(
        (place, all) -> {
          if (isIn(place, table)) {
            chains.computeIfPresent(place.chain(), (name, chain) -> with(all, chain));
          }
        });
    return new NftTable(
        table.family(),
        table.name(),
        table.comment(),
        table.flags(),
        chains,
        table.sets(),
        table.maps(),
        table.others());
  }

  private static NftChain with(Set<ChainRule> first, NftChain chain) {
    List<ChainRule> together = new ArrayList<>(first);
    together.addAll(chain.chain().rules());
    return chain.withRules(together);
  }

  private static boolean isIn(ChainPlace place, NftTable table) {
    return place.nft().filter(family -> family == table.family()).isPresent()
        && place.table().equals(table.name().name());
  }
}
