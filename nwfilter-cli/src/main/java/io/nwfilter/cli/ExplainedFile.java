package io.nwfilter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Tells documents from dumps. */
final class ExplainedFile {

  /** XML begins with a tag, or with a mark of its encoding; no dump has one of these first. */
  private static final String FIRST_OF_XML = "<\u00ef\u00fe\u00ff\0";

  private ExplainedFile() {}

  /** {@return whether a file has rules as a tool prints them; what cannot be read is a document} */
  static boolean isDump(String name) {
    if (name.equals(DocumentSources.STANDARD_INPUT)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      int first = in.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
        first = in.read();
      }
      return first >= 0 && FIRST_OF_XML.indexOf(first) < 0;
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
