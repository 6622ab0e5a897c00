package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes bytes without a thought for what they mean: cuts, splices, flips, pieces of XML. */
final class ByteMutator {

  private static final ImmutableList<byte[]> PIECES =
      Arrays.stream(
              new String[] {
                "<",
                ">",
                "/>",
                "'",
                "\"",
                "&",
                "&#0;",
                "&#x10ffff;",
                "<![CDATA[",
                "]]>",
                "<!--",
                "-->",
                "<?xml version='1.0'?>",
                "<?xml version='1.0' encoding='UTF-16'?>",
                "<?",
                "<!DOCTYPE a [<!ENTITY b 'c'>]>",
                "&b;",
                " xmlns='urn:x'",
                " xmlns:x='urn:x'",
                "x:",
                ":",
                "@",
                "$",
                "[@0]",
                " xsi:nil='true'",
                " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'",
                "<name>",
                "</name>",
                "<uuid/>",
                "<tcp/>",
                "\u0000",
                "\r",
                "\n",
                "\t",
                "\u0085",
                "\ufeff",
                "\ud83d\ude00"
              })
          .map(piece -> piece.getBytes(UTF_8))
          .collect(ImmutableList.toImmutableList());

  private ByteMutator() {}

  /** {@return the bytes after one change} */
  static byte[] mutate(byte[] bytes, RandomGenerator random) {
    if (bytes.length == 0) {
      return piece(random);
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(20)));
      case 2 -> spliced(bytes, at, piece(random), at);
      case 3 -> spliced(bytes, at, new byte[0], random.nextInt(bytes.length));
      case 4 -> flipped(bytes, at, random.nextInt(8));
      default -> replaced(bytes, at, (byte) random.nextInt(256));
    };
  }

  private static byte[] piece(RandomGenerator random) {
    return PIECES.get(random.nextInt(PIECES.size())).clone();
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    return replaced(bytes, at, (byte) (bytes[at] ^ 1 << bit));
  }

  private static byte[] replaced(byte[] bytes, int at, byte value) {
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  /** {@return the bytes up to a place, others, and again the bytes from another place on} */
  private static byte[] spliced(byte[] bytes, int to, byte[] other, int from) {
    byte[] all = Arrays.copyOf(bytes, to + other.length + bytes.length - from);
    System.arraycopy(other, 0, all, to, other.length);
    System.arraycopy(bytes, from, all, to + other.length, bytes.length - from);
    return all;
  }
}
