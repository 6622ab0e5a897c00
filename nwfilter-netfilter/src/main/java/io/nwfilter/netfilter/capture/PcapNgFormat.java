package io.nwfilter.netfilter.capture;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of blocks (<a
 * href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html">draft-ietf-opsawg-pcapng</a>).
 * Blocks without packets are skipped.
 */
final class PcapNgFormat implements CaptureFormat {

  /** The type of the block that starts a file or another section of it. */
  static final long SECTION = 0x0a0d_0d0aL;

  private static final long BYTE_ORDER = 0x1a2b_3c4dL;
  private static final int INTERFACE = 1;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  /** The least length of a block: its type, and its length twice. */
  private static final int LEAST_LENGTH = 12;

  /** The longest block that is read; others are skipped, whatever their length is. */
  private static final int MAX_READ = MAX_CAPTURED + 65_536;

  /** More interfaces than any host has. */
  private static final int MAX_INTERFACES = 65_536;

  private static final int TIME_RESOLUTION = 9;
  private static final int TIME_OFFSET = 14;
  private static final BigInteger NANOSECONDS = BigInteger.valueOf(1_000_000_000);

  private final List<Interface> interfaces = new ArrayList<>();

  /**
   * An interface that packets were captured at.
   *
   * @param link what its packets start with
   * @param snapLength the most octets of a packet that were captured; 0 for all
   * @param unitsPerSecond the resolution of times
   * @param secondsLater what is added to times
   */
  private record Interface(
      int link, long snapLength, BigInteger unitsPerSecond, long secondsLater) {

    Instant time(long units) {
      BigInteger[] seconds =
          new BigInteger(Long.toUnsignedString(units)).divideAndRemainder(unitsPerSecond);
      long nanoseconds = seconds[1].multiply(NANOSECONDS).divide(unitsPerSecond).longValue();
      long most = Instant.MAX.getEpochSecond();
      BigInteger sum = seconds[0].add(BigInteger.valueOf(secondsLater));
      long clipped = sum.min(BigInteger.valueOf(most)).max(BigInteger.valueOf(-most)).longValue();
      return Instant.ofEpochSecond(clipped, nanoseconds);
    }
  }

  private PcapNgFormat() {}

  /** Reads the first block; its type was read already. */
  static PcapNgFormat start(CaptureInput in) throws IOException {
    PcapNgFormat format = new PcapNgFormat();
    format.section(in);
    return format;
  }

  private void section(CaptureInput in) throws IOException {
    long start = in.offset() - 4;
    byte[] lengthAndOrder = in.read(8, "the header of a section");
    in.setLittleEndian(false);
    boolean bigEndian = in.number32(lengthAndOrder, 4) == BYTE_ORDER;
    in.setLittleEndian(!bigEndian);
    if (in.number32(lengthAndOrder, 4) != BYTE_ORDER) {
      throw new CaptureException("the section does not say its order of octets", start + 8);
    }
    long length = checkedBlock(in.number32(lengthAndOrder, 0), 28, start);
    byte[] version = in.read(2, "the header of a section");
    if (in.number16(version, 0) != 1) {
      throw new CaptureException(
          "version " + in.number16(version, 0) + " of pcapng is not known", start + 12);
    }
    in.skip(length - 14 - 4, "the header of a section");
    checkEnd(in, length, start);
    interfaces.clear();
  }

  private static long checkedBlock(long length, int least, long start) throws CaptureException {
    if (length < least || length % 4 != 0) {
      throw new CaptureException(
          "a block of " + length + " octets; at least " + least + " in steps of 4 are possible",
          start);
    }
    return length;
  }

  private static void checkEnd(CaptureInput in, long length, long start) throws IOException {
    byte[] end = in.read(4, "a block");
    if (in.number32(end, 0) != length) {
      throw new CaptureException(
          "a block of " + length + " octets has the length " + in.number32(end, 0) + " at its end",
          start);
    }
  }

  @Override
  public @Nullable CapturedPacket next(CaptureInput in, long number) throws IOException {
    while (true) {
      long start = in.offset();
      byte[] type = in.readOrEnd(4, "the type of a block");
      if (type.length == 0) {
        return null;
      }
      long kind = in.number32(type, 0);
      if (kind == SECTION) {
        section(in);
        continue;
      }
      long length = checkedBlock(in.number32(in.read(4, "a block"), 0), LEAST_LENGTH, start);
      if (kind != INTERFACE && kind != SIMPLE_PACKET && kind != ENHANCED_PACKET) {
        in.skip(length - LEAST_LENGTH, "a block");
        checkEnd(in, length, start);
        continue;
      }
      if (length > MAX_READ) {
        throw new CaptureException(
            "a block of " + length + " octets is longer than " + MAX_READ, start);
      }
      byte[] body = in.read((int) length - LEAST_LENGTH, "a block");
      checkEnd(in, length, start);
      if (kind == INTERFACE) {
        addInterface(in, body, start);
        continue;
      }
      return kind == ENHANCED_PACKET
          ? enhanced(in, body, start, number)
          : simple(in, body, start, number);
    }
  }

  private void addInterface(CaptureInput in, byte[] body, long start) throws CaptureException {
    if (body.length < 8 || interfaces.size() == MAX_INTERFACES) {
      throw new CaptureException(
          body.length < 8 ? "an interface of fewer than 20 octets" : "too many interfaces", start);
    }
    BigInteger units = BigInteger.valueOf(1_000_000);
    long later = 0;
    int at = 8;
    while (at + 4 <= body.length && in.number16(body, at) != 0) {
      int option = in.number16(body, at);
      int length = in.number16(body, at + 2);
      if (at + 4 + length > body.length) {
        throw new CaptureException("an option is longer than its block", start + 8 + at);
      }
      if (option == TIME_RESOLUTION && length == 1) {
        int exponent = body[at + 4] & 0x7f;
        units = BigInteger.valueOf(body[at + 4] < 0 ? 2 : 10).pow(exponent);
      } else if (option == TIME_OFFSET && length == 8) {
        later = in.number(body, at + 4, 8);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    interfaces.add(new Interface(in.number16(body, 0), in.number32(body, 4), units, later));
  }

  private Interface of(long index, long start) throws CaptureException {
    if (index >= interfaces.size()) {
      throw new CaptureException(
          "a packet of interface " + index + ", of which the file says nothing", start);
    }
    return interfaces.get((int) index);
  }

  private CapturedPacket enhanced(CaptureInput in, byte[] body, long start, long number)
      throws CaptureException {
    if (body.length < 20) {
      throw new CaptureException("a packet's block of fewer than 32 octets", start);
    }
    Interface at = of(in.number32(body, 0), start + 8);
    long units = in.number32(body, 4) << 32 | in.number32(body, 8);
    long captured = in.number32(body, 12);
    return packet(
        number, at, at.time(units), slice(body, 20, captured, start), in.number32(body, 16), start);
  }

  private CapturedPacket simple(CaptureInput in, byte[] body, long start, long number)
      throws CaptureException {
    if (body.length < 4) {
      throw new CaptureException("a packet's block of fewer than 16 octets", start);
    }
    Interface at = of(0, start);
    long original = in.number32(body, 0);
    long captured = at.snapLength() == 0 ? original : Math.min(original, at.snapLength());
    return packet(number, at, Instant.EPOCH, slice(body, 4, captured, start), original, start);
  }

  private static byte[] slice(byte[] body, int from, long length, long start)
      throws CaptureException {
    if (length > body.length - from) {
      throw new CaptureException(
          "a packet of " + length + " octets is longer than its block", start);
    }
    return Arrays.copyOfRange(body, from, from + (int) length);
  }

  private static CapturedPacket packet(
      long number, Interface at, Instant time, byte[] bytes, long original, long start)
      throws CaptureException {
    CaptureFormat.checkedLength(bytes.length, start);
    return new CapturedPacket(
        number,
        time,
        LinkType.of(at.link(), start).packet(bytes, start),
        CaptureFormat.missing(original, bytes.length));
  }
}
