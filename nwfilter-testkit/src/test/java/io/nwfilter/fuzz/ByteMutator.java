package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes bytes without a thought for what they mean: cuts, splices, flips, inserted pieces. */
final class ByteMutator {

  /** Pieces of XML. */
  static final ImmutableList<byte[]> OF_XML =
      pieces(
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
          "\ud83d\ude00");

  /** Pieces of rules. */
  static final ImmutableList<byte[]> OF_RULES =
      pieces(
          " ",
          "!",
          " ! ",
          "\"",
          "\\",
          "'",
          "-",
          "--",
          " -m ",
          " -j ",
          " -p tcp ",
          ":",
          "/",
          ",",
          "+",
          "=",
          "[",
          "]",
          "*filter\n",
          "COMMIT\n",
          "#",
          "0",
          "0x",
          "9",
          "\u0000",
          "\r",
          "\n",
          "\t",
          "\u0085",
          "\u00e9",
          "\ufeff",
          "\ud83d\ude00");

  private ByteMutator() {}

  private static ImmutableList<byte[]> pieces(String... pieces) {
    return Arrays.stream(pieces)
        .map(piece -> piece.getBytes(UTF_8))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the bytes after one change} */
  static byte[] mutate(byte[] bytes, ImmutableList<byte[]> pieces, RandomGenerator random) {
    if (bytes.length == 0) {
      return piece(pieces, random);
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(20)));
      case 2 -> spliced(bytes, at, piece(pieces, random), at);
      case 3 -> spliced(bytes, at, new byte[0], random.nextInt(bytes.length));
      case 4 -> flipped(bytes, at, random.nextInt(8));
      default -> replaced(bytes, at, (byte) random.nextInt(256));
    };
  }

  private static byte[] piece(ImmutableList<byte[]> pieces, RandomGenerator random) {
    return pieces.get(random.nextInt(pieces.size())).clone();
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
