package io.nwfilter.cli;

import static io.nwfilter.cli.Explained.GOLDEN;
import static io.nwfilter.cli.Explained.HOST;
import static io.nwfilter.cli.Explained.MACHINE;
import static io.nwfilter.cli.Explained.NETWORK;
import static io.nwfilter.cli.Explained.explained;
import static io.nwfilter.cli.Explained.failed;
import static io.nwfilter.cli.Explained.lines;
import static io.nwfilter.cli.Explained.with;
import static io.nwfilter.cli.Inputs.read;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {

  @TempDir private Path directory;

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

  @Test
  void formsForPrograms() {
    Object[] args = {MACHINE, "--from-vm", "arp who-has 192.168.122.1 tell 192.168.122.11"};
    String json = explained("filters", with(args, "--format", "json"));
    String mermaid = explained("filters", with(args, "--format", "mermaid"));

    GoldenFile.at(GOLDEN.resolve("arp.json")).assertMatches(json);
    GoldenFile.at(GOLDEN.resolve("arp.mmd")).assertMatches(mermaid);
  }
}
