package io.nwfilter.testkit.field;

import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.xml.FilterDirectory;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case of the field.
 *
 * @param directory where its files are
 */
record FieldCase(Path directory) {

  private static final Path ROOT =
      Path.of(System.getProperty("nwfilter.rootDirectory"))
          .resolve("nwfilter-testkit/src/test/resources/field");

  /** {@return all cases, by kind and name} */
  static Stream<FieldCase> all() {
    return entries(ROOT).stream().flatMap(kind -> entries(kind).stream()).map(FieldCase::new);
  }

  /**
   * {@return the cases of one kind}
   *
   * @param kind the name of its directory
   */
  static Stream<FieldCase> ofKind(String kind) {
    return entries(ROOT.resolve(kind)).stream().map(FieldCase::new);
  }

  String kind() {
    return directory.getParent().getFileName().toString();
  }

  String text() {
    return read(directory.resolve("document.xml"));
  }

  XmlSource document() {
    return XmlSource.text(text(), "document.xml");
  }

  /** {@return whether the root element has a name} */
  boolean hasRoot(String element) {
    return text().startsWith("<" + element);
  }

  ParseResult<FilterLibrary> filters() {
    return Files.exists(filterDirectory())
        ? FilterDirectory.read(filterDirectory())
        : new ParseResult<>(FilterLibrary.empty(), List.of());
  }

  Path filterDirectory() {
    return directory.resolve("filters");
  }

  /** {@return the documents of the filters, by file name} */
  List<String> filterTexts() {
    return Files.exists(filterDirectory())
        ? entries(filterDirectory()).stream().map(FieldCase::read).toList()
        : List.of();
  }

  Path expected() {
    return directory.resolve("expected.txt");
  }

  Path libvirt() {
    return directory.resolve("libvirt.txt");
  }

  private static List<Path> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return kind() + "/" + directory.getFileName();
  }
}
