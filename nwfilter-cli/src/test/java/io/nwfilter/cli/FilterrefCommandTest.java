package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.xml.diagnostic.DocumentCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code nwfilter filterref} changes one reference to a filter. */
class FilterrefCommandTest {

  private static final String SET =
      """
      <filterref filter='clean-traffic'>
              <parameter name='IP' value='10.0.0.1'/>
              <parameter name='IP' value='10.0.0.2'/>
            </filterref>\
      """;

  @TempDir private Path directory;
  private Path guest;

  @BeforeEach
  void path() {
    guest = directory.resolve("guest.xml");
  }

  private CommandRun set(String... choice) {
    return CommandRun.of(
        Stream.of(
                Stream.of("filterref", "set", "--filter=clean-traffic"),
                Stream.of("--parameter", "IP=10.0.0.1", "--parameter=IP=10.0.0.2"),
                Stream.of(choice),
                Stream.of(guest))
            .flatMap(words -> words)
            .toArray());
  }

  @Test
  void setsAndRemoves() {
    write(guest, domain(filterRef("old", "A=1")));
    assertEquals(domain(SET), set("--mac", "52:54:00:0A:b:c").compiled());
    assertEquals(domain(SET), set("--target-dev=vnet4").compiled());
    assertEquals(domain(SET), set("--number", "1").compiled());
    assertEquals(
        domain("").replace("\n      \n", "\n"),
        CommandRun.of("filterref", "remove", "--target-dev=vnet4", guest).compiled());
    assertEquals(domain(filterRef("old", "A=1")), read());
  }

  @Test
  void bytesStayAsTheyAre() throws IOException {
    String text =
        "<?xml version='1.0' encoding='ISO-8859-1'?>\r\n<!-- \u00ff -->"
            + domain("<x/>").replace("\n", "\r\n");
    Files.write(guest, text.getBytes(StandardCharsets.ISO_8859_1));
    CommandRun run =
        CommandRun.in(
            StandardCharsets.ISO_8859_1,
            "filterref",
            "set",
            "--number=1",
            "--filter=\u00fe\u20ac",
            "--no-warn=unknown-filter",
            guest);
    assertEquals(
        text.replace(
            "<target dev='vnet4'/>",
            "<target dev='vnet4'/>\r\n      <filterref filter='\u00fe&#8364;'/>"),
        run.compiled());
  }

  @Test
  void inPlace() throws IOException {
    write(guest, domain(filterRef("old")));
    Files.setPosixFilePermissions(guest, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link.xml"), guest);
    assertEquals(
        "",
        CommandRun.of("filterref", "set", "--number=1", "--filter=allow-arp", "--in-place", link)
            .compiled());
    assertEquals(domain(filterRef("allow-arp").replace("></filterref>", "/>")), read());
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(guest)));
    assertTrue(Files.isSymbolicLink(link));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void inPlaceWithoutAChangeLeavesTheFileAlone() throws IOException {
    write(guest, domain(""));
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(guest, time);
    assertEquals(
        "", CommandRun.of("filterref", "remove", "--number=1", "--in-place", guest).compiled());
    assertEquals(time, Files.getLastModifiedTime(guest));
  }

