package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Which packets the chains of a table see (nft(8), "Address families"). */
public enum NftFamily {
  /** IPv4 packets. */
  IP("ip", Family.IPV4),
  /** IPv6 packets. */
  IP6("ip6", Family.IPV6),
  /** IPv4 and IPv6 packets. */
  INET("inet", Family.IPV4, Family.IPV6),
  /** Ethernet frames on bridges. */
  BRIDGE("bridge", Family.BRIDGE);

  private static final ImmutableSet<Hook> HOOKS =
      Sets.immutableEnumSet(
          Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);

  private final String word;
  private final ImmutableSet<Family> families;

  NftFamily(String word, Family... families) {
    this.word = word;
    this.families = Sets.immutableEnumSet(Arrays.asList(families));
  }

  /**
   * {@return the family of a word; empty if there is none or, as for netdev and arp, it is not
   * modelled}
   *
   * @param word the word, such as {@code ip6}
   */
  public static Optional<NftFamily> of(String word) {
    return Arrays.stream(values()).filter(family -> family.word.equals(word)).findFirst();
  }

  /** {@return the word for it, such as {@code ip6}} */
  public String word() {
    return word;
  }

  /** {@return the hooks whose packets it sees, by the families of iptables and ebtables} */
  public Set<Family> families() {
    return families;
  }

  /** {@return the hooks where its base chains may be; ingress and egress are not modelled} */
  public Set<Hook> hooks() {
    return HOOKS;
  }
}
