package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters as a script of nftables on the command line. */
class CompileNftTest {

  private static final String NETWORK =
      "<network><name>lab</name><bridge name='virbr1'/><ip address='10.0.1.1' prefix='24'/>"
          + "</network>";

  @TempDir private Path directory;
  private Path guest;
  private Path network;
  private Path filters;

  @BeforeEach
  void documents() {
    guest = directory.resolve("guest.xml");
    network = directory.resolve("lab.xml");
    filters = directory.resolve("filters");
    write(guest, domain(filterRef("web")));
    write(network, NETWORK);
    filter("<rule action='drop' direction='in'><tcp dstportstart='25'/></rule>");
  }

  private void filter(String rules) {
    write(filters.resolve("web.xml"), "<filter name='web'>\n" + rules + "\n</filter>\n");
  }

  private CommandRun compile(Object... words) {
    Object[] all = new Object[words.length + 4];
    all[0] = "compile";
    all[1] = "--format=nft";
    all[2] = "--filters";
    all[3] = filters;
    System.arraycopy(words, 0, all, 4, words.length);
    return CommandRun.of(all);
  }

  private static String chain(CommandRun run, String name) {
    int start = run.out().indexOf("\tchain " + name + " {");
    return start < 0 ? "" : run.out().substring(start, run.out().indexOf("\t}", start));
  }

  @Test
  void filtersAreTables() {
    CommandRun run = compile(guest);

    assertEquals(0, run.status(), run.err());
    assertEquals(
        "\tchain FO-vnet4-ipv4 {\n\t\ttcp dport 25 drop comment \""
            + filters.resolve("web.xml")
            + ":2 web\"\n",
        chain(run, "FO-vnet4-ipv4"));
    assertFalse(run.out().contains("hook output"));
  }

  @Test
  void whatIsRoutedIsFilteredOnRequest() {
    String script = compile("--filter-routed", guest).out();

    assertTrue(
        script.contains(
            """
            \tmap routed-to-guest {
            \t\ttype ether_type . ifname : verdict
            \t\telements = { ip . "vnet4" : jump FO-vnet4-ipv4 }
            \t}
            """),
        script);
    assertTrue(script.contains("hook output"), script);
  }

  @Test
  void onlyWhatHoldsForTheTablesIsSaid() {
    filter(
        "<rule action='drop' direction='in'><tcp dstportstart='25'/></rule>\n"
            + "<rule action='drop' direction='out'><mac comment='all frames'/></rule>");
    write(
        guest,
        domain(filterRef("web"))
            .replace("type='bridge'", "type='network'")
            .replace("bridge='br0'", "network='lab'"));

    String iptables = CommandRun.of("compile", "--filters", filters, guest).err();
    CommandRun tables = compile(guest);
    CommandRun more = compile("--filter-routed", guest);

    assertTrue(iptables.contains("comment-not-rendered: "), iptables);
    assertTrue(iptables.contains("and none at all while net.bridge.bridge-nf-call"), iptables);
    assertTrue(
        chain(tables, "libvirt-I-vnet4")
            .contains(
                "drop comment \"%s:3 web (all frames)\"\n".formatted(filters.resolve("web.xml"))),
        tables.out());
    assertEquals(
        List.of("mirrored", "nft-accept-not-final", "not-filtered-when-routed"), codes(tables));
    assertTrue(tables.err().contains("sends or routes to it (--filter-routed,"), tables.err());
    assertEquals(codes(tables), codes(compile("--libvirt", "0.8", guest)));
    assertEquals(List.of("mirrored", "nft-accept-not-final"), codes(more));
  }

  @Test
  void whatIsNotFilteredIsSaidOnceAlsoIfThereAreNoTables() {
    filter(
        "<rule action='drop' direction='in' priority='200'><tcp/></rule>\n"
            + "<rule action='accept' direction='in' priority='100' statematch='false'><tcp"
            + " dstportstart='443'/></rule>\n"
            + "<rule action='reject' direction='in' priority='150' statematch='false'><tcp"
            + " dstportstart='23'/></rule>\n"
            + "<rule action='reject' direction='out' priority='200' statematch='false'><udp"
            + " dstportstart='123'/></rule>");
    write(
        guest,
        domain(filterRef("web"))
            .replace("type='bridge'", "type='network'")
            .replace("bridge='br0'", "network='lab'"));

    CommandRun run = compile("--libvirt", "0.8", guest);

    assertTrue(run.err().contains("error: nft-inexpressible: "), run.err());
    assertEquals(
        1,
        run.err().lines().filter(line -> line.contains(" not-filtered-when-routed: ")).count(),
        run.err());
  }

  /** {@return the codes of warnings, in the order in which they are printed} */
  private static List<String> codes(CommandRun run) {
    return run.err()
        .lines()
        .map(line -> line.replaceFirst(".*: (?:warning|info): ([a-z-]+): .*", "$1"))
        .toList();
  }

  @Test
  void rulesCountOnRequest() {
    assertTrue(
        chain(compile("--counters", guest), "FO-vnet4-ipv4").contains("dport 25 counter drop"));
  }

  @Test
  void whatNftablesCannotAskForIsRefused() {
    filter("<rule action='drop' direction='in'><tcp connlimit-above='3'/></rule>");

    CommandRun run = compile(guest);

    assertEquals(1, run.status());
    assertEquals("", run.out());
    assertTrue(
        run.err().contains(":2:1: error: nft-inexpressible: nftables cannot ask for the number"),
        run.err());
  }

  @Test
  void networksInIptablesAreBadUsage() {
    for (CommandRun run :
        new CommandRun[] {
          CommandRun.of("compile", "--format=nft", network), compile(network, guest)
        }) {
      assertEquals(2, run.status());
      assertEquals("", run.out());
      assertTrue(run.err().contains("--network-backend nftables"), run.err());
    }
  }

  @Test
  void networksInNftablesAreInTheSameScript() {
    CommandRun run = compile("--libvirt=11.3", "--network-backend=nftables", network, guest);

    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("table ip libvirt_network {"));
    assertTrue(run.out().contains("delete table ip libvirt_network\n"));
    assertTrue(run.out().contains("table bridge nwfilter {"));
    assertTrue(
        run.err()
            .contains(
                network
                    + ":1:1: info: nft-networks-replaced: the tables of networks get the rules of"
                    + " 'lab' and no others\n"),
        run.err());
  }

  @Test
  void withoutFiltersTheTablesAreDeleted() {
    write(guest, domain(""));

    CommandRun run = compile(guest);

    assertEquals(
        """
        table bridge nwfilter
        delete table bridge nwfilter
        table bridge nwfilter-unseen
        delete table bridge nwfilter-unseen
        table inet nwfilter
        delete table inet nwfilter
        """,
        run.out());
    assertEquals(
        guest
            + ":1:1: warning: nft-no-filters: no interface has rules: the script deletes the"
            + " filters that are there\n",
        run.err());
  }
}
