package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.FileFailure;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the documents of a directory that is to be checked. */
final class DirectoryDocuments {

  private DirectoryDocuments() {}

  /**
   * {@return the files whose names end in {@code .xml}, in the order of their names}
   *
   * @throws DocumentException if the directory cannot be read, or has no such file: a wrong path
   *     must not look like documents without a fault
   */
  static ImmutableList<Path> of(Path directory) {
    ImmutableList<Path> files = list(directory, "*.xml");
    if (files.isEmpty()) {
      throw new DocumentException(
          DocumentCode.NO_DOCUMENTS,
          SourceLocation.of(directory.toString()),
          "the directory has no file whose name ends in .xml, and those of directories inside are"
              + " not read: there is nothing to check");
    }
    return files;
  }

  /**
   * {@return all files, in the order of their names}
   *
   * @throws DocumentException if the directory cannot be read
   */
  static ImmutableList<Path> all(Path directory) {
    return list(directory, "*");
  }

  private static ImmutableList<Path> list(Path directory, String names) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, names)) {
      for (Path file : stream) {
        if (!Files.isDirectory(file)) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException | SecurityException e) {
      throw new DocumentException(
          DocumentCode.UNREADABLE,
          SourceLocation.of(directory.toString()),
          "the directory cannot be read: " + FileFailure.reason(e, directory.toString()),
          e);
    }
    files.sort(null);
    return ImmutableList.copyOf(files);
  }

  /**
   * Refuses what is not a file: a pipe that happens to be there could be waited for without end.
   *
   * @throws DocumentException if it is a pipe, a socket or a device
   */
  static void requireFile(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new DocumentException(
          DocumentCode.UNREADABLE,
          SourceLocation.of(file.toString()),
          "it is not a regular file; name it by itself to read it all the same");
    }
  }
}
