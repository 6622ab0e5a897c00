package io.nwfilter.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Tells documents from dumps. */
final class ExplainedFile {

  /** XML begins with a tag, or with a mark of its encoding; no dump has one of these first. */
  private static final String FIRST_OF_XML = "<\u00ef\u00fe\u00ff\0";

  /** How many octets are looked at. */
  private static final int LOOKED_AT = 4096;

  private ExplainedFile() {}

  /**
   * {@return whether a file has rules as a tool prints them; what cannot be read is a document}
   * Where there are no rules, tools print nothing: an empty file whose name is not that of a
   * document is a dump.
   *
   * @param name the name of the file
   * @param standardInput what the name of standard input means; nothing is taken from it
   */
  static boolean isDump(String name, BufferedInputStream standardInput) {
    try {
      if (name.equals(DocumentSources.STANDARD_INPUT)) {
        standardInput.mark(LOOKED_AT);
        boolean dump = startsLikeDump(standardInput);
        standardInput.reset();
        return dump;
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(name)))) {
        return startsLikeDump(in) || (in.read() < 0 && !name.endsWith(".xml"));
      }
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static boolean startsLikeDump(InputStream in) throws IOException {
    for (int i = 0; i < LOOKED_AT; i++) {
      int next = in.read();
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next >= 0 && FIRST_OF_XML.indexOf(next) < 0;
      }
    }
    return false;
  }
}
