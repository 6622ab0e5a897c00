package io.nwfilter.netfilter.capture;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The classic format (<a
 * href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html">draft-ietf-opsawg-pcap</a>).
 */
final class PcapFormat implements CaptureFormat {

  /** How files begin whose times are in microseconds, and in nanoseconds. */
  static final long MICROSECONDS = 0xa1b2_c3d4L;

  static final long NANOSECONDS = 0xa1b2_3c4dL;

  private static final int REST_OF_HEADER = 20;
  private static final int MAJOR_VERSION = 2;
  private static final int RECORD_HEADER = 16;

  private final LinkType link;
  private final int nanosecondsPerUnit;

  private PcapFormat(LinkType link, int nanosecondsPerUnit) {
    this.link = link;
    this.nanosecondsPerUnit = nanosecondsPerUnit;
  }

  /** Reads the rest of the header; the first four octets were read already. */
  static PcapFormat start(CaptureInput in, long magic) throws IOException {
    byte[] header = in.read(REST_OF_HEADER, "the header");
    int version = in.number16(header, 0);
    if (version != MAJOR_VERSION) {
      throw new CaptureException("version " + version + " of pcap is not known", 4);
    }
    return new PcapFormat(
        LinkType.of((int) in.number32(header, 16) & 0xffff, REST_OF_HEADER),
        magic == NANOSECONDS ? 1 : 1000);
  }

  @Override
  public @Nullable CapturedPacket next(CaptureInput in, long number) throws IOException {
    long start = in.offset();
    byte[] header = in.readOrEnd(RECORD_HEADER, "the header of packet " + number);
    if (header.length == 0) {
      return null;
    }
    long captured = in.number32(header, 8);
    int length = CaptureFormat.checkedLength(captured, start + 8);
    byte[] packet = in.read(length, "packet " + number);
    Instant time =
        Instant.ofEpochSecond(in.number32(header, 0), in.number32(header, 4) * nanosecondsPerUnit);
    return new CapturedPacket(
        number,
        time,
        link.packet(packet, start + RECORD_HEADER),
        CaptureFormat.missing(in.number32(header, 12), captured));
  }
}
