package io.nwfilter.netfilter.capture;

import com.google.common.primitives.Bytes;
import io.nwfilter.netfilter.packet.Packet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Files of captured packets in one order of octets. */
final class CaptureFile {

  private final ByteOrder order;

  CaptureFile(ByteOrder order) {
    this.order = order;
  }

  private ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(order);
  }

  byte[] pcap(int magic, int link, byte[]... records) {
    byte[] header =
        buffer(24)
            .putInt(magic)
            .putShort((short) 2)
            .putShort((short) 4)
            .putLong(0)
            .putInt(65535)
            .putInt(link)
            .array();
    return Bytes.concat(header, Bytes.concat(records));
  }

  byte[] record(int seconds, int fraction, int missing, byte[] packet) {
    return buffer(16 + packet.length)
        .putInt(seconds)
        .putInt(fraction)
        .putInt(packet.length)
        .putInt(packet.length + missing)
        .put(packet)
        .array();
  }

  byte[] record(Packet packet) {
    return record(1, 2, 0, packet.toBytes());
  }

  byte[] block(int type, byte[] body) {
    int length = 12 + (body.length + 3) / 4 * 4;
    return buffer(length).putInt(type).putInt(length).put(body).putInt(length - 4, length).array();
  }

  byte[] section() {
    return block(
        0x0a0d0d0a,
        buffer(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1).array());
  }

  byte[] network(int link, int snapLength, byte... options) {
    return block(
        1,
        buffer(8 + options.length)
            .putShort((short) link)
            .putShort((short) 0)
            .putInt(snapLength)
            .put(options)
            .array());
  }

  /** {@return an option that has one octet} */
  byte[] option(int number, int value) {
    return buffer(8).putShort((short) number).putShort((short) 1).put((byte) value).array();
  }

  byte[] enhanced(int network, long time, int missing, byte[] packet) {
    return block(
        6,
        buffer(20 + packet.length)
            .putInt(network)
            .putInt((int) (time >>> 32))
            .putInt((int) time)
            .putInt(packet.length)
            .putInt(packet.length + missing)
            .put(packet)
            .array());
  }

  byte[] simple(int original, byte[] packet) {
    return block(3, buffer(4 + packet.length).putInt(original).put(packet).array());
  }
}
