package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Iterables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeCommandTest {

  private static final Path EXAMPLE = inCheckout("examples/upgrade");
  private static final Path NETWORK = EXAMPLE.resolve("default.xml");
  private static final Path OWN = EXAMPLE.resolve("own.save");

  @TempDir Path directory;

  private static CommandRun upgrade(String from, String to, Object... args) {
    return CommandRun.of(
        Stream.concat(Stream.of("upgrade", "--from", from, "--to", to), Stream.of(args)).toArray());
  }

  private static List<String> linesWith(String word, String text) {
    return text.lines().filter(line -> line.contains(word)).map(String::strip).toList();
  }

  private Path write(String name, String text) {
    return Inputs.write(directory.resolve(name), text);
  }

  @Test
  void nothingChangesForAHostWithoutDifferences() {
    assertEquals(
        new CommandRun(
            0,
            """
            From libvirt 9.0, networks in iptables, to libvirt 11.3, networks in iptables

            Nothing changes for packets.
            """,
            ""),
        upgrade("9.0", "11.3", NETWORK, EXAMPLE.resolve("web.xml")));
  }

  @Test
  void policiesBlockWhereLibvirtHasTablesOfItsOwn() {
    CommandRun run =
        upgrade("9.0", "12.8", "--network-backend", "nftables", "--existing", OWN, NETWORK);

    assertEquals(1, run.status());
    assertEquals("", run.err());
    assertEquals(
        List.of(
            "blocked now: DHCP, network 'default' (virbr0), by the policy of iptables, table"
                + " filter, chain INPUT, "
                + OWN
                + ":3:1",
            "blocked now: DNS, network 'default' (virbr0), by the policy of iptables, table"
                + " filter, chain INPUT, "
                + OWN
                + ":3:1",
            "blocked now: DNS over TCP, network 'default' (virbr0), by the policy of iptables,"
                + " table filter, chain INPUT, "
                + OWN
                + ":3:1",
            "blocked now: connections of guests to the outside, network 'default' (virbr0), by"
                + " the policy of iptables, table filter, chain FORWARD, "
                + OWN
                + ":4:1",
            "blocked now: connections between guests, network 'default' (virbr0), by the policy of"
                + " iptables, table filter, chain FORWARD, "
                + OWN
                + ":4:1"),
        linesWith("blocked", run.out()));
  }

  @Test
  void whatIsRefusedIsNamedWithItsPlace() {
    CommandRun run = upgrade("9.0", "11.3", "--filters", EXAMPLE.resolve("filters"), EXAMPLE);

    assertEquals(1, run.status());
    assertEquals(
        List.of("refused now: machine 'phone', " + EXAMPLE.resolve("phone.xml") + ":1:1"),
        linesWith("refused now", run.out()));
    assertEquals(
        List.of(
            EXAMPLE.resolve("filters/voice.xml")
                + ":2:3: error: refused-by-netfilter: the range from dstportstart 20000 to"
                + " dstportend 10000 is empty (in voice)"),
        linesWith("refused-by-netfilter", run.out()));
    assertEquals(
        List.of("change what libvirt 11.3 refuses, before the upgrade: machine 'phone'"),
        linesWith("change what", run.out()));
  }

  @Test
  void filtersThatNoMachineUsesAreCompiledAlone() {
    CommandRun run = upgrade("9.0", "11.3", EXAMPLE.resolve("filters/voice.xml"));

    assertEquals(
        List.of("refused now: filter 'voice', " + EXAMPLE.resolve("filters/voice.xml") + ":1:1"),
        linesWith("refused now", run.out()));
  }

  @Test
  void whatLibvirtChoosesIsMadeUpForEachMachineAndNetwork() {
    Path one =
        write(
            "one.xml",
            "<network><name>one</name><forward mode='nat'/>"
                + "<ip address='10.1.0.1' netmask='255.255.255.0'/></network>");
    Path two =
        write(
            "two.xml",
            "<network><name>two</name><forward mode='nat'/>"
                + "<ip address='10.2.0.1' netmask='255.255.255.0'/></network>");
    Path first = write("a.xml", guest("a"));
    Path second = write("b.xml", guest("b"));

    CommandRun run =
        upgrade(
            "9.0",
            "12.8",
            "--network-backend",
            "nftables",
            "--existing",
            OWN,
            one,
            two,
            first,
            second);

    assertEquals("", run.err());
    assertEquals(4, linesWith(", network 'one' (virbr0)", run.out()).size(), run.out());
    assertEquals(4, linesWith(", network 'two' (virbr1)", run.out()).size(), run.out());
  }

  private static String guest(String name) {
    return "<domain type='kvm'><name>"
        + name
        + "</name><memory>1</memory><os><type>hvm</type></os><devices>"
        + "<interface type='network'><source network='one'/>"
        + "<filterref filter='no-mac-spoofing'/></interface></devices></domain>";
  }

  @Test
  void formsForReviewsAndProgramsSayTheSame() {
    Object[] args = {
      "--time-limit", "0", "--network-backend", "nftables", "--existing", OWN, NETWORK
    };
    CommandRun markdown =
        upgrade(
            "9.0",
            "12.8",
            Stream.concat(Stream.of("--format", "markdown"), Stream.of(args)).toArray());
    CommandRun sarif =
        upgrade(
            "9.0",
            "12.8",
            Stream.concat(Stream.of("--format", "sarif"), Stream.of(args)).toArray());
    CommandRun json =
        upgrade(
            "9.0", "12.8", Stream.concat(Stream.of("--format", "json"), Stream.of(args)).toArray());

    assertEquals(5, linesWith("- `blocked now:", markdown.out()).size(), markdown.out());
    assertEquals(
        List.of("firewall_backend = \"iptables\""), linesWith("firewall_backend", markdown.out()));
    assertEquals(5, linesWith("\"ruleId\" : \"blocked-after-upgrade\"", sarif.out()).size());
    assertEquals(5, linesWith("\"effect\" : \"blocked\"", json.out()).size());
    assertEquals(List.of(1, 1, 1), List.of(markdown.status(), sarif.status(), json.status()));
  }

  /** What networks and policies do is not placed at a stock filter that has changed, too. */
  @Test
  void sarifPlacesWhatNetworksDoAtThem() {
    String sarif =
        upgrade(
                "9.0",
                "12.8",
                "--format",
                "sarif",
                "--network-backend",
                "nftables",
                "--existing",
                OWN,
                NETWORK,
                EXAMPLE.resolve("web.xml"),
                "--filters",
                EXAMPLE.resolve("filters"))
            .out();

    List<String> elsewhere = new ArrayList<>();
    for (String result : sarif.split("\"ruleId\"", -1)) {
      if (result.contains("logicalLocations")) {
        linesWith("\"text\"", result).stream()
            .filter(line -> !line.contains("is referenced here"))
            .forEach(elsewhere::add);
      }
    }
    assertEquals(1, elsewhere.size(), elsewhere::toString);
    assertTrue(elsewhere.get(0).contains("ether-type 0x835"), elsewhere::toString);
  }

  @Test
  void sarifPlacesWhatAPolicyDropsAtIt() {
    String sarif = example("sarif");

    for (String result : sarif.split("\"ruleId\"", -1)) {
      if (result.contains("from-vm ip from 192.168.122.20 ")) {
        assertTrue(result.contains("own.save"), result);
        assertTrue(result.contains("\"startLine\" : 4"), result);
      }
    }
    assertTrue(sarif.contains("from-vm ip from 192.168.122.20 "), sarif);
    assertEquals(1, linesWith("\"ruleId\" : \"refused-after-upgrade\"", sarif).size());
  }

  /** {@return the report of the documented example in a format} */
  private static String example(String format) {
    return upgrade(
            "9.0",
            "12.8",
            "--format",
            format,
            "--network-backend",
            "nftables",
            "--existing",
            OWN,
            NETWORK,
            EXAMPLE.resolve("web.xml"),
            EXAMPLE.resolve("phone.xml"),
            "--filters",
            EXAMPLE.resolve("filters"))
        .out();
  }

  /** What the text says apart from packets is in the other formats, too, word for word. */
  @Test
  void allFormatsHaveTheSameFacts() {
    String text = example("text");
    String markdown = example("markdown");
    String json = example("json").replace("\\\"", "\"");
    String sarif = example("sarif").replace("\\\"", "\"").replace("\\n", "\n");

    List<String> todo = section(text, "What to do:");
    List<String> assumed = section(text, "Assumed:");
    List<String> guests = section(text, "What guests do:");
    assertTrue(todo.size() > 8 && assumed.size() > 2 && guests.size() > 8, text);
    for (String line : Iterables.concat(todo, assumed, guests, section(text, "Documents:"))) {
      assertTrue(markdown.contains(line), line + "\n" + markdown);
    }
    for (String line : Iterables.concat(todo, assumed)) {
      assertTrue(json.contains(line), line + "\n" + json);
      assertTrue(sarif.contains(line), line + "\n" + sarif);
    }
    for (String line : guests) {
      assertTrue(sarif.contains(line) || line.contains(", from port"), line + "\n" + sarif);
    }
  }

  /** {@return the lines of a part of a text, without colons at their ends} */
  private static List<String> section(String text, String heading) {
    return text.substring(text.indexOf("\n" + heading) + heading.length() + 2)
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .map(line -> line.strip().replaceFirst(":$", ""))
        .toList();
  }

  /** Forges show a result only if it is in a file. */
  @Test
  void sarifNamesAFileForEachResult() {
    CommandRun run =
        upgrade(
            "9.0",
            "12.8",
            "--format",
            "sarif",
            "--network-backend",
            "nftables",
            "--existing",
            OWN,
            NETWORK);
    CommandRun undecided =
        upgrade(
            "9.0",
            "12.8",
            "--format",
            "sarif",
            "--time-limit",
            "0",
            "--network-backend",
            "nftables",
            "--existing",
            OWN,
            NETWORK);

    assertTrue(linesWith("\"ruleId\" : \"newly-dropped\"", run.out()).size() > 1, run.out());
    assertEquals(
        2, linesWith("\"ruleId\" : \"change-undecided\"", undecided.out()).size(), undecided.out());
    for (CommandRun one : List.of(run, undecided)) {
      assertEquals(List.of(), linesWith("logicalLocations", one.out()));
      assertEquals(
          linesWith("\"ruleId\"", one.out()).size(),
          linesWith("\"physicalLocation\"", one.out()).size(),
          one.out());
    }
  }

  private static final String LISTED =
      """
      table ip filter {
      	chain FORWARD {
      		type filter hook forward priority filter; policy drop;
      	}
      }
      table inet fw {
      	chain forward {
      		type filter hook forward priority filter; policy accept;
      		ip saddr 192.168.122.0/24 tcp dport 443 drop
      	}
      }
      table ip libvirt_network {
      	chain forward {
      		type filter hook forward priority filter; policy accept;
      		counter jump guest_output
      	}

      	chain guest_output {
      	}
      }
      """;

  @Test
  void listingsOfNftablesAreTakenNextToDumpsOfTheirTools() {
    Path listed = write("all.nft", LISTED);

    CommandRun run =
        upgrade(
            "9.0",
            "12.8",
            "--time-limit",
            "0",
            "--network-backend",
            "nftables",
            "--existing",
            OWN,
            "--existing",
            listed,
            NETWORK);

    assertEquals(
        List.of(
            "blocked before and after: connections of guests to the outside, network 'default'"
                + " (virbr0), by nft, table inet fw, chain forward, rule 1, "
                + listed
                + ":9:3"),
        linesWith("connections of guests to the outside", run.out()));
    assertEquals(
        List.of(
            listed
                + ": info: table-listed-twice: 'table ip filter' is iptables's, and is taken from"
                + " its own dump"),
        run.err().lines().toList());
    assertUsage(
        "--existing: 'table ip filter' is a table of iptables, ip6tables or ebtables: give what its"
            + " -save prints, too",
        "--from",
        "9.0",
        "--to",
        "11.3",
        "--existing",
        listed,
        NETWORK);
  }

  @Test
  void aNetworkWithoutADocumentIsMissed() {
    CommandRun run = toTables("--existing", OWN, EXAMPLE.resolve("web.xml"));

    assertEquals(1, run.status());
    assertEquals(
        List.of(
            EXAMPLE.resolve("web.xml")
                + ":1:1: warning: network-not-given: machine 'web' is on network 'default', of"
                + " which there is no document: what changes for it is not known"),
        linesWith("network-not-given", run.out()));
  }

  /** What libvirt leaves in nftables for a network, in few words. */
  private static final String TABLE =
      """
      table ip libvirt_network {
      \tchain guest_input {
      \t\toif "virbr0" counter packets 0 bytes 0 reject
      \t}
      }
      table bridge libvirt_nwfilter_ethernet {
      \tchain guests {
      \t\toifname "vnet0" counter packets 0 bytes 0 drop
      \t}
      }
      """;

  private static final String CHAIN =
      """
      # Generated by iptables-save
      *filter
      :INPUT DROP [0:0]
      :FORWARD DROP [0:0]
      :OUTPUT ACCEPT [0:0]
      :LIBVIRT_FWI - [0:0]
      -A LIBVIRT_FWI -o virbr0 -j REJECT
      COMMIT
      """;

  @Test
  void dumpsSayWhichBackendLibvirtHas() {
    Path tables = write("tables.list", TABLE);
    CommandRun run = upgrade("11.3", "12.8", "--existing", tables, "--existing", OWN, NETWORK);

    assertEquals(
        "From libvirt 11.3, networks in nftables, to libvirt 12.8, networks in nftables",
        run.out().lines().findFirst().orElse(""));
    assertEquals(List.of(), linesWith("blocked now", run.out()));
    assertEquals(1, linesWith("tables.list:8:3: warning: filters-in-nftables: ", run.err()).size());
    assertUsage(
        "the dumps have rules of libvirt's networks in iptables and in nftables: give the one that"
            + " libvirt uses with --from-backend",
        "--from",
        "11.3",
        "--to",
        "12.8",
        "--existing",
        tables,
        "--existing",
        write("chain.save", CHAIN),
        NETWORK);
    assertUsage(
        "--from-backend: libvirt 9.0 has no backend nftables",
        "--from",
        "9.0",
        "--to",
        "12.8",
        "--existing",
        tables,
        NETWORK);
  }

  @Test
  void releasesMayHaveTheNumberOfAPatch() {
    assertEquals(0, upgrade("9.0.0", "11.3.0", NETWORK).status());
    assertEquals(
        List.of(
            "Invalid value for option '--to': '10.6.1' is not one of 0.8, 9.0, 11.3, 12.8, which"
                + " are the releases that were seen; the nearest is 11.3, and what differs from it"
                + " is not known"),
        linesWith("10.6.1", upgrade("9.0", "10.6.1", NETWORK).err()));
  }

  @ParameterizedTest
  @CsvSource({"8.0, 9.0", "1.0.5, 9.0", "0.10.2, 0.8", "0.8.8, 0.8", "9.5, 9.0", "13.0, 12.8"})
  void otherReleasesAreRefusedWithTheNearest(String release, String nearest) {
    String said = upgrade("9.0", release, NETWORK).err();

    assertTrue(said.contains("the nearest is " + nearest + ", and what"), said);
  }

  @Test
  void linesForConfigurationFilesAreNotCommands() {
    CommandRun run =
        toTables("--existing", OWN, "--format", "markdown", NETWORK, EXAMPLE.resolve("web.xml"));

    assertEquals(1, linesWith("```ini", run.out()).size());
    assertEquals(
        List.of(
            "- `stock filters are replaced by those of the new release; packages that install them"
                + " only once, as Debian's do, leave those of libvirt 9.0: then the host's own"
                + " files count (--filters /etc/libvirt/nwfilter)`"),
        linesWith("stock filters are", run.out()));
  }

  @Test
  void aDefaultRouteNamesTheInterfaceToTheOutside() {
    Path own =
        write(
            "own.save",
            """
            # Generated by iptables-save
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -i virbr0 -o uplink0 -j ACCEPT
            -A FORWARD -i virbr0 -o virbr0 -j ACCEPT
            -A FORWARD -i other0 -j DROP
            COMMIT
            """);
    CommandRun other = toTables("--route", "0.0.0.0/0=other0", "--existing", own, NETWORK);

    assertEquals(
        List.of(),
        linesWith(
            "blocked now",
            toTables("--route", "0.0.0.0/0=uplink0", "--existing", own, NETWORK).out()));
    assertEquals(
        List.of(
            "blocked now: connections of guests to the outside, network 'default' (virbr0), by the"
                + " policy of iptables, table filter, chain FORWARD, "
                + own
                + ":4:1"),
        linesWith("blocked now", other.out()));
  }

  private static CommandRun toTables(Object... args) {
    return upgrade(
        "9.0",
        "12.8",
        Stream.concat(Stream.of("--network-backend", "nftables"), Stream.of(args)).toArray());
  }

  @Test
  void badUsageIsSaid() {
    assertUsage("Missing required option: '--to=RELEASE'", "--from", "9.0", NETWORK);
    assertUsage(
        "--network-backend: libvirt 9.0 has no backend nftables",
        "--from",
        "9.0",
        "--to",
        "9.0",
        "--network-backend",
        "nftables",
        NETWORK);
    assertUsage(
        "--from-backend: libvirt 0.8 has no backend nftables",
        "--from",
        "0.8",
        "--to",
        "9.0",
        "--from-backend",
        "nftables",
        NETWORK);
    assertUsage(
        "--existing: %s and %s are both of iptables".formatted(OWN, OWN),
        "--from",
        "9.0",
        "--to",
        "11.3",
        "--existing",
        OWN,
        "--existing",
        OWN,
        NETWORK);
  }

  @Test
  void documentsOfOneNetworkAreNamed() {
    assertUsage(
        "FILE: %s and %s both describe network 'default'".formatted(NETWORK, NETWORK),
        "--from",
        "9.0",
        "--to",
        "11.3",
        NETWORK,
        NETWORK);
  }

  @Test
  void optionsThatSayNothingAreNotIgnored() {
    assertUsage(
        "--mac: the guests that are compared are those of documents",
        "--from",
        "9.0",
        "--to",
        "11.3",
        "--mac",
        "vnet9=52:54:00:00:00:09",
        NETWORK);
    assertUsage(
        "--state: states follow from the packets that are tried before",
        "--from",
        "9.0",
        "--to",
        "11.3",
        "--state",
        "NEW",
        NETWORK);
    assertEquals(
        List.of(
            "<command line>: warning: unused-option: --bridge: no network is named other",
            "<command line>: warning: unused-option: --port: no document, rule or other option"
                + " names 'vnet9'",
            "<command line>: warning: unused-option: --set: no rule asks for a set 'some'"),
        upgrade(
                "9.0",
                "11.3",
                "--port",
                "vnet9=virbr0",
                "--bridge",
                "other=virbr3",
                "--set",
                "some=10.0.0.1",
                NETWORK)
            .err()
            .lines()
            .toList());
  }

  private static void assertUsage(String message, Object... args) {
    CommandRun run = CommandRun.of(Stream.concat(Stream.of("upgrade"), Stream.of(args)).toArray());
    assertEquals(2, run.status());
    assertEquals(message, run.err().lines().findFirst().orElse(""));
  }

  @Test
  void badInputIsSaid() {
    CommandRun run = upgrade("9.0", "11.3", directory.resolve("missing.xml"));

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains("missing.xml: error: unreadable"), run.err());
  }

  @Test
  void theListOfReleasesIsPrinted() {
    assertEquals(
        CommandRun.of("compile", "--libvirt", "list").out(),
        CommandRun.of("upgrade", "--from", "list").out());
  }
}
