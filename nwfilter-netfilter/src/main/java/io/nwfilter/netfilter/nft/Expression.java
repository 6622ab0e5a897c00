package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A primary expression of nft, which takes a field or some of its bits from a packet (nft(8),
 * "Primary expressions", "Payload expressions").
 *
 * @param written its words, separated by blanks but for commas
 * @param words its words
 * @param field the field
 * @param via the name that matches and selectors have for it, if the field has a more usual one
 * @param text how its values are written
 * @param shift how many bits of the field come after those that it takes
 * @param mask the bits of the field that it takes
 * @param needed the header that nft asks for without a word and the field alone does not imply
 * @param protocol the protocol that it asks for without a word, −1 if it asks for none
 */
record Expression(
    String written,
    List<String> words,
    Field field,
    @Nullable String via,
    ValueText text,
    int shift,
    Bits mask,
    Optional<Header> needed,
    int protocol) {

  static final int NO_PROTOCOL = -1;

  /** What begins expressions about the kernel's own data; addresses of IP are never merged. */
  private static final Set<String> NOT_OF_PACKETS =
      Set.of("meta", "ct", "iif", "oif", "iifname", "oifname", "ip", "ip6", "exthdr", "frag");

  static Expression of(String words, Field field, ValueText text) {
    return new Expression(
        words.replace(" , ", ","),
        List.of(words.split(" ")),
        field,
        null,
        text,
        0,
        Bits.ones(field.width()),
        Optional.empty(),
        NO_PROTOCOL);
  }

  Expression via(String name) {
    return new Expression(written, words, field, name, text, shift, mask, needed, protocol);
  }

  Expression bits(int before, long covered) {
    return new Expression(
        written, words, field, via, text, before, Bits.of(covered), needed, protocol);
  }

  Expression needing(Header header) {
    return new Expression(
        written, words, field, via, text, shift, mask, Optional.of(header), protocol);
  }

  Expression of(int number) {
    return new Expression(written, words, field, via, text, shift, mask, needed, number);
  }

  /** {@return whether nft makes one comparison of it and one of the octets before or after it} */
  boolean isMerged() {
    return isWhole() && !isBits() && !NOT_OF_PACKETS.contains(words.get(0));
  }

  /** {@return whether it takes octets as they are, before which nft asks for nothing} */
  boolean isOfOctets() {
    return words.get(0).startsWith("@");
  }

  /** {@return whether it takes the whole field} */
  boolean isWhole() {
    return mask.equals(Bits.ones(field.width()));
  }

  /**
   * {@return whether it can be a part of a key} The states of connections are all that nft knows of
   * their field; of others that it takes only some bits of, a selector would not say which.
   */
  boolean isKey() {
    return !isPart() && (isWhole() || field == Field.CONNECTION_STATE);
  }

  /** {@return whether its values are bits with a name each} */
  boolean isBits() {
    return switch (field) {
      case CONNECTION_STATE, CONNECTION_STATUS -> true;
      case TCP_FLAGS -> !isOfOctets();
      default -> false;
    };
  }

  /** {@return whether the kernel has other bits, too, so that all of them are not known} */
  boolean isPart() {
    return words.equals(List.of("ct", "status"));
  }

  /** {@return how many bits its values have} */
  int width() {
    return Long.bitCount(mask.high()) + Long.bitCount(mask.low());
  }

  /** {@return the words, separated by blanks but for commas} */
  @Override
  public String toString() {
    return written;
  }
}
