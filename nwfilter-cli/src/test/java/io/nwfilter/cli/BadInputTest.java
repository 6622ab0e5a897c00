package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filter;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: one line on standard error with file, line and column; status 1; no rules at all. */
class BadInputTest {

  private static final String GOOD = domain(filterRef("no-mac-spoofing"));

  private static final String NAME = "illegal-interface-name";

  @TempDir private Path directory;
  private Path guest;
  private Path filters;

  @BeforeEach
  void paths() {
    guest = directory.resolve("guest.xml");
    filters = directory.resolve("filters");
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        argumentSet(
            "cut off in an attribute",
            GOOD.substring(0, GOOD.indexOf("net4'")),
            "7:20",
            "xml-syntax",
            ""),
        argumentSet(
            "cut off between elements",
            GOOD.substring(0, GOOD.indexOf("\n    </interface>")),
            "8:54",
            "xml-syntax",
            "<interface>"),
        argumentSet("empty", "", "1:1", "xml-syntax", ""),
        argumentSet("no XML", "vnet4\n", "1:1", "xml-syntax", "'v'"),
        argumentSet("wrong root", "\n <pool/>\n", "2:2", "wrong-root", "<pool>"),
        argumentSet(
            "entity bomb",
            "<?xml version='1.0'?>\n"
                + "<!DOCTYPE domain [\n"
                + "  <!ENTITY a 'lol'>\n"
                + "  <!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>\n"
                + "  <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>\n"
                + "]>\n"
                + GOOD.replace("guest", "&c;"),
            "2:1",
            "xml-refused",
            "DTD"),
        argumentSet("DTD", " <!DOCTYPE domain>\n" + GOOD, "1:2", "xml-refused", "DTD"),
        argumentSet(
            "undeclared entity", GOOD.replace("guest", "&guest;"), "2:15", "xml-syntax", "guest"),
        argumentSet(
            "interface name of 16 characters",
            named("vnet567890123456"),
            "7:7",
            NAME,
            "'vnet567890123456'"),
        argumentSet("interface name with a blank", named("vnet 4"), "7:7", NAME, "'vnet 4'"),
        argumentSet("interface name with a slash", named("vnet/4"), "7:7", NAME, "'vnet/4'"),
        argumentSet(
            "interface name with a line break",
            named("vnet4&#10;COMMIT"),
            "7:7",
            NAME,
            "'vnet4\\u000aCOMMIT'"),
        argumentSet("interface name that is a wildcard", named("vnet+"), "7:7", NAME, "'vnet+'"),
        argumentSet("interface name that is an option", named("-j"), "7:7", NAME, "'-j'"),
        argumentSet(
            "MAC address",
            GOOD.replace(":0c'", ":0g'"),
            "5:7",
            "illegal-value",
            "'52:54:00:0a:0b:0g'"),
        argumentSet(
            "no MAC address",
            GOOD.replace("<mac address='52:54:00:0a:0b:0c'/>", ""),
            "4:5",
            "missing-mac",
            "MAC"),
        argumentSet(
            "unknown filter", domain(filterRef("nowhere")), "8:7", "unknown-filter", "'nowhere'"));
  }

  private static String named(String device) {
    return GOOD.replace("vnet4", device);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void ofADocument(String document, String place, String code, String named) {
    write(guest, document);
    assertError(CommandRun.of("compile", guest), guest, place, code, named);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        argumentSet(
            "action",
            filter("f", "<rule action='acept' direction='in'/>"),
            "2:3",
            "illegal-value",
            "action: 'acept'"),
        argumentSet(
            "direction",
            filter("f", "\n <rule action='accept' direction='inward'/>"),
            "3:2",
            "illegal-value",
            "direction: 'inward'"),
        argumentSet(
            "port out of range",
            filter("f", rule("<tcp dstportstart='65536'/>")),
            "2:41",
            "illegal-value",
            "dstportstart of <tcp>: '65536' is not a number from 0 to 65535"),
        argumentSet(
            "DSCP out of range",
            filter("f", rule("\n<ip dscp='64'/>")),
            "3:1",
            "illegal-value",
            "dscp of <ip>: '64' is not a number from 0 to 63"),
        argumentSet(
            "chain priority out of range",
            "<?xml version='1.0'?>\n <filter name='f' chain='arp-x' priority='1001'/>",
            "2:2",
            "illegal-value",
            "priority: '1001'"),
        argumentSet(
            "IPv4 mask with a hole",
            filter("f", rule("<ip srcipaddr='10.0.0.0' srcipmask='255.0.255.0'/>")),
            "2:41",
            "illegal-value",
            "srcipmask of <ip>: '255.0.255.0'"),
        argumentSet(
            "IPv6 mask with a hole",
            filter("f", rule("<ipv6 dstipaddr='2001:db8::' dstipmask='ffff::ffff'/>")),
            "2:41",
            "illegal-value",
            "dstipmask of <ipv6>: 'ffff::ffff'"),
        argumentSet(
            "MAC mask with a hole",
            filter(
                "f", rule("<mac srcmacaddr='52:54:00:01:02:03' srcmacmask='ff:00:ff:00:00:00'/>")),
            "2:41",
            "illegal-value",
            "srcmacmask of <mac>: 'ff:00:ff:00:00:00'"),
        argumentSet(
            "missing filter",
            filter("f", "<filterref filter='nowhere'/>"),
            "2:3",
            "unknown-filter",
            "'nowhere' is not defined (in f)"),
        argumentSet(
            "filter that includes itself",
            filter("f", "<filterref filter='f'/>"),
            "2:3",
            "filter-cycle",
            "'f' includes itself (in f)"),
        argumentSet(
            "value that is illegal where the variable stands",
            filter("f", rule("<tcp dstportstart='$IP'/>")),
            "2:3",
            "illegal-variable-value",
            "'192.0.2.31'"),
        argumentSet(
            "lists of different lengths",
            filter("f", rule("<tcp srcipaddr='$ADDRESSES' dstportstart='$PORTS'/>")),
            "2:3",
            "unequal-lists",
            "$ADDRESSES has 2 values, $PORTS has 3 values"),
        argumentSet("cut off", "<filter name='f'>\n  <rule", "2:7", "xml-syntax", ""),
        argumentSet("no filter", GOOD, "1:1", "wrong-root", "<domain>"));
  }

  private static String rule(String condition) {
    return "<rule action='accept' direction='in'> " + condition + "</rule>";
  }

  @ParameterizedTest
  @MethodSource("filters")
  void ofAFilter(String filter, String place, String code, String named) {
    write(
        guest,
        domain(
            filterRef(
                "f",
                "IP=192.0.2.31",
                "ADDRESSES=192.0.2.32",
                "ADDRESSES=192.0.2.33",
                "PORTS=1034",
                "PORTS=1035",
                "PORTS=1036")));
    Path file = write(filters.resolve("f.xml"), filter);
    assertError(CommandRun.of("compile", "--filters", file, guest), file, place, code, named);
  }

  @Test
  void aFilterThatIncludesItselfThroughOthersIsShownWithTheWayThere() {
    write(guest, domain(filterRef("f")));
    write(filters.resolve("f.xml"), filter("f", "<filterref filter='g'/>"));
    write(filters.resolve("g.xml"), filter("g", "<filterref filter='h'/>"));
    Path file = write(filters.resolve("h.xml"), filter("h", " <filterref filter='g'/>"));
    assertError(
        CommandRun.of("compile", "--filters", filters, guest),
        file,
        "2:4",
        "filter-cycle",
        "'g' includes itself (in f > g > h)");
  }

  @Test
  void aVariableWithoutAValueIsReportedAtTheRuleThatNeedsIt() {
    write(guest, domain(filterRef("f", "IP=192.0.2.34")));
    Path file = write(filters.resolve("f.xml"), filter("f", rule("<ip dstipaddr='$GATEWAY'/>")));
    assertError(
        CommandRun.of("compile", "--filters", filters, guest),
        file,
        "2:3",
        "unresolved-variable",
        "variable GATEWAY has no value (in f)");
  }

  @Test
  void anExternalEntityIsNeverRead() {
    Path secret = write(directory.resolve("secret"), "the-secret");
    write(
        guest,
        "<!DOCTYPE domain [<!ENTITY secret SYSTEM '"
            + secret.toUri()
            + "'>]>\n"
            + GOOD.replace("guest", "&secret;"));
    String error = assertError(CommandRun.of("compile", guest), guest, "1:1", "xml-refused", "DTD");
    assertFalse(error.contains("the-secret"), error);
  }

  @Test
  void anExternalDtdIsNeverRead() {
    Path secret = write(directory.resolve("secret.dtd"), "<!ENTITY secret 'the-secret'>");
    write(guest, "<!DOCTYPE domain SYSTEM '" + secret.toUri() + "'>\n" + GOOD);
    assertError(CommandRun.of("compile", guest), guest, "1:1", "xml-refused", "DTD");
  }

  @Test
  void aMissingFile() {
    assertError(CommandRun.of("compile", guest), guest, "", "unreadable", "");
  }

  @Test
  void aMissingFileBehindAGoodOne() {
    write(guest, GOOD);
    Path missing = directory.resolve("missing.xml");
    assertError(CommandRun.of("compile", guest, missing), missing, "", "unreadable", "");
  }

  @Test
  void aDirectoryAsFile() {
    assertError(CommandRun.of("compile", directory), directory, "", "unreadable", "directory");
  }

  @Test
  void aDirectoryOfFiltersThatDoesNotExist() {
    write(guest, GOOD);
    assertError(
        CommandRun.of("compile", "--filters", filters, guest), filters, "", "unreadable", "");
  }

  @Test
  void aDomainInThePlaceOfAFilter() {
    write(guest, GOOD);
    assertError(
        CommandRun.of("compile", "--filters", guest, guest), guest, "1:1", "wrong-root", "domain");
  }

  @Test
  void aBrokenFileOfADirectoryMattersIfItIsNeeded() {
    write(guest, domain(filterRef("f")));
    Path user = write(filters.resolve("f.xml"), filter("f", "<filterref filter='g'/>"));
    Path broken = write(filters.resolve("g.xml"), filter("g", "<rule direction='in'/>"));
    String error = CommandRun.of("compile", "--filters", filters, guest).refused();
    assertTrue(
        error.contains(
            broken
                + ":2:3: warning: file-skipped: the file is skipped, as libvirt does: missing: the"
                + " rule has no action"),
        error);
    assertTrue(
        error.contains(
            user
                + ":2:3: error: unknown-filter: filter 'g' is not defined; its definition is"
                + " skipped, as libvirt does: "
                + broken
                + ":2:3: the rule has no action (in f)"),
        error);
    assertEquals(2, error.lines().count(), error);
  }

  @Test
  void aFileNameCannotBreakTheLineOrSteerTheTerminal() throws IOException {
    Path bad = directory.resolve("a\n\u001b[31mb.xml");
    Files.writeString(bad, "");
    String error = CommandRun.of("compile", bad).refused();
    assertEquals(1, error.lines().count(), error);
    assertTrue(error.contains("/a\\u000a\\u001b[31mb.xml:1:1: error: xml-syntax: "), error);
  }

  private static String assertError(
      CommandRun run, Path file, String place, String code, String named) {
    String error = run.refused();
    String expected = file + (place.isEmpty() ? "" : ":" + place) + ": error: " + code + ": ";
    assertEquals(expected, error.substring(0, Math.min(expected.length(), error.length())), error);
    String message = error.substring(expected.length());
    assertTrue(message.contains(named), error);
    assertFalse(message.isBlank(), error);
    assertEquals(
        error.lines().skip(1).toList(),
        error.lines().filter(line -> line.contains(": warning: parameter-unused: ")).toList());
    return error;
  }

  @ParameterizedTest
  @ValueSource(strings = {"compile", "dumpxml", "filterref remove --number 1"})
  void aDirectoryIsNotADocument(String command) {
    List<Object> args = new ArrayList<>(List.<Object>of((Object[]) command.split(" ")));
    args.add(directory);

    assertEquals(
        directory
            + ": error: unreadable: it is a directory, not a document: 'nwfilter check' reads all"
            + " documents of a directory, and --filters all filters\n",
        CommandRun.of(args.toArray()).refused());
  }
}
