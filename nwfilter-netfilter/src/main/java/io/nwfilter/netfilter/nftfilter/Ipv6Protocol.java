package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;

/**
 * Questions for the protocol of IPv6. To ebtables, the protocol of a later fragment is that of its
 * header (44), and a packet without a next header (59) has none; to nftables, a fragment has the
 * protocol of the packet that it is of.
 */
final class Ipv6Protocol {

  private static final Bits FRAGMENT = Bits.of(44);
  private static final FieldMatch WITHOUT_NEXT_HEADER = FieldMatch.of(Field.IP_PROTOCOL, 59);
  private static final FieldMatch FIRST = FieldMatch.of(Field.IPV6_FRAGMENT_OFFSET, 0);
  private static final FieldMatch NO_FRAGMENT = FieldMatch.of(Field.IPV6_FRAGMENT, 0);

  private Ipv6Protocol() {}

  /**
   * {@return the matches of a rule for what is not a fragment, for first fragments, and for later
   * ones}
   *
   * @param matches the matches of a rule of ebtables
   * @param asked the one among them that asks for the protocol
   */
  static ImmutableList<ImmutableList<Match>> alternatives(
      ImmutableList<Match> matches, FieldMatch asked) {
    boolean later = asked.values().contains(FRAGMENT) != asked.negated();
    ImmutableList.Builder<ImmutableList<Match>> alternatives = ImmutableList.builder();
    boolean never = asked.equals(WITHOUT_NEXT_HEADER) || (later && !asked.negated());
    if (!never) {
      ImmutableList<Match> known =
          asked.negated()
              ? ImmutableList.of(asked, WITHOUT_NEXT_HEADER.negate())
              : ImmutableList.of(asked);
      alternatives.add(with(matches, asked, NO_FRAGMENT, known));
      alternatives.add(with(matches, asked, FIRST, known));
    }
    if (later) {
      alternatives.add(with(matches, asked, FIRST.negate(), ImmutableList.of()));
    }
    return alternatives.build();
  }

  private static ImmutableList<Match> with(
      ImmutableList<Match> matches, FieldMatch asked, Match first, ImmutableList<Match> then) {
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    for (Match match : matches) {
      if (match.equals(asked)) {
        all.add(first).addAll(then);
      } else {
        all.add(match);
      }
    }
    return all.build();
  }
}
