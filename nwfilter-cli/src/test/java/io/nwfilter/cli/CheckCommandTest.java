package io.nwfilter.cli;

import java.util.List;
import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filter;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.diagnostic.LoweringCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nwfilter check} prints what there is to say, and nothing else. */
class CheckCommandTest {

  private static final String REJECT =
      "<rule action='reject' direction='in'><mac protocolid='0x88b5'/></rule>";
  private static final String REJECTED =
      "reject-is-drop: "
          + LoweringCode.REJECT_IS_DROP.happens()
          + " (in f); "
          + LoweringCode.REJECT_IS_DROP.advice();
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
    file("d-filter.xml", filter("d", "<filterref filter='missing'/>"));

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
            "guest.xml:8:7: error: unknown-filter: filter 'f' is not defined, because its"
                + " definition is not legal: "
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
    file("one.xml", filter("f", GOOD));
    file("two.xml", filter("f", GOOD));

    assertEquals(
        failed(
            "two.xml:1:1: error: duplicate-filter: the filter 'f' is defined here and at"
                + " one.xml:1:1\n"),
        check(directory));
    assertEquals(
        clean(),
        check(
            directory.resolve("one.xml"),
            directory.resolve("../" + directory.getFileName() + "/one.xml")));
  }

  @Test
  void otherDocumentsOfADirectoryAreWarnedOf() {
    Path network = file("default.xml", "<network><name>default</name></network>");
    String message =
        "wrong-root: the root element is <network>, expected <filter>, <filterbinding>, <domain> or"
            + " <interface>\n";

    assertEquals(warned("default.xml:1:1: warning: " + message), check(directory));
    assertEquals(failed("default.xml:1:1: error: " + message), check(network));
    assertEquals(clean(), check("--no-warn=wrong-root", directory));
    assertEquals(failed("default.xml:1:1: error: " + message), check("--werror", directory));
  }

  @Test
  void onlyFilesNamedXmlOfADirectoryAreRead() {
    file("readme.txt", "no document");
    file("deeper.xml/f.xml", "no document");

    assertEquals(clean(), check(directory));
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
  void anIllegalPartOfADocumentDoesNotHideTheRest() {
    file("guest.xml", domain("<target dev='a/b'/>" + filterRef("nowhere")));
    file(
        "web.xml",
        filter("web", "<rule action='drop'/><filterref filter='elsewhere'/>"));

    String out = check(directory).out();

    assertEquals(
        List.of("illegal-interface-name", "unknown-filter", "missing", "unknown-filter"),
        out.lines().map(line -> line.replaceAll(".*: error: ([a-z-]+): .*", "$1")).toList(),
        out);
  }
}
