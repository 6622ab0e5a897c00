package io.nwfilter.netfilter.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.layout.NetworkLayout;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one virtual network, and what starting and destroying it does to a host. Two are
 * equal if they do the same.
 */
public final class NetworkRules {

  private final NetworkLayout layout;

  /** The rules of each place in the order in which they are evaluated. */
  private final ImmutableMap<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> rules;

  NetworkRules(
      NetworkLayout layout,
      ImmutableMap<Family, ImmutableMap<Place, ImmutableList<ChainRule>>> rules) {
    this.layout = requireNonNull(layout);
    this.rules = requireNonNull(rules);
  }

  /**
   * {@return the rules of a network that has none}
   *
   * @param layout where a release has its rules
   */
  public static NetworkRules none(Layout layout) {
    return new NetworkRules(layout.networks(), ImmutableMap.of());
  }

  /** {@return whether libvirt leaves the host's tables alone when it starts this network} */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  private ImmutableMap<Place, ImmutableList<ChainRule>> places(Family family) {
    return rules.getOrDefault(family, ImmutableMap.of());
  }

  /**
   * {@return what libvirt does before it starts the first network that has rules, on a host that
   * has none of the chains: it makes them, and jumps to them at the start of the base chains; in
   * IPv4 and IPv6 alike}
   *
   * @param family the family
   */
  public Change daemonChains(Family family) {
    return daemonChains(Ruleset.empty(family));
  }

  /**
   * {@return what libvirt does before it starts the first network that has rules, on a host that
   * may have some of the chains already: those keep their rules, and jumps that are there stay
   * where they are}
   *
   * @param now the rules of the host
   */
  public Change daemonChains(Ruleset now) {
    return isEmpty() || now.family() == Family.BRIDGE
        ? Change.none(now.family())
        : DaemonChains.of(layout).complete(now);
  }

  /**
   * {@return what starting this network does: its rules are before those that its chains have}
   *
   * @param family the family
   */
  public Change start(Family family) {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    places(family)
        .forEach((place, own) -> edits.add(new Edit.Insert(place.table(), place.chain(), 1, own)));
    return new Change(family, edits.build());
  }

  /**
   * {@return what destroying this network does: each of its rules is deleted, the first one that is
   * like it, and what is not there is skipped} The chains stay.
   *
   * @param now the rules of the host
   */
  public Change destroy(Ruleset now) {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    places(now.family())
        .forEach(
            (place, own) ->
                now.findChain(place.table(), place.chain())
                    .ifPresent(chain -> edits.addAll(RuleDeletion.of(place, chain.rules(), own))));
    return new Change(now.family(), edits.build());
  }

  /**
   * {@return what some networks do to a host without rules of libvirt's when they are started one
   * after the other} A later one is before an earlier one.
   *
   * @param family the family
   * @param networks the networks in the order in which they are started
   */
  public static Change together(Family family, List<NetworkRules> networks) {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    Map<Place, ImmutableList.Builder<ChainRule>> all = new LinkedHashMap<>();
    for (NetworkRules network : ImmutableList.copyOf(networks).reverse()) {
      network
          .places(family)
          .forEach(
              (place, own) ->
                  all.computeIfAbsent(place, key -> ImmutableList.builder()).addAll(own));
    }
    networks.stream()
        .filter(network -> !network.isEmpty())
        .findFirst()
        .ifPresent(first -> edits.addAll(first.daemonChains(family).edits()));
    all.forEach((place, own) -> edits.add(fill(place, own.build())));
    return new Change(family, edits.build());
  }

  /** A chain that was just made has no rules that others must be before. */
  private static Edit fill(Place place, ImmutableList<ChainRule> rules) {
    return place.own().isPresent()
        ? new Edit.Append(place.table(), place.chain(), rules)
        : new Edit.Insert(place.table(), place.chain(), 1, rules);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NetworkRules other
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
