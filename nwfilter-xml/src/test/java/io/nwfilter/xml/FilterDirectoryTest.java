package io.nwfilter.xml;

import static io.nwfilter.xml.diagnostic.DocumentCode.FILE_SKIPPED;
import static io.nwfilter.xml.diagnostic.DocumentCode.UNREADABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterDirectoryTest {

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private ParseResult<FilterLibrary> read() {
    return FilterDirectory.read(directory);
  }

  @Test
  void filesInTheOrderOfTheirNames() throws IOException {
    Path b = write("b.xml", "<filter name='b'><foo/></filter>");
    Path a = write("a.xml", "<filter name='a'><bar/></filter>");
    Path hidden = write(".c.xml", "<filter name='.c'><bar/></filter>");
    write("c.txt", "<domain/>");
    write("c.xml~", "nothing");
    write("C.XML", "nothing");
    Files.createDirectories(directory.resolve("autostart.xml/inner"));
    assertEquals("[.c, a, b]", read().value().toString());
    assertEquals(
        List.of(
            hidden + ":1:19 element-ignored",
            a + ":1:18 element-ignored",
            b + ":1:18 element-ignored"),
        read().diagnostics().stream().map(d -> d.location() + " " + d.code()).toList());
  }

  @Test
  void anEmptyDirectory() {
    assertEquals("[]", read().value().toString());
  }

  /** Each was skipped by a libvirtd 9.0.0 that found it in /etc/libvirt/nwfilter at its start. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1:1 | xml-syntax",
        "' ' | 1:1 | xml-syntax",
        "<filter | 1:7 | xml-syntax",
        "<filter name='x'><rule></filter> | 1:31 | xml-syntax",
        "<filter name='x'/><filter name='x'/> | 1:20 | xml-syntax",
        "<domain><name>x</name></domain> | 1:1 | wrong-root",
        "<filter/> | 1:1 | missing",
        "<filter name='y'/> | 1:1 | misnamed-file",
        "<filter name='sl/ash'/> | 1:1 | illegal-value",
        "<filter name='x'><uuid>xyz</uuid></filter> | 1:18 | illegal-value",
        "<filter name='x'><rule action='DROP' direction='in'/></filter> | 1:18 | illegal-value",
        "<filter name='x' chain='foo'/> | 1:1 | illegal-value",
        "<filter name='x'><filterref filter='x'/></filter> | 1:18 | filter-cycle",
      })
  void aFileThatIsSkipped(String content, String place, String code) throws IOException {
    Path broken = write("x.xml", content);
    write("z.xml", "<filter name='z'/>");

    assertEquals("[z]", read().value().toString());
    assertEquals(1, read().diagnostics().size(), read().diagnostics()::toString);
    Diagnostic warning = read().diagnostics().get(0);
    assertEquals(FILE_SKIPPED, warning.code());
    assertEquals(broken + ":" + place, warning.location().toString());
    Diagnostic why = read().value().reason("x").orElseThrow();
    assertEquals(code, why.code().id());
    assertEquals(
        "the file is skipped, as libvirt does: " + code + ": " + why.message(), warning.message());
  }

  @Test
  void aSkippedFileSaysHowManyErrorsItHas() throws IOException {
    write("x.xml", "<filter name='x'><rule/><rule action='a' direction='b'/></filter>");
    assertTrue(
        read().diagnostics().get(0).message().endsWith(", and 3 more"),
        read().diagnostics()::toString);
  }

  @Test
  void oneUuidTwice() throws IOException {
    String uuid = "<uuid>6af0ba33-e0c7-46aa-95ba-4da1d6352bd6</uuid>";
    Path a = write("a.xml", "<filter name='a'>" + uuid + "</filter>");
    write("b.xml", "<filter name='b'>" + uuid + "</filter>");
    assertEquals("[a]", read().value().toString());
    assertEquals(
        "the filter 'a' at " + a + ":1:1 has its uuid",
        read().value().reason("b").orElseThrow().message());
  }

  @Test
  void aMisnamedFilterIsMissingByBothNames() throws IOException {
    write("file.xml", "<filter name='name'/>");
    FilterLibrary library = read().value();
    assertEquals(library.reason("file"), library.reason("name"));
    assertEquals(
        "the file must be named 'name.xml' after its filter, or the filter 'file' after its file",
        library.reason("name").orElseThrow().message());
    assertEquals(Optional.empty(), library.reason("other"));
  }

  @Test
  void aReasonDoesNotMatterWhereTheFilterIsThere() throws IOException {
    write("x.xml", "<filter name='y'/>");
    write("y.xml", "<filter name='y'/>");
    assertEquals("[y]", read().value().toString());
    assertEquals("y", read().value().find("y").orElseThrow().name());
  }

  @Test
  void whatCannotBeRead() throws IOException {
    Path none = directory.resolve("none");
    Diagnostic diagnostic =
        assertThrows(DocumentException.class, () -> FilterDirectory.read(none)).diagnostic();
    assertEquals(UNREADABLE, diagnostic.code());
    assertEquals(none.toString(), diagnostic.location().document());
    Path file = write("a.xml", "<filter name='a'/>");
    assertThrows(DocumentException.class, () -> FilterDirectory.read(file));
    Path dangling = Files.createSymbolicLink(directory.resolve("b.xml"), none);
    assertEquals("[a]", read().value().toString());
    assertEquals(dangling.toString(), read().diagnostics().get(0).location().document());
    assertEquals(UNREADABLE, read().value().reason("b").orElseThrow().code());
  }

  @Test
  void aMisnamedCopyDoesNotHideTheFilterOfAnotherLibrary() throws IOException {
    write("backup.xml", "<filter name='clean-traffic'/>");
    write("allow-arp.xml", "<filter name='allow-arp'><rule/></filter>");
    FilterLibrary library = StockFilters.library().with(read().value());

    assertEquals(StockFilters.library().find("clean-traffic"), library.find("clean-traffic"));
    assertEquals(Optional.empty(), library.find("allow-arp"));
  }
}
