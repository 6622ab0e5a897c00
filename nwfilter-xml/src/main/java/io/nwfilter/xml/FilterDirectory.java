package io.nwfilter.xml;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticSink;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the filters of a directory such as {@code /etc/libvirt/nwfilter}. */
public final class FilterDirectory {

  private FilterDirectory() {}

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
   * @return the filters, and the warnings of all files
   * @throws DocumentException if the directory or a file cannot be read, a file holds no filter or
   *     an illegal one, or two files define filters of the same name
   */
  public static ParseResult<FilterLibrary> read(Path directory, Semantics semantics) {
    Map<String, Filter> filters = new LinkedHashMap<>();
    DiagnosticSink diagnostics = new DiagnosticSink();
    for (Path file : files(directory)) {
      ParseResult<Filter> result = LibvirtXml.readFilter(XmlSource.file(file), semantics);
      Filter filter = result.value();
      Filter other = filters.putIfAbsent(filter.name(), filter);
      if (other != null) {
        throw new DocumentException(
            DocumentCode.DUPLICATE_FILTER,
            filter.location(),
            "the filter '" + filter.name() + "' is defined here and at " + other.location());
      }
      diagnostics.addAll(result.diagnostics());
    }
    return new ParseResult<>(FilterLibrary.of(filters.values()), diagnostics.diagnostics());
  }

  private static ImmutableList<Path> files(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.xml")) {
      for (Path file : stream) {
        if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
          throw XmlText.unreadable(file.toString(), new IOException("it is not a regular file"));
        } else if (!Files.isDirectory(file)) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      throw XmlText.unreadable(directory.toString(), e);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return ImmutableList.copyOf(files);
  }
}
