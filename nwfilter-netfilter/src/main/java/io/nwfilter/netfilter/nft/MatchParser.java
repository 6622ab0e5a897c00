package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a rule asks of packets, with what nft asks first without a word. */
final class MatchParser {

  private static final ImmutableSet<String> WITHOUT_META =
      ImmutableSet.of("iif", "oif", "iifname", "oifname");
  private static final ImmutableSet<String> WITH_META =
      ImmutableSet.of("mark", "pkttype", "skuid", "skgid", "ibrname", "obrname");
  private static final List<String> FAMILY = List.of("meta", "nfproto");
  private static final List<String> PROTOCOL = List.of("meta", "protocol");

  private final NftFamily family;
  private final WordStream words;
  private final Established established;

  MatchParser(NftFamily family, WordStream words, Established established) {
    this.family = family;
    this.words = words;
    this.established = established;
  }

  /** {@return the next match, after those that it implies; empty if it is not known} */
  Optional<List<Match>> read() {
    Optional<Match> presence = presence();
    if (presence.isPresent()) {
      return presence.map(List::of);
    }
    int start = words.position();
    Optional<List<Expression>> key = key();
    if (key.isEmpty()) {
      words.back(start);
      return OctetsParser.read(words);
    }
    List<Match> matches = implied(key.get());
    boolean single = key.get().size() == 1 && !isNamed();
    Optional<Match> match =
        single ? field(key.get().get(0)).map(Match.class::cast) : lookup(key.get());
    return match.map(
        found -> {
          matches.add(found);
          return matches;
        });
  }

  /** Reads a question for IPv4 or IPv6 alone. */
  private Optional<Match> presence() {
    boolean ofFamily = family == NftFamily.INET && words.startsWith(FAMILY);
    boolean both = family == NftFamily.INET || family == NftFamily.BRIDGE;
    if (!ofFamily && !(both && words.startsWith(PROTOCOL))) {
      return Optional.empty();
    }
    int start = words.position();
    words.skip(FAMILY.size());
    boolean equal = words.take("==");
    // What is not of one family is of the other, but on a bridge.
    boolean negated = !equal && family == NftFamily.INET && words.take("!=");
    Optional<Match> read =
        headerOf(words.next().text(), ofFamily)
            .map(
                header -> negated ? Header.IPV4.equals(header) ? Header.IPV6 : Header.IPV4 : header)
            .map(Established::presence);
    if (read.isEmpty()) {
      words.back(start);
    }
    return read;
  }

  /** {@return the header of a family or an EtherType by its word or, in {@code nft -n}, number} */
  private static Optional<Header> headerOf(String word, boolean isFamily) {
    return switch (word) {
      case "ipv4", "2" -> isFamily ? Optional.of(Header.IPV4) : Optional.empty();
      case "ipv6", "10" -> isFamily ? Optional.of(Header.IPV6) : Optional.empty();
      case "ip", "0x0800" -> isFamily ? Optional.empty() : Optional.of(Header.IPV4);
      case "ip6", "0x86dd" -> isFamily ? Optional.empty() : Optional.of(Header.IPV6);
      default -> Optional.empty();
    };
  }

  /**
   * {@return how many words of the next expression are not there} Scripts may name interfaces with
   * a {@code meta} that is not listed, which is read here, and marks without one that is.
   */
  private int spelled() {
    if (words.peek().is("meta") && WITHOUT_META.contains(words.peek(1).text())) {
      words.next();
    }
    return !words.peek().quoted() && WITH_META.contains(words.peek().text()) ? 1 : 0;
  }

  /** {@return the expressions before an operator} */
  Optional<List<Expression>> key() {
    List<Expression> key = new ArrayList<>();
    do {
      int omitted = spelled();
      Optional<Expression> expression = Expressions.at(words, established.protocol(), omitted > 0);
      if (expression.isEmpty()) {
        return Optional.empty();
      }
      words.skip(expression.get().words().size() - omitted);
      key.add(expression.get());
    } while (words.take("."));
    return Optional.of(key);
  }

