package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rule of ebtables asks of a frame, as nftables asks it. */
final class FrameMatches extends OtherMatches {

  private static final long IPV4 = 0x0800;
  private static final long RARP = 0x8035;

  private final DiagnosticSink sink;
  private final Origin origin;

  /** The EtherType that the matches so far have asked for; 0 if none. */
  private long etherType;

  /** The question for the protocol of IPv6, unless the rule asks for more after it. */
  private @Nullable FieldMatch protocol;

  private FrameMatches(DiagnosticSink sink, Origin origin) {
    super(sink, origin);
    this.sink = sink;
    this.origin = origin;
  }

  /**
   * {@return the matches of a rule, as alternatives of which a frame meets one at most; none if
   * nftables lacks one of them, or no packet meets it}
   */
  static ImmutableList<ImmutableList<Match>> of(ChainRule rule, DiagnosticSink sink) {
    FrameMatches translator = new FrameMatches(sink, rule.origin());
    ImmutableSet.Builder<Match> asked = ImmutableSet.builder(); // each question once
    rule.matches().forEach(match -> asked.addAll(match.accept(translator)));
    if (!translator.isPossible()) {
      return ImmutableList.of();
    }
    ImmutableList<Match> matches = asked.build().asList();
    return translator.protocol == null
        ? ImmutableList.of(matches)
        : Ipv6Protocol.alternatives(matches, translator.protocol);
  }

  @Override
  public ImmutableList<Match> visit(FieldMatch match) {
    FieldMatch plain = new FieldMatch(match.field(), match.values(), match.negated(), null, false);
    Field field = match.field();
    if (field == Field.ETHER_TYPE && !match.negated()) {
      etherType = ((Values.Masked) match.values()).value().low();
    }
    return switch (field.header()) {
      case IPV4, IPV6 -> isOfAll(plain) ? all(plain) : ImmutableList.of(plain);
      case META, ETHERNET, VLAN -> ImmutableList.of(plain);
      case ARP -> arp(plain);
      case IP -> ImmutableList.of(internet(plain));
      case TRANSPORT, ICMPV6 -> {
        protocol = null; // only first fragments have such a header
        yield ImmutableList.of(whole(field), transport(plain));
      }
      case LLC, CONNECTION, TCP, ICMP, IGMP, STP -> refuse(field.header() + " in frames: " + match);
    };
  }

  private FieldMatch internet(FieldMatch match) {
    if (match.field() == Field.IP_TOS) {
      return match.via("nh");
    }
    if (etherType == IPV4) {
      return match.via("ip");
    }
    sink.report(
        NftFilterCode.NFT_AUTHENTICATED_IPV6,
        origin,
        "the protocol of IPv6 is looked for before an authentication header only");
    protocol = match;
    return match;
  }

  private static FieldMatch transport(FieldMatch match) {
    return match.field() == Field.ICMPV6_TYPE ? PacketMatches.message(match) : match;
  }

  /**
   * {@return what asks for the header of the transport protocol} Without it, nftables would compare
   * the octets of later fragments.
   */
  private static FieldMatch whole(Field field) {
    return PacketMatches.whole(
        field.header() == Header.ICMPV6 ? Field.ICMPV6_TYPE : Field.DESTINATION_PORT);
  }

  /** Addresses of ARP are where nftables looks only if lengths and types are the usual ones. */
  private ImmutableList<Match> arp(FieldMatch match) {
    return Stream.concat(ArpLengths.before(match.field()).stream(), Stream.of(match))
        .map(one -> etherType == RARP ? one.via("nh") : one)
        .collect(ImmutableList.toImmutableList());
  }
}
