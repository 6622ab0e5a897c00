package io.nwfilter.netfilter.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.Bytes;
import io.nwfilter.netfilter.packet.Packet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureReaderTest {

  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final CaptureFile BIG = new CaptureFile(ByteOrder.BIG_ENDIAN);
  private static final Packet PING = Packet.parse("ping 10.0.0.1 > 10.0.0.2");
  private static final Packet ARP = Packet.parse("arp announce 10.0.0.1");

  static Stream<CaptureFile> orders() {
    return Stream.of(BIG, new CaptureFile(ByteOrder.LITTLE_ENDIAN));
  }

  private static List<CapturedPacket> read(byte[] file) throws IOException {
    List<CapturedPacket> packets = new ArrayList<>();
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(file))) {
      for (CapturedPacket next = reader.next(); next != null; next = reader.next()) {
        packets.add(next);
      }
    }
    return packets;
  }

  private static String problem(byte[]... parts) {
    return String.valueOf(
        assertThrows(CaptureException.class, () -> read(Bytes.concat(parts))).getMessage());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcap(CaptureFile file) throws IOException {
    byte[] records =
        Bytes.concat(
            file.record(1_700_000_000, 123_456, 0, PING.toBytes()),
            file.record(-1, 7, 3, ARP.toBytes()));

    assertEquals(
        List.of(
            new CapturedPacket(1, Instant.ofEpochSecond(1_700_000_000, 123_456_000), PING, 0),
            new CapturedPacket(2, Instant.ofEpochSecond(0xffff_ffffL, 7_000), ARP, 3)),
        read(file.pcap(MICROSECONDS, 1, records)));
    assertEquals(
        List.of(
            new CapturedPacket(1, Instant.ofEpochSecond(1_700_000_000, 123_456), PING, 0),
            new CapturedPacket(2, Instant.ofEpochSecond(0xffff_ffffL, 7), ARP, 3)),
        read(file.pcap(NANOSECONDS, 1, records)));
    assertEquals(List.of(), read(file.pcap(NANOSECONDS, 1)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void pcapng(CaptureFile file) throws IOException {
    byte[] whole =
        Bytes.concat(
            file.section(),
            file.network(1, 0),
            file.block(5, new byte[] {1, 2, 3, 4}), // statistics
            file.network(101, 28, file.option(9, 0x8a)), // times in 1/1024 seconds
            file.enhanced(0, 1_700_000_000_123_456L, 5, PING.toBytes()),
            file.enhanced(1, 1024 * 5 + 512, 0, Arrays.copyOfRange(PING.toBytes(), 14, 42)),
            file.section(),
            file.network(1, 0, file.option(9, 9)),
            file.enhanced(0, 1_000_000_007L, 0, ARP.toBytes()),
            file.simple(42, ARP.toBytes()));

    assertEquals(
        List.of(
            new CapturedPacket(1, Instant.ofEpochSecond(1_700_000_000, 123_456_000), PING, 5),
            new CapturedPacket(
                2,
                Instant.ofEpochSecond(5, 500_000_000),
                Packet.parse(
                    "ping 10.0.0.1 > 10.0.0.2 src-mac 00:00:00:00:00:00"
                        + " dst-mac 00:00:00:00:00:00"),
                0),
            new CapturedPacket(3, Instant.ofEpochSecond(1, 7), ARP, 0),
            new CapturedPacket(4, Instant.EPOCH, ARP, 0)),
        read(whole));
  }

  @Test
  void aPacketOfIpv6GetsAFrame() throws IOException {
    Packet ping = Packet.parse("ping fe80::1 > fe80::2");
    byte[] ip = Arrays.copyOfRange(ping.toBytes(), 14, ping.toBytes().length);

    assertEquals(
        "icmpv6 echo-request fe80::1 > fe80::2 src-mac 00:00:00:00:00:00"
            + " dst-mac 00:00:00:00:00:00",
        read(BIG.pcap(MICROSECONDS, 229, BIG.record(1, 2, 0, ip))).get(0).packet().toString());
  }

  @Test
  void aFileIsOpened(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("a.pcap"), BIG.pcap(MICROSECONDS, 1));
    try (CaptureReader reader = CaptureReader.open(file)) {
      assertEquals(null, reader.next());
    }
    Files.write(file, new byte[4]);
    assertThrows(CaptureException.class, () -> CaptureReader.open(file).close());
  }

  @Test
  void otherFilesAreRefused() {
    assertEquals(
        "octet 0: this is not a file of pcap or pcapng",
        problem("text".getBytes(StandardCharsets.US_ASCII)));
    assertEquals("octet 0: the file ends within the header: 0 of 4 octets", problem());
    assertEquals(
        "octet 20: packets have the link type 113, but only 1 (Ethernet), 101, 228 and 229 (IP)"
            + " are read",
        problem(BIG.pcap(MICROSECONDS, 113)));
    byte[] version = BIG.pcap(MICROSECONDS, 1);
    version[5] = 3;
    assertEquals("octet 4: version 3 of pcap is not known", problem(version));
  }

  @Test
  void whatCannotBeIsRefused() {
    byte[] pcap = BIG.pcap(MICROSECONDS, 1);
    byte[] record = BIG.record(PING);
    byte[] longRecord = record.clone();
    longRecord[8] = 0x7f;

    assertEquals(
        "octet 32: a packet of 2130706474 octets is longer than 262144", problem(pcap, longRecord));
    assertEquals(
        "octet 40: a frame has 14 to 65753 octets, the captured one 3",
        problem(pcap, BIG.record(1, 2, 0, new byte[3])));

    byte[] section = BIG.section();
    assertEquals(
        "octet 28: a block of 13 octets; at least 12 in steps of 4 are possible",
        problem(section, new byte[] {0, 0, 0, 9, 0, 0, 0, 13}));
    assertEquals(
        "octet 28: a block of 0 octets; at least 12 in steps of 4 are possible",
        problem(section, new byte[] {0, 0, 0, 9, 0, 0, 0, 0}));
    assertEquals(
        "octet 28: a block of 2130706432 octets is longer than 327680",
        problem(section, new byte[] {0, 0, 0, 6, 0x7f, 0, 0, 0}));
    assertEquals(
        "octet 36: the file ends within a block",
        problem(section, new byte[] {0, 0, 0, 9, 0x7f, 0, 0, 0}));
    assertEquals(
        "octet 28: a block of 12 octets has the length 16 at its end",
        problem(section, new byte[] {0, 0, 0, 9, 0, 0, 0, 12, 0, 0, 0, 16}));
    assertEquals(
        "octet 36: a packet of interface 3, of which the file says nothing",
        problem(section, BIG.enhanced(3, 0, 0, PING.toBytes())));
    byte[] longPacket = BIG.enhanced(0, 0, 0, PING.toBytes());
    longPacket[20] = 1;
    assertEquals(
        "octet 48: a packet of 16777258 octets is longer than its block",
        problem(section, BIG.network(1, 0), longPacket));
    assertEquals(
        "octet 44: an option is longer than its block",
        problem(section, BIG.network(1, 0, (byte) 0, (byte) 9, (byte) 9, (byte) 9)));
  }

  @Test
  void aFileThatIsCutOffIsRefusedWherePacketsAre() {
    byte[] whole = BIG.pcap(MICROSECONDS, 1, BIG.record(PING));

    assertEquals(
        "octet 24: the file ends within the header of packet 1: 5 of 16 octets",
        problem(Arrays.copyOf(whole, 29)));
    assertEquals(
        "octet 40: the file ends within packet 1: 41 of 42 octets",
        problem(Arrays.copyOf(whole, whole.length - 1)));
    assertEquals(
        "octet 40: the file ends within packet 1: 0 of 42 octets",
        problem(Arrays.copyOf(whole, 40)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void aFileThatIsCutOffAnywhereIsReadOrRefused(CaptureFile file) throws IOException {
    byte[] whole =
        Bytes.concat(file.section(), file.network(1, 0), file.enhanced(0, 1, 0, PING.toBytes()));
    List<Integer> legal = new ArrayList<>();
    for (int length = 0; length <= whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        read(cut);
        legal.add(length);
      } catch (CaptureException e) {
        assertEquals(true, e.offset() <= length, e.getMessage());
      }
    }

    assertEquals(List.of(28, 48, whole.length), legal);
  }
}
