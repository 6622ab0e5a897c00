package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filter;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.diagnostic.LoweringCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code nwfilter check} prints what there is to say, and nothing else. */
class CheckCommandTest {

  private static final String REJECT =
      "<rule action='reject' direction='in'><mac protocolid='0x88b5'/></rule>";
  private static final String REJECTED =
      "reject-is-drop: "
          + LoweringCode.REJECT_IS_DROP.happens()
          + " (in f); "
          + LoweringCode.REJECT_IS_DROP.advice();
  private static final String ON_NETWORK =
      """
      <domain>
        <name>guest</name>
        <devices>
          <interface type='network'>
            <mac address='52:54:00:00:00:01'/>
            <source network='default'/>
            <target dev='vnet0'/>
            <filterref filter='f'><parameter name='IP' value='10.1.2.3'/></filterref>
          </interface>
        </devices>
      </domain>
      """;
  private static final String GOOD = "<rule action='drop' direction='in'/>";

  @TempDir private Path directory;

  private Path file(String name, String text) {
    return write(directory.resolve(name), text);
  }

  /** Runs the command; the directory is left out of what it prints. */
  private CommandRun check(Object... args) {
    Object[] all = new Object[args.length + 1];
    all[0] = "check";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandRun run = CommandRun.of(all);
    return new CommandRun(run.status(), run.out().replace(directory + "/", ""), run.err());
  }

  private static CommandRun clean() {
    return new CommandRun(0, "", "");
  }

  private static CommandRun failed(String out) {
    return new CommandRun(1, out, "");
  }

  private static CommandRun warned(String out) {
    return new CommandRun(0, out, "");
  }

  @Test
  void nothingToSayIsNothingPrinted() {
    file("f.xml", filter("f", GOOD));
    file("guest.xml", domain(filterRef("f")));

    assertEquals(clean(), check(directory));
  }

  /**
   * Rules of the IP layer do not see replies that the host routes; without an address, it cannot.
   */
  @Test
  void machinesAreLookedAtOnTheirNetworks() {
    file("guest.xml", ON_NETWORK);
    String out =
        "<rule action='accept' direction='out' priority='100'>"
            + "<tcp srcipaddr='$IP' dstportstart='80' state='NEW'/></rule>";
    file("f.xml", filter("f", out + "<rule action='drop' direction='inout'><all/></rule>"));
    String ofBridged = "rules drop the replies to all of those that are not routed";
    String ofAll = "rules drop the replies to all of them";

    assertTrue(check(directory).out().contains(ofBridged));
    String network =
        "<network><name>default</name><forward mode='%s'/><bridge name='%s'/>%s</network>";
    String address = "<ip address='10.1.2.1' netmask='255.255.255.0'/>";
    file("network.xml", network.formatted("nat", "virbr0", address));
    assertTrue(check(directory).out().contains(ofBridged));
    file("network.xml", network.formatted("bridge", "br0", ""));
    assertTrue(check(directory).out().contains(ofAll));
    file("other.xml", network.formatted("nat", "virbr0", address));
    assertTrue(check(directory).out().contains(ofBridged)); // it may be either of that name
  }

  @Test
  void allErrorsOfAllFilesInOneRun() {
    file("a-domain.xml", domain(filterRef("nowhere")));
    file(
        "b-two.xml",
        """
        <domain>
          <name>two</name>
          <devices>
            <interface type='bridge'>
              <source bridge='br0'/>
              <filterref filter='neither'/>
            </interface>
            <interface type='bridge'>
              <source bridge='br0'/>
              <filterref filter='nor'/>
            </interface>
          </devices>
        </domain>
        """);
    file("c-cut.xml", "<filter name='c'>\n  <rule");
    file("d-filter.xml", filter("d-filter", "<filterref filter='missing'/>"));

    CommandRun run = check(directory, directory.resolve("none.xml"));

    assertEquals(1, run.status());
    assertEquals("", run.err());
    assertEquals(
        """
        c-cut.xml:2:7: error: xml-syntax
        none.xml: error: unreadable
        a-domain.xml:8:7: error: unknown-filter
        b-two.xml:6:7: error: unknown-filter
        b-two.xml:10:7: error: unknown-filter
        d-filter.xml:2:3: error: unknown-filter
        """,
        run.out().replaceAll("(?m)^(.*: error: [a-z-]+): .*$", "$1"));
  }

