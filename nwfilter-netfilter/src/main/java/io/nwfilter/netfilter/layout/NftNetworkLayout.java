package io.nwfilter.netfilter.layout;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import java.util.Optional;

/**
 * The tables of nftables that the rules of virtual networks are in: one for IPv4 and one for IPv6,
 * of the same name, with the same chains.
 *
 * @param table their name
 * @param comment their comment
 * @param chains their chains, in the order in which they are made, each with the place where the
 *     kernel calls it; empty if others jump to it
 * @param networks which of them has the rules of each side, and which destinations are exempt from
 *     translation
 */
public record NftNetworkLayout(
    NftName table,
    Optional<Comment> comment,
    ImmutableMap<String, Optional<BaseHook>> chains,
    NetworkLayout networks) {

  /**
   * Checks that all components are given.
   *
   * @param table their name
   * @param comment their comment
   * @param chains their chains
   * @param networks which of them has the rules of each side
   */
  public NftNetworkLayout {
    requireNonNull(table);
    requireNonNull(comment);
    requireNonNull(chains);
    requireNonNull(networks);
  }
}
