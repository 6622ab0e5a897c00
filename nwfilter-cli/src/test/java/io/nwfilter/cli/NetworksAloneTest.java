package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts of networks without a guest that has a filter. */
class NetworksAloneTest {

  @TempDir Path directory;

  private static CommandRun run(String command, Object... args) {
    return CommandRun.of(Stream.concat(Stream.of(command, "--quiet"), Stream.of(args)).toArray());
  }

  /** What has changed, without packets that show it. */
  private static String lines(CommandRun run) {
    assertEquals("", run.err());
    return run.out()
        .lines()
        .filter(line -> !line.startsWith(" "))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private Path network(String file, int number, String mode) {
    return Inputs.write(
        directory.resolve(file),
        """
        <network>
          <name>n%d</name>
          <bridge name='virbr%d'/>
          <forward mode='%s'/>
          <ip address='192.168.12%d.1' netmask='255.255.255.0'/>
        </network>
        """
            .formatted(number, number, mode, number));
  }

  private Path guest(String file) {
    return Inputs.write(
        directory.resolve(file),
        "<domain><name>some</name><devices><interface type='network'><source network='n2'/>"
            + "<mac address='52:54:00:00:00:01'/><target dev='vnet1'/></interface></devices>"
            + "</domain>");
  }

  @Test
  void theSameNetworkIsNoDifference() {
    Path network = network("nat.xml", 2, "nat");

    assertEquals(new CommandRun(0, "", ""), run("diff", network, network));
  }

  @Test
  void aNetworkIsComparedForItsGuestsAndForTheHost() {
    CommandRun run = run("diff", network("old.xml", 2, "nat"), network("new.xml", 2, "route"));

    assertEquals(1, run.status());
    assertEquals(
        """
        network 'n2' (virbr2):
        + to-vm state new,invalid, from interface outside
        host:
        + from-network at others-virbr2 state new,invalid, from interface outside
        """,
        lines(run));
  }

  @Test
  void aGuestWithoutFilterStandsForItsNetwork() {
    CommandRun run =
        run(
            "diff",
            "--with",
            guest("guest.xml"),
            network("old.xml", 2, "nat"),
            network("new.xml", 2, "route"));

    assertEquals(
        """
        vnet1:
        + to-vm state new,invalid, from interface outside
        host:
        + from-network at others-virbr2 state new,invalid, from interface outside
        """,
        lines(run));
  }

  @Test
  void aNetworkThatIsAddedIsCompared() {
    network("new/one.xml", 2, "nat");
    network("new/two.xml", 3, "open");
    Path before = network("old/one.xml", 2, "nat").getParent();
    Path same = network("same/one.xml", 2, "nat").getParent();
    network("same/two.xml", 3, "open");

    assertEquals(
        """
        network 'n3' (virbr3):
        its network is only in NEW
        """,
        lines(run("diff", before, directory.resolve("new"))));
    assertEquals("", lines(run("diff", same, directory.resolve("new"))));
    assertEquals(
        """
        network 'n3' (virbr3):
        its network is only in OLD
        """,
        lines(run("diff", directory.resolve("new"), before)));
  }

  @Test
  void backendsAreComparedForANetwork() {
    Path network = network("nat.xml", 2, "nat");

    assertEquals(
        new CommandRun(0, "", ""),
        run("diff", "--libvirt", "12.8", "--new-network-backend", "nftables", network, network));
  }

  @ParameterizedTest
  @CsvSource({"nat, 0, proved", "open, 1, refuted"})
  void proofsAreAboutThePortThatIsGiven(String mode, int status, String result) {
    Path network = network("some.xml", 2, mode);
    String never = "from-vm at outside tcp dport 22 from 10.0.0.1";

    for (List<String> guest :
        List.of(List.of("--port", "v1=virbr2"), List.of("--interface", "v1"))) {
      CommandRun run =
          run(
              "prove",
              Stream.concat(Stream.of(network, "--never", never), guest.stream()).toArray());

      assertEquals(status, run.status(), run.toString());
      assertEquals(
          "v1 never " + never + ": " + result,
          run.out().lines().findFirst().orElse("").replaceFirst("(refuted):.*", "$1"));
    }
  }

  @Test
  void eachPortThatIsGivenIsProved() {
    CommandRun run =
        run(
            "prove",
            network("two.xml", 2, "nat"),
            network("three.xml", 3, "nat"),
            "--never",
            "from-vm vlan any",
            "--port",
            "v3=virbr3",
            "--port",
            "v2=virbr2",
            "--mac",
            "v2=52:54:00:00:00:02");

    assertEquals(
        List.of("v3 never from-vm vlan any: refuted", "v2 never from-vm vlan any: refuted"),
        run.out()
            .lines()
            .filter(line -> line.startsWith("v"))
            .map(line -> line.replaceFirst("(refuted):.*", "$1"))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"prove --never from-vm, prove", "verify, verify", "verify --prove, verify"})
  void whatToAddIsSaid(String command, String name) {
    Path two = network("two.xml", 2, "nat");
    Path three = network("three.xml", 3, "nat");
    String[] args = command.split(" ", -1);

    assertEquals(
        bad("no interface has a filter: add a guest with --port DEV=virbr2", name),
        CommandRun.of(Stream.concat(Stream.of(args), Stream.of(two)).toArray()));
    assertEquals(
        bad(
            "no interface has a filter: add a guest with --port DEV=virbr2 or --port DEV=virbr3",
            name),
        CommandRun.of(Stream.concat(Stream.of(args), Stream.of(two, three)).toArray()));
    assertEquals(
        bad("no interface has a filter: choose one of vnet1 with --interface", name),
        CommandRun.of(
            Stream.concat(Stream.of(args), Stream.of(two, guest("guest.xml"))).toArray()));
  }

  private static CommandRun bad(String message, String command) {
    return new CommandRun(2, "", message + "\nTry 'nwfilter " + command + " --help'.\n");
  }
}
