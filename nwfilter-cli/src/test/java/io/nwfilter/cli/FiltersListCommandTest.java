package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.dropping;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nwfilter filters list}. */
class FiltersListCommandTest {

  @TempDir private Path directory;

  @Test
  void listsTheStockFilters() {
    assertEquals(
        """
        NAME                     CHAIN    PRIORITY  FROM
        allow-arp                arp          -500  stock
        allow-dhcp               ipv4         -700  stock
        allow-dhcp-server        ipv4         -700  stock
        allow-dhcpv6             ipv6         -600  stock
        """,
        firstLines(5, CommandRun.of("filters", "list").compiled()));
  }

  @Test
  void givenFiltersTakeTheirPlaceAmongThem() {
    Path own = write(directory.resolve("aa.xml"), dropping("aa", "0x88b5"));
    Path arp =
        write(
            directory.resolve("allow-arp.xml"),
            "<filter name='allow-arp' chain='arp' priority='3'/>");
    assertEquals(
        """
        NAME                     CHAIN    PRIORITY  FROM
        aa                       root            0  OWN
        allow-arp                arp             3  ARP
        allow-dhcp               ipv4         -700  stock
        """
            .replace("OWN", own.toString())
            .replace("ARP", arp.toString()),
        firstLines(4, CommandRun.of("filters", "list", "--filters", directory).compiled()));
  }

  @Test
  void aDirectoryThatCannotBeReadIsRefused() {
    assertEquals(
        "/no/such: error: unreadable: cannot be read: there is no such file or directory\n",
        CommandRun.of("filters", "list", "--filters", "/no/such").refused());
  }

  private static String firstLines(int number, String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(0, number)) + "\n";
  }
}
