package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.testkit.golden.GoldenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {

  private static final Path HOST = CommandRun.inCheckout("examples/host");
  private static final Path NETWORK = HOST.resolve("default.xml");
  private static final Path MACHINE = HOST.resolve("hoge.xml");
  private static final Path GOLDEN =
      CommandRun.inCheckout("nwfilter-cli/src/test/resources/explain");

  @TempDir private Path directory;

  private static CommandRun explain(String filters, Object... args) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("explain", "--quiet", "--filters", HOST.resolve(filters)),
                Stream.of(args))
            .toArray());
  }

  /** Runs the command and returns what it printed, with paths as in the checkout. */
  private static String explained(String filters, Object... args) {
    CommandRun run = explain(filters, args);
    assertEquals("", run.err());
    assertEquals(0, run.status());
    return run.out().replace(CommandRun.inCheckout("") + "/", "");
  }

  private static String lines(int count, String text) {
    return text.lines().limit(count).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Why does a guest with clean-traffic and moge get no address by DHCP? */
  @ParameterizedTest
  @CsvSource({
    "0.8, nat, default.xml, hoge.xml",
    "0.8, bridged, , hoge-lan.xml",
    "9.0, nat, default.xml, hoge.xml",
    "9.0, bridged, lan.xml, hoge-lan.xml"
  })
  void theGuestGetsNoAddress(String release, String mode, String network, String machine) {
    List<Object> args = new ArrayList<>(List.of("--libvirt", release));
    if (network != null) {
      args.add(HOST.resolve(network));
    }
    args.addAll(List.of(HOST.resolve(machine), "--from-vm", "dhcp discover"));
    if (network == null) {
      args.addAll(List.of("--port", "vnet2=br0"));
    }

    GoldenFile.at(GOLDEN.resolve("dhcp-discover-" + release + "-" + mode + ".txt"))
        .assertMatches(explained("filters", args.toArray()));
  }

  @Test
  void theGuestGetsAnAddressWithTwoMoreRules() {
    String text =
        explained(
            "clean-dhcp",
            NETWORK,
            MACHINE,
            "--from-vm",
            "dhcp discover",
            "--from-host",
            "dhcp offer 192.168.122.10 from 192.168.122.1");

    assertTrue(
        text.contains(
            "host: arrives at host, accepted by iptables, table filter, chain LIBVIRT_INP, rule 3"
                + "\n"),
        text);
    assertEquals(
        """
        ## packet 2
        arrives at port vnet2, accepted by ebtables, table nat, chain O-vnet2-ipv4, rule 1
          -A O-vnet2-ipv4 -j ACCEPT
          stock:allow-incoming-ipv4 moge > clean-traffic > allow-incoming-ipv4
        """,
        lines(4, text.substring(text.indexOf("## packet 2"))));
  }

  @Test
  void aConversationKeepsItsState() {
    String text =
        explained(
            "filters",
            NETWORK,
            MACHINE,
            "--to-vm",
            "tcp syn 192.168.122.9:4000 > 192.168.122.10:22",
            "--from-vm",
            "tcp syn,ack 192.168.122.10:22 > 192.168.122.9:4000");

    assertTrue(text.contains("connection tracking: NEW\n"), text);
    assertTrue(text.contains("connection tracking: ESTABLISHED"), text);
    assertEquals(2, text.lines().filter(line -> line.contains("arrives at port ")).count(), text);
  }

  /** Guests find an address of the host also where no network has it. */
  @Test
  void aGivenAddressIsTheHosts() {
    String text =
        explained(
            "filters",
            HOST.resolve("lan.xml"),
            HOST.resolve("hoge-lan.xml"),
            "--address",
            "br0=192.168.122.1/24",
            "--from-vm",
            "udp 192.168.122.10:1000 > 192.168.122.1:54");

    assertEquals("dropped by iptables, table filter, chain HI-vnet2, rule 5\n", lines(1, text));
  }

  @Test
  void withoutTheConnectionTheReplyIsDropped() {
    assertEquals(
        """
        dropped by iptables, table filter, chain FI-vnet2, rule 5
          -A FI-vnet2 -j DROP
          examples/host/filters/moge.xml:16 moge
        """,
        lines(
            3,
            explained(
                "filters",
                NETWORK,
                MACHINE,
                "--from-vm",
                "tcp syn 192.168.122.10:22 > 9.9.9.9:4000")));
  }

  @Test
  void theDirectionDependsUnlessItIsGiven() {
    Object[] reply = {
      NETWORK, MACHINE, "--from-vm", "tcp ack 192.168.122.10:22 > 192.168.122.1:4000", "--state"
    };

    assertEquals(
        "depends on what is not known\n",
        lines(1, explained("filters", with(reply, "ESTABLISHED"))));
    assertEquals(
        "arrives at host, accepted by ebtables, table nat, chain libvirt-I-vnet2, rule 3\n",
        lines(1, explained("filters", with(reply, "established,reply"))));
    assertEquals(
        "dropped by iptables, table filter, chain HI-vnet2, rule 5\n",
        lines(1, explained("filters", with(reply, "ESTABLISHED,ORIGINAL"))));
    assertAll(
        () ->
            failed(
                2,
                "--state: 'CLOSED' is not one of INVALID, NEW, RELATED, ESTABLISHED, UNTRACKED\n",
                with(reply, "CLOSED")),
        () -> failed(2, "--state: 'BACK' is not ORIGINAL or REPLY\n", with(reply, "NEW,back")),
        () -> failed(2, "--state: no reply is NEW\n", with(reply, "NEW,REPLY")));
  }

  @Test
  void whatIsRoutedInIsRejected() {
    assertEquals(
        """
        rejected by iptables, table filter, chain LIBVIRT_FWI, rule 2
          -A LIBVIRT_FWI -o virbr0 -j REJECT --reject-with icmp-port-unreachable
          examples/host/default.xml:1
        """,
        lines(
            3,
            explained(
                "filters",
                NETWORK,
                MACHINE,
                "--from-network",
                "tcp syn 9.9.9.9:4000 > 192.168.122.10:22")));
  }

  @Test
  void theOrderOfDocumentsDoesNotMatter() {
    String[] lookUp = {"--from-vm", "udp 192.168.122.10:4000 > 192.168.122.1:53"};
    String expected = explained("filters", NETWORK, MACHINE, lookUp[0], lookUp[1]);

    assertEquals("arrives at host, accepted by iptables", expected.substring(0, 37));
    assertEquals(expected, explained("filters", MACHINE, NETWORK, lookUp[0], lookUp[1]));
  }

  @Test
  void aSenderBeforeTheRestCounts() {
    assertEquals(
        "dropped by ebtables, table nat, chain I-vnet2-mac, rule 2\n",
        lines(
            1,
            explained(
                "filters",
                NETWORK,
                MACHINE,
                "--from-vm",
                "src-mac 52:54:00:00:00:99 udp 192.168.122.10:4000 > 192.168.122.1:53")));
  }

  @Test
  void bridgesMayHaveLongNames() {
    List<Object> args = new ArrayList<>();
    for (int i : new int[] {1, 2}) {
      Path network = directory.resolve(i + ".xml");
      write(
          network,
          "<network><name>n%1$d</name><bridge name='br-internal%1$d'/></network>".formatted(i));
      args.add(network);
    }
    args.addAll(List.of(MACHINE, "--from-vm", "arp who-has 192.168.122.1 tell 192.168.122.11"));

    assertEquals(
        "dropped by ebtables, table nat, chain I-vnet2-arp-ip, rule 2\n",
        lines(1, explained("filters", args.toArray())));
  }

  @Test
  void dumpsAloneAreEnough() {
    Path dump = directory.resolve("host.save");
    write(
        dump,
        """
        # Generated by iptables-save
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A FORWARD -m physdev --physdev-in tap0 -p tcp -m tcp --dport 25 -j DROP
        COMMIT
        """);

    assertEquals(
        """
        dropped by iptables, table filter, chain FORWARD, rule 1
          -A FORWARD -p tcp -m physdev --physdev-in tap0 -m tcp --dport 25 -j DROP
          DUMP:6
        """
            .replace("DUMP", dump.toString())
            .replace("-p tcp -m physdev --physdev-in tap0", "-m physdev --physdev-in tap0 -p tcp"),
        lines(
            3,
            CommandRun.of(
                    "explain",
                    dump,
                    "--interface",
                    "tap0",
                    "--port",
                    "tap0=br7",
                    "--from-vm",
                    "tcp 10.0.0.1:4000 > 10.0.0.2:25")
                .out()));
  }

  @Test
  void anUnknownTargetMayDoThreeThings() {
    Path dump = directory.resolve("host.save");
    write(
        dump,
        """
        # Generated by iptables-save
        *filter
        :FORWARD ACCEPT [0:0]
        -A FORWARD -j NFQUEUE --queue-num 1
        COMMIT
        """);

    assertEquals(
        """
        depends on what is not known
        if iptables, table filter, chain FORWARD, rule 1 goes on
          port others-virbr0: arrives at port others-virbr0, accepted by the policy of iptables, table filter, chain FORWARD
        if iptables, table filter, chain FORWARD, rule 1 accepts
          port others-virbr0: arrives at port others-virbr0, accepted by iptables, table filter, chain FORWARD, rule 1
        if iptables, table filter, chain FORWARD, rule 1 drops
          port others-virbr0: dropped by iptables, table filter, chain FORWARD, rule 1
        """,
        lines(
            7,
            CommandRun.of(
                    "explain", dump, "--interface", "tap0", "--from-vm", "esp 10.0.0.1 > 10.0.0.2")
                .out()));
  }

  @ParameterizedTest
  @CsvSource({
    "outside, tap9=br9, --interface: 'outside' is the name of the interface that leads to all",
    "others-virbr0, tap9=br9, --interface: 'others-virbr0' is the name of the port of 'virbr0'",
    "tap0, outside=br7, --port: 'outside' is the name of the interface that leads to all other"
  })
  void namesOfWhatIsFilledInAreBadUsage(String guest, String port, String start) {
    Path dump = directory.resolve("host.save");
    write(dump, "# Generated by ebtables-save\n*filter\n:FORWARD DROP\n");
    CommandRun run =
        CommandRun.of("explain", dump, "--interface", guest, "--port", port, "--from-vm", "ra");

    assertEquals(2, run.status());
    assertTrue(run.err().startsWith(start), run.err());
  }

  @Test
  void standardInputIsADocumentOrADump() {
    String dump =
        """

        # Generated by ebtables-save
        *filter
        :FORWARD DROP
        """;
    String document = new String(read(MACHINE), java.nio.charset.StandardCharsets.UTF_8);
    String[] ask = {"--from-vm", "arp who-has 10.0.0.1 tell 10.0.0.7"};

    assertEquals(
        "port others-virbr0: dropped by the policy of ebtables, table filter, chain FORWARD\n",
        lines(
            1,
            CommandRun.reading(dump, "explain", "-", "--interface", "tap0", ask[0], ask[1]).out()));
    assertEquals(
        "dropped by ebtables, table nat, chain I-vnet2-arp-ip, rule 2\n",
        lines(
            1,
            CommandRun.reading(
                    document,
                    "explain",
                    "--quiet",
                    "--filters",
                    HOST.resolve("filters"),
                    "-",
                    ask[0],
                    ask[1])
                .out()));
    assertEquals(
        "standard input can be read only once",
        CommandRun.reading(dump, "explain", "-", "-", "--interface", "tap0", ask[0], ask[1])
            .err()
            .lines()
            .findFirst()
            .orElseThrow());
  }

  @Test
  void packetsOfTheHostNeedNoGuest() {
    Path dump = directory.resolve("host.save");
    write(
        dump,
        """
        # Generated by iptables-save
        *filter
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A INPUT -p tcp -m tcp --dport 22 -j DROP
        -A OUTPUT -p udp -m udp --dport 53 -j DROP
        COMMIT
        """);

    assertEquals(
        List.of(
            "dropped by iptables, table filter, chain INPUT, rule 1",
            "dropped by iptables, table filter, chain OUTPUT, rule 1"),
        CommandRun.of(
                "explain",
                dump,
                "--from-network",
                "tcp 9.9.9.9:4000 > 198.51.100.1:22",
                "--from-host",
                "udp 198.51.100.1:4000 > 9.9.9.9:53")
            .out()
            .lines()
            .filter(line -> line.startsWith("dropped"))
            .toList());
  }

  @Test
  void whatIsTakenByChanceIsSaidToBeSo() {
    Path dump = directory.resolve("host.save");
    write(
        dump,
        """
        # Generated by iptables-save
        *nat
        :POSTROUTING ACCEPT [0:0]
        -A POSTROUTING -p udp -j MASQUERADE --to-ports 1024-65535
        -A POSTROUTING -p tcp -j SNAT --to-source 203.0.113.4-203.0.113.6:2000-2005
        COMMIT
        """);
    String udp = "udp 198.51.100.1:500 > 9.9.9.9:53";
    Object[] args = {
      "explain",
      dump,
      "--from-host",
      udp,
      "--from-host",
      "udp 198.51.100.1:5000 > 9.9.9.9:53",
      "--from-host",
      "tcp syn 198.51.100.1:500 > 9.9.9.9:53"
    };
    String json = CommandRun.of(with(args, "--format", "json")).out();

    assertEquals(
        List.of(
            "address translation: udp 198.51.100.1:1024 > 9.9.9.9:53"
                + " (by chance: a port of 1024-65535)",
            "address translation: tcp syn 203.0.113.4:2000 > 9.9.9.9:53"
                + " (by chance: an address of 203.0.113.4-203.0.113.6 and a port of 2000-2005)",
            "address translation: tcp syn 203.0.113.6:2000 > 9.9.9.9:53"
                + " (by chance: an address of 203.0.113.4-203.0.113.6 and a port of 2000-2005)"),
        CommandRun.of(args)
            .out()
            .lines()
            .filter(line -> line.startsWith("address translation"))
            .toList());
    assertEquals(
        List.of("true", "false", "true", "true"),
        json.lines()
            .map(String::strip)
            .filter(line -> line.startsWith("\"byChance\" : "))
            .map(line -> line.substring(13).replace(",", ""))
            .toList());
  }

  @Test
  void whatIsNotKnownIsToldForBothCases() {
    Path dump = directory.resolve("host.save");
    write(
        dump,
        """
        # Generated by iptables-save
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A FORWARD -m set --match-set blocked src -j DROP
        COMMIT
        """);
    Object[] args = {
      "explain", dump, "--interface", "tap0", "--from-vm", "tcp 10.0.0.1:4000 > 10.0.0.2:25"
    };

    assertEquals("depends on what is not known\n", lines(1, CommandRun.of(args).out()));
    List<Object> known = new ArrayList<>(List.of(args));
    known.addAll(List.of("--set", "blocked=10.0.0.0/24;10.0.9.1"));
    assertEquals(
        "dropped by iptables, table filter, chain FORWARD, rule 1\n",
        lines(1, CommandRun.of(known.toArray()).out()));
  }

  /** The rules are those that compile makes with the same options. */
  @Test
  void rulesOfOtherOptionsAreExplained() {
    Object[] ping = {MACHINE, "--to-vm", "ping 192.168.122.9 > 192.168.122.10"};
    Path adjustments = directory.resolve("adjust.txt");
    write(adjustments, "moge rule=5: remove\n");

    assertEquals(
        "dropped by iptables, table filter, chain FO-vnet2, rule 5\n",
        lines(1, explained("filters", ping)));
    assertEquals(
        "arrives at port vnet2, accepted by ebtables, table nat, chain O-vnet2-ipv4, rule 1\n",
        lines(1, explained("filters", with(ping, "--adjust", adjustments))));
    assertEquals(
        "dropped by iptables, table filter, chain FO-vnet2, rule 5\n",
        lines(
            1,
            explained(
                "filters", with(ping, "--adjust", adjustments, "--default-drop", "ipv4:in"))));
    assertEquals(
        "dropped by iptables, table filter, chain FO-vnet2, rule 6\n",
        lines(1, explained("filters", with(ping, "--log", "drops"))));
  }

  /** Filters of libvirt accept by returning: such rules count, and those that accept on the way. */
  @Test
  void coverageCountsWhatRulesMeetAndDecide() {
    Path dump = directory.resolve("host.save");
    write(
        dump,
        """
        # Generated by iptables-save
        *mangle
        :FORWARD ACCEPT [0:0]
        -A FORWARD -p udp -j ACCEPT
        COMMIT
        *filter
        :FORWARD DROP [0:0]
        :mine - [0:0]
        -A FORWARD -p udp -m udp --dport 53 -j LOG
        -A FORWARD -j mine
        -A FORWARD -p tcp
        -A FORWARD -p udp -j ACCEPT
        -A mine -p udp -m udp --dport 53 -j RETURN
        -A mine -p udp -j DROP
        -A mine -p icmp -j ACCEPT
        COMMIT
        """);
    Object[] args = {
      "explain",
      dump,
      "--interface",
      "tap0",
      "--coverage",
      "--from-vm",
      "udp 10.0.0.1:4000 > 10.0.0.2:53",
      "--from-vm",
      "udp 10.0.0.1:4000 > 10.0.0.2:54",
      "--from-vm",
      "esp 10.0.0.1 > 10.0.0.2"
    };

    assertEquals(
        """
        3 packets
            met decided
              2         iptables, table mangle: -A FORWARD -p udp -j ACCEPT  # DUMP:4:1
              1         iptables, table filter: -A FORWARD -p udp -m udp --dport 53 -j LOG  # DUMP:9:1
              3         iptables, table filter: -A FORWARD -j mine  # DUMP:10:1
          never         iptables, table filter: -A FORWARD -p tcp  # DUMP:11:1
              1       1 iptables, table filter: -A FORWARD -p udp -j ACCEPT  # DUMP:12:1
              1         iptables, table filter: -A mine -p udp -m udp --dport 53 -j RETURN  # DUMP:13:1
              1       1 iptables, table filter: -A mine -p udp -j DROP  # DUMP:14:1
          never         iptables, table filter: -A mine -p icmp -j ACCEPT  # DUMP:15:1
                      1 by a policy or by the kernel itself
        """,
        CommandRun.of(args).out().replace(dump.toString(), "DUMP"));
    assertEquals(
        2,
        CommandRun.of(Stream.concat(Stream.of(args), Stream.of("--format", "mermaid")).toArray())
            .status());
  }

  @Test
  void coverageAsJsonSaysWhereRulesComeFrom() {
    String json =
        explained(
            "filters",
            MACHINE,
            "--coverage",
            "--format",
            "json",
            "--from-vm",
            "tcp syn 192.168.122.10:22 > 9.9.9.9:4000");

    assertTrue(
        json.contains(
            """
                  "rule" : "-A FI-vnet2 -j DROP",
                  "met" : 1,
                  "decided" : 1,
                  "file" : "examples/host/filters/moge.xml",
                  "line" : 16,
                  "path" : [
                    {
                      "filter" : "moge"
                    }
                  ]
            """),
        json);
  }

  @Test
  void coverageCountsRulesOfFilters() {
    String text =
        explained(
            "filters",
            MACHINE,
            "--coverage",
            "--from-vm",
            "arp who-has 192.168.122.1 tell 192.168.122.10",
            "--from-vm",
            "arp who-has 192.168.122.1 tell 192.168.122.11");

    assertEquals(
        List.of(
            "      2         ebtables, table nat: -A PREROUTING -i vnet2 -j libvirt-I-vnet2",
            "      2         ebtables, table nat: -A libvirt-I-vnet2 -j I-vnet2-mac",
            "      2         ebtables, table nat: -A libvirt-I-vnet2 -p ARP -j I-vnet2-arp-mac",
            "      2         ebtables, table nat: -A libvirt-I-vnet2 -p ARP -j I-vnet2-arp-ip",
            "      1       1 ebtables, table nat: -A libvirt-I-vnet2 -p ARP -j ACCEPT",
            "      1         ebtables, table nat: -A I-vnet2-arp-ip -p ARP"
                + " --arp-ip-src 192.168.122.10 -j RETURN",
            "      1       1 ebtables, table nat: -A I-vnet2-arp-ip -j DROP",
            "      2         ebtables, table nat: -A I-vnet2-arp-mac -p ARP"
                + " --arp-mac-src 52:54:00:9f:80:45 -j RETURN",
            "      2         ebtables, table nat: -A I-vnet2-mac -s 52:54:00:9f:80:45 -j RETURN"),
        text.lines()
            .filter(line -> line.startsWith("      "))
            .filter(line -> line.contains("table"))
            .map(line -> line.substring(0, line.indexOf("  #")))
            .toList(),
        text);
  }

  @Test
  void capturedPacketsComeFromTheGuestOrToIt() {
    Path pcap = directory.resolve("two.pcap");
    writePcap(
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
    writePcap(
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
    writePcap(
        request,
        Packet.parse("tcp syn 192.168.122.9:4000 > 192.168.122.10:22 dst-mac 52:54:00:9f:80:45"));
    Path again = directory.resolve("again.pcap");
    writePcap(again, Packet.parse("ra"));
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
    writePcap(empty);
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
    writePcap(pcap, Packet.parse("udp 192.168.122.1:53 > 192.168.122.10:4000"));
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
    writePcap(
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
    writePcap(cut, Packet.parse("ra"), Packet.parse("ra"));
    byte[] whole = read(cut);
    ByteBuffer lengths = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int first = lengths.getInt(24 + 8);
    lengths.putInt(24 + 16 + first + 12, first + 22);
    write(cut, whole);
    Path noFrames = directory.resolve("raw.pcap");
    writePcap(noFrames, Packet.parse("ping 10.0.0.1 > 10.0.0.2 src-mac 00:00:00:00:00:00"));

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

  @Test
  void formsForPrograms() {
    Object[] args = {MACHINE, "--from-vm", "arp who-has 192.168.122.1 tell 192.168.122.11"};
    String json = explained("filters", with(args, "--format", "json"));
    String mermaid = explained("filters", with(args, "--format", "mermaid"));

    GoldenFile.at(GOLDEN.resolve("arp.json")).assertMatches(json);
    GoldenFile.at(GOLDEN.resolve("arp.mmd")).assertMatches(mermaid);
  }

  private static Object[] with(Object[] args, Object... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray();
  }

  @Test
  void badInput() {
    Path cut = directory.resolve("cut.pcap");
    writePcap(cut, Packet.parse("ra"));
    byte[] whole = read(cut);
    write(cut, java.util.Arrays.copyOf(whole, whole.length - 9));
    Path loop = directory.resolve("loop.save");
    write(
        loop,
        """
        # Generated by iptables-save
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :mine - [0:0]
        -A FORWARD -j mine
        -A mine -j mine
        COMMIT
        """);

    assertAll(
        () ->
            failed(
                2,
                "no packet: --from-vm, --to-vm, --from-host, --from-network or --pcap\n",
                MACHINE),
        () ->
            failed(
                2,
                """
                --from-vm: 'foo' is not a word of a packet
                udp 0.0.0.0:68 > 255.255.255.255:67 foo 3
                                                    ^^^
                """,
                MACHINE,
                "--from-vm",
                "udp 0.0.0.0:68 > 255.255.255.255:67 foo 3"),
        () ->
            failed(
                2,
                "--interface: there is no 'vnet7', only vnet2\n",
                MACHINE,
                "--interface",
                "vnet7",
                "--from-vm",
                "ra"),
        () -> failed(1, cut + ": error: unreadable: ", MACHINE, "--pcap", cut),
        () ->
            failed(
                1,
                MACHINE + ":1:1: error: impossible-event: machine 'hoge' runs already\n",
                NETWORK,
                MACHINE,
                MACHINE,
                "--from-vm",
                "ra"),
        () -> failed(1, loop + ":8:1: error: rule-refused: ", loop, "--from-host", "ra"),
        () ->
            failed(
                2,
                "no interface has a filter: name the guest's with --interface\n",
                NETWORK,
                "--from-vm",
                "ra"),
        () ->
            failed(
                1,
                directory.resolve("none.pcap") + ": error: unreadable: there is no such file\n",
                MACHINE,
                "--pcap",
                directory.resolve("none.pcap")));
  }

  @Test
  void aCircleOutOfReachIsTaken() {
    String rules =
        """
        # Generated by iptables-save
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD DROP [0:0]
        :OUTPUT ACCEPT [0:0]
        :a - [0:0]
        :b - [0:0]
        -A a -j b
        -A b -g a
        COMMIT
        """;
    Path circle = directory.resolve("circle.save");
    write(circle, rules);
    Path none = directory.resolve("none.save");
    write(none, rules.replaceAll("-A . .*\n", ""));

    assertEquals(
        "dropped by iptables, table filter, chain FO-vnet2, rule 5\n",
        lines(
            1,
            explained("filters", MACHINE, circle, "--to-vm", "tcp syn 10.0.0.1:2 > 10.0.0.2:3")));
    assertEquals(verified(none), verified(circle));
  }

  /** Like the kernel, ebtables checks jumps only from base chains on. */
  @Test
  void aCircleOfEbtablesIsRefusedOnlyWhereABaseChainLeadsToIt() {
    String circle =
        """
        # Generated by ebtables-save
        *filter
        :FORWARD DROP
        :a ACCEPT
        :b ACCEPT
        -A a -j b
        -A b -j a
        """;
    Object[] args = {
      "explain", "-", "--interface", "tap0", "--port", "tap0=br0", "--mac", "tap0=52:54:00:00:00:01"
    };
    CommandRun refused =
        CommandRun.reading(
            circle.replace("-A a -j b", "-A FORWARD -j a\n-A a -j b"),
            with(args, "--from-vm", "ra"));

    assertEquals(
        "port others-br0: dropped by the policy of ebtables, table filter, chain FORWARD\n",
        lines(1, CommandRun.reading(circle, with(args, "--from-vm", "ra")).out()));
    assertEquals(1, refused.status());
    assertEquals(
        "-:8:1: error: rule-refused: ",
        refused.err().substring(0, "-:8:1: error: rule-refused: ".length()));
  }

  private static String verified(Path dump) {
    CommandRun run =
        CommandRun.of(
            "verify", "--quiet", "--prove", "--filters", HOST.resolve("filters"), MACHINE, dump);
    return run.status() + run.out() + run.err();
  }

  @Test
  void namesThatCannotBe() {
    Path other = directory.resolve("other.xml");
    write(
        other,
        """
        <domain>
          <name>other</name>
          <devices>
            <interface type='bridge'>
              <mac address='52:54:00:00:00:01'/>
              <source bridge='br7'/>
              <target dev='vnet2'/>
              <filterref filter='clean-traffic'/>
            </interface>
          </devices>
        </domain>
        """);

    assertAll(
        () ->
            failed(
                2,
                "--port: '' is not the name of an interface of 1 to 15 characters\n",
                MACHINE,
                "--port",
                "=br7",
                "--from-vm",
                "ra"),
        () ->
            failed(
                2,
                "--port: '' is not the name of an interface of 1 to 15 characters\n",
                MACHINE,
                "--port",
                "tap0=",
                "--from-vm",
                "ra"),
        () ->
            failed(
                2,
                "--route: '' is not the name of an interface of 1 to 15 characters\n",
                MACHINE,
                "--route",
                "10.0.0.0/8=",
                "--from-vm",
                "ra"),
        () ->
            failed(
                2,
                "FILE: 'vnet2' is a port of 'virbr0' already\n",
                MACHINE,
                other,
                "--from-vm",
                "ra"));
  }

  private static void failed(int status, String message, Object... args) {
    CommandRun run = explain("filters", args);
    assertEquals(status, run.status(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains(message), run.err());
  }

  /** Writes a capture file in the old format, of Ethernet. */
  private static void writePcap(Path file, Packet... packets) {
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
    write(file, out.toByteArray());
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    write(file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
