package io.nwfilter.testkit.generate;

import static io.nwfilter.testkit.generate.MatchArbitraries.all;
import static io.nwfilter.testkit.generate.MatchArbitraries.either;
import static io.nwfilter.testkit.generate.MatchArbitraries.nothing;
import static io.nwfilter.testkit.generate.MatchArbitraries.one;
import static io.nwfilter.testkit.generate.MatchArbitraries.ordered;
import static io.nwfilter.testkit.generate.MatchArbitraries.shuffled;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The matches of rules of ebtables, in the order in which the tool prints them. */
final class FrameMatchArbitraries {

  private FrameMatchArbitraries() {}

  /**
   * {@return the matches of a rule}
   *
   * @param in whether the port that the frame came in by is known in the chain
   * @param out whether that by which it goes out is
   */
  static Arbitrary<List<Match>> matches(boolean in, boolean out) {
    return Arbitraries.oneOf(
        all(type(), ends(in, out), extensions(2)),
        all(is(0x8100), ends(in, out), vlan(), extensions(1)),
        all(Arbitraries.oneOf(is(0x806), is(0x8035)), ends(in, out), arp(), extensions(1)),
        all(is(0x800), ends(in, out), ipv4(), extensions(1)),
        all(is(0x86dd), ends(in, out), ipv6(), extensions(1)));
  }

  /** {@return the matches of a rule on ARP, for targets that need it} */
  static Arbitrary<List<Match>> ofArp(boolean in) {
    return all(is(0x806), ends(in, false));
  }

  private static Arbitrary<List<Match>> is(long type) {
    return Arbitraries.just(ImmutableList.of(FieldMatch.of(Field.ETHER_TYPE, type)));
  }

  /** Not 0x600, whose negation is printed as the lengths. */
  private static Arbitrary<List<Match>> type() {
    return Arbitraries.oneOf(
        nothing(), either(Field.ETHER_TYPE, FieldValues.single(Field.ETHER_TYPE, 0x601, 0xffff)));
  }

  private static Arbitrary<List<Match>> ends(boolean in, boolean out) {
    return ordered(
        3,
        either(Field.ETHERNET_SOURCE, FieldValues.masked(Field.ETHERNET_SOURCE)),
        either(Field.ETHERNET_DESTINATION, FieldValues.masked(Field.ETHERNET_DESTINATION)),
        in ? either(Field.IN_INTERFACE, FieldValues.interfaces(Field.IN_INTERFACE)) : nothing(),
        out ? either(Field.OUT_INTERFACE, FieldValues.interfaces(Field.OUT_INTERFACE)) : nothing());
  }

  private static Arbitrary<List<Match>> vlan() {
    return ordered(
        2,
        either(Field.VLAN_ID, FieldValues.single(Field.VLAN_ID, 1, 4094)),
        either(Field.VLAN_ETHER_TYPE, FieldValues.single(Field.VLAN_ETHER_TYPE, 0x600, 0xffff)));
  }

  private static Arbitrary<List<Match>> arp() {
    return ordered(
        3,
        either(Field.ARP_OPERATION, FieldValues.single(Field.ARP_OPERATION)),
        either(Field.ARP_HARDWARE_TYPE, FieldValues.single(Field.ARP_HARDWARE_TYPE)),
        either(Field.ARP_PROTOCOL_TYPE, FieldValues.single(Field.ARP_PROTOCOL_TYPE)),
        either(Field.ARP_SENDER_IP, FieldValues.prefix(Field.ARP_SENDER_IP)),
        either(Field.ARP_TARGET_IP, FieldValues.prefix(Field.ARP_TARGET_IP)),
        either(Field.ARP_SENDER_MAC, FieldValues.masked(Field.ARP_SENDER_MAC)),
        either(Field.ARP_TARGET_MAC, FieldValues.masked(Field.ARP_TARGET_MAC)));
  }

  private static Arbitrary<List<Match>> ipv4() {
    return all(
        ordered(
            2,
            either(Field.IPV4_SOURCE, FieldValues.prefix(Field.IPV4_SOURCE)),
            either(Field.IPV4_DESTINATION, FieldValues.prefix(Field.IPV4_DESTINATION)),
            either(Field.IP_TOS, FieldValues.single(Field.IP_TOS))),
        transport());
  }

  private static Arbitrary<List<Match>> ipv6() {
    return all(
        ordered(
            2,
            either(Field.IPV6_SOURCE, FieldValues.prefix(Field.IPV6_SOURCE)),
            either(Field.IPV6_DESTINATION, FieldValues.prefix(Field.IPV6_DESTINATION)),
            either(Field.IP_TOS, FieldValues.single(Field.IP_TOS))),
        transport());
  }

  private static Arbitrary<List<Match>> transport() {
    return Arbitraries.oneOf(
        nothing(),
        either(Field.IP_PROTOCOL, FieldValues.single(Field.IP_PROTOCOL, 1, 255)),
        all(
            Arbitraries.of(6L, 17L, 132L)
                .map(protocol -> List.of(FieldMatch.of(Field.IP_PROTOCOL, protocol))),
            ordered(
                2,
                either(Field.SOURCE_PORT, FieldValues.span(Field.SOURCE_PORT)),
                either(Field.DESTINATION_PORT, FieldValues.span(Field.DESTINATION_PORT)))));
  }

  /**
   * Of a rule with three extensions, one of them that of a protocol, ebtables 1.8.9 loses the
   * second.
   */
  private static Arbitrary<List<Match>> extensions(int max) {
    return shuffled(
        max,
        List.of(
            either(Field.MARK, FieldValues.masked(Field.MARK)),
            either(Field.PACKET_TYPE, FieldValues.single(Field.PACKET_TYPE, 0, 3)),
            one(among(Field.ETHERNET_SOURCE)),
            one(PacketMatchArbitraries.limits()),
            one(logs())));
  }

  /** A list of one, as the tool prints longer ones in an order of its own. */
  private static Arbitrary<Match> among(Field field) {
    Arbitrary<AmongMatch.Member> members =
        Combinators.combine(
                Arbitraries.longs().between(1, 0xffff_ffff_ffffL).map(MacAddress::new),
                Arbitraries.integers().filter(bits -> bits != 0).map(Ipv4Address::new))
            .as((mac, ip) -> new AmongMatch.Member(mac, Optional.of(ip)));
    return Combinators.combine(members, Arbitraries.of(false, true))
        .as((member, negated) -> new AmongMatch(field, ImmutableList.of(member), negated));
  }

  private static Arbitrary<Match> logs() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars(" :")
        .ofMinLength(1) // an empty prefix is not printed
        .ofMaxLength(20)
        .map(
            prefix ->
                ExtensionMatch.of(
                    "log",
                    OptionUse.of("log-level", "notice"),
                    OptionUse.of("log-prefix", prefix)));
  }

  /** {@return one address of a frame, that of a single host} */
  static Arbitrary<MacAddress> hosts() {
    return Arbitraries.longs()
        .between(1, 0xfeff_ffff_ffffL)
        .map(bits -> new MacAddress((bits & ~0x0100_0000_0000L) | 2));
  }
}
