package io.nwfilter.xml;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the filters of a directory such as {@code /etc/libvirt/nwfilter}, as libvirt does when it
 * starts: a file that it cannot take is skipped and does not keep it from the others. The library
 * remembers why, for whoever looks for such a filter.
 *
 * <p>A file is skipped if it is not a filter, is illegal, cannot be read, is not named {@code
 * NAME.xml} after its filter, or has the uuid of another one. Files that are there to be defined
 * one by one, whatever their names, are read with {@link LibvirtXml#readFilter(XmlSource)}.
 */
public final class FilterDirectory {

  private static final String EXTENSION = ".xml";

  private final Semantics semantics;
  private final Map<String, Filter> filters = new LinkedHashMap<>();
  private final Map<String, Diagnostic> reasons = new LinkedHashMap<>();
  private final Map<String, Diagnostic> misnamed = new LinkedHashMap<>();
  private final Map<UUID, Filter> uuids = new HashMap<>();
  private final DiagnosticSink diagnostics = new DiagnosticSink();

  private FilterDirectory(Semantics semantics) {
    this.semantics = semantics;
  }

  /**
   * Reads all files whose names end in {@code .xml}, in the order of their names; not those of
   * directories inside.
   *
   * @param directory the directory
   * @return the filters, and the warnings of all files
   * @throws DocumentException as {@link #read(Path, Semantics)} does
   */
  public static ParseResult<FilterLibrary> read(Path directory) {
    return read(directory, Semantics.AS_LIBVIRT);
  }

  /**
   * Reads all files whose names end in {@code .xml}, in the order of their names; not those of
   * directories inside.
   *
   * @param directory the directory
   * @param semantics how the filters are understood
   * @return the filters, and the warnings of all files, among them one for each file that is
   *     skipped
   * @throws DocumentException if the directory cannot be read
   */
  public static ParseResult<FilterLibrary> read(Path directory, Semantics semantics) {
    FilterDirectory reading = new FilterDirectory(semantics);
    files(directory).forEach(reading::add);
    return reading.result();
  }

  private void add(Path file) {
    try {
      requireFile(file);
      ParseResult<Filter> result = LibvirtXml.readFilter(XmlSource.file(file), semantics);
      requireOwnName(result.value(), file);
      requireOwnUuid(result.value());
      filters.put(result.value().name(), result.value());
      diagnostics.addAll(result.diagnostics());
    } catch (DocumentException e) {
      skip(file, e);
    }
  }

  private static void requireFile(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw XmlText.unreadable(file.toString(), new IOException("it is not a regular file"));
    }
  }

  private void requireOwnName(Filter filter, Path file) {
    try {
      checkName(filter, file);
    } catch (DocumentException e) {
      misnamed.putIfAbsent(filter.name(), e.diagnostic());
      throw e;
    }
  }

  /**
   * Checks that a file of a directory of filters has the name that libvirt expects there, {@code
   * NAME.xml} after its filter.
   *
   * @param filter the filter in the file
   * @param file the file
   * @throws DocumentException with code {@link DocumentCode#MISNAMED_FILE} if it has another name
   */
  public static void checkName(Filter filter, Path file) {
    String fileName = file.getFileName().toString();
    if (!fileName.equals(filter.name() + EXTENSION)) {
      throw new DocumentException(
          DocumentCode.MISNAMED_FILE,
          filter.location(),
          "the file must be named '"
              + filter.name()
              + EXTENSION
              + "' after its filter, or the filter '"
              + nameOf(file)
              + "' after its file");
    }
  }

  private void requireOwnUuid(Filter filter) {
    filter
        .uuid()
        .ifPresent(
            uuid -> {
              Filter other = uuids.putIfAbsent(uuid, filter);
              if (other != null) {
                throw new DocumentException(
                    DocumentCode.DUPLICATE_FILTER,
                    filter.location(),
                    "the filter '" + other.name() + "' at " + other.location() + " has its uuid");
              }
            });
  }

  private void skip(Path file, DocumentException e) {
    Diagnostic first = e.diagnostic();
    reasons.putIfAbsent(nameOf(file), first);
    long more =
        e.diagnostics().stream().filter(each -> each.severity() == Severity.ERROR).count() - 1;
    diagnostics.report(
        DocumentCode.FILE_SKIPPED,
        first.location(),
        "the file is skipped, as libvirt does: "
            + first.code()
            + ": "
            + first.message()
            + (more > 0 ? ", and " + more + " more" : ""));
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - EXTENSION.length());
  }

  private ParseResult<FilterLibrary> result() {
    return new ParseResult<>(
        FilterLibrary.of(filters.values()).withReasons(reasons).withHints(misnamed),
        diagnostics.diagnostics());
  }

  private static ImmutableList<Path> files(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(directory, FilterDirectory::isDefinition)) {
      stream.forEach(files::add);
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      throw XmlText.unreadable(directory.toString(), e);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return ImmutableList.copyOf(files);
  }

  /** {@return whether libvirt looks at a file, hidden ones included} */
  private static boolean isDefinition(Path file) {
    return file.getFileName().toString().endsWith(EXTENSION) && !Files.isDirectory(file);
  }
}
