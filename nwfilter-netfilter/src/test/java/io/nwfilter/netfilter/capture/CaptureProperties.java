package io.nwfilter.netfilter.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.SamplePackets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Files that are damaged anywhere are read or refused. */
class CaptureProperties {

  private static byte[] file(boolean classic, boolean littleEndian) {
    CaptureFile file =
        new CaptureFile(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    List<byte[]> parts = new ArrayList<>();
    if (!classic) {
      parts.add(file.section());
      parts.add(file.network(1, 0, file.option(9, 6)));
    }
    for (String text : SamplePackets.TEXTS) {
      byte[] packet = Packet.parse(text).toBytes();
      parts.add(classic ? file.record(1, 2, 0, packet) : file.enhanced(0, 1, 0, packet));
    }
    byte[] all = Bytes.concat(parts.toArray(new byte[0][]));
    return classic ? file.pcap(0xa1b2c3d4, 1, all) : all;
  }

  private static List<String> read(byte[] file) throws IOException {
    List<String> packets = new ArrayList<>();
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(file))) {
      for (CapturedPacket next = reader.next(); next != null; next = reader.next()) {
        packets.add(next.packet().toString());
      }
    }
    return packets;
  }

  @Property(tries = 4)
  void wholeFilesAreRead(@ForAll boolean classic, @ForAll boolean littleEndian) throws IOException {
    assertEquals(
        SamplePackets.TEXTS.stream().map(text -> Packet.parse(text).toString()).toList(),
        read(file(classic, littleEndian)));
  }

  @Property(tries = 500)
  void damagedFilesAreReadOrRefused(
      @ForAll boolean classic,
      @ForAll boolean littleEndian,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 1 << 20) Integer> damages)
      throws IOException {
    byte[] file = file(classic, littleEndian);
    for (int damage : damages) {
      file[(damage >> 8) % (damage % 2 == 0 ? 100 : file.length)] = (byte) damage;
    }
    try {
      assertTrue(read(file).size() <= SamplePackets.TEXTS.size());
    } catch (CaptureException e) {
      assertTrue(e.offset() <= file.length, e::getMessage);
    }
  }
}
