package io.nwfilter.core.diagnostic;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words why a file or directory cannot be read or written. */
public final class FileFailure {

  private FileFailure() {}

  /**
   * {@return what is wrong, such as {@code permission denied}; a clause without a capital letter
   * where the reason is a usual one, and otherwise what the exception says}
   *
   * @param cause what was thrown
   * @param name the file or directory, as messages show it
   */
  public static String reason(Exception cause, String name) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file or directory";
    } else if (cause instanceof NotDirectoryException) {
      return "it is not a directory";
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    } else if (isDirectory(name)) {
      return "it is a directory";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static boolean isDirectory(String name) {
    try {
      return Files.isDirectory(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // the name of a text or stream
    }
  }
}
