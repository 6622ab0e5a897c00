package io.nwfilter.cli;

import static io.nwfilter.cli.Explained.HOST;
import static io.nwfilter.cli.Explained.MACHINE;
import static io.nwfilter.cli.Explained.NETWORK;
import static io.nwfilter.cli.Explained.explained;
import static io.nwfilter.cli.Explained.failed;
import static io.nwfilter.cli.Explained.with;
import static io.nwfilter.cli.Inputs.read;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.packet.Packet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets that are read from captures. */
class ExplainedCaptureTest {

  @TempDir private Path directory;

  @Test
  void capturedPacketsComeFromTheGuestOrToIt() {
    Path pcap = directory.resolve("two.pcap");
    PcapFile.write(
        pcap,
        Packet.parse("arp who-has 192.168.122.1 tell 192.168.122.11 src-mac 52:54:00:9f:80:45"),
        Packet.parse("ra"));
    String text = explained("filters", MACHINE, "--pcap", pcap);

    assertEquals(
        List.of("from port vnet2", "from port others-virbr0"),
        text.lines()
            .filter(line -> line.contains(", from port "))
            .map(line -> line.substring(line.lastIndexOf("from port")))
            .toList(),
        text);
  }

  /** What the host has sent to a guest, or forwarded, meets no chain for the ports of a bridge. */
  @Test
  void capturedPacketsOfTheHostComeFromIt() {
    Path pcap = directory.resolve("host.pcap");
    String toGuest = " src-mac 52:54:00:11:22:33 dst-mac 52:54:00:9f:80:45";
    String toHost = " src-mac 52:54:00:9f:80:45 dst-mac 52:54:00:11:22:33";
    PcapFile.write(
        pcap,
        Packet.parse("udp 192.168.122.10:4000 > 192.168.122.1:53" + toHost),
        Packet.parse("udp 192.168.122.1:53 > 192.168.122.10:4000" + toGuest),
        Packet.parse("tcp syn,ack 9.9.9.9:80 > 192.168.122.10:4001" + toGuest),
        Packet.parse("arp reply 192.168.122.1 is-at 52:54:00:11:22:33" + toGuest));
    String text = explained("filters", NETWORK, MACHINE, "--pcap", pcap);

    assertEquals(
        text,
        explained(
            "filters", NETWORK, MACHINE, "--pcap", pcap, "--bridge-mac", "52:54:00:11:22:33"));
    assertEquals(
        List.of("from port others-virbr0", "from port others-virbr0", "from port others-virbr0"),
        entries(
                explained(
                    "filters",
                    NETWORK,
                    MACHINE,
                    "--pcap",
                    pcap,
                    "--bridge-mac",
                    "52:54:00:11:22:99"))
            .subList(1, 4));
    assertEquals(
        List.of(
            "from port vnet2",
            "from host",
            "from host on bridge virbr0",
            "from host on bridge virbr0"),
        entries(text),
        text);
    assertEquals(
        List.of("connection tracking: NEW", "connection tracking: ESTABLISHED"),
        text.lines()
            .filter(line -> line.startsWith("connection tracking"))
            .map(line -> line.replaceFirst(",.*", ""))
            .toList(),
        text);
    assertEquals(
        3, text.lines().filter(line -> line.startsWith("arrives at port vnet2")).count(), text);
  }

  @Test
  void capturedPacketsAreSentWhereTheyAreGiven() {
    Path request = directory.resolve("request.pcap");
    PcapFile.write(
        request,
        Packet.parse("tcp syn 192.168.122.9:4000 > 192.168.122.10:22 dst-mac 52:54:00:9f:80:45"));
    Path again = directory.resolve("again.pcap");
    PcapFile.write(again, Packet.parse("ra"));
    String reply = "tcp syn,ack 192.168.122.10:22 > 192.168.122.9:4000";
    Object[] args = {
      NETWORK, MACHINE, "--pcap", request, "--from-vm", reply, "--pcap", again, "--to-vm", "ra"
    };

    assertEquals(
        List.of(
            "from port others-virbr0",
            "from port vnet2",
            "from port others-virbr0",
            "from port others-virbr0"),
        entries(explained("filters", args)));
    assertTrue(
        explained("filters", args).contains("\nconnection tracking: ESTABLISHED"),
        "the reply finds the captured packet's connection");
  }

