package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.testkit.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyCommandTest {

  private static final String NOT_COVERED =
      "It covers what is sent to the guest's MAC address and, over a host that routes, what comes"
          + " from outside or is sent to the host's MAC address on the bridge. It does not cover"
          + " packets of the host itself, nor packets with a tag or in fragments.";

  private static final Path HOST = CommandRun.inCheckout("examples/host");
  private static final Path NETWORK = HOST.resolve("default.xml");
  private static final Path MACHINE = HOST.resolve("hoge.xml");
  private static final Path GOLDEN =
      CommandRun.inCheckout("nwfilter-cli/src/test/resources/verify");

  private static final String NAMES =
      "no-foreign-source-mac, no-foreign-source-ipv4, no-foreign-source-ipv6,"
          + " no-foreign-arp-sender, no-foreign-neighbor-advertisement, nothing-around-tagged,"
          + " nothing-around-vlan-0, nothing-around-stacked-tags, nothing-around-snap,"
          + " nothing-around-fragments, nothing-around-extension-headers, dhcp-completes,"
          + " dhcpv6-completes, no-dhcp-server, no-router-advertisement, replies-come-back,"
          + " guest-to-guest-closed, only-tcp-ports-open, only-udp-ports-open";

  private static CommandRun verify(Object... args) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("verify", "--quiet", "--filters", HOST.resolve("filters")),
                Stream.of(args))
            .toArray());
  }

  @Test
  void allGuaranteesAreTried() {
    CommandRun run = verify(NETWORK, MACHINE);

    assertEquals("", run.err());
    assertEquals(1, run.status());
    GoldenFile.at(GOLDEN.resolve("all.txt"))
        .assertMatches(run.out().replace(CommandRun.inCheckout("") + "/", ""));
  }

  @Test
  void allGuaranteesAreProved() {
    CommandRun run = verify("--prove", NETWORK, MACHINE);

    assertEquals("", run.err());
    assertEquals(1, run.status());
    GoldenFile.at(GOLDEN.resolve("proved.txt"))
        .assertMatches(run.out().replace(CommandRun.inCheckout("") + "/", ""));
  }

  @Test
  void chosenGuaranteesAreProved() {
    assertEquals(
        new CommandRun(
            0,
            """
            vnet2 no-foreign-source-mac: proved
              It does not cover MAC addresses inside ARP, RARP or DHCP.
            vnet2 only-tcp-ports-open=22,80: proved
              It covers what is sent to the guest's MAC address and, over a host that routes, what comes\
             from outside or is sent to the host's MAC address on the bridge. It does not cover packets\
             of the host itself, nor packets with a tag or in fragments.
            """,
            ""),
        verify(
            MACHINE,
            "--prove",
            "--interface",
            "vnet2",
            "--guarantee",
            "no-foreign-source-mac",
            "--guarantee",
            "only-tcp-ports-open=22,80"));
  }

  /** Trying fifty packets finds no port 80. */
  @Test
  void proofsFindWhatTryingDoesNot() {
    CommandRun run = verify(MACHINE, "--prove", "--guarantee", "only-tcp-ports-open=22");

    assertEquals(1, run.status());
    assertEquals(
        List.of(
            "vnet2 only-tcp-ports-open=22: refuted: a packet arrives that should not",
            "  tcp syn 203.0.113.9:40000 > 192.168.122.10:80 dst-mac 52:54:00:9f:80:45, from port"
                + " others-virbr0"),
        run.out().lines().limit(2).toList());
  }

  /** Rules of the IP layer do not see what the host routes to a guest, from its own bridge, too. */
  @Test
  void portsAreOpenThroughHostsThatRoute() {
    String guarantee = "only-tcp-ports-open=22,80";
    for (String how : List.of("refuted", "fails")) {
      CommandRun run =
          how.equals("refuted")
              ? verify(NETWORK, MACHINE, "--prove", "--guarantee", guarantee)
              : verify(NETWORK, MACHINE, "--guarantee", guarantee);
      List<String> lines = run.out().lines().toList();

      assertEquals(1, run.status());
      assertEquals(
          "vnet2 " + guarantee + ": " + how + ": a packet arrives that should not", lines.get(0));
      assertTrue(
          lines.get(1).endsWith(" dst-mac 02:00:00:00:00:fe, from port others-virbr0"), run.out());
    }
  }

  @Test
  void programsReadProofsAsJson() {
    CommandRun run =
        verify(MACHINE, "--format", "json", "--prove", "--guarantee", "only-udp-ports-open");

    assertEquals(
        new CommandRun(
            0,
            """
            {
              "version" : 1,
              "guarantees" : [
                {
                  "interface" : "vnet2",
                  "guarantee" : "only-udp-ports-open",
                  "doesNotCover" : "%s",
                  "result" : "proved"
                }
              ]
            }
            """
                .formatted(NOT_COVERED),
            ""),
        run);
  }

  @Test
  void whatIsProvedIsListedToo() {
    assertEquals(CommandRun.of("verify", "--list"), CommandRun.of("verify", "--prove", "--list"));
  }

  @Test
  void chosenGuaranteesHold() {
    assertEquals(
        new CommandRun(
            0,
            """
            vnet2 no-foreign-source-mac: holds, checked by 24 of 50 packets
            vnet2 only-tcp-ports-open=22: holds, checked by 47 of 50 packets
            """,
            ""),
        verify(
            MACHINE,
            "--tries",
            "50",
            "--guarantee",
            "no-foreign-source-mac",
            "--guarantee",
            "only-tcp-ports-open=22"));
  }

  @Test
  void programsReadJson() {
    CommandRun run =
        verify(MACHINE, "--format", "json", "--guarantee", "only-udp-ports-open", "--tries", "9");

    assertEquals(
        """
        {
          "version" : 1,
          "guarantees" : [
            {
              "interface" : "vnet2",
              "guarantee" : "only-udp-ports-open",
              "doesNotCover" : "%s",
              "result" : "holds",
              "tries" : 9,
              "checks" : 9
            }
          ]
        }
        """
            .formatted(NOT_COVERED),
        run.out());
  }

  @Test
  void jsonHasTheSmallestPacket() {
    CommandRun run = verify(MACHINE, "--format", "json", "--guarantee", "only-tcp-ports-open");

    assertEquals(1, run.status());
    assertTrue(
        run.out()
            .contains(
                "\"packet\" : \"tcp syn 10.0.0.1:1 > 192.168.122.10:22 dst-mac"
                    + " 52:54:00:9f:80:45\""),
        run.out());
  }

  @Test
  void anotherSeedTriesOtherPackets() {
    Object[] args = {MACHINE, "--guarantee", "guest-to-guest-closed", "--seed", "5"};

    assertEquals(verify(args), verify(args));
    assertEquals(1, verify(args).status());
  }

  @Test
  void theListSaysWhatIsNotCovered() {
    CommandRun run = CommandRun.of("verify", "--list");

    assertEquals(
        Guarantees.all().stream()
            .map(one -> one.name() + "\n  " + one.says() + "\n  " + one.doesNotCover() + "\n")
            .collect(Collectors.joining()),
        run.out());
    assertEquals(0, run.status());
  }

  @Test
  void dumpsAreVerifiedToo() {
    CommandRun run =
        CommandRun.of(
            "verify",
            CommandRun.inCheckout("examples/host.save"),
            "--interface",
            "vnet2",
            "--port",
            "vnet2=virbr0",
            "--mac",
            "vnet2=52:54:00:9a:1b:2c",
            "--guarantee",
            Guarantees.noForeignSourceMac().name());

    assertEquals("", run.err());
    assertEquals(1, run.status());
    assertTrue(
        run.out().startsWith("vnet2 no-foreign-source-mac: fails: a packet arrives"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--guarantee no-foreign-source-macs | --guarantee: 'no-foreign-source-macs' is not the"
            + " name of a guarantee: choose one of "
            + NAMES
            + "; did you mean 'no-foreign-source-mac'?",
        "--guarantee nosuch=22 | --guarantee: 'nosuch=22' is not the name of a guarantee: choose"
            + " one of "
            + NAMES,
        "--guarantee only-tcp-ports-open=http | --guarantee: 'only-tcp-ports-open=http' has"
            + " something other than ports",
        "--guarantee only-tcp-ports-open=70000 | --guarantee: port 70000 is outside 0..65535",
        "--tries 0 | --tries: 0 is less than 1",
        "--prove --tries 5 | --tries: with --prove, no packets are tried",
        "--seed 5 --prove | --seed: with --prove, no packets are tried",
        "--interface vnet9 | --interface: there is no 'vnet9', only vnet2",
      })
  void badUsageIsRefused(String options, String message) {
    Object[] args = Stream.concat(Stream.of(MACHINE), Stream.of(options.split(" "))).toArray();

    assertEquals(
        new CommandRun(2, "", message + "\nTry 'nwfilter verify --help'.\n"), verify(args));
  }

  @Test
  void badInputIsNotARefutation() {
    CommandRun missing = verify("--guarantee", "no-foreign-source-mac", HOST.resolve("none.xml"));

    assertEquals(2, missing.status());
    assertEquals("", missing.out());
    assertTrue(missing.err().contains("none.xml"), missing.err());
    assertEquals(2, verify(HOST.resolve("firewall.sh")).status());
  }

  /** Of all guarantees, those count that refute something. */
  @ParameterizedTest
  @CsvSource({
    "allow-arp, nothing-around-snap, 'vacuous, checked by none of 100 packets',"
        + " 'vacuous, no packet would refute it'",
    "no-mac-spoofing, no-foreign-source-ipv6, 'does not apply: The guest''s addresses of IP are not"
        + " known: the parameter IPV6 tells them.', 'does not apply: The guest''s addresses of IP"
        + " are not known: the parameter IPV6 tells them.'",
  })
  void whatWasAskedForHasToHold(
      String filter, String guarantee, String result, String proof, @TempDir Path directory)
      throws IOException {
    Path binding =
        Files.writeString(
            directory.resolve("binding.xml"),
            """
            <filterbinding>
              <owner><name>vm</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner>
              <portdev name='vnet2'/>
              <mac address='52:54:00:9f:80:45'/>
              <filterref filter='%s'/>
            </filterbinding>
            """
                .formatted(filter));

    assertEquals(
        new CommandRun(1, "vnet2 " + guarantee + ": " + result + "\n", ""),
        verify(binding, "--guarantee", guarantee, "--tries", "100"));
    assertEquals(
        new CommandRun(1, "vnet2 " + guarantee + ": " + proof + "\n", ""),
        verify(binding, "--guarantee", guarantee, "--prove"));
  }

  @Test
  void aFileIsNeeded() {
    assertEquals(
        """
        no file: a <domain> or <filterbinding> document, or dumps of rules
        Try 'nwfilter verify --help'.
        """,
        CommandRun.of("verify").err());
  }

  @Test
  void theDefaultsAreThoseOfTheLibrary() {
    assertTrue(
        CommandRun.of("verify", "--help").out().contains("default is " + Guarantee.DEFAULT_TRIES));
  }

  @Test
  void proofsEndWhenTheTimeIsOver() {
    assertEquals(
        new CommandRun(
            1,
            "vnet2 no-foreign-source-mac: not decided: the analysis takes longer than 0 s\n",
            ""),
        verify(MACHINE, "--prove", "--time-limit", "0", "--guarantee", "no-foreign-source-mac"));
  }
}
