package io.nwfilter.netfilter.capture;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets from a file of pcap or pcapng, in either order of octets. Not safe for use by
 * several threads at a time.
 */
public final class CaptureReader implements Closeable {

  private static final int MAGIC = 4;

  private final CaptureInput in;
  private final CaptureFormat format;
  private long number = 1;

  /**
   * Creates a reader and reads the header of the file.
   *
   * @param stream the file's octets, which are closed with the reader
   * @throws CaptureException if it is not such a file
   * @throws IOException if reading fails
   */
  public CaptureReader(InputStream stream) throws IOException {
    this.in = new CaptureInput(stream);
    this.format = start(in);
  }

  /**
   * {@return a reader of a file}
   *
   * @param file the file
   * @throws CaptureException if it is not a file of captured packets
   * @throws IOException if reading fails
   */
  public static CaptureReader open(Path file) throws IOException {
    InputStream stream = new BufferedInputStream(Files.newInputStream(file));
    try {
      return new CaptureReader(stream);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  private static CaptureFormat start(CaptureInput in) throws IOException {
    byte[] magic = in.read(MAGIC, "the header");
    for (boolean littleEndian : new boolean[] {false, true}) {
      in.setLittleEndian(littleEndian);
      long number = in.number32(magic, 0);
      if (number == PcapFormat.MICROSECONDS || number == PcapFormat.NANOSECONDS) {
        return PcapFormat.start(in, number);
      }
      if (number == PcapNgFormat.SECTION) {
        return PcapNgFormat.start(in);
      }
    }
    throw new CaptureException("this is not a file of pcap or pcapng", 0);
  }

  /**
   * Reads the next packet.
   *
   * @return the packet; null after the last
   * @throws CaptureException if the file is cut off or holds what cannot be; there is no use in
   *     reading on
   * @throws IOException if reading fails
   */
  public @Nullable CapturedPacket next() throws IOException {
    CapturedPacket next = format.next(in, number);
    number++;
    return next;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
