package io.nwfilter.netfilter.nft;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.text.InexpressibleException;

/**
 * Words that nft does not take as names, even where Linux does: each was tried with nft 1.0.6, and
 * later releases have some more.
 */
final class Keywords {

  private static final ImmutableSet<String> WORDS =
      ImmutableSet.copyOf(
          Splitter.on(' ')
              .split(
                  "accept add ah all and arp auto-merge bridge cgroup chain comment "
                      + "comp constant continue counter cpu create ct day dccp define "
                      + "delete describe destroy device devices dnat drop dst dup "
                      + "dynamic ecn element elements eq esp ether exists expires "
                      + "export exthdr fib flags flow flowtable flush frag fwd "
                      + "gc-interval ge get goto gt handle hbh hook hour ibriport "
                      + "ibrname icmp icmpv6 igmp iif iifgroup iifname iiftype import "
                      + "include index inet insert interval ip ip6 ipsec jhash jump "
                      + "last le limit list log lt map mark masquerade meta meter mh "
                      + "missing monitor ne netdev nftrace not notrack numgen obriport "
                      + "obrname offload oif oifgroup oifname oiftype or osf pkttype "
                      + "policy position priority queue quota random redefine redirect "
                      + "reject rename replace reset return rt rt0 rt2 rtclassid rule "
                      + "ruleset sctp secmark set size skgid skuid snat socket srh "
                      + "symhash synproxy table tcp th time timeout tproxy type typeof "
                      + "udp udplite undefine update vlan vmap xor xt"));

  private Keywords() {}

  static boolean contains(String word) {
    return WORDS.contains(word);
  }

  /**
   * Refuses what cannot be a name in a script.
   *
   * @throws InexpressibleException if it is a word of nft
   */
  static void require(String name) {
    if (WORDS.contains(name)) {
      throw new InexpressibleException("nft reads '" + name + "' as a word of its own, not a name");
    }
  }
}