  @Test
  void anEmptyCaptureHasNoPackets() {
    Path empty = directory.resolve("empty.pcap");
    PcapFile.write(empty);
    Object[] args = {MACHINE, "--pcap", empty};

    assertEquals("no packets\n", explained("filters", args));
    assertEquals(
        List.of("flowchart TD", "  n0([\"no packets\"])"),
        explained("filters", with(args, "--format", "mermaid")).lines().limit(2).toList());
    assertTrue(
        explained("filters", with(args, "--coverage")).startsWith("0 packets\n"), "coverage");
  }

  @Test
  void standardInputIsACapture() {
    Path pcap = directory.resolve("one.pcap");
    PcapFile.write(pcap, Packet.parse("udp 192.168.122.1:53 > 192.168.122.10:4000"));
    Object[] args = {
      "explain", "--quiet", "--filters", HOST.resolve("filters"), MACHINE, "--pcap", "-"
    };

    assertEquals(
        new CommandRun(0, explained("filters", MACHINE, "--pcap", pcap), ""),
        CommandRun.reading(read(pcap), args));
    for (Object[] twice : List.of(with(args, "-"), with(args, "--pcap", "-"))) {
      CommandRun run = CommandRun.reading(read(pcap), twice);
      assertEquals(2, run.status());
      assertEquals(
          "standard input can be read only once", run.err().lines().findFirst().orElseThrow());
    }
    assertEquals(
        "-: error: unreadable: octet 4: the file ends within the header: 5 of 20 octets\n",
        CommandRun.reading(java.util.Arrays.copyOf(read(pcap), 9), args).err());
  }

  private static List<String> entries(String text) {
    return text.lines()
        .filter(line -> line.contains(", from "))
        .map(line -> line.substring(line.lastIndexOf("from ")))
        .toList();
  }

  @Test
  void packetsForTheHostGoToTheMacAddressOfItsBridge() {
    Object[] lookUp = {
      NETWORK,
      MACHINE,
      "--bridge-mac",
      "52:54:00:11:22:33",
      "--from-vm",
      "udp 192.168.122.10:4000 > 192.168.122.1:53"
    };

    String text = explained("filters", lookUp);
    assertEquals("arrives at host, accepted by iptables", text.substring(0, 37));
    assertTrue(text.contains(" dst-mac 52:54:00:11:22:33, from port vnet2\n"), text);
    lookUp[3] = "52:54";
    failed(2, "--bridge-mac: '52:54' is not a MAC address", lookUp);
  }

  /** Captures of a guest's interface have packets whose checksums nobody has computed yet. */
  @Test
  void checksumsLeftToTheHardwareAreRight() {
    Path pcap = directory.resolve("offloaded.pcap");
    PcapFile.write(
        pcap,
        Packet.parse(
            "tcp 192.168.122.10:4000 > 192.168.122.1:80 src-mac 52:54:00:9f:80:45"
                + " checksum 0x7577"),
        Packet.parse(
            "tcp 192.168.122.10:4000 > 192.168.122.1:80 src-mac 52:54:00:9f:80:45"
                + " checksum 0x7578"));

    assertEquals(
        List.of("connection tracking: NEW", "connection tracking: INVALID"),
        explained("filters", MACHINE, "--pcap", pcap)
            .lines()
            .filter(line -> line.startsWith("connection tracking"))
            .toList());
  }

  @Test
  void onlyWholeFramesAreExplained() {
    Path cut = directory.resolve("cut.pcap");
    PcapFile.write(cut, Packet.parse("ra"), Packet.parse("ra"));
    byte[] whole = read(cut);
    ByteBuffer lengths = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int first = lengths.getInt(24 + 8);
    lengths.putInt(24 + 16 + first + 12, first + 22);
    write(cut, whole);
    Path noFrames = directory.resolve("raw.pcap");
    PcapFile.write(noFrames, Packet.parse("ping 10.0.0.1 > 10.0.0.2 src-mac 00:00:00:00:00:00"));

    failed(
        1,
        cut
            + ": error: unreadable: packet 2 was captured without its last 22 octets, so that it is"
            + " not known what becomes of it: capture whole packets (tcpdump -s 0)\n",
        MACHINE,
        "--pcap",
        cut);
    failed(
        1,
        noFrames + ": error: unreadable: packet 1 has no sender's MAC address: capture Ethernet\n",
        MACHINE,
        "--pcap",
        noFrames);
  }
}