  @Test
  void filtersAmongTheFilesAreTheLibrary() {
    Path filter = file("filters/f.xml", filter("f", "<filterref filter='g'/>"));
    Path other = file("other/g.xml", filter("g", GOOD));
    Path guest = file("guest.xml", domain(filterRef("f")));

    assertEquals(clean(), check(guest, filter, other));
    assertEquals(clean(), check(guest, filter, "--filters", other.getParent()));
    assertEquals(
        failed("filters/f.xml:2:3: error: unknown-filter: filter 'g' is not defined (in f)\n"),
        check(guest, filter));
  }

  @Test
  void givenFiltersWinOverThoseOfDirectories() {
    Path good = file("f.xml", filter("f", GOOD));
    Path rejecting = file("filters/f.xml", filter("f", REJECT));
    Path guest = file("guest.xml", domain(filterRef("f")));

    assertEquals(clean(), check(guest, good, "--filters", rejecting.getParent()));
    assertTrue(
        check(guest, "--filters", rejecting.getParent())
            .out()
            .startsWith("filters/f.xml:2:3: warning: reject-is-drop: "));
  }

  @Test
  void whatLibvirtChoosesMayBeMissing() {
    file(
        "guest.xml",
        domain(filterRef("no-mac-spoofing"))
            .replace("<mac address='52:54:00:0a:0b:0c'/>", "")
            .replace("<target dev='vnet4'/>", ""));

    assertEquals(clean(), check(directory));
  }

  @Test
  void domainsAreNotOneHost() {
    file("one.xml", domain(filterRef("no-mac-spoofing")));
    file("two.xml", domain(filterRef("no-mac-spoofing")));

    assertEquals(clean(), check(directory));
  }

  @Test
  void twoInterfacesOfOneNameInADomainAreAnError() {
    String one = domain(filterRef("no-mac-spoofing"));
    int begin = one.indexOf("    <interface");
    String networkInterface = one.substring(begin, one.indexOf("  </devices>"));
    file("two.xml", one.substring(0, begin) + networkInterface + one.substring(begin));

    assertEquals(
        failed(
            "two.xml:10:5: error: duplicate-interface: there is already an interface 'vnet4', at "
                + "two.xml:4:5\n"),
        check(directory));
  }

  @Test
  void aBindingIsCompiled() {
    file(
        "binding.xml",
        """
        <filterbinding>
          <owner><name>guest</name><uuid>6f3c0c5e-91ab-4f0e-8d27-0d3b52c1a7e9</uuid></owner>
          <portdev name='vnet4'/>
          <mac address='52:54:00:0a:0b:0c'/>
          <filterref filter='f'/>
        </filterbinding>
        """);
    file(
        "f.xml",
        filter("f", "<rule action='drop' direction='in'><ip dstipaddr='$GATEWAY'/></rule>"));

    CommandRun run = check(directory);

    assertEquals(1, run.status());
    assertTrue(run.out().contains(": error: unresolved-variable: "), run.out());
    assertEquals(1, run.out().lines().count(), run.out());
  }

  @Test
  void aFilterThatNothingUsesIsCompiledAlone() {
    file("f.xml", filter("f", REJECT));

    assertEquals(
        warned("f.xml:2:3: warning: " + REJECTED + "\n"), check(directory.resolve("f.xml")));
  }

  @Test
  void freeVariablesOfAFilterAreNoErrors() {
    file(
        "f.xml",
        filter("f", "<rule action='drop' direction='in'><ip dstipaddr='$GATEWAY'/></rule>"));

    assertEquals(clean(), check(directory));
  }

  @Test
  void whatLibvirtKnowsOfAGuestIsNoFreeVariable() {
    String rule = "<rule action='reject' direction='in'><%s/></rule>";
    file("f.xml", filter("f", rule.formatted("ip srcipaddr='$IP' srcmacaddr='$MAC'")));
    file("g.xml", filter("g", rule.formatted("ipv6 srcipaddr='$IP'")));

    assertEquals(warned("f.xml:2:3: warning: " + REJECTED + "\n"), check(directory));
  }

