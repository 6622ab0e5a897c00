package io.nwfilter.netfilter.nft;

import com.google.common.primitives.Ints;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads comparisons of the octets of several fields. nft makes one comparison of several that look
 * at neighbouring octets, and lists it as such where it does not know their protocol, for instance
 * RARP: {@code @nh,32,16 0x604} for {@code @nh,32,8 6 @nh,40,8 4}.
 */
final class OctetsParser {

  /** The longest key that Linux compares at once, in bits (NFT_DATA_VALUE_MAXLEN). */
  private static final int MAX_LENGTH = 512;

  private final WordStream words;

  private OctetsParser(WordStream words) {
    this.words = words;
  }

  /** {@return a match on each of the fields; empty if octets are compared that are none of one} */
  static Optional<List<Match>> read(WordStream words) {
    return new OctetsParser(words).read();
  }

  private Optional<List<Match>> read() {
    String base = words.next().text();
    @Nullable Integer first = part();
    @Nullable Integer length = part();
    if (first == null || length == null || length < 1 || length > MAX_LENGTH) {
      return Optional.empty();
    }
    @Nullable BigInteger mask = BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE);
    if (words.take("&")) {
      mask = number();
      words.take("==");
    }
    @Nullable BigInteger value = number();
    if (mask == null
        || value == null
        || mask.bitLength() > length
        || value.andNot(mask).signum() != 0) {
      return Optional.empty();
    }
    BigInteger compared = mask;
    return fields(base, first, length).map(fields -> matches(fields, value, compared));
  }

  private @Nullable Integer part() {
    return words.take(",") ? Ints.tryParse(words.next().text()) : null;
  }

  /** Reads a number, which nft prints in hexadecimal. */
  private @Nullable BigInteger number() {
    String text = words.next().text();
    return text.matches("0x[0-9a-f]{1,128}") ? new BigInteger(text.substring(2), 16) : null;
  }

  /** {@return the fields that some octets are, one after the other} */
  private static Optional<List<Expression>> fields(String base, int first, int length) {
    List<Expression> fields = new ArrayList<>();
    int at = first;
    while (at < first + length) {
      Optional<Expression> field = Expressions.ofOctets(base, at);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields.add(field.get());
      at += field.get().field().width();
    }
    return at == first + length ? Optional.of(fields) : Optional.empty();
  }

  private static List<Match> matches(List<Expression> fields, BigInteger value, BigInteger mask) {
    List<Match> matches = new ArrayList<>();
    int after = fields.stream().mapToInt(field -> field.field().width()).sum();
    for (Expression expression : fields) {
      int width = expression.field().width();
      after -= width;
      matches.add(
          new FieldMatch(
              expression.field(),
              new Masked(bits(value, after, width), bits(mask, after, width)),
              false,
              expression.via(),
              false));
    }
    return matches;
  }

  private static Bits bits(BigInteger number, int after, int width) {
    return Bits.of(number.shiftRight(after).longValue()).and(Bits.ones(width));
  }
}
