package io.nwfilter.netfilter.capture;

import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import java.util.Arrays;

/**
 * What packets of a file start with (<a
 * href="https://www.tcpdump.org/linktypes.html">tcpdump.org</a>). Packets of IP without a frame get
 * one with MAC addresses of zeros.
 */
enum LinkType {
  ETHERNET(1),
  RAW(101),
  RAW_OPENBSD(12),
  RAW_BSD(14),
  IPV4(228),
  IPV6(229);

  private static final int FRAME = 14;
  private static final int TYPE = 12;

  private final int number;

  LinkType(int number) {
    this.number = number;
  }

  static LinkType of(int number, long offset) throws CaptureException {
    return Arrays.stream(values())
        .filter(type -> type.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                new CaptureException(
                    "packets have the link type "
                        + number
                        + ", but only 1 (Ethernet), 101, 228 and 229 (IP) are read",
                    offset));
  }

  /** {@return the packet that was captured} */
  Packet packet(byte[] bytes, long offset) throws CaptureException {
    byte[] frame = this == ETHERNET ? bytes : framed(bytes);
    if (frame.length < FRAME || frame.length > Packet.MAX_LENGTH) {
      throw new CaptureException(
          "a frame has "
              + FRAME
              + " to "
              + Packet.MAX_LENGTH
              + " octets, the captured one "
              + frame.length,
          offset);
    }
    return Packet.parse(frame);
  }

  private static byte[] framed(byte[] bytes) {
    boolean ipv6 = bytes.length > 0 && bytes[0] >> 4 == 6;
    int type = (ipv6 ? LayerType.IPV6 : LayerType.IPV4).protocol();
    byte[] frame = new byte[FRAME + bytes.length];
    frame[TYPE] = (byte) (type >> 8);
    frame[TYPE + 1] = (byte) type;
    System.arraycopy(bytes, 0, frame, FRAME, bytes.length);
    return frame;
  }
}
