package io.nwfilter.netfilter.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one format of files.
 *
 * <ul>
 *   <li>{@link PcapFormat}
 *   <li>{@link PcapNgFormat}
 * </ul>
 */
sealed interface CaptureFormat permits PcapFormat, PcapNgFormat {

  /** The most octets of a packet; tcpdump's limit. */
  int MAX_CAPTURED = 262_144;

  /** {@return the next packet; null after the last} */
  @Nullable CapturedPacket next(CaptureInput in, long number) throws IOException;

  /** Checks how many octets of a packet there are. */
  static int checkedLength(long length, long offset) throws CaptureException {
    if (length > MAX_CAPTURED) {
      throw new CaptureException(
          "a packet of " + length + " octets is longer than " + MAX_CAPTURED, offset);
    }
    return (int) length;
  }

  /** {@return how many octets of a packet were not captured} */
  static int missing(long original, long captured) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, original - captured));
  }
}
