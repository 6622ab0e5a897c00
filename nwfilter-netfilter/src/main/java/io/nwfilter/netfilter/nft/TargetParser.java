package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.Reject;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the last statement of a rule, but for verdict maps. */
final class TargetParser {

  /** What {@code nft -n} lists instead of names: codes of ICMP, and nf_tables' own (icmpx). */
  private static final ImmutableMap<String, ImmutableMap<Long, String>> NUMBERS_OF_REASONS =
      ImmutableMap.of(
          "icmp",
          NftNames.ICMP_CODES,
          "icmpv6",
          NftNames.ICMPV6_CODES,
          "icmpx",
          ImmutableMap.of(
              0L,
              "no-route",
              1L,
              "port-unreachable",
              2L,
              "host-unreachable",
              3L,
              "admin-prohibited"));

  private static final ImmutableSet<String> OF_ICMP = ImmutableSet.of("icmp", "icmpv6", "icmpx");

  private final NftFamily family;
  private final WordStream words;
  private Optional<Header> needed = Optional.empty();

  TargetParser(NftFamily family, WordStream words) {
    this.family = family;
    this.words = words;
  }

  /** {@return the target that comes next, empty if it is not known} */
  Optional<Target> read() {
    Word word = words.peek();
    if (word.quoted()) {
      return Optional.empty();
    }
    return switch (word.text()) {
      case "reject" -> reject();
      case "snat", "dnat", "masquerade", "redirect" -> translation();
      case "meta" -> MarkParser.read(words);
      default -> verdict(words);
    };
  }

  /** {@return a verdict as maps have them} */
  static Optional<Target> verdict(WordStream words) {
    return switch (words.next().text()) {
      case "accept" -> Optional.of(Verdict.ACCEPT);
      case "drop" -> Optional.of(Verdict.DROP);
      case "return" -> Optional.of(Verdict.RETURN);
      case "continue" -> Optional.of(Verdict.CONTINUE);
      case "jump" -> chain(words).map(Target.Jump::new);
      case "goto" -> chain(words).map(Target.Goto::new);
      default -> Optional.empty();
    };
  }

  private static Optional<String> chain(WordStream words) {
    Word word = words.next();
    return !word.quoted() && NftName.isName(word.text())
        ? Optional.of(word.text())
        : Optional.empty();
  }

  private Optional<Target> translation() {
    Optional<AddressTranslation> read = TranslationParser.read(family, words);
    needed = read.flatMap(Established::needed);
    return read.map(Target.class::cast);
  }

  private Optional<Target> reject() {
    words.next();
    if (!words.take("with")) {
      return Optional.of(Reject.DEFAULT);
    }
    String kind = words.next().text();
    if (kind.equals("tcp")) {
      return words.take("reset")
          ? Optional.of(new Reject(RejectReason.TCP_RESET))
          : Optional.empty();
    }
    if (!OF_ICMP.contains(kind)) {
      return Optional.empty();
    }
    words.take("type");
    String word = words.next().text();
    Long number = Longs.tryParse(word);
    String name = number == null ? word : numbered(kind, number);
    return Optional.ofNullable(name).map(known -> reason(kind, known)).map(Reject::new);
  }

  private static @Nullable String numbered(String kind, Long number) {
    ImmutableMap<Long, String> names = NUMBERS_OF_REASONS.get(kind);
    return names == null ? null : names.get(number);
  }

  /** {@return the reason by a word, if the writer of rules has the same word for it} */
  private @Nullable RejectReason reason(String kind, String name) {
    return switch (family) {
      case IP -> kind.equals("icmp") ? RejectReasons.ICMP.get(name) : null;
      case IP6 -> kind.equals("icmpv6") ? RejectReasons.ICMPV6.get(name) : null;
      case INET, BRIDGE -> ofBoth(kind, name);
    };
  }

  private @Nullable RejectReason ofBoth(String kind, String name) {
    return switch (kind) {
      case "icmp" -> {
        needed = Optional.of(Header.IPV4);
        yield RejectReasons.ICMP.get(name);
      }
      case "icmpv6" -> {
        needed = Optional.of(Header.IPV6);
        yield RejectReasons.ICMPV6.get(name);
      }
      default -> RejectReasons.BOTH.get(name);
    };
  }

  /** {@return the header for which nft asks without a word before the target that was read} */
  Optional<Header> needed() {
    return needed;
  }
}
