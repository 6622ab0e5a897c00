package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import java.util.List;

/**
 * First packets of connections that arrive, while the replies to them are dropped by rules.
 *
 * @param sets the sets of packets on the host
 * @param replies which packets are the first of a connection, and where they enter
 */
public record UnansweredPackets(PacketSets sets, Statement.RepliesArrive replies) {

  /**
   * Checks that both are given.
   *
   * @param sets the sets of packets on the host
   * @param replies which packets are the first of a connection, and where they enter
   */
  public UnansweredPackets {
    requireNonNull(sets, "sets");
    requireNonNull(replies, "replies");
  }

  /**
   * {@return those from a guest, and those to it, by where they enter; connections are those of
   * {@link Guarantees#repliesComeBack()}}
   *
   * @param subject the guest on the host
   * @param sets the sets of packets on the host
   */
  public static List<UnansweredPackets> of(Subject subject, PacketSets sets) {
    return Guarantees.repliesArrive(subject).stream()
        .map(replies -> new UnansweredPackets(sets, replies))
        .toList();
  }

  /** {@return the first packets, not only of {@linkplain PacketSets#possible possible} ones} */
  public PacketSet set() {
    return new Breaches(sets, false).of(replies);
  }
}
