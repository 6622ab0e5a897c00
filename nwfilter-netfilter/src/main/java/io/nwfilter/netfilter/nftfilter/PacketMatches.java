package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.TransportOptions;
import java.util.List;
import java.util.Optional;

/** What a rule of iptables or ip6tables asks of a packet, as nftables asks it on a bridge. */
final class PacketMatches extends OtherMatches {

  private static final int UPPER_OCTET = 0xff00;
  private static final int BITS_OF_MESSAGE = 16;

  private final Family family;
  private final List<Match> matches;
  private int index;

  /** Whether a match so far asks for an address, and so for the family. */
  private boolean addressed;

  private PacketMatches(Family family, ChainRule rule, DiagnosticSink sink) {
    super(sink, rule.origin());
    this.family = family;
    this.matches = rule.matches();
  }

  /** {@return the matches of a rule; empty if nftables lacks one of them, or no packet meets it} */
  static Optional<ImmutableList<Match>> of(Family family, ChainRule rule, DiagnosticSink sink) {
    PacketMatches translator = new PacketMatches(family, rule, sink);
    ImmutableSet.Builder<Match> matches = ImmutableSet.builder(); // each question once
    for (Match match : rule.matches()) {
      matches.addAll(match.accept(translator));
      translator.index++;
    }
    return translator.isPossible() ? Optional.of(matches.build().asList()) : Optional.empty();
  }

  /**
   * {@return what asks for the header of a transport protocol} Only the first fragment of a packet
   * has one; without this, nftables would compare whatever is in its place in later ones.
   *
   * @param field the field whose header it is
   */
  static FieldMatch whole(Field field) {
    return FieldMatch.of(field, new Values.Masked(Bits.ZERO, Bits.ZERO)).via("first");
  }

  /** {@return a question for messages of ICMP in the form that nftables has for it} */
  static FieldMatch message(FieldMatch match) {
    boolean plain =
        match.values() instanceof Values.Masked masked
            && (masked.mask().low() == UPPER_OCTET
                || (masked.isSingle(BITS_OF_MESSAGE) && !match.negated()));
    return plain ? match : match.via("th");
  }

  @Override
  public ImmutableList<Match> visit(FieldMatch match) {
    Field field = match.field();
    FieldMatch plain = new FieldMatch(field, match.values(), match.negated(), null, false);
    if (match.values() instanceof Values.Range range) {
      if (range.low().compareTo(range.high()) > 0) {
        return all(plain.negated(!match.negated()));
      }
      if (range.low().equals(range.high())) {
        plain =
            new FieldMatch(field, Values.single(field, range.low()), match.negated(), null, false);
      }
    }
    return switch (field) {
      case SOURCE_PORT, DESTINATION_PORT, TCP_FLAGS -> transport(plain);
      case ICMP_TYPE, ICMPV6_TYPE ->
          isOfAll(plain) ? ofHeader(plain, field) : ImmutableList.of(whole(field), message(plain));
      case IP_TOS -> addressed ? ImmutableList.of(plain) : ImmutableList.of(presence(), plain);
      case IPV4_SOURCE, IPV4_DESTINATION, IPV6_SOURCE, IPV6_DESTINATION -> address(plain);
      case IP_PROTOCOL, ETHERNET_SOURCE, CONNECTION_STATE, CONNECTION_DIRECTION, MARK ->
          ImmutableList.of(plain);
      default -> refuse(field + " in packets");
    };
  }

  private ImmutableList<Match> transport(FieldMatch match) {
    Field header = match.field() == Field.TCP_FLAGS ? Field.TCP_FLAGS : Field.DESTINATION_PORT;
    return switch (TransportOptions.form(family, matches, index)) {
      case OF_OCTETS -> ImmutableList.of(match);
      case OF_HEADER ->
          isOfAll(match) ? ofHeader(match, header) : ImmutableList.of(whole(header), match);
      case NOTHING -> ImmutableList.of();
      case NOT_BOTH -> ImmutableList.of(notBoth());
    };
  }

  private ImmutableList<Match> ofHeader(FieldMatch match, Field header) {
    all(match);
    return ImmutableList.of(whole(header));
  }

  /** {@return what asks whether ports are not both as given} */
  private Match notBoth() {
    List<FieldMatch> pair = TransportOptions.pair(family, matches, index);
    return new LookupMatch(
        pair.stream().map(one -> Selector.of(one.field())).toList(),
        new LookupMatch.Elements.Listed(
            ImmutableSet.of(new SetKey(pair.stream().map(FieldMatch::values).toList()))),
        /* negated= */ true);
  }

  private ImmutableList<Match> address(FieldMatch match) {
    if (isOfAll(match)) {
      return all(match);
    }
    addressed = true;
    return ImmutableList.of(match);
  }

  private FieldMatch presence() {
    Field source = family == Family.IPV4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return FieldMatch.of(source, Values.prefix(source, Bits.ZERO, 0));
  }
}
