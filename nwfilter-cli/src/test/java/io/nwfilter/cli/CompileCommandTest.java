package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.dropping;
import static io.nwfilter.cli.Inputs.filter;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options mean, and what goes to which of the two outputs. */
class CompileCommandTest {

  private static final String DIAGNOSTIC =
      "\\S+:\\d+:\\d+: (warning|error): [a-z][a-z0-9]*(-[a-z0-9]+)*: \\S.*";

  @TempDir private Path directory;
  private Path guest;
  private Path filters;

  @BeforeEach
  void paths() {
    guest = directory.resolve("guest.xml");
    filters = directory.resolve("filters");
  }

  @Test
  void aFamilyWithoutRulesHasNoText() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    assertEquals("", CommandRun.of("compile", "--format=iptables-restore", guest).compiled());
    assertEquals("", CommandRun.of("compile", "--format=ip6tables-restore", guest).compiled());
  }

  @Test
  void headingsTellWhichFamiliesHaveNoRules() {
    write(guest, domain(""));
    assertEquals(
        """
        # iptables-restore: no rules
        # ip6tables-restore: no rules
        # ebtables-restore: no rules
        """,
        CommandRun.of("compile", guest).compiled());
  }

  @Test
  void theTextUnderAHeadingIsTheTextForTheTool() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    String text = CommandRun.of("compile", "--format", "ebtables-restore", guest).compiled();
    assertTrue(text.startsWith("*nat\n"), text);
    assertTrue(text.endsWith("\nCOMMIT\n"), text);
    assertEquals(
        """
        # iptables-restore: no rules
        # ip6tables-restore: no rules
        # ebtables-restore
        """
            + text,
        CommandRun.of("compile", guest).compiled());
  }

  @Test
  void aListingHasTheRulesOfAllFamiliesUnderHeadings() {
    write(guest, domain(filterRef("f")));
    write(filters.resolve("f.xml"), dropping("f", "0x88b5"));
    String listing =
        """
        # iptables: no rules
        # ip6tables: no rules
        # ebtables
        Bridge table: nat

        Bridge chain: PREROUTING, entries: 1, policy: ACCEPT
        -i vnet4 -j libvirt-I-vnet4

        Bridge chain: OUTPUT, entries: 0, policy: ACCEPT

        Bridge chain: POSTROUTING, entries: 0, policy: ACCEPT

        Bridge chain: libvirt-I-vnet4, entries: 1, policy: ACCEPT
        -p 0x88b5 -j DROP
        """;
    assertEquals(
        listing,
        CommandRun.of("compile", "--format=listing", "--filters", filters, guest).compiled());
    assertEquals(
        listing.replaceAll("(?m)^-", "1 -"),
        CommandRun.of("compile", "--format=listing", "--line-numbers", "--filters", filters, guest)
            .compiled());
  }

  @Test
  void rulesAreExplainedByTheirOrigins() {
    write(guest, domain(filterRef("f")));
    Path outer = write(filters.resolve("f.xml"), filter("f", "<filterref filter='g'/>"));
    Path inner =
        write(
            filters.resolve("g.xml"),
            filter("g", "<rule action='accept' direction='out'><tcp dstportstart='25'/></rule>"));
    String explained =
        CommandRun.of(
                "compile",
                "--explain-origin",
                "--format=iptables-restore",
                "--filters",
                outer.getParent(),
                guest)
            .compiled();
    String plain =
        CommandRun.of("compile", "--format=iptables-restore", "--filters", outer.getParent(), guest)
            .compiled();
    assertEquals(plain, explained.replaceAll("(?m)^# .*\n", ""));
    for (String line : explained.lines().filter(one -> one.startsWith("-")).toList()) {
      String origin =
          line.startsWith("-I ")
              ? "no single origin"
              : line.contains("libvirt-") ? guest + ":4" : inner + ":2 f → g";
      assertTrue(explained.contains("\n# " + origin + "\n" + line + "\n"), explained);
    }
  }

  @Test
  void aBindingIsCompiledLikeTheDomainOfItsInterface() {
    write(guest, domain(filterRef("clean-traffic", "IP=192.0.2.21")));
    Path binding =
        write(
            directory.resolve("binding.xml"),
            """
            <filterbinding>
              <owner>
                <name>guest</name>
                <uuid>6f3c0c5e-91ab-4f0e-8d27-0d3b52c1a7e9</uuid>
              </owner>
              <portdev name='vnet4'/>
              <mac address='52:54:00:0a:0b:0c'/>
              <filterref filter='clean-traffic'>
                <parameter name='IP' value='192.0.2.21'/>
              </filterref>
            </filterbinding>
            """);
    String rules = CommandRun.of("compile", binding).compiled();
    assertTrue(rules.contains("--ip-source 192.0.2.21 "), rules);
    assertEquals(CommandRun.of("compile", guest).compiled(), rules);
  }

  @Test
  void warningsGoToStandardErrorAndLeaveTheRulesAlone() {
    write(guest, domain(filterRef("f")));
    write(filters.resolve("f.xml"), filter("f", rejecting("")));
    CommandRun run = CommandRun.of("compile", "--filters", filters, guest);
    String rules = run.compiledWithWarnings();
    assertEquals(
        filters.resolve("f.xml") + ":2:3: warning: reject-is-drop",
        run.err().substring(0, run.err().indexOf(": the ")));
    assertTrue(run.err().strip().matches(DIAGNOSTIC), run.err());
    assertFalse(rules.contains("warning"), rules);

    write(filters.resolve("f.xml"), filter("f", rejecting("").replace("reject", "drop")));
    assertEquals(rules, CommandRun.of("compile", "--filters", filters, guest).compiled());
  }

  @Test
  void whatIsIgnoredInADocumentIsSaid() {
    write(guest, domain(filterRef("f")));
    write(filters.resolve("f.xml"), filter("f", rejecting("colour='red'").replace("ject", "turn")));
    CommandRun run = CommandRun.of("compile", "--filters", filters, guest);
    run.compiledWithWarnings();
    assertTrue(
        run.err()
            .startsWith(
                filters.resolve("f.xml") + ":2:3: warning: attribute-ignored: colour='red'"),
        run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void oneWarningOfAFilterThatManyUseIsPrintedOnce() {
    write(filters.resolve("f.xml"), filter("f", rejecting("")));
    write(guest, domain(filterRef("f")));
    Path other =
        write(directory.resolve("other.xml"), domain(filterRef("f")).replace("vnet4", "vnet5"));
    CommandRun run = CommandRun.of("compile", "--filters", filters, guest, other);
    run.compiledWithWarnings();
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void oneBadFileOfSeveralLeavesStandardOutputEmpty() {
    write(filters.resolve("f.xml"), filter("f", rejecting("")));
    write(guest, domain(filterRef("f")));
    Path bad = write(directory.resolve("bad.xml"), "<domain>\n  <name>");
    CommandRun run = CommandRun.of("compile", "--filters", filters, guest, bad);
    run.refused();
    assertEquals(2, run.err().lines().count(), run.err());
    run.err().lines().forEach(line -> assertTrue(line.matches(DIAGNOSTIC), line));
    assertTrue(run.err().lines().findFirst().orElseThrow().contains(": warning: "), run.err());
    assertTrue(run.err().contains("\n" + bad + ":2:8: error: xml-syntax: "), run.err());
  }

  @Test
  void aGivenFilterWinsOverTheStockFilterOfItsName() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    write(filters.resolve("no-mac-spoofing.xml"), dropping("no-mac-spoofing", "0x88b5"));
    String stock = CommandRun.of("compile", guest).compiled();
    String given = CommandRun.of("compile", "--filters", filters, guest).compiled();
    assertFalse(stock.contains("0x88b5"), stock);
    assertTrue(stock.contains("-s 52:54:00:0a:0b:0c "), stock);
    assertTrue(given.contains("-A libvirt-I-vnet4 -p 0x88b5 -j DROP\n"), given);
    assertFalse(given.contains("-s 52:54:00:0a:0b:0c "), given);
  }

  @Test
  void aGivenFilterWinsInsideStockFiltersToo() {
    write(guest, domain(filterRef("clean-traffic", "IP=192.0.2.22")));
    write(filters.resolve("no-mac-spoofing.xml"), dropping("no-mac-spoofing", "0x88b6"));
    String rules = CommandRun.of("compile", "--filters", filters, guest).compiled();
    assertTrue(rules.contains("-p 0x88b6 -j DROP\n"), rules);
    assertTrue(rules.contains("--ip-source 192.0.2.22 "), rules);
  }

  @Test
  void ofTwoDirectoriesTheLaterWins() {
    write(guest, domain(filterRef("f")));
    Path one = write(directory.resolve("one/f.xml"), dropping("f", "0x88b5")).getParent();
    Path two = write(directory.resolve("two/f.xml"), dropping("f", "0x88b6")).getParent();
    String twoLast = CommandRun.of("compile", "--filters", one, "--filters", two, guest).compiled();
    String oneLast = CommandRun.of("compile", "--filters", two, "--filters", one, guest).compiled();
    assertTrue(twoLast.contains("0x88b6") && !twoLast.contains("0x88b5"), twoLast);
    assertTrue(oneLast.contains("0x88b5") && !oneLast.contains("0x88b6"), oneLast);
  }

  @Test
  void filtersOfTwoDirectoriesReferToEachOther() {
    write(guest, domain(filterRef("f")));
    Path one =
        write(directory.resolve("one/f.xml"), filter("f", "<filterref filter='g'/>")).getParent();
    Path two = write(directory.resolve("two/g.xml"), dropping("g", "0x88b6")).getParent();
    String rules = CommandRun.of("compile", "--filters", one, "--filters", two, guest).compiled();
    assertTrue(rules.contains("-p 0x88b6 -j DROP\n"), rules);
    assertEquals(
        rules, CommandRun.of("compile", "--filters", two, "--filters", one, guest).compiled());
  }

  @Test
  void aMisnamedFileIsSkippedAndMattersIfItIsNeeded() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    Path misnamed = write(filters.resolve("any-name.xml"), dropping("f", "0x88b5"));
    String skipped =
        misnamed
            + ":1:1: warning: file-skipped: the file is skipped, as libvirt does: misnamed-file:"
            + " the file must be named 'f.xml' after its filter, or the filter 'any-name' after its"
            + " file";
    CommandRun unused = CommandRun.of("compile", "--filters", filters, guest);
    assertEquals(CommandRun.of("compile", guest).compiled(), unused.compiledWithWarnings());
    assertEquals(skipped, unused.err().strip().replaceAll("; .*", ""));

    write(guest, domain(filterRef("f")));
    String needed = CommandRun.of("compile", "--filters", filters, guest).refused();
    assertTrue(
        needed.contains(
            guest
                + ":8:7: error: unknown-filter: filter 'f' is not defined; its definition is"
                + " skipped, as libvirt does: "
                + misnamed
                + ":1:1: "),
        needed);
  }

  @Test
  void aFileByItselfMayHaveAnyName() {
    write(guest, domain(filterRef("f")));
    Path file = write(filters.resolve("any-name"), dropping("f", "0x88b5"));
    String rules = CommandRun.of("compile", "--filters", file, guest).compiled();
    assertTrue(rules.contains("-p 0x88b5 -j DROP\n"), rules);
  }

  @Test
  void onlyFilesNamedXmlOfADirectoryAreRead() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    write(filters.resolve("no-mac-spoofing.xml.orig"), "no filter at all");
    write(filters.resolve("deeper.xml/no-mac-spoofing.xml"), "no filter at all");
    assertEquals(
        CommandRun.of("compile", guest).compiled(),
        CommandRun.of("compile", "--filters", filters, guest).compiled());
  }

  @Test
  void targetDevNamesAnInterfaceWithoutOne() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    String named = CommandRun.of("compile", guest).compiled();
    write(guest, domain(filterRef("no-mac-spoofing")).replace("<target dev='vnet4'/>", ""));
    assertEquals(
        named,
        CommandRun.of("compile", "--target-dev", "52:54:00:0A:0B:0C=vnet4", guest).compiled());
  }

  @Test
  void targetDevIsForOneInterfaceOnly() {
    write(guest, domain(filterRef("no-mac-spoofing")).replace("<target dev='vnet4'/>", ""));
    String error =
        CommandRun.of("compile", "--target-dev", "52:54:00:0a:0b:0d=vnet4", guest).refused();
    assertTrue(error.startsWith(guest + ":4:5: error: missing-target-dev: "), error);
    assertTrue(error.contains("52:54:00:0a:0b:0c"), error);
  }

  @Test
  void theDomainsOwnTargetDevWins() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    assertEquals(
        CommandRun.of("compile", guest).compiled(),
        CommandRun.of("compile", "--target-dev=52:54:00:0a:0b:0c=vnet9", guest).compiled());
  }

  @Test
  void withoutAnAddressThereAreInterimRulesAndAWarning() {
    write(guest, domain(filterRef("clean-traffic")));
    CommandRun run = CommandRun.of("compile", guest);
    String rules = run.compiledWithWarnings();
    assertTrue(run.err().startsWith(guest + ":4:5: warning: interim-rules: "), run.err());
    assertTrue(run.err().contains("vnet4"), run.err());
    assertTrue(run.err().contains("clean-traffic"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(rules.contains("vnet4"), rules);
    assertFalse(rules.contains("--ip-source"), rules);
  }

  @Test
  void interimRulesWhileAnAddressIsLearnedByDhcp() {
    write(guest, domain(filterRef("clean-traffic", "CTRL_IP_LEARNING=dhcp")));
    CommandRun run = CommandRun.of("compile", guest);
    String rules = run.compiledWithWarnings();
    assertTrue(run.err().startsWith(guest + ":4:5: warning: interim-rules: "), run.err());
    assertTrue(run.err().contains("(dhcp)"), run.err());
    assertTrue(rules.contains("--ip-source-port 68 --ip-destination-port 67"), rules);
  }

  @Test
  void learnedAddressesMakeTheRulesReal() {
    write(guest, domain(filterRef("clean-traffic", "IP=192.0.2.23", "IP=192.0.2.24")));
    String given = CommandRun.of("compile", guest).compiled();
    write(guest, domain(filterRef("clean-traffic")));
    String learned =
        CommandRun.of(
                "compile", "--learned", "vnet4=192.0.2.23", "--learned", "vnet4=192.0.2.24", guest)
            .compiled();
    assertTrue(learned.contains("--ip-source 192.0.2.23 "), learned);
    assertEquals(given, learned);
  }

  @Test
  void learnedAddressesOfAnotherInterfaceDoNotCount() {
    write(guest, domain(filterRef("clean-traffic")));
    CommandRun run = CommandRun.of("compile", "--learned", "vnet44=192.0.2.23", guest);
    assertEquals(CommandRun.of("compile", guest).out(), run.out());
    assertTrue(run.err().contains("--learned: no interface is named vnet44"), run.err());
  }

  @Test
  void aNameForAMacThatNoInterfaceHasIsSaid() {
    write(guest, domain(filterRef("clean-traffic", "IP=192.0.2.28")));
    CommandRun run = CommandRun.of("compile", "--target-dev", "52:54:00:77:66:55=tap9", guest);
    assertEquals(0, run.status());
    assertTrue(run.err().contains("no interface has the MAC address 52:54:00:77:66:55"), run.err());
  }

  @Test
  void filtersThatIncludeEachOtherBeyondAllMeasureAreRefused() {
    Path bombs = directory.resolve("bombs");
    for (int i = 0; i < 26; i++) {
      String next = "<filterref filter='bomb" + (i + 1) + "'/>";
      write(
          bombs.resolve("bomb" + i + ".xml"),
          "<filter name='bomb" + i + "'>" + (i < 25 ? next + next : "") + "</filter>");
    }
    write(guest, domain(filterRef("bomb0", "IP=192.0.2.29")));
    String error = CommandRun.of("compile", "--filters", bombs, guest).refused();
    assertTrue(error.contains(": error: too-many-filters: filter 'bomb0' includes"), error);
  }

  @Test
  void filtersThatIncludeEachOtherTooDeeplyAreRefused() {
    Path chain = directory.resolve("chain");
    for (int i = 0; i < 300; i++) {
      write(
          chain.resolve("link" + i + ".xml"),
          "<filter name='link" + i + "'><filterref filter='link" + (i + 1) + "'/></filter>");
    }
    write(guest, domain(filterRef("link0", "IP=192.0.2.30")));
    String error = CommandRun.of("compile", "--filters", chain, guest).refused();
    assertTrue(error.contains(": error: too-many-filters: "), error);
  }

  @Test
  void theDomainsOwnAddressWins() {
    write(guest, domain(filterRef("clean-traffic", "IP=192.0.2.25")));
    assertEquals(
        CommandRun.of("compile", guest).compiled(),
        CommandRun.of("compile", "--learned", "vnet4=192.0.2.26", guest).compiled());
  }

  @Test
  void whereNothingIsLearnedAMissingAddressIsAnError() {
    write(guest, domain(filterRef("clean-traffic", "CTRL_IP_LEARNING=none")));
    String error = CommandRun.of("compile", guest).refused();
    assertTrue(error.startsWith("stock:no-arp-ip-spoofing: error: unresolved-variable: "), error);
    assertTrue(error.contains("IP has no value, and CTRL_IP_LEARNING is none (in "), error);
    assertTrue(
        CommandRun.of("compile", "--learned", "vnet4=192.0.2.27", guest)
            .compiled()
            .contains("--ip-source 192.0.2.27 "));
  }

  @Test
  void anInterfaceThatLibvirtDoesNotFilterIsWarnedOfAndHasNoRules() {
    write(guest, domain(filterRef("no-mac-spoofing")).replace("'bridge'>", "'user'>"));
    CommandRun run = CommandRun.of("compile", guest);
    assertEquals(
        """
        # iptables-restore: no rules
        # ip6tables-restore: no rules
        # ebtables-restore: no rules
        """,
        run.compiledWithWarnings());
    assertEquals(
        guest
            + ":4:5: warning: unfiltered-interface: libvirt drops the filter 'no-mac-spoofing' of"
            + " an interface of the type 'user', so that nothing filters it; connect the interface"
            + " by a virtual network, a bridge or a tap device, or remove the filter, which"
            + " protects nothing\n",
        run.err());
  }

  @Test
  void unknownLearningIsAnError() {
    write(guest, domain(filterRef("clean-traffic", "CTRL_IP_LEARNING=arp")));
    String error = CommandRun.of("compile", guest).refused();
    assertTrue(
        error.startsWith(guest + ":8:7: error: illegal-ip-learning: CTRL_IP_LEARNING 'arp' "),
        error);
  }

  @Test
  void asWrittenAnAddressThatLibvirtMisreadsIsAnError() {
    write(guest, domain(filterRef("no-mac-spoofing")).replace("0b:0c'", "0b:0c x'"));
    CommandRun run = CommandRun.of("compile", guest);
    assertTrue(run.compiledWithWarnings().contains("-s 52:54:00:0a:0b:0c "), run.out());
    assertTrue(run.err().startsWith(guest + ":5:7: warning: value-misread: "), run.err());
    String error = CommandRun.of("compile", "--semantics=written", guest).refused();
    assertTrue(
        error.startsWith(guest + ":5:7: error: not-as-written: value-misread in libvirt: "), error);
  }

  @Test
  void theSameFileTwiceHasOneInterfaceTwice() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    String error = CommandRun.of("compile", guest, guest).refused();
    assertTrue(error.startsWith(guest + ":4:5: error: duplicate-interface: "), error);
    assertTrue(error.contains("'vnet4'"), error);
  }

  @Test
  void theSameInterfaceInTwoFilesIsReportedInTheSecond() {
    write(guest, domain(filterRef("no-mac-spoofing")));
    Path other =
        write(
            directory.resolve("other.xml"),
            "\n\n" + domain(filterRef("no-ip-spoofing", "IP=192.0.2.28")));
    String error = CommandRun.of("compile", guest, other).refused();
    assertTrue(error.startsWith(other + ":6:5: error: duplicate-interface: "), error);
    assertTrue(error.contains("'vnet4'"), error);
  }

  @Test
  void theSameInterfaceTwiceInOneDomain() {
    String one = domain(filterRef("no-mac-spoofing"));
    String nic = one.substring(one.indexOf("    <interface"), one.indexOf("  </devices>"));
    write(guest, one.replace(nic, nic + nic.replace("0b:0c", "0b:0d")));
    String error = CommandRun.of("compile", guest).refused();
    assertTrue(error.startsWith(guest + ":10:5: error: duplicate-interface: "), error);
    assertTrue(error.contains("'vnet4'"), error);
  }

  @Test
  void aFilterAsFileIsAnErrorThatSaysWhatToDo() {
    Path moge = inCheckout("examples/filters/moge.xml");
    String error = CommandRun.of("compile", moge).refused();
    assertTrue(error.startsWith(moge + ":1:1: error: wrong-root: "), error);
    assertTrue(error.contains("--filters"), error);
    assertTrue(error.contains("<domain> or <filterbinding>"), error);
    assertTrue(error.strip().matches(DIAGNOSTIC), error);
  }

  private static String rejecting(String attributes) {
    return "<rule action='reject' direction='in' " + attributes + "><mac/></rule>";
  }

  @Test
  void aFilterMayComeFromStandardInput() {
    Path guest = write(directory.resolve("guest.xml"), domain(filterRef("web")));
    CommandRun run =
        CommandRun.reading(dropping("web", "0x88b5"), "compile", "--filters", "-", guest);

    assertTrue(run.compiled().contains(" -p 0x88b5 -j DROP\n"), run.out());
    for (String[] args :
        new String[][] {
          {"compile", "--filters", "-", "-"},
          {"check", "--filters", "-", "-"},
          {"filters", "list", "--filters", "-", "--filters", "-"},
          {"filterref", "set", "--number", "1", "--filter", "web", "--filters", "-", "-"},
        }) {
      assertEquals(
          "standard input can be read only once",
          CommandRun.of((Object[]) args).err().lines().findFirst().orElseThrow());
    }
  }

  @Test
  void aFilterMayComeFromAPipe() throws Exception {
    Path guest = write(directory.resolve("guest.xml"), domain(filterRef("web")));
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Thread writer = new Thread(() -> write(pipe, dropping("web", "0x88b5")));
    writer.setDaemon(true);
    writer.start();

    String compiled = CommandRun.of("compile", "--filters", pipe, guest).compiled();

    assertTrue(compiled.contains(" -p 0x88b5 -j DROP\n"), compiled);
  }
}
