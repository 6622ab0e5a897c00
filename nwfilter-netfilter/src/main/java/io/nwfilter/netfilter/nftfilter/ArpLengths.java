package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Optional;

/**
 * The lengths of addresses in frames of ARP. ebtables looks for addresses where the lengths put
 * them, nftables always at the same places; so a rule asks for the usual lengths, and frames that
 * only ebtables could read are dropped before.
 */
final class ArpLengths {

  private static final FieldMatch ETHERNET = FieldMatch.of(Field.ARP_HARDWARE_TYPE, 1);
  private static final FieldMatch INTERNET = FieldMatch.of(Field.ARP_PROTOCOL_TYPE, 0x0800);
  private static final FieldMatch SIX_OCTETS = FieldMatch.of(Field.ARP_HARDWARE_LENGTH, 6);
  private static final FieldMatch FOUR_OCTETS = FieldMatch.of(Field.ARP_PROTOCOL_LENGTH, 4);

  /** ebtables asks for either IP address only if both are there. */
  private static final FieldMatch WHOLE =
      FieldMatch.of(Field.ARP_TARGET_IP, Values.prefix(Field.ARP_TARGET_IP, Bits.ZERO, 0));

  private ArpLengths() {}

  /** {@return what to ask before a field of ARP} */
  static ImmutableList<FieldMatch> before(Field field) {
    return switch (field) {
      case ARP_SENDER_MAC -> ImmutableList.of(ETHERNET, SIX_OCTETS);
      case ARP_TARGET_MAC -> ImmutableList.of(ETHERNET, SIX_OCTETS, FOUR_OCTETS);
      case ARP_SENDER_IP, ARP_TARGET_IP ->
          ImmutableList.of(INTERNET, SIX_OCTETS, FOUR_OCTETS, WHOLE);
      default -> ImmutableList.of();
    };
  }

  /**
   * {@return rules that drop what only ebtables could compare with the addresses of a rule; none if
   * the rule accepts, as a frame that does not match is not let through}
   */
  static ImmutableList<ChainRule> drops(ChainRule rule, DiagnosticSink sink) {
    ImmutableSet<ImmutableList<Match>> unusual =
        rule.matches().stream()
            .filter(FieldMatch.class::isInstance)
            .flatMap(match -> unusual(((FieldMatch) match).field()).stream())
            .collect(ImmutableSet.toImmutableSet());
    if (unusual.isEmpty()) {
      return ImmutableList.of();
    }
    sink.report(
        NftFilterCode.NFT_ARP_LENGTHS,
        rule.origin(),
        "frames of ARP whose addresses have other lengths do not meet the rule");
    if (rule.target() == Target.ACCEPT || rule.target() == Target.RETURN) {
      return ImmutableList.of();
    }
    ImmutableList<Match> protocol = protocol(rule);
    return unusual.stream()
        .map(
            matches ->
                new ChainRule(
                    ImmutableList.<Match>builder().addAll(protocol).addAll(matches).build(),
                    Target.DROP,
                    rule.origin().withNote("unusual lengths")))
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<ImmutableList<Match>> unusual(Field field) {
    return switch (field) {
      case ARP_SENDER_IP, ARP_TARGET_IP ->
          Optional.of(ImmutableList.of(INTERNET, FOUR_OCTETS, SIX_OCTETS.negate()));
      case ARP_TARGET_MAC ->
          Optional.of(ImmutableList.of(ETHERNET, SIX_OCTETS, FOUR_OCTETS.negate()));
      default -> Optional.empty();
    };
  }

  /** {@return what the rule asks first: whether a frame is ARP or RARP} */
  private static ImmutableList<Match> protocol(ChainRule rule) {
    return rule.matches().stream()
        .filter(match -> match instanceof FieldMatch asked && asked.field() == Field.ETHER_TYPE)
        .collect(ImmutableList.toImmutableList());
  }
}
