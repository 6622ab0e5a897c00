package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffCommandTest {

  private static final CommandRun SAME = new CommandRun(0, "", "");
  private static final Path HOST = inCheckout("examples/host");
  private static final String ARP =
      """
      + from-vm arp
          arp who-has 203.0.113.9 tell 192.0.2.10 src-mac 52:54:00:00:00:01, from port vnet0
            before: dropped by ebtables, table nat, chain libvirt-I-vnet0, rule 1
                      -A libvirt-I-vnet0 -p ARP -j DROP
                      OLD:2 some
            now: arrives at port neighbor, port others-virbr0, host
      """;

  @TempDir Path directory;

  private static CommandRun diff(Object... args) {
    return CommandRun.of(Stream.concat(Stream.of("diff", "--quiet"), Stream.of(args)).toArray());
  }

  private Path write(String name, String text) {
    return Inputs.write(directory.resolve(name), text);
  }

  private static String web(String rules) {
    return "<filter name='web'>\n"
        + rules
        + "\n<rule action='drop' direction='in'><all/></rule></filter>";
  }

  private static String accept(String attributes) {
    return "<rule action='accept' direction='in'><tcp " + attributes + "/></rule>";
  }

  @Test
  void whatMeansTheSamePrintsNothing() {
    Path range = write("range.xml", web(accept("dstportstart='80' dstportend='81'")));
    Path single =
        write("single.xml", web(accept("dstportstart='81'") + accept("dstportstart='80'")));

    assertEquals(SAME, diff(range, range));
    assertEquals(SAME, diff(range, single));
  }

  @Test
  void whatIsNewHasAPacketAndBothRules() {
    Path before = write("old.xml", Inputs.dropping("some", "arp"));
    Path after = write("new.xml", "<filter name='some'/>");

    assertEquals(new CommandRun(1, ARP.replace("OLD", before.toString()), ""), diff(before, after));
  }

  @Test
  void parametersAreGivenOrSampled() {
    Path before = write("old.xml", web(accept("dstportstart='$PORT'")));
    Path after = write("new.xml", web(accept("dstportstart='$PORT' srcipaddr='$NET'")));

    assertEquals(
        List.of(
            "web with PORT=1034 NET=192.0.2.11:",
            "- to-vm ip tcp dport 1034 state new from != 192.0.2.11, from port others-virbr0"),
        diff(before, after).out().lines().limit(2).toList());
    assertEquals(
        "- to-vm ip tcp dport 22 state new from != 10.0.0.1, from port others-virbr0",
        diff(before, after, "--parameter", "PORT=22", "--parameter", "NET=10.0.0.1")
            .out()
            .lines()
            .findFirst()
            .orElseThrow());
  }

  @Test
  void directoriesOfFiltersAreComparedByName() {
    write("old/a.xml", Inputs.dropping("a", "arp"));
    write("old/b.xml", Inputs.dropping("b", "arp"));
    write("old/gone.xml", Inputs.dropping("gone", "arp"));
    write("new/a.xml", Inputs.dropping("a", "ipv6"));
    write("new/b.xml", Inputs.dropping("b", "arp"));
    write("new/c.xml", Inputs.dropping("c", "arp"));

    CommandRun run = diff(directory.resolve("old"), directory.resolve("new"));

    assertEquals(1, run.status());
    assertEquals(
        List.of(
            "a:",
            "+ from-vm arp",
            "- from-vm ip6",
            "gone:",
            "not decided: it is only in OLD",
            "c:",
            "not decided: it is only in NEW"),
        run.out().lines().filter(line -> !line.startsWith(" ")).toList());
  }

  @Test
  void theSameMachineByTwoReleases() {
    CommandRun run =
        diff(
            "--filters",
            HOST.resolve("filters"),
            "--with",
            HOST.resolve("default.xml"),
            "--old-libvirt",
            "0.8",
            HOST.resolve("hoge.xml"),
            HOST.resolve("hoge.xml"));

    assertEquals(1, run.status());
    assertTrue(run.out().startsWith("vnet2:\n+ from-vm ip udp "), run.out());
    assertTrue(
        run.out()
            .contains(
                "\n- from-vm ip tcp sport 22,80 state established connection-direction original"),
        run.out());
  }

  @Test
  void filtersOfEachSide() {
    write("old/some.xml", Inputs.dropping("some", "arp"));
    write("new/some.xml", Inputs.dropping("some", "ipv6"));
    Path machine = write("guest.xml", Inputs.domain(Inputs.filterRef("some")));

    CommandRun run =
        diff(
            "--old-filters",
            directory.resolve("old"),
            "--new-filters",
            directory.resolve("new"),
            machine,
            machine);

    assertEquals(1, run.status());
    assertEquals(
        List.of("vnet4:", "+ from-vm arp", "- from-vm ip6"),
        run.out().lines().filter(line -> !line.startsWith(" ")).toList());
  }

  @Test
  void dumpsAreComparedForAnInterface() {
    String head = "# Generated by iptables-save\n*filter\n:FORWARD ACCEPT [0:0]\n";
    Path before = write("old.save", head + "-A FORWARD -p tcp -j DROP\nCOMMIT\n");
    Path after = write("new.save", head + "COMMIT\n");

    CommandRun run = diff(before, after, "--interface", "vnet0");

    assertEquals(1, run.status());
    assertEquals(
        List.of(
            "+ from-vm ip tcp, anywhere but at host",
            "+ from-vm at outside vlan-type 0x800 tcp",
            "+ to-vm ip tcp, from port others-virbr0"),
        run.out().lines().filter(line -> !line.startsWith(" ")).toList());
  }

  @Test
  void markdownHasATable() {
    Path before = write("old.xml", Inputs.dropping("some", "arp"));
    Path after = write("new.xml", "<filter name='some'/>");
    String example = "arp who-has 203.0.113.9 tell 192.0.2.10 src-mac 52:54:00:00:00:01";

    assertEquals(
        new CommandRun(
            1,
            "### `some`\n\n| | packets | such as |\n| --- | --- | --- |\n| newly accepted |"
                + " `from-vm arp` | `"
                + example
                + "` |\n\n<details><summary>Which rules decide</summary>\n\n```diff\n"
                + ARP.replace("OLD", before.toString())
                + "```\n\n</details>\n\n",
            ""),
        diff("--format", "markdown", before, after));
    assertEquals(
        new CommandRun(0, "The rules mean the same.\n", ""),
        diff("--format", "markdown", before, before));
  }

  @Test
  void sarifNamesTheRule() {
    Path before = write("old.xml", "<filter name='some'/>");
    Path after = write("new.xml", Inputs.dropping("some", "arp"));

    CommandRun run = diff("--format", "sarif", before, after);

    assertEquals(1, run.status());
    assertTrue(run.out().contains("\"ruleId\" : \"newly-dropped\""), run.out());
    assertTrue(run.out().contains("\"text\" : \"from-vm arp, such as arp who-has "), run.out());
    assertTrue(run.out().contains("\"startLine\" : 2"), run.out());
  }

  @Test
  void jsonHasBothExplanations() {
    Path before = write("old.xml", "<filter name='some'/>");
    Path after = write("new.xml", Inputs.dropping("some", "arp"));

    CommandRun run = diff("--format", "json", before, after);

    assertEquals(1, run.status());
    assertTrue(
        run.out()
            .startsWith(
                """
                {
                  "version" : 1,
                  "compared" : [
                    {
                      "name" : "some",
                      "same" : false,
                      "changes" : [
                        {
                          "effect" : "dropped",
                          "certainty" : "certain",
                          "direction" : "from-vm",
                          "query" : "from-vm arp",
                """),
        run.out());
    assertTrue(run.out().contains("\"before\" : {"), run.out());
    assertTrue(run.out().contains("\"after\" : {"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filter.xml machine.xml                 | a filter can only be compared with a filter
          machine.xml machine.xml --parameter A=B | --parameter: only filters have parameters from outside
          filter.xml filter.xml --parameter A     | Invalid value for option '--parameter'
          filter.xml                              | Missing required parameter: 'NEW'
          filter.xml filter.xml --format xml      | Invalid value for option '--format'
          """)
  void badUsage(String args, String message) {
    write("filter.xml", Inputs.dropping("some", "arp"));
    write("machine.xml", Inputs.domain(Inputs.filterRef("clean-traffic")));

    CommandRun run =
        diff(
            Stream.of(args.split(" "))
                .map(arg -> arg.endsWith(".xml") ? directory.resolve(arg).toString() : arg)
                .toArray());

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith(message), run.err());
  }

  private Path host(String name, String... machines) {
    Path host = directory.resolve(name);
    for (String machine : machines) {
      Inputs.write(host.resolve("m" + machine.hashCode() + ".xml"), machine);
    }
    return host;
  }

  private static String machine(int number, String filter) {
    return """
    <domain type='kvm'><name>m%1$d</name><memory>1</memory><os><type>hvm</type></os>
    <devices><interface type='bridge'><mac address='52:54:00:00:00:0%1$d'/>
    <source bridge='br0'/><target dev='vnet%1$d'/>%2$s</interface></devices></domain>
    """
        .formatted(
            number,
            filter.isEmpty()
                ? ""
                : "<filterref filter='%s'><parameter name='IP' value='192.168.122.1%d'/></filterref>"
                    .formatted(filter, number));
  }

  /** {@return what is printed of two hosts, without packets and rules} */
  private static String lines(Path before, Path after) {
    CommandRun run = diff(before, after);
    assertEquals("", run.err());
    assertEquals(run.out().isEmpty() ? 0 : 1, run.status());
    return run.out()
        .lines()
        .filter(line -> !line.startsWith(" "))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void aMachineThatLosesItsFilterIsOpen() {
    Path before = host("old", machine(1, "clean-traffic"), machine(2, "no-ip-spoofing"));
    Path after = host("new", machine(1, "clean-traffic"), machine(2, ""));

    assertEquals(
        """
        vnet2:
        it has no filter in NEW any more: without one, all passes that other rules of the host let\
         through
        + from-vm ip from != 192.168.122.12 not (udp from 0.0.0.0)
        """,
        lines(before, after));
    assertEquals(
        """
        vnet2:
        it has a filter in NEW only: without one, all passes that other rules of the host let\
         through
        - from-vm ip from != 192.168.122.12 not (udp from 0.0.0.0)
        """,
        lines(after, before));
  }

  @Test
  void aMachineThatIsAddedChangesNothingForOthers() {
    Path before = host("old", machine(1, "clean-traffic"), machine(2, ""));
    Path after =
        host("new", machine(1, "clean-traffic"), machine(2, ""), machine(3, "no-ip-spoofing"));
    Path open = host("open", machine(1, "clean-traffic"), machine(2, ""), machine(3, ""));

    assertEquals(
        """
        vnet3:
        it is only in NEW: what follows is what its filter changes for a machine without one
        - from-vm ip from != 192.168.122.13 not (udp from 0.0.0.0)
        """,
        lines(before, after));
    assertEquals(
        """
        vnet3:
        it is only in OLD: what follows is what its filter changes for a machine without one
        + from-vm ip from != 192.168.122.13 not (udp from 0.0.0.0)
        """,
        lines(after, before));
    assertEquals(
        """
        vnet3:
        it is only in NEW, without a filter: all passes that other rules of the host let through
        """,
        lines(before, open));
  }

  @Test
  void aSingleMachineMayLoseItsFilter() {
    Path before = write("old.xml", machine(1, "no-ip-multicast"));
    Path after = write("new.xml", machine(1, ""));

    assertEquals(
        """
        vnet1:
        it has no filter in NEW any more: without one, all passes that other rules of the host let\
         through
        + from-vm ip to 224.0.0.0/4
        """,
        lines(before, after));
    assertTrue(diff(after, after).err().contains("no interface has a filter"));
  }

  private static String network(String mode) {
    return "<network><name>default</name><bridge name='virbr7'/><forward mode='"
        + mode
        + "'/><ip address='192.168.122.1' netmask='255.255.255.0'/></network>";
  }

  @Test
  void theBridgeOfTheOnlyNetworkNeedsNoOption() {
    Path before = write("old.xml", network("nat"));
    Path after = write("new.xml", network("route"));

    CommandRun run = CommandRun.of("diff", before, after, "--interface", "vnet1");

    assertEquals(1, run.status());
    assertTrue(run.out().startsWith("+ "), run.out());
    assertEquals(
        """
        --interface: info: guest-assumed: 'vnet1' is taken as a port of 'virbr7': --port says\
         otherwise
        --interface: info: guest-assumed: the guest at 'vnet1' is taken to have 02:00:00:00:00:03:\
         --mac says otherwise
        """,
        run.err());
    assertEquals(
        run.out(), diff(before, after, "--interface", "vnet1", "--port", "vnet1=virbr7").out());
  }

  @Test
  void badInputIsAnErrorOfItsOwn() {
    Path broken = write("broken.xml", "<filter name='some'>");
    Path filter = write("filter.xml", Inputs.dropping("some", "arp"));

    CommandRun run = diff(broken, filter);

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains("broken.xml:1"), run.err());
  }

  @Test
  void comparisonsEndWhenTheTimeIsOver() {
    Path before = write("old.xml", Inputs.dropping("some", "arp"));
    Path after = write("new.xml", "<filter name='some'/>");

    assertEquals(
        new CommandRun(1, "not decided: the analysis takes longer than 0 s\n", ""),
        diff(before, after, "--time-limit", "0"));
    assertEquals(
        new CommandRun(1, ARP.replace("OLD", before.toString()), ""),
        diff(before, after, "--time-limit", "1000"));
  }
}
