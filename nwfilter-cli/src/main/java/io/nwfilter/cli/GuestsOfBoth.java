package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guests of two hosts that are compared. One that has no filter on a host is a guest all the
 * same: only the other rules of that host are about its packets.
 *
 * @param ports the interfaces, in the order of the later host
 * @param before what the earlier host has
 * @param after what the later one has
 * @param networks those of the guests that stand for a network: any guest of it
 */
record GuestsOfBoth(
    ImmutableList<String> ports, Known before, Known after, NetworkGuests networks) {

  /**
   * What is known of a host.
   *
   * @param all its interfaces
   * @param filtered those of them that have a filter
   * @param dumped whether only its rules are known, and not which of them are those of filters
   */
  private record Known(Set<String> all, Set<String> filtered, boolean dumped) {

    static Known of(DescribedHost host) {
      return new Known(
          host.described(),
          host.filtered().stream().map(Guest::port).collect(ImmutableSet.toImmutableSet()),
          host.isOfDumps());
    }
  }

  /**
   * {@return the guests that are compared, each of which is on both hosts then; bad usage if there
   * is none}
   *
   * @param old the earlier host
   * @param now the later one
   * @param dev the only interface; null for all that have a filter or are on one host only, or for
   *     a guest of each network if there are none of these
   */
  static GuestsOfBoth of(DescribedHost old, DescribedHost now, @Nullable String dev) {
    Known before = Known.of(old);
    Known after = Known.of(now);
    Set<String> ports =
        dev == null
            ? Sets.union(
                Sets.union(after.filtered(), before.filtered()),
                Sets.symmetricDifference(after.all(), before.all()))
            : ImmutableSet.of(dev);
    NetworkGuests networks = ports.isEmpty() ? NetworkGuests.of(old, now) : NetworkGuests.NONE;
    if (!networks.ofPorts().isEmpty()) {
      ports = networks.ofPorts().keySet();
    } else if (ports.stream().noneMatch(Sets.union(after.all(), before.all())::contains)) {
      now.anyGuest(dev);
      old.anyGuest(dev);
    }
    DescribedHost.share(old, now);
    return new GuestsOfBoth(ImmutableList.copyOf(ports), before, after, networks);
  }

  /**
   * {@return a difference without what does no longer, or only now, arrive at guests that only one
   * host has} What these get is in their own differences, once for all who send it.
   */
  Difference withoutLone(Difference difference) {
    Set<String> lone = Sets.symmetricDifference(after.all(), before.all());
    return ports.containsAll(lone)
        ? new Difference(
            difference.changes().stream()
                .filter(change -> !areAll(lone, change.ends()))
                .collect(ImmutableList.toImmutableList()),
            difference.undecided())
        : difference;
  }

  private static boolean areAll(Set<String> ports, Set<End> ends) {
    return !ends.isEmpty() && ends.stream().map(End::name).allMatch(ports::contains);
  }

  /** {@return what the interface is called: its name, or the network whose guests it stands for} */
  String name(String port) {
    return networks.name(port);
  }

  /** {@return what only one host has of a guest, and what that means} */
  Optional<String> remark(String port) {
    Optional<String> ofNetwork = networks.remark(port);
    if (ofNetwork.isPresent()) {
      return ofNetwork;
    }
    boolean was = before.all().contains(port);
    boolean is = after.all().contains(port);
    if (was != is) {
      boolean filtered = (is ? after : before).filtered().contains(port);
      return Optional.of(
          "it is only in "
              + (is ? "NEW" : "OLD")
              + (filtered
                  ? ": what follows is what its filter changes for a machine without one"
                  : ", without a filter: all passes that other rules of the host let through"));
    }
    boolean wasFiltered = before.filtered().contains(port);
    boolean isFiltered = after.filtered().contains(port);
    return wasFiltered == isFiltered || before.dumped() || after.dumped()
        ? Optional.empty()
        : Optional.of(
            "it has "
                + (isFiltered ? "a filter in NEW only" : "no filter in NEW any more")
                + ": without one, all passes that other rules of the host let through");
  }
}
