package io.nwfilter.cli;

import io.nwfilter.xml.XmlSource;
import java.io.InputStream;
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

  /** {@return a document; it is not read yet} */
  XmlSource of(String name) {
    return name.equals(STANDARD_INPUT) ? XmlSource.stream(input, name) : XmlSource.file(path(name));
  }

  /** {@return a file or directory} */
  Path path(String name) {
    if (name.isEmpty()) { // which the JVM takes for the current directory
      throw Usage.bad(spec, "FILE: a name is empty");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Usage.bad(spec, "FILE: " + e.getMessage());
    }
  }
}
