package io.nwfilter.testkit.generate;

import static io.nwfilter.testkit.generate.MatchArbitraries.all;
import static io.nwfilter.testkit.generate.MatchArbitraries.either;
import static io.nwfilter.testkit.generate.MatchArbitraries.nothing;
import static io.nwfilter.testkit.generate.MatchArbitraries.one;
import static io.nwfilter.testkit.generate.MatchArbitraries.ordered;
import static io.nwfilter.testkit.generate.MatchArbitraries.positive;
import static io.nwfilter.testkit.generate.MatchArbitraries.shuffled;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The matches of rules of iptables or ip6tables, in the order in which the tools print them. */
final class PacketMatchArbitraries {

  private static final long TCP = 6;
  private static final long UDP = 17;

  private final boolean ipv4;

  PacketMatchArbitraries(Family family) {
    this.ipv4 = family == Family.IPV4;
  }

  /**
   * {@return the matches of a rule}
   *
   * @param in whether the interface that the packet came in by is known in the chain
   * @param out whether that by which it goes out is
   */
  Arbitrary<List<Match>> matches(boolean in, boolean out) {
    return Arbitraries.oneOf(
        all(ends(in, out), protocol(), extensions()),
        all(ends(in, out), tcp(), extensions()),
        all(ends(in, out), udp(), extensions()),
        all(ends(in, out), multiport(), extensions()),
        all(ends(in, out), icmp(), extensions()));
  }

  /** {@return the matches of a rule of a protocol with ports, for targets that need one} */
  Arbitrary<List<Match>> ofTcp(boolean in, boolean out) {
    return all(ends(in, out), tcp());
  }

  private Field source() {
    return ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
  }

  private Field destination() {
    return ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
  }

  private Arbitrary<List<Match>> ends(boolean in, boolean out) {
    return ordered(
        2,
        either(source(), networks(source())),
        either(destination(), networks(destination())),
        in ? either(Field.IN_INTERFACE, FieldValues.interfaces(Field.IN_INTERFACE)) : nothing(),
        out ? either(Field.OUT_INTERFACE, FieldValues.interfaces(Field.OUT_INTERFACE)) : nothing());
  }

  private static Arbitrary<Values> networks(Field field) {
    return Arbitraries.frequencyOf(
        Tuple.of(4, FieldValues.prefix(field)), Tuple.of(1, FieldValues.masked(field)));
  }

  /** Any protocol but 0, which to the tools means any protocol. */
  private Arbitrary<List<Match>> protocol() {
    return Arbitraries.oneOf(
        nothing(), either(Field.IP_PROTOCOL, FieldValues.single(Field.IP_PROTOCOL, 1, 255)));
  }

  private static Arbitrary<List<Match>> is(long protocol) {
    return Arbitraries.just(ImmutableList.of(FieldMatch.of(Field.IP_PROTOCOL, protocol)));
  }

  private static Arbitrary<List<Match>> sourcePorts() {
    return either(Field.SOURCE_PORT, FieldValues.span(Field.SOURCE_PORT));
  }

  private static Arbitrary<List<Match>> destinationPorts() {
    return either(Field.DESTINATION_PORT, FieldValues.span(Field.DESTINATION_PORT));
  }

  private static Arbitrary<List<Match>> tcp() {
    Arbitrary<Values> flags =
        Combinators.combine(
                Arbitraries.longs().between(0, 0x3f), Arbitraries.longs().between(1, 0x3f))
            .as((set, mask) -> Values.masked(set & mask, mask));
    return all(
        is(TCP),
        ordered(
            3,
            sourcePorts(),
            destinationPorts(),
            either(Field.TCP_OPTION, FieldValues.single(Field.TCP_OPTION, 1, 255)),
            either(Field.TCP_FLAGS, flags)));
  }

  private static Arbitrary<List<Match>> udp() {
    return all(is(UDP), ordered(2, sourcePorts(), destinationPorts()));
  }

  /** multiport has one list for each of its options, and each option loads it anew. */
  private static Arbitrary<List<Match>> multiport() {
    Arbitrary<List<Match>> lists =
        Arbitraries.oneOf(
            either(Field.SOURCE_PORT, FieldValues.ports()),
            either(Field.DESTINATION_PORT, FieldValues.ports()),
            one(
                Combinators.combine(FieldValues.ports(), Arbitraries.of(false, true))
                    .as((ports, negated) -> new EitherPortMatch(ports, negated, false))));
    Arbitrary<List<Match>> single =
        one(
            FieldValues.span(Field.DESTINATION_PORT)
                .map(ports -> FieldMatch.of(Field.DESTINATION_PORT, ports).via("multiport")));
    return Arbitraries.oneOf(
        all(Arbitraries.oneOf(is(TCP), is(UDP), is(132), is(136)), lists),
        all(Arbitraries.oneOf(is(TCP), is(UDP), is(132)), single));
  }