  @Test
  void anUnusedFilterIsCheckedOnceThoughOthersIncludeIt() {
    file("a.xml", filter("a", "<filterref filter='f'/>"));
    file("b.xml", filter("b", "<filterref filter='f'/>"));
    file("f.xml", filter("f", REJECT));

    assertEquals(
        warned("f.xml:2:3: warning: " + REJECTED.replace("(in f)", "(in a > f)") + "\n"),
        check(directory));
  }

  @Test
  void unusedFiltersThatIncludeEachOtherAreFound() {
    file("f.xml", filter("f", "<filterref filter='g'/>"));
    file("g.xml", filter("g", "<filterref filter='f'/>"));

    assertEquals(
        failed("g.xml:2:3: error: filter-cycle: filter 'f' includes itself (in f > g)\n"),
        check(directory));
  }

  @Test
  void aFilterThatIsBrokenIsNamedAsTheReason() {
    file("f.xml", "<filter name='f'>\n  <rule");
    file("guest.xml", domain(filterRef("f")));

    String out = check(directory).out();

    assertTrue(
        out.endsWith(
            "guest.xml:8:7: error: unknown-filter: filter 'f' is not defined; its definition"
                + " is skipped, as libvirt does: "
                + out.substring(0, out.indexOf('\n')).replace(" error: xml-syntax:", "")
                + "\n"),
        out);
  }

  @Test
  void anInterfaceIsCheckedAsTheOnlyOneOfAMachine() {
    file(
        "interface.xml",
        "<interface type='bridge'><source bridge='br0'/><filterref filter='f'/></interface>");
    file("f.xml", filter("f", REJECT));

    assertEquals(warned("f.xml:2:3: warning: " + REJECTED + "\n"), check(directory));
  }

  @Test
  void twoFiltersOfOneNameAreAnError() {
    Path one = file("one.xml", filter("f", GOOD));
    Path two = file("two.xml", filter("f", GOOD));

    assertEquals(
        failed(
            "two.xml:1:1: error: duplicate-filter: the filter 'f' is defined here and at"
                + " one.xml:1:1\n"),
        check(one, two));
    assertEquals(
        clean(),
        check(
            directory.resolve("one.xml"),
            directory.resolve("../" + directory.getFileName() + "/one.xml")));
  }

  @Test
  void otherDocumentsOfADirectoryAreWarnedOf() {
    Path pool = file("default.xml", "<pool><name>default</name></pool>");
    String message =
        "wrong-root: the root element is <pool>, expected <filter>, <filterbinding>, <domain>,"
            + " <interface> or <network>\n";

    assertEquals(warned("default.xml:1:1: warning: " + message), check(directory));
    assertEquals(failed("default.xml:1:1: error: " + message), check(pool));
    assertEquals(clean(), check("--no-warn=wrong-root", directory));
    assertEquals(failed("default.xml:1:1: error: " + message), check("--werror", directory));
  }

  @Test
  void onlyFilesNamedXmlOfADirectoryAreRead() {
    file("readme.txt", "no document");
    file("deeper.xml/f.xml", "no document");
    file("f.xml", filter("f", GOOD));

    assertEquals(clean(), check(directory));
  }

  @Test
  void aDirectoryWithoutDocumentsIsAnError() {
    file("readme.txt", "no document");
    file("deeper/f.xml", filter("f", GOOD));

    CommandRun run = CommandRun.of("check", directory);

    assertEquals(
        failed(
            directory
                + ": error: no-documents: the directory has no file whose name ends in .xml, and"
                + " those of directories inside are not read: there is nothing to check\n"),
        run);
  }

  @Test
  void anEmptyNameIsBadUsageAndNotTheCurrentDirectory() {
    assertEquals(
        new CommandRun(2, "", "the name of a file is empty\nTry 'nwfilter check --help'.\n"),
        check(""));
  }

