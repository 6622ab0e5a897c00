package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProveCommandTest {

  private static final Path HOST = CommandRun.inCheckout("examples/host");
  private static final Path NETWORK = HOST.resolve("default.xml");
  private static final Path MACHINE = HOST.resolve("hoge.xml");

  private static CommandRun prove(Object... args) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("prove", "--quiet", "--filters", HOST.resolve("filters")),
                Stream.of(args))
            .toArray());
  }

  @Test
  void whatIsProvedIsALineEach() {
    assertEquals(
        new CommandRun(
            0,
            """
            vnet2 never from-vm src-mac != 52:54:00:9f:80:45: proved
            vnet2 only from-vm ether: proved
            vnet2 never from-vm vlan any: proved
            """,
            ""),
        prove(
            NETWORK,
            MACHINE,
            "--never",
            "from-vm src-mac != $MAC",
            "--only",
            "from-vm ether",
            "--never",
            "from-vm vlan any"));
  }

  @Test
  void whatIsRefutedHasAPacketAndTheRule() {
    CommandRun run = prove(MACHINE, "--always", "from-vm tcp syn dport 25");

    assertEquals("", run.err());
    assertEquals(1, run.status());
    List<String> lines = run.out().lines().toList();
    assertEquals(
        "vnet2 always from-vm tcp syn dport 25: refuted: a packet does not arrive that should",
        lines.get(0));
    assertTrue(lines.get(1).startsWith("  tcp syn "), run.out());
    assertTrue(lines.get(2).startsWith("    dropped by "), run.out());
  }

  @Test
  void isolatedGuestsExchangeNoFrames(@TempDir Path directory) throws IOException {
    CommandRun run =
        prove(
            NETWORK,
            MACHINE,
            "--port=other=virbr0",
            "--mac=other=52:54:00:00:00:07",
            "--never=from-vm at other arp");
    assertEquals(1, run.status(), run.out());

    String isolated = "<port isolated='yes'/><filterref";
    Path document =
        Files.writeString(
            directory.resolve("isolated.xml"),
            Files.readString(MACHINE).replaceFirst("<filterref", isolated));
    CommandRun both =
        prove(
            NETWORK,
            document,
            "--port=other=virbr0,isolated",
            "--mac=other=52:54:00:00:00:07",
            "--never=from-vm at other arp");
    assertEquals(
        "vnet2 never from-vm at other arp: vacuous, no packet would refute it\n", both.out());
  }

  @Test
  void portsHaveNoOtherSetting() {
    CommandRun run = prove(NETWORK, MACHINE, "--port=other=virbr0,isolatd", "--never=from-vm ip");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("--port: 'isolatd' is not isolated"), run.err());
  }

  @Test
  void oneThatIsNotProvedIsEnoughForTheStatus() {
    CommandRun run =
        prove(MACHINE, "--never", "from-vm vlan any", "--never", "from-vm at vnet2 tcp");

    assertEquals(
        new CommandRun(
            1,
            """
            vnet2 never from-vm vlan any: proved
            vnet2 never from-vm at vnet2 tcp: does not apply: no packet of that direction can get to\
             port vnet2
            """,
            ""),
        run);
  }

  @Test
  void placesHaveToExist() {
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            --never: no packet arrives at 'vnet9'; did you mean 'vnet2'?
            from-vm at vnet9 tcp
                       ^^^^^
            possible here: host, neighbor, others-virbr0, outside, vnet2
            Try 'nwfilter prove --help'.
            """),
        prove(MACHINE, "--never", "from-vm at vnet9 tcp"));
  }

  @Test
  void packetsToTheHostItselfHaveADirection() {
    assertEquals(
        new CommandRun(0, "vnet2 always to-host tcp syn dport 22: proved\n", ""),
        prove(NETWORK, MACHINE, "--always", "to-host tcp syn dport 22"));
  }

  @Test
  void proofsEndWhenTheTimeIsOver() {
    assertEquals(
        new CommandRun(
            1,
            "vnet2 never from-vm vlan any: not decided: the analysis takes longer than 0 s\n",
            ""),
        prove(MACHINE, "--time-limit", "0", "--never", "from-vm vlan any"));
  }

  @Test
  void timeLimitsAreSeconds() {
    CommandRun run = prove(MACHINE, "--time-limit", "1m", "--never", "from-vm vlan any");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("'1m' is not a number of seconds such as 10 or 0.5"), run.err());
  }

  @Test
  void notIsAboutAllOtherPackets() {
    String other = "from-vm not (ip or ip6 or arp)";
    CommandRun never = prove(MACHINE, "--never", other);
    CommandRun only = prove(MACHINE, "--only", "from-vm ip or ip6 or arp");

    assertEquals(1, never.status());
    assertTrue(never.out().lines().toList().get(1).startsWith("  rarp who-is "), never.out());
    assertEquals(never.out().lines().skip(1).toList(), only.out().lines().skip(1).toList());
  }

  @Test
  void programsReadJson() {
    CommandRun run =
        prove(
            MACHINE,
            "--format",
            "json",
            "--never",
            "from-vm arp sender-ip != $IP",
            "--interface",
            "vnet2");

    assertEquals(
        """
        {
          "version" : 1,
          "requirements" : [
            {
              "interface" : "vnet2",
              "kind" : "never",
              "query" : "from-vm arp sender-ip != 192.168.122.10",
              "result" : "proved"
            }
          ]
        }
        """,
        run.out());
  }

  @Test
  void jsonHasThePacket() {
    CommandRun run = prove(MACHINE, "--format", "json", "--only", "from-vm ip or ip6 or arp");

    assertEquals(1, run.status());
    assertTrue(run.out().contains("\"result\" : \"refuted\""), run.out());
    assertTrue(run.out().contains("\"packet\" : \"rarp who-is 52:54:00:9f:80:45"), run.out());
  }

  /** libvirt's own filter lets frames of the type 0x835 out, which no usual packet has. */
  @Test
  void frameOfATypeThatOnlyARuleNamesIsFound() {
    CommandRun run = prove(MACHINE, "--never", "from-vm not (ip or arp or rarp)");

    assertEquals(
        List.of(
            "vnet2 never from-vm not (ip or arp or rarp): refuted: a packet arrives that should"
                + " not",
            "  ether src-mac 52:54:00:9f:80:45 ether-type 0x835, from port vnet2"),
        run.out().lines().limit(2).toList());
  }

  /** Both forms name what it depends on. */
  @Test
  void whatIsNotKnownHasAName(@TempDir Path directory) throws IOException {
    Path rules = directory.resolve("host.save");
    Files.writeString(
        rules,
        """
        # Generated by iptables-save v1.8.9 (nf_tables)
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD DROP [0:0]
        :OUTPUT ACCEPT [0:0]
        -A FORWARD -p tcp -m tcp --dport 22 -m set --match-set trusted src -j ACCEPT
        COMMIT
        """);
    String says = "iptables, table filter, chain FORWARD, rule 1 (in set trusted src) is met";
    String rule = "-A FORWARD -p tcp -m tcp --dport 22 -m set --match-set trusted src -j ACCEPT";
    String query = "to-vm ip tcp";

    CommandRun text = prove(rules, "--port", "vnet0=br0", "--interface", "vnet0", "--never", query);
    assertEquals(
        List.of(
            "vnet0 never to-vm ip tcp: refuted if: a packet arrives that should not",
            "  if " + says,
            "    " + rule,
            "    " + rules + ":6"),
        text.out().lines().limit(4).toList());
    CommandRun json =
        prove(
            rules,
            "--port",
            "vnet0=br0",
            "--interface",
            "vnet0",
            "--never",
            query,
            "--format",
            "json");
    String wanted =
        """
              "assumptions" : [
                {
                  "says" : "%s",
                  "rule" : {
                    "where" : "iptables, table filter, chain FORWARD, rule 1",
                    "tool" : "iptables",
                    "table" : "filter",
                    "chain" : "FORWARD",
                    "number" : 1,
                    "rule" : "%s",
                    "file" : "%s",
                    "line" : 6,
                    "path" : [ ]
                  },
                  "unknown" : [
                    {
                      "wanted" : "in set trusted src"
                    }
                  ],
                  "assumed" : "met"
                }
              ],
        """
            .formatted(says, rule, rules);
    assertTrue(json.out().contains(wanted), json.out());
  }

  @Test
  void badQueriesAreShownWithTheirPlace() {
    CommandRun run = prove(MACHINE, "--always", "to-vm tcp dport ssh");

    assertEquals(
        new CommandRun(
            2,
            "",
            """
            --always: 'ssh' is not a number from 0 to 65535
            to-vm tcp dport ssh
                            ^^^
            possible here: =, !=, in, not in, numbers from 0 to 65535 such as 1, 0-65535, any
            Try 'nwfilter prove --help'.
            """),
        run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--quiet | nothing to prove: --never, --always or --only",
        "--never from-vm --interface vnet9 | --interface: there is no 'vnet9', only vnet2",
      })
  void badUsageIsRefused(String options, String message) {
    Object[] args = Stream.concat(Stream.of(MACHINE), Stream.of(options.split(" "))).toArray();

    assertEquals(
        new CommandRun(2, "", message + "\nTry 'nwfilter prove --help'.\n"),
        CommandRun.of(
            Stream.concat(Stream.of("prove", "--filters", HOST.resolve("filters")), Stream.of(args))
                .toArray()));
  }

  private static String allowed(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "(tcp dport %d from 10.0.%d.0/24)".formatted(i, i))
        .collect(Collectors.joining(" or "));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void listsOfWhatIsAllowedMayBeLong(int count) {
    CommandRun run = prove(MACHINE, "--only", "from-vm " + allowed(count));

    assertEquals(1, run.status(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("/24: refuted: a packet arrives that should not\n"), run.out());
  }

  @Test
  void whatIsTooMuchIsBadUsage() {
    String others = allowed(100).replace("10.0.", "10.1.");
    String query = "from-vm (%s) not (%s)".formatted(allowed(20), others);

    CommandRun run = prove(MACHINE, "--only", query);

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(
        run.err()
            .startsWith("--only: the packets that the query does not mean are too complicated:"),
        run.err());
    assertTrue(run.err().contains("\n^^^"), run.err());
  }

  private static void assertRefutes(String packet, String query) {
    CommandRun run = prove(NETWORK, MACHINE, "--never", query);

    assertEquals(1, run.status());
    assertEquals(
        List.of("vnet2 never " + query + ": refuted: a packet arrives that should not", packet),
        run.out().lines().limit(2).toList());
  }

  @Test
  void whatTheHostSendsIsProvedToo() {
    assertRefutes(
        "  tcp syn 192.168.122.1:40000 > 192.168.122.10:80 dst-mac 52:54:00:9f:80:45, from host",
        "from-host at vnet2 tcp dport 80");
  }

  @Test
  void conditionsThatNoRuleAsksForAreDecided() {
    assertRefutes(
        "  udp 192.168.122.10:40000 > 192.168.122.1:53 src-mac 52:54:00:9f:80:45"
            + " dst-mac 02:00:00:00:00:fe ttl 1, from port vnet2",
        "from-vm ttl 1");
    assertEquals(
        new CommandRun(
            0,
            """
            vnet2 never from-vm at outside ip ttl 1: vacuous, no packet would refute it
            vnet2 never from-vm at outside ip ttl 0-1: vacuous, no packet would refute it
            """,
            ""),
        prove(
            NETWORK,
            MACHINE,
            "--never",
            "from-vm at outside ip ttl 1",
            "--never",
            "from-vm at outside ip ttl 0-1"));
  }

  @Test
  void packetsOfKnownConnectionsComeAfterOthers() {
    CommandRun run = prove(NETWORK, MACHINE, "--never", "from-vm tcp seq 5");

    assertEquals(1, run.status());
    assertEquals(
        List.of(
            "  tcp syn 203.0.113.9:40000 > 192.168.122.10:22 dst-mac 52:54:00:9f:80:45,"
                + " from port others-virbr0",
            "  tcp syn,ack 192.168.122.10:22 > 203.0.113.9:40000 src-mac 52:54:00:9f:80:45"
                + " dst-mac 02:00:00:00:00:01 seq 5 ack-seq 1, from port vnet2"),
        run.out().lines().filter(line -> line.startsWith("  tcp")).toList());
  }

  @Test
  void repliesToTranslatedConnectionsGoToTheHost() {
    CommandRun run = prove(NETWORK, MACHINE, "--never", "from-network at vnet2 state established");

    assertEquals(1, run.status());
    assertEquals(
        List.of(
            "  tcp syn 192.168.122.10:40000 > 203.0.113.9:22 dst-mac 02:00:00:00:00:fe,"
                + " from port others-virbr0",
            "  tcp syn,ack 203.0.113.9:22 > 198.51.100.1:40000 ack-seq 1, from interface outside"),
        run.out().lines().filter(line -> line.startsWith("  tcp")).toList());
  }

  @Test
  void packetsAreSentAsByWhoSendsThem() {
    assertEquals(
        List.of("  tcp syn [2001:db8:ffff::9]:40000 > [2001:db8::a]:22, from interface outside"),
        sent("from-network tcp"));
    assertEquals(
        List.of(
            "  tcp syn 192.168.122.1:40000 > 192.168.122.10:22 dst-mac 52:54:00:9f:80:45,"
                + " from host"),
        sent("from-host tcp"));
  }

  private static List<String> sent(String query) {
    return prove(NETWORK, MACHINE, "--never", query)
        .out()
        .lines()
        .filter(line -> line.startsWith("  tcp"))
        .toList();
  }

  @Test
  void aFileIsNeeded() {
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            no file: a <domain> or <filterbinding> document, or dumps of rules
            Try 'nwfilter prove --help'.
            """),
        CommandRun.of("prove", "--never", "from-vm"));
  }

  @Test
  void badInputIsNotTheSameAsRefuted() {
    assertEquals(2, prove(HOST.resolve("missing.xml"), "--never", "from-vm").status());
  }
}
