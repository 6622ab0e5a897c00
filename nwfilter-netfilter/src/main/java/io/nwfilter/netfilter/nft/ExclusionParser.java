package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import java.util.Optional;

/**
 * Reads comparisons that exclude values of neighbouring octets, such as {@code tcp sport != 1 tcp
 * dport != 2}. nft 1.0.6 makes a single comparison of them, which holds unless both values are
 * there, and lists that as it lists two comparisons which both hold: which of these the kernel has
 * is not known.
 */
final class ExclusionParser {

  /** Where octets are in a header, in bits. */
  private record Place(LayerType layer, int first, int end) {

    boolean isBefore(Place other) {
      return layer == other.layer && end == other.first;
    }
  }

  private final WordStream words;
  private final int protocol;

  private ExclusionParser(WordStream words, int protocol) {
    this.words = words;
    this.protocol = protocol;
  }

  /**
   * {@return several such comparisons as a statement that is not known; empty if fewer than two
   * come next}
   *
   * @param words the words
   * @param protocol the protocol that packets have, or {@link Expression#NO_PROTOCOL}
   */
  static Optional<StatementMatch> read(WordStream words, int protocol) {
    return new ExclusionParser(words, protocol).read();
  }

  private Optional<StatementMatch> read() {
    int start = words.position();
    Optional<Place> last = exclusion();
    int count = 0;
    while (last.isPresent()) {
      count++;
      int end = words.position();
      Optional<Place> next = exclusion().filter(last.get()::isBefore);
      if (next.isEmpty()) {
        words.back(end);
      }
      last = next;
    }
    return count < 2
        ? Optional.empty()
        : Optional.of(new StatementMatch(new NftStatement(words.textFrom(start))));
  }

  /** {@return the place of the octets that the next comparison excludes a value of} */
  private Optional<Place> exclusion() {
    Optional<Expression> expression =
        Expressions.at(words, protocol, /* omitted= */ false)
            .filter(ExclusionParser::isListedApart);
    if (expression.isEmpty()) {
      return Optional.empty();
    }
    words.skip(expression.get().words().size());
    return words.take("!=")
            && ValuesParser.element(words, expression.get())
                .filter(Masked.class::isInstance)
                .isPresent()
        ? Optional.of(place(expression.get()))
        : Optional.empty();
  }

  /** {@return whether nft lists a comparison of its octets and others as two} */
  private static boolean isListedApart(Expression expression) {
    return !expression.field().slots().isEmpty()
        && (expression.isMerged() || !expression.isWhole())
        && !expression.isOfOctets()
        && !expression.words().get(0).equals("th");
  }

  private static Place place(Expression expression) {
    Slot slot = expression.field().slots().get(0);
    int end = slot.bit() + expression.field().width() - expression.shift();
    return new Place(slot.type(), end - expression.width(), end);
  }
}
