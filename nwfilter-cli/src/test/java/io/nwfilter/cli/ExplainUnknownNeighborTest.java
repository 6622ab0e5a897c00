package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.testkit.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the host sends to an address on a bridge depends on who replies for it. */
class ExplainUnknownNeighborTest {

  private static final Path HOST = CommandRun.inCheckout("examples/host");
  private static final Path GOLDEN =
      CommandRun.inCheckout("nwfilter-cli/src/test/resources/explain");
  private static final String UNKNOWN = "udp 192.168.122.1:1 > 192.168.122.50:2";

  @TempDir private Path directory;

  private static String explained(Object... args) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(
                    Stream.of("explain", "--quiet", "--filters", HOST.resolve("filters")),
                    Stream.of(args))
                .toArray());
    assertEquals("", run.err());
    assertEquals(0, run.status());
    return run.out().replace(CommandRun.inCheckout("") + "/", "");
  }

  @ParameterizedTest
  @CsvSource({"text, txt", "json, json", "mermaid, mmd"})
  void eachPortMayReplyOrNone(String format, String ending) {
    GoldenFile.at(GOLDEN.resolve("unknown-neighbor." + ending))
        .assertMatches(
            explained(
                HOST.resolve("lan.xml"),
                HOST.resolve("hoge-lan.xml"),
                "--address",
                "br0=192.168.122.1/24",
                "--from-host",
                UNKNOWN,
                "--format",
                format));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.122.10, arrives at port vnet2", // the guest has it, as its parameter IP says
    "192.168.122.60, arrives at port vnet2", // the network always gives it to the guest
    "192.168.122.61, depends on what is not known"
  })
  void addressesThatDocumentsTellAreKnown(String address, String result) throws IOException {
    Path network = directory.resolve("net.xml");
    Files.writeString(
        network,
        Files.readString(HOST.resolve("default.xml"))
            .replace("<dhcp>", "<dhcp><host mac='52:54:00:9f:80:45' ip='192.168.122.60'/>"));
    String text =
        explained(
            network,
            HOST.resolve("hoge.xml"),
            "--from-host",
            UNKNOWN.replaceAll("\\S+:2", "") + address + ":2");

    assertEquals(result, text.lines().findFirst().orElseThrow().replaceAll(",.*", ""));
  }

  @Test
  void whatAllPortsDropIsDroppedInAnyCase() throws IOException {
    Path dump = directory.resolve("host.save");
    Files.writeString(
        dump,
        """
        # ebtables-save
        *filter
        :OUTPUT DROP
        """);
    List<String> lines =
        explained(
                HOST.resolve("default.xml"), HOST.resolve("hoge.xml"), dump, "--from-host", UNKNOWN)
            .lines()
            .limit(3)
            .toList();

    assertEquals(
        List.of(
            "dropped in any case, but how depends on what is not known",
            "if the reply for 192.168.122.50 comes from port vnet2",
            "  port vnet2: dropped by the policy of ebtables, table filter, chain OUTPUT"),
        lines);
  }
}
