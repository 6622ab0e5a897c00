package io.nwfilter.cli;

import io.nwfilter.netfilter.packet.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Captures that tests write. */
final class PcapFile {

  private PcapFile() {}

  /** Writes a capture file in the old format, of Ethernet. */
  static void write(Path file, Packet... packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(65535).putInt(1);
    out.writeBytes(header.array());
    for (Packet packet : packets) {
      byte[] octets = packet.toBytes();
      ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      record.putInt(0).putInt(0).putInt(octets.length).putInt(octets.length);
      out.writeBytes(record.array());
      out.writeBytes(octets);
    }
    Inputs.write(file, out.toByteArray());
  }
}
