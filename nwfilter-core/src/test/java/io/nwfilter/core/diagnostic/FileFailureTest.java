package io.nwfilter.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {

  private static String reason(Exception cause) {
    return FileFailure.reason(cause, "f.xml");
  }

  @Test
  void usualReasonsAreInWords() {
    assertEquals(
        "there is no such file or directory", reason(new NoSuchFileException("/no/f.xml")));
    assertEquals("it is not a directory", reason(new NotDirectoryException("f.xml")));
    assertEquals("permission denied", reason(new AccessDeniedException("f.xml")));
  }

  @Test
  void aDirectoryThatIsReadAsAFile(@TempDir Path directory) {
    assertEquals(
        "it is a directory",
        FileFailure.reason(new IOException("Is a directory"), directory.toString()));
  }

  @Test
  void otherReasonsAreThoseOfTheException() {
    assertEquals("disk full", reason(new FileSystemException("f.xml", null, "disk full")));
    assertEquals("broken", reason(new IOException("broken")));
    assertEquals("IOException", reason(new IOException()));
    assertEquals("broken", FileFailure.reason(new IOException("broken"), "not a \0 path"));
  }
}
