package io.nwfilter.netfilter.packet;

import com.google.common.hash.Hashing;

/** Checksums over octets. */
final class Checksums {

  private Checksums() {}

  /**
   * {@return the sum of the octets' pairs, to be added to others or folded; see RFC 1071}
   *
   * @param octets the octets; a single one at the end is the upper half of a pair
   * @param from the first one's place
   * @param to the place after the last one
   */
  static long sum(Octets octets, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += (i - from & 1) == 0 ? (long) octets.get(i) << 8 : octets.get(i);
    }
    return sum;
  }

  /** {@return the ones' complement of a sum, in 16 bits} */
  static long folded(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return ~folded & 0xffff;
  }

  /** {@return the CRC-32C of SCTP as it is transmitted, least significant octet first} */
  static long crc32c(Octets octets) {
    int crc = Hashing.crc32c().hashBytes(octets.toByteArray()).asInt();
    return Integer.toUnsignedLong(Integer.reverseBytes(crc));
  }
}
