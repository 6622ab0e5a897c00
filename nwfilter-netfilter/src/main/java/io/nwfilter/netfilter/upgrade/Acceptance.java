package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.NetworkLayout;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.text.SaveText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules with which a network in iptables accepts packets in some base chains, as rules of the
 * host's own: they let through what libvirt let through before it had tables of its own.
 */
final class Acceptance {

  /** A base chain of the table {@code filter}. */
  private record Place(Family family, String hook) {}

  private final LibvirtRelease release;
  private final Map<Place, Set<ChainRule>> rules = new LinkedHashMap<>();

  private final TableAcceptance inTables = new TableAcceptance();

  /**
   * Begins without rules.
   *
   * @param release the release whose rules they are
   */
  Acceptance(LibvirtRelease release) {
    this.release = release;
  }

  /** {@return whether a network has rules for a base chain that were not here; they are now} */
  boolean add(CompiledNetwork network, Family family, String hook) {
    boolean more = false;
    ImmutableSet<String> chains = chains(hook);
    for (Edit edit : network.start(family).edits()) {
      if (edit instanceof Edit.Insert insert
          && insert.table().equals(Table.FILTER)
          && chains.contains(insert.chain())) {
        for (ChainRule rule : insert.rules()) {
          if (rule.target() == Target.ACCEPT) {
            more |=
                rules
                    .computeIfAbsent(new Place(family, hook), any -> new LinkedHashSet<>())
                    .add(rule);
          }
        }
      }
    }
    return more;
  }

  /** {@return the chains that have the rules of networks for packets of a base chain} */
  private ImmutableSet<String> chains(String hook) {
    return Layout.of(release).networks().distinctPlaces().stream()
        .filter(place -> place.table().equals(Table.FILTER) && place.hook().equals(hook))
        .map(NetworkLayout.Place::chain)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return rules for libvirt's own tables, which no rule elsewhere overrules} */
  TableAcceptance inTables() {
    return inTables;
  }

  /** {@return a host whose tables of libvirt's accept more} */
  Side in(Side side) {
    return new Side(side.outcomes(), side.host().with(inTables.on(side.host().nftables())));
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** {@return the commands that insert them, but for those in libvirt's own tables} */
  List<String> commands() {
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    rules.forEach(
        (place, own) ->
            own.forEach(
                rule ->
                    commands.add(
                        place.family().tool()
                            + " -I"
                            + SaveText.line(place.family(), place.hook(), rule)
                                .substring("-A".length()))));
    return commands.build();
  }

  /** {@return a host that has run the commands} */
  Host on(Host host) {
    ImmutableMap.Builder<Family, Ruleset> all = ImmutableMap.builder();
    for (Family family : Family.values()) {
      all.put(family, host.ruleset(family));
    }
    Map<Family, Ruleset> changed = new LinkedHashMap<>(all.buildOrThrow());
    rules.forEach(
        (place, own) ->
            changed.computeIfPresent(
                place.family(),
                (family, ruleset) ->
                    ruleset.after(
                        new Change(
                            family,
                            ImmutableList.of(
                                new Edit.Insert(
                                    Table.FILTER,
                                    place.hook(),
                                    1,
                                    ImmutableList.copyOf(own).reverse()))))));
    return Host.of(changed.values()).with(host.nftables());
  }
}