  /** {@return what nft asks before it takes the expressions, unless a match has asked before} */
  List<Match> implied(List<Expression> key) {
    List<Match> implied = new ArrayList<>();
    for (Expression expression : key) {
      if (expression.isOfOctets()) {
        continue;
      }
      expression
          .needed()
          .filter(header -> !established.has(header))
          .ifPresent(header -> implied.add(Established.presence(header)));
      int protocol = expression.protocol();
      FieldMatch asked =
          protocol == Expression.NO_PROTOCOL ? null : FieldMatch.of(Field.IP_PROTOCOL, protocol);
      if (asked != null && protocol != established.protocol() && !implied.contains(asked)) {
        implied.add(asked);
      }
    }
    return implied;
  }

  private Optional<FieldMatch> field(Expression first) {
    int start = words.position();
    Optional<FieldMatch> read = compared(first);
    for (Expression other : read.isEmpty() ? Expressions.alike(first) : List.<Expression>of()) {
      if (read.isEmpty() && !other.equals(first)) {
        words.back(start);
        read = compared(other);
      }
    }
    return read;
  }

  private Optional<FieldMatch> compared(Expression expression) {
    return ValuesParser.read(words, expression)
        .filter(compared -> compared.values().fits(expression.field().width()))
        .map(
            compared ->
                new FieldMatch(
                    expression.field(),
                    compared.negated() && expression.mask().equals(Bits.of(TranslationStatus.BITS))
                        ? TranslationStatus.excluded(compared.values())
                        : compared.values(),
                    compared.negated(),
                    expression.via(),
                    false));
  }

  private boolean isNamed() {
    return isName(words.peek().is("!=") ? words.peek(1) : words.peek());
  }

  private static boolean isName(Word word) {
    return !word.quoted()
        && word.text().startsWith("@")
        && NftName.isName(word.text().substring(1));
  }

  /** {@return the name of a set or map after a {@code @}} */
  static Optional<NftName> name(WordStream words) {
    return isName(words.peek())
        ? Optional.of(new NftName(words.next().text().substring(1)))
        : Optional.empty();
  }

  private Optional<Match> lookup(List<Expression> key) {
    boolean negated = words.take("!=");
    Optional<List<Selector>> selectors = selectors(key);
    if (selectors.isEmpty()) {
      return Optional.empty();
    }
    Optional<LookupMatch.Elements> set = name(words).map(LookupMatch.Elements.Named::new);
    if (set.isEmpty()) {
      set =
          ElementsParser.read(words, key, /* map= */ false)
              .map(
                  elements ->
                      new LookupMatch.Elements.Listed(ImmutableSet.copyOf(elements.keySet())));
    }
    return set.map(found -> new LookupMatch(selectors.get(), found, negated));
  }

  /** {@return the expressions as parts of a key; empty if one cannot be a part of a key} */
  static Optional<List<Selector>> selectors(List<Expression> key) {
    return key.stream().allMatch(Expression::isKey)
        ? Optional.of(
            key.stream().map(e -> new Selector(e.field(), Optional.ofNullable(e.via()))).toList())
        : Optional.empty();
  }

  /** {@return one match on type and code of ICMP for two, if they are such} */
  static Optional<FieldMatch> typeAndCode(Match type, Match code) {
    if (type instanceof FieldMatch first
        && code instanceof FieldMatch second
        && first.field() == second.field()
        && (first.field() == Field.ICMP_TYPE || first.field() == Field.ICMPV6_TYPE)
        && !first.negated()
        && !second.negated()
        && first.values() instanceof Masked one
        && second.values() instanceof Masked other
        && one.mask().low() == 0xff00
        && other.mask().low() == 0xff) {
      return Optional.of(FieldMatch.of(first.field(), one.value().low() | other.value().low()));
    }
    return Optional.empty();
  }
}