  /** Type 255 stays out: to iptables it is any type. */
  private Arbitrary<List<Match>> icmp() {
    Arbitrary<Values> messages =
        Combinators.combine(
                Arbitraries.integers().between(0, 254), Arbitraries.integers().between(-1, 255))
            .as((type, code) -> code < 0 ? IcmpValues.ofType(type) : IcmpValues.of(type, code));
    return ipv4
        ? all(is(1), either(Field.ICMP_TYPE, messages))
        : all(is(58), either(Field.ICMPV6_TYPE, messages));
  }

  private Arbitrary<List<Match>> extensions() {
    return shuffled(
        3,
        Stream.concat(packet().stream(), connection().stream())
            .collect(ImmutableList.toImmutableList()));
  }

  /** dscp and tos can both ask for the upper six bits. */
  private static Arbitrary<Values> codePoints() {
    return Arbitraries.longs().between(0, 63).map(number -> Values.masked(number << 2, 0xfc));
  }

  private List<Arbitrary<List<Match>>> packet() {
    return List.of(
        either(Field.ETHERNET_SOURCE, FieldValues.single(Field.ETHERNET_SOURCE)),
        either(Field.MARK, FieldValues.masked(Field.MARK)),
        either(Field.PACKET_LENGTH, FieldValues.span(Field.PACKET_LENGTH)),
        either(Field.IP_TOS, codePoints()),
        Arbitraries.oneOf(
            one(codePoints().map(values -> FieldMatch.of(Field.IP_TOS, values).via("tos"))),
            either(
                Field.IP_TOS,
                Arbitraries.longs().between(0, 15).map(n -> Values.masked(n << 1, 0x1e)))),
        Arbitraries.oneOf(
            either(Field.IP_TTL, FieldValues.single(Field.IP_TTL)),
            positive(Field.IP_TTL, bounds())),
        either(Field.PACKET_TYPE, FieldValues.single(Field.PACKET_TYPE, 0, 2)),
        ordered(
            2,
            either(source(), FieldValues.range(source())),
            either(destination(), FieldValues.range(destination()))),
        ordered(
            2,
            either(Field.SOURCE_ADDRESS_TYPE, addressTypes()),
            either(Field.DESTINATION_ADDRESS_TYPE, addressTypes())),
        either(Field.IN_PORT, FieldValues.interfaces(Field.IN_PORT)),
        one(limits()),
        one(comments().map(CommentMatch::new)));
  }

  /** Few hops, as routers leave them, or more. */
  private static Arbitrary<Values> bounds() {
    return Combinators.combine(Arbitraries.longs().between(1, 254), Arbitraries.of(false, true))
        .as((hops, below) -> below ? Values.range(0, hops - 1) : Values.range(hops, 255));
  }

  /** Types that Linux knows in both families: unicast, local, multicast and unreachable. */
  private static Arbitrary<Values> addressTypes() {
    return FieldValues.anyOf(2, 4, 32, 128);
  }

  private List<Arbitrary<List<Match>>> connection() {
    return List.of(
        ordered(
            2,
            either(Field.CONNECTION_STATE, FieldValues.anyOf(1, 2, 4, 8, 16, 32, 64)),
            either(Field.CONNECTION_STATUS, FieldValues.anyOf(1, 2, 4, 8)),
            positive(
                Field.CONNECTION_DIRECTION, FieldValues.single(Field.CONNECTION_DIRECTION, 0, 1))),
        one(
            FieldValues.anyOf(1, 2, 4, 8, 16)
                .map(states -> FieldMatch.of(Field.CONNECTION_STATE, states).via("state"))),
        either(Field.CONNECTION_MARK, FieldValues.masked(Field.CONNECTION_MARK)),
        one(connectionLimits()));
  }

  private Arbitrary<Match> connectionLimits() {
    int width = ipv4 ? 32 : 128;
    return Combinators.combine(
            Arbitraries.of(false, true),
            Arbitraries.longs().between(0, 0xffff_ffffL),
            Arbitraries.integers().between(0, width),
            Arbitraries.of(false, true))
        .as(
            (destination, above, length, negated) ->
                new ConnectionLimitMatch(
                    destination,
                    above,
                    length == width ? OptionalInt.empty() : OptionalInt.of(length),
                    negated));
  }

  /**
   * Rates that the tool prints as they were given; others it prints in another unit. A burst of 5,
   * which is the default, is not printed.
   */
  static Arbitrary<Match> limits() {
    return Combinators.combine(
            Arbitraries.of("1/sec", "5/sec", "10/sec", "3/min", "10/min", "1/hour", "12/hour"),
            Arbitraries.of(1, 4, 6, 100))
        .as(
            (rate, burst) ->
                ExtensionMatch.of(
                    "limit",
                    OptionUse.of("limit", rate),
                    OptionUse.of("limit-burst", Integer.toString(burst))));
  }

  /** Texts with all that needs quotes, and that is more than a byte. */
  static Arbitrary<Comment> comments() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("éß€")
        .ofMaxLength(40)
        .map(Comment::new);
  }
}
