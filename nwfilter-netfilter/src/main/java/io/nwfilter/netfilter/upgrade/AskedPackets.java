package io.nwfilter.netfilter.upgrade;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The packets that a rule of the host's own asks for, with the rules that lead to it.
 *
 * @param ipv4 whether they are of IPv4, not IPv6
 * @param fields what is asked of fields
 * @param isWhole whether nothing else is asked
 */
record AskedPackets(boolean ipv4, ImmutableList<FieldMatch> fields, boolean isWhole) {

  private static final int TCP = 6;
  private static final int UDP = 17;

  /** The fields of which nft can be asked for the same. */
  private static final Set<Field> KNOWN =
      Sets.immutableEnumSet(
          Field.IPV4_SOURCE,
          Field.IPV4_DESTINATION,
          Field.IPV6_SOURCE,
          Field.IPV6_DESTINATION,
          Field.IP_PROTOCOL,
          Field.DESTINATION_PORT,
          Field.IN_INTERFACE,
          Field.OUT_INTERFACE,
          Field.CONNECTION_STATE);

  static AskedPackets of(Family family, List<Match> matches) {
    ImmutableList.Builder<FieldMatch> fields = ImmutableList.builder();
    boolean whole = true;
    for (Match match : matches) {
      Optional<FieldMatch> field = field(match);
      field.ifPresent(fields::add);
      whole &= field.map(one -> KNOWN.contains(one.field())).orElseGet(() -> asksForNothing(match));
    }
    return new AskedPackets(family == Family.IPV4, fields.build(), whole);
  }

  private static boolean asksForNothing(Match match) {
    return match instanceof CounterMatch
        || match instanceof CommentMatch
        || match instanceof LogMatch;
  }

  /** {@return a match on one field, also one with a list of values that nftables keeps as a set} */
  private static Optional<FieldMatch> field(Match match) {
    if (match instanceof FieldMatch field) {
      return Optional.of(field);
    } else if (match instanceof LookupMatch lookup
        && lookup.key().size() == 1
        && lookup.set() instanceof LookupMatch.Elements.Listed listed) {
      Values.Union values =
          new Values.Union(
              listed.elements().stream().map(element -> element.parts().get(0)).toList());
      return Optional.of(
          FieldMatch.of(lookup.key().get(0).field(), values).negated(lookup.negated()));
    }
    return Optional.empty();
  }

  Field source() {
    return ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
  }

  Field destination() {
    return ipv4 ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
  }

  /** {@return the values of a field that are asked for last; none if all are, or no few spans} */
  ImmutableList<Span> spans(Field field) {
    return asked(field)
        .filter(match -> !match.negated())
        .flatMap(match -> Span.of(match.values(), field.width()).stream())
        .reduce((first, last) -> last)
        .orElseGet(ImmutableList::of);
  }

  private Stream<FieldMatch> asked(Field field) {
    return fields.stream().filter(match -> match.field() == field);
  }

  /** {@return whether a value of a field is not excluded} */
  boolean takes(Field field, Bits value) {
    return asked(field).allMatch(match -> match.values().contains(value) != match.negated());
  }

  /** {@return whether an interface is asked for} */
  boolean names(Field field) {
    return asked(field).anyMatch(match -> !match.negated());
  }

  /** {@return whether packets that begin a connection are not excluded} */
  boolean isNew() {
    return takes(Field.CONNECTION_STATE, Bits.of(TrackedState.NEW.bit()));
  }

  /** {@return of TCP and UDP those that are asked for; TCP if no protocol is} */
  ImmutableList<Integer> protocols() {
    return Stream.of(TCP, UDP)
        .filter(protocol -> takes(Field.IP_PROTOCOL, Bits.of(protocol)))
        .limit(names(Field.IP_PROTOCOL) ? 2 : 1)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return an address} */
  IpAddress address(Bits bits) {
    return ipv4 ? new Ipv4Address((int) bits.low()) : new Ipv6Address(bits.high(), bits.low());
  }

  /**
   * {@return the packets in the words of nft, as they are on their way to a bridge; empty if it has
   * no words for what is asked}
   *
   * @param bridge the bridge
   * @param to how their destination is translated, if it is
   */
  Optional<String> words(String bridge, Optional<AddressTranslation> to) {
    List<Optional<String>> words = new ArrayList<>();
    words.add(Optional.of("oif \"" + bridge + "\""));
    asked(Field.IN_INTERFACE).forEach(match -> words.add(words("iifname", match, this::name)));
    String family = ipv4 ? "ip " : "ip6 ";
    Optional<Span> guests =
        to.flatMap(AddressTranslation::addresses)
            .map(span -> new Span(Bits.of(span.first()), Bits.of(span.last())));
    guests.ifPresent(span -> words.add(Optional.of(family + "daddr " + range(span))));
    if (guests.isEmpty()) {
      asked(destination())
          .forEach(match -> words.add(words(family + "daddr", match, this::addresses)));
    }
    asked(source()).forEach(match -> words.add(words(family + "saddr", match, this::addresses)));
    ports(to).forEach(words::add);
    return words.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(words.stream().flatMap(Optional::stream).collect(joining(" ")));
  }

  private List<Optional<String>> ports(Optional<AddressTranslation> to) {
    List<Optional<String>> words = new ArrayList<>();
    Optional<String> port =
        to.flatMap(AddressTranslation::ports)
            .map(span -> numbers(new Span(Bits.of(span.first()), Bits.of(span.last()))));
    boolean hasPorts = port.isPresent() || asked(Field.DESTINATION_PORT).findAny().isPresent();
    List<Span> protocols = spans(Field.IP_PROTOCOL);
    String of = "th";
    if (hasPorts && protocols.equals(List.of(single(TCP)))) {
      of = "tcp";
    } else if (hasPorts && protocols.equals(List.of(single(UDP)))) {
      of = "udp";
    } else {
      asked(Field.IP_PROTOCOL)
          .forEach(match -> words.add(words("meta l4proto", match, AskedPackets::numbers)));
    }
    String dport = of + " dport";
    port.ifPresent(number -> words.add(Optional.of(dport + " " + number)));
    if (port.isEmpty()) {
      asked(Field.DESTINATION_PORT)
          .forEach(match -> words.add(words(dport, match, AskedPackets::numbers)));
    }
    return words;
  }

  private static Span single(int number) {
    return new Span(Bits.of(number), Bits.of(number));
  }

  private static Optional<String> words(
      String what, FieldMatch match, Function<Span, String> form) {
    return Span.of(match.values(), match.field().width())
        .map(spans -> spans.stream().map(form).toList())
        .map(all -> all.size() == 1 ? all.get(0) : "{ " + String.join(", ", all) + " }")
        .map(all -> what + (match.negated() ? " != " : " ") + all);
  }

  private static String numbers(Span span) {
    return span.low().low() + (span.isSingle() ? "" : "-" + span.high().low());
  }

  private String addresses(Span span) {
    int width = destination().width();
    int length = Bits.ones(width).without(span.low().xor(span.high())).prefixLength(width);
    boolean block = length >= 0 && span.low().without(Bits.prefix(length, width)).isZero();
    return block && !span.isSingle() ? address(span.low()) + "/" + length : range(span);
  }

  private String range(Span span) {
    return address(span.low()) + (span.isSingle() ? "" : "-" + address(span.high()));
  }

  private String name(Span span) {
    return "\"" + span.low().name() + (span.isSingle() ? "" : "*") + "\"";
  }
}