  @Test
  void badInputLeavesTheFileAlone() throws IOException {
    byte[] bytes = domain(filterRef("old")).getBytes(StandardCharsets.UTF_8);
    Files.write(guest, bytes);
    String err = set("--mac=52:54:00:00:00:00", "--in-place").refused();
    assertEquals(
        guest
            + ":1:1: error: unknown-interface: no interface has the MAC address"
            + " 52:54:00:00:00:00\n",
        err);
    assertArrayEquals(bytes, Files.readAllBytes(guest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "."})
  void onlyRegularFilesAreEditedInPlace(String file) {
    Path special = directory.resolve(file);
    assertEquals(
        special + ": error: unwritable: cannot be edited in place: it is not a regular file\n",
        CommandRun.of("filterref", "set", "--number=1", "--filter=allow-arp", "--in-place", special)
            .refused());
  }

  @Test
  void aFileThatIsNotThereIsUnreadableInPlaceToo() {
    assertEquals(set("--number=1").refused(), set("--number=1", "--in-place").refused());
  }

  @Test
  void whatTheDocumentHoldsIsSaid() {
    write(guest, domain(filterRef("old") + filterRef("ignored")));
    CommandRun run = set("--number=1");
    assertEquals(domain(SET + filterRef("ignored")), run.compiledWithWarnings());
    assertTrue(
        run.err()
            .endsWith(
                ": warning: element-ignored: a second <filterref> is ignored: the first one counts;"
                    + " remove what libvirt ignores, or write it where libvirt reads it\n"),
        run.err());
  }

  @Test
  void aFilterThatIsNotAStockFilterIsWarnedOf() {
    write(guest, domain(""));
    CommandRun run = CommandRun.of("filterref", "set", "--number=1", "--filter=clean", guest);

    assertEquals(domain("<filterref filter='clean'/>\n      "), run.compiledWithWarnings());
    assertEquals(
        "<command line>: warning: unknown-filter: --filter: 'clean' is not a stock filter, and"
            + " without --filters no other filter is known\n",
        run.err());
    assertEquals(
        "<command line>: warning: unknown-filter: --filter: 'clean-trafic' is not a stock filter,"
            + " and without --filters no other filter is known; did you mean 'clean-traffic'?\n",
        CommandRun.of("filterref", "set", "--number=1", "--filter=clean-trafic", guest).err());
  }

  @Test
  void withFiltersAnUnknownFilterIsAnErrorAndNothingIsWritten() {
    write(guest, domain(""));
    Path filters = directory.resolve("filters");
    write(filters.resolve("web-server.xml"), Inputs.dropping("web-server", "0x88b5"));

    assertEquals(
        "<command line>: error: unknown-filter: --filter: 'web-servr' is not defined; did you mean"
            + " 'web-server'?\n",
        CommandRun.of(
                "filterref",
                "set",
                "--number=1",
                "--filter=web-servr",
                "--filters",
                filters,
                "--in-place",
                guest)
            .refused());
    assertEquals(domain(""), read());
    assertEquals(
        "",
        CommandRun.of(
                "filterref",
                "set",
                "--number=1",
                "--filter=web-server",
                "--filters",
                filters,
                "--in-place",
                guest)
            .compiled());
  }

  @Test
  void aWarningThatCountsAsAnErrorLeavesTheFileAlone() {
    String text = domain(filterRef("old") + filterRef("ignored"));
    write(guest, text);

    assertEquals(
        guest
            + ":8:43: error: element-ignored: a second <filterref> is ignored: the first one"
            + " counts; "
            + DocumentCode.ELEMENT_IGNORED.advice()
            + "\n",
        set("--number=1", "--in-place", "--werror").refused());
    assertEquals(text, read());
  }

  @Test
  void standardInputIsEdited() {
    assertEquals(
        domain(SET),
        CommandRun.reading(
                domain(filterRef("old", "A=1")),
                "filterref",
                "set",
                "--number=1",
                "--filter=clean-traffic",
                "--parameter=IP=10.0.0.1",
                "--parameter=IP=10.0.0.2",
                "-")
            .compiled());
  }

  private String read() {
    try {
      return Files.readString(guest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anInterfaceByItselfIsEdited() {
    String alone =
        """
        <!-- for virsh update-device -->
        <interface type='bridge'>
          <mac address='52:54:00:0a:0b:0c'/>
          <source bridge='br0'/>%s
        </interface>
        """;
    String filtered = alone.formatted("\n  <filterref filter='no-mac-spoofing'/>");
    String bare = alone.formatted("");

    assertEquals(
        new CommandRun(0, filtered, ""),
        CommandRun.reading(
            bare, "filterref", "set", "--number=1", "--filter=no-mac-spoofing", "-"));
    assertEquals(
        new CommandRun(0, bare, ""),
        CommandRun.reading(filtered, "filterref", "remove", "--mac=52:54:00:0a:0b:0c", "-"));
  }

  @Test
  void aSnapshotIsNotEdited() {
    assertEquals(
        "-:1:1: error: wrong-root: the root element is <domainsnapshot>, expected <domain> or"
            + " <interface>\n",
        CommandRun.reading(
                "<domainsnapshot>" + domain("") + "</domainsnapshot>",
                "filterref",
                "remove",
                "--number=1",
                "-")
            .refused());
  }
}