  /** Whoever reads it would get a filter without rules, and no error. */
  @Test
  void aPipeOfADirectoryIsNotRead() throws Exception {
    file("f.xml", filter("f", GOOD));
    Path pipe = directory.resolve("pipe.xml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process writer =
        new ProcessBuilder("sh", "-c", "echo \"<filter name='pipe'/>\" > " + pipe).start();
    try {
      assertEquals(
          failed(
              "pipe.xml: error: unreadable: it is not a regular file; name it by itself to read it"
                  + " all the same\n"),
          check(directory));
      assertTrue(writer.isAlive(), "it still waits for a reader");
    } finally {
      writer.destroy();
    }
  }

  @Test
  void aFilterOfADirectoryIsOnlyThereUnderTheNameOfItsFile() {
    Path file = file("other.xml", filter("f", GOOD));
    String skipped =
        "other.xml:1:1: warning: file-skipped: libvirt skips this file in a directory of filters:"
            + " the file must be named 'f.xml' after its filter, or the filter 'other' after its"
            + " file\n";

    assertEquals(warned(skipped), check(directory));

    Path guest = file("guest.xml", domain(filterRef("f")));
    CommandRun run = check(directory);

    assertEquals(1, run.status());
    assertEquals(
        skipped + "guest.xml:8:7: error: unknown-filter",
        run.out().substring(0, skipped.length() + 36),
        run.out());
    assertEquals(clean(), check(guest, file), "files that are named by themselves");
  }

  @Test
  void aMisnamedFilterIsCheckedAllTheSame() {
    file("other.xml", filter("f", REJECT));

    String out = check(directory).out();

    assertEquals(
        List.of("other.xml:1:1: warning: file-skipped", "other.xml:2:3: warning: reject-is-drop"),
        out.lines().map(line -> line.replaceFirst("^(.*warning: [a-z-]+): .*$", "$1")).toList());
  }

  @Test
  void twoFiltersOfOneUuidAreAnError() {
    String uuid = "6f3c0c5e-91ab-4f0e-8d27-0d3b52c1a7e9";
    file("f.xml", filter("f", "<uuid>" + uuid + "</uuid>"));
    file("g.xml", filter("g", "<uuid>" + uuid + "</uuid>"));

    assertEquals(
        failed(
            "g.xml:1:1: error: duplicate-filter: the uuid "
                + uuid
                + " is defined here and at f.xml:1:1\n"),
        check(directory));
  }

  @Test
  void standardInputIsADocument() {
    assertEquals(
        warned("-:2:3: warning: " + REJECTED + "\n"),
        CommandRun.reading(filter("f", REJECT), "check", "-"));
  }

  @Test
  void asWrittenWhatNetfilterCannotExpressIsAnError() {
    file("f.xml", filter("f", REJECT));

    assertTrue(
        check("--semantics=written", directory)
            .out()
            .startsWith("f.xml:2:3: error: not-as-written: "));
  }

  @Test
  void aCodeThatIsNotOneCannotBeAccepted() {
    Path file =
        file(
            "f.xml",
            filter(
                "f",
                "<!-- nwfilter: accept reject-is-dropp, missing, mirrored --><rule action='drop'"
                    + " direction='in'/>"));
    Path guest =
        file(
            "guest.xml",
            domain("<!-- nwfilter: accept interim-rule --><filterref filter='f'/>")
                .replace("    <interface", "<!-- nwfilter: accept colour -->\n    <interface"));
    String expected =
        """
        f.xml:2:63: warning: accept-ignored: a comment about this <rule> accepts 'missing', which \
        is an error: errors cannot be accepted
        f.xml:2:63: warning: accept-ignored: a comment about this <rule> accepts \
        'reject-is-dropp', which is not the code of a warning; did you mean 'reject-is-drop'?
        guest.xml:5:5: warning: accept-ignored: a comment about this <interface> accepts 'colour', \
        which is not the code of a warning
        guest.xml:9:45: warning: accept-ignored: a comment about this <filterref> accepts \
        'interim-rule', which is not the code of a warning; did you mean 'interim-rules'?
        """;

    assertEquals(warned(expected), check(file, guest));
    assertEquals(
        expected,
        CommandRun.of("compile", "--filters", file, guest).err().replace(directory + "/", ""));
  }

  @Test
  void aBrokenDomainIsNotTheReasonWhyAFilterOfItsNameIsMissing() {
    file("filters/web.xml", filter("web", GOOD));
    file("web.xml", domain("").replace("52:54:00:0a:0b:0c", "zz"));
    file("other.xml", domain(filterRef("web")));

    assertEquals(
        List.of("web.xml"),
        check("--filters", directory.resolve("filters"), directory)
            .out()
            .lines()
            .map(line -> line.replaceFirst(":.*", ""))
            .distinct()
            .toList());
  }

  @Test
  void aBrokenFilterIsTheReasonByItsOwnName() {
    file("f-2.xml", "<filter name='f'>\n  <rule/>\n</filter>");

    String out =
        check(directory.resolve("f-2.xml"), file("guest.xml", domain(filterRef("f")))).out();

    assertTrue(
        out.contains("filter 'f' is not defined; its definition is skipped, as libvirt does:"),
        out);
  }

  @Test
  void aFilterThatNothingUsesIsReferencedNowhere() {
    file("f.xml", filter("f", "<filterref filter='g'/>"));
    file("g.xml", filter("g", REJECT));

    JsonNode result =
        JsonMapper.shared()
            .readTree(CommandRun.of("check", "--diagnostics=sarif", directory).out())
            .at("/runs/0/results/0");

    assertEquals("reject-is-drop", result.get("ruleId").asString());
    assertEquals(1, result.get("relatedLocations").size());
    assertEquals(
        "filter 'g' is referenced here", result.at("/relatedLocations/0/message/text").asString());
  }

  @Test
  void anIllegalPartOfADocumentDoesNotHideTheRest() {
    file("guest.xml", domain(filterRef("nowhere")).replace("vnet4", "a/b"));
    file("web.xml", filter("web", "<rule action='drop'/><filterref filter='elsewhere'/>"));

    String out = check(directory).out();

    assertEquals(
        List.of("illegal-interface-name", "unknown-filter", "missing", "unknown-filter"),
        out.lines().map(line -> line.replaceAll(".*: error: ([a-z-]+): .*", "$1")).toList(),
        out);
  }

  private static String shadowed(String value) {
    return "<rule action='drop' direction='in' priority='100'><tcp/></rule>\n"
        + "  <rule action='accept' direction='in' priority='200'><tcp dstportstart='"
        + value
        + "'/></rule>";
  }

  @Test
  void aRuleThatNoPacketMeetsIsReported() {
    Path f = file("f.xml", filter("f", shadowed("22")));

    assertEquals(
        "f.xml:3:3: warning: shadowed-rule: no packet meets any of the 2 rules that this one"
            + " becomes: the rule at f.xml:2:3 f takes all of its packets before; without such"
            + " rules, the kernel would neither track connections of IPv4 nor put fragments"
            + " together, so do not just remove it (in f)\n",
        check("--no-warn", "mirrored", f).out());
    assertEquals(clean(), check("--no-warn", "shadowed-rule,mirrored", f));
  }

  @Test
  void rulesForAnAddressThatIsNotKnownYetAreLookedAt() {
    String rules =
        "<rule action='drop' direction='out' priority='100'><ip/></rule>\n"
            + "  <rule action='accept' direction='out' priority='200'><ip srcipaddr='$IP'/></rule>";
    file("f.xml", filter("f", rules));
    file("guest.xml", domain(filterRef("f")));

    assertEquals(
        1,
        check(directory)
            .out()
            .lines()
            .filter(l -> l.contains("f.xml:3:3: warning: shadowed-rule"))
            .count());
  }

  @Test
  void rulesOfTheHostThatLibvirtsMakePointlessAreReported() {
    file("f.xml", filter("f", "<rule action='drop' direction='inout'><all/></rule>"));
    Path guest = file("guest.xml", domain(filterRef("f")));
    Path dump =
        file(
            "rules.save",
            """
            # Generated by iptables-save
            *filter
            :FORWARD ACCEPT [0:0]
            -A FORWARD -m physdev --physdev-in vnet4 -p tcp -j ACCEPT
            COMMIT
            """);

    List<String> found =
        check("--existing", dump, directory.resolve("f.xml"), guest)
            .out()
            .lines()
            .filter(line -> line.contains("host-rule-shadowed"))
            .toList();

    assertEquals(
        List.of(
            "rules.save:4:1: warning: host-rule-shadowed: no packet meets this rule of the host any"
                + " more: the rule at f.xml:2:3 f takes its packets before"),
        found);
  }

  @Test
  void checksOfRulesEndWhenTheTimeIsOver() {
    file("f.xml", filter("f", GOOD + GOOD));
    file("guest.xml", domain(filterRef("f")));

    CommandRun run = check("--time-limit", "0", directory);

    assertEquals(
        warned(
            "guest.xml:4:5: info: analysis-incomplete: not all of the rules of vnet4 could be"
                + " looked at together: it takes longer than 0 s\n"),
        run);
  }
}
