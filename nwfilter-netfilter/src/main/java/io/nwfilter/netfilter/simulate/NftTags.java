package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import java.util.List;
import java.util.stream.Stream;

/**
 * What rules of nftables in the family bridge do not see in frames with tags. For a header of IP,
 * nft asks first what comes after a tag ({@code meta protocol}), and for ARP and messages of ICMP,
 * what the frame's header says ({@code ether type}), which is the tag; unless a match before it has
 * asked already (seen with nft 1.0.6).
 */
public final class NftTags {

  private static final Values TAGGED =
      Values.single(Field.ETHER_TYPE, LayerType.VLAN.protocol());

  private NftTags() {}

  /**
   * {@return whether a field is not seen in frames with a tag}
   *
   * @param family which packets the rule sees
   * @param field the field
   * @param before the matches before it in its rule
   */
  public static boolean areHidden(Family family, Field field, List<Match> before) {
    if (family != Family.BRIDGE) {
      return false;
    }
    return switch (field.header()) {
      case ARP -> !asksForTag(before);
      case ICMP -> !asksForTag(before) && !asksFor(before, Header.IPV4);
      case ICMPV6 -> !asksForTag(before) && !asksFor(before, Header.IPV6);
      default -> false;
    };
  }

  private static boolean asksForTag(List<Match> before) {
    return asksFor(before, Header.VLAN)
        || before.stream()
            .anyMatch(
                match ->
                    match instanceof FieldMatch asked
                        && asked.field() == Field.ETHER_TYPE
                        && !asked.negated()
                        && asked.values().equals(TAGGED));
  }

  private static boolean asksFor(List<Match> before, Header header) {
    return before.stream().flatMap(NftTags::fields).anyMatch(field -> field.header() == header);
  }

  /**
   * {@return the fields that a match asks for}
   *
   * @param match the match
   */
  public static Stream<Field> fields(Match match) {
    if (match instanceof FieldMatch asked) {
      return Stream.of(asked.field());
    }
    return match instanceof LookupMatch lookup
        ? lookup.key().stream().map(Selector::field)
        : Stream.of();
  }
}
