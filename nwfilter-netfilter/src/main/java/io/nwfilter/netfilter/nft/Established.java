package io.nwfilter.netfilter.nft;

import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the matches of a rule have established about its packets so far. */
final class Established {

  private static final long IPV4 = 0x0800;
  private static final long IPV6 = 0x86dd;

  private static final FieldMatch IS_IPV4 = presence(Header.IPV4);
  private static final FieldMatch IS_IPV6 = presence(Header.IPV6);

  private final Set<Header> headers = EnumSet.noneOf(Header.class);
  private int protocol = Expression.NO_PROTOCOL;

  Established(NftFamily family) {
    switch (family) {
      case IP -> headers.add(Header.IPV4);
      case IP6 -> headers.add(Header.IPV6);
      case INET, BRIDGE -> {}
    }
  }

  /** Notes what packets have that meet a match. */
  void add(Match match) {
    if (match instanceof FieldMatch asked) {
      add(asked.field().header());
      if (!asked.negated()) {
        add(asked.field(), asked.values());
      }
    } else if (match instanceof LookupMatch lookup) {
      lookup.key().forEach(selector -> add(selector.field().header()));
    }
  }

  /** Notes a header and, for ICMP, the one that nft asks for before it. */
  private void add(Header header) {
    headers.add(header);
    if (header == Header.ICMP) {
      headers.add(Header.IPV4);
    } else if (header == Header.ICMPV6) {
      headers.add(Header.IPV6);
    }
  }

  private void add(Field field, Values values) {
    if (!(values instanceof Values.Masked masked) || !masked.isSingle(field.width())) {
      return;
    }
    long value = masked.value().low();
    if (field == Field.IP_PROTOCOL) {
      protocol = (int) value;
    } else if (field == Field.ETHER_TYPE && value == IPV4) {
      headers.add(Header.IPV4);
    } else if (field == Field.ETHER_TYPE && value == IPV6) {
      headers.add(Header.IPV6);
    }
  }

  /** {@return whether all packets have a header} */
  boolean has(Header header) {
    return headers.contains(header);
  }

  /** {@return the protocol that all packets have, −1 if that is not known} */
  int protocol() {
    return protocol;
  }

  /**
   * {@return a match that all packets with a header meet: that a source address is any}
   *
   * @param header {@link Header#IPV4} or {@link Header#IPV6}
   */
  static FieldMatch presence(Header header) {
    Field field = header == Header.IPV4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return FieldMatch.of(field, Values.prefix(field, Bits.ZERO, 0));
  }

  /**
   * {@return the header without which packets go on after a translation, as if the rule were not
   * met: in the family inet, that of the address (seen with Linux 6.18)}
   */
  static Optional<Header> needed(AddressTranslation target) {
    return target
        .addresses()
        .map(span -> span.first() instanceof Ipv4Address ? Header.IPV4 : Header.IPV6);
  }

  /** {@return the header without which packets go on after a target that translates, if it does} */
  static Optional<Header> neededBy(Target target) {
    if (target instanceof VerdictMapTarget map) {
      return map.translation().flatMap(Established::needed);
    }
    return target instanceof AddressTranslation translation
        ? needed(translation)
        : Optional.empty();
  }

  /** {@return whether a match asks only whether packets have a header of IP} */
  static boolean isPresence(Match match) {
    return match.equals(IS_IPV4) || match.equals(IS_IPV6);
  }
}
