/**
 * Rulesets of nftables: tables of the families ip, ip6, inet and bridge, with chains, sets and
 * verdict maps. Their rules are those of {@link io.nwfilter.netfilter.ruleset}, from the same
 * matches, fields and targets as rules of iptables.
 *
 * <pre>{@code
 * NftTable table =
 *     NftTable.builder(NftFamily.INET, "guests")
 *         .base("forward", new BaseHook(Hook.FORWARD, 0), Verdict.DROP, ImmutableList.of(rule))
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.nft;

import org.jspecify.annotations.NullMarked;
