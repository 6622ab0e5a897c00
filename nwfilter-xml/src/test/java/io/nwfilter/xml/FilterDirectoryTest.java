package io.nwfilter.xml;

import static io.nwfilter.xml.diagnostic.DocumentCode.DUPLICATE_FILTER;
import static io.nwfilter.xml.diagnostic.DocumentCode.ELEMENT_IGNORED;
import static io.nwfilter.xml.diagnostic.DocumentCode.UNREADABLE;
import static io.nwfilter.xml.diagnostic.DocumentCode.WRONG_ROOT;
import static io.nwfilter.xml.diagnostic.DocumentCode.XML_SYNTAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterDirectoryTest {

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Diagnostic refused() {
    return assertThrows(DocumentException.class, () -> FilterDirectory.read(directory))
        .diagnostic();
  }

  @Test
  void filesInTheOrderOfTheirNames() throws IOException {
    Path b = write("b.xml", "<filter name='y'><foo/></filter>");
    Path a = write("a.xml", "<filter name='z'><bar/></filter>");
    write("c.txt", "<domain/>");
    write("c.xml~", "nothing");
    Files.createDirectories(directory.resolve("autostart.xml/inner"));
    ParseResult<FilterLibrary> result = FilterDirectory.read(directory);
    assertEquals("[z, y]", result.value().toString());
    assertEquals(
        ImmutableList.of(ELEMENT_IGNORED, ELEMENT_IGNORED),
        result.diagnostics().stream().map(Diagnostic::code).toList());
    assertEquals(
        ImmutableList.of(a + ":1:18", b + ":1:18"),
        result.diagnostics().stream().map(d -> d.location().toString()).toList());
  }

  @Test
  void anEmptyDirectory() {
    assertEquals("[]", FilterDirectory.read(directory).value().toString());
  }

  @Test
  void oneNameTwice() throws IOException {
    Path a = write("a.xml", "\n<filter name='x'/>");
    Path b = write("b.xml", "\n\n <filter name='x'/>");
    Diagnostic diagnostic = refused();
    assertEquals(DUPLICATE_FILTER, diagnostic.code());
    assertEquals(b + ":3:2", diagnostic.location().toString());
    assertTrue(diagnostic.message().contains(a + ":2:1"), diagnostic::message);
  }

  @Test
  void whatIsNoFilter() throws IOException {
    Path file = write("a.xml", "<domain><name>vm</name></domain>");
    assertEquals(WRONG_ROOT, refused().code());
    Files.writeString(file, "<filter");
    assertEquals(XML_SYNTAX, refused().code());
  }

  @Test
  void whatCannotBeRead() throws IOException {
    Path none = directory.resolve("none");
    Diagnostic diagnostic =
        assertThrows(DocumentException.class, () -> FilterDirectory.read(none)).diagnostic();
    assertEquals(UNREADABLE, diagnostic.code());
    assertEquals(none.toString(), diagnostic.location().document());
    Path file = write("a.xml", "<filter name='f'/>");
    assertThrows(DocumentException.class, () -> FilterDirectory.read(file));
    Path dangling = Files.createSymbolicLink(directory.resolve("b.xml"), none);
    assertEquals(UNREADABLE, refused().code());
    assertEquals(dangling.toString(), refused().location().document());
  }
}
