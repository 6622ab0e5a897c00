package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Finds the documents that arguments name.
 *
 * @param spec the command, for bad usage
 * @param input standard input
 */
record DocumentSources(CommandSpec spec, InputStream input) {

  /** The name that means standard input. */
  static final String STANDARD_INPUT = "-";

  /** Refuses standard input where it is named twice. */
  void requireOneStandardInput(List<String> names) {
    if (names.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw Usage.bad(spec, "standard input can be read only once");
    }
  }

  /**
   * {@return a document; it is not read yet}
   *
   * @throws DocumentException if it is a directory
   */
  XmlSource of(String name) {
    if (name.equals(STANDARD_INPUT)) {
      return XmlSource.stream(input, name);
    }
    Path file = path(name);
    if (Files.isDirectory(file)) {
      throw new DocumentException(
          DocumentCode.UNREADABLE,
          SourceLocation.of(name),
          "it is a directory, not a document: 'nwfilter check' reads all documents of a directory,"
              + " and --filters all filters");
    }
    return XmlSource.file(file);
  }

  /** {@return a file or directory} */
  Path path(String name) {
    if (name.isEmpty()) { // which the JVM takes for the current directory
      throw Usage.bad(spec, "the name of a file is empty");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Usage.bad(spec, "FILE: " + e.getMessage());
    }
  }
}
