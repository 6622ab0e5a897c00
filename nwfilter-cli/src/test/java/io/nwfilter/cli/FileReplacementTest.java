package io.nwfilter.cli;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReplacementTest {

  private static final byte[] BEFORE = bytes("before");
  private static final byte[] AFTER = bytes("after");

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = Files.write(directory.resolve("guest.xml"), BEFORE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void replacesTheFileAndKeepsItsPermissions() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    FileReplacement.of(file).replace(BEFORE, AFTER);
    assertEquals("after", Files.readString(file));
    assertEquals("r--r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of(file), files());
  }

  @Test
  void aFileThatWasChangedMeanwhileStays() throws IOException {
    FileReplacement replacement = FileReplacement.of(file);
    Files.writeString(file, "changed");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> replacement.replace(BEFORE, AFTER));
    assertEquals("something else has changed it in the meantime", e.getReason());
    assertEquals("changed", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void aFileThatWasRemovedMeanwhileIsNotMadeAgain() throws IOException {
    FileReplacement replacement = FileReplacement.of(file);
    Files.delete(file);
    assertThrows(IOException.class, () -> replacement.replace(BEFORE, AFTER));
    assertEquals(List.of(), files());
  }

  @Test
  void aLinkThatLeadsElsewhereMeanwhileChangesNothing() throws IOException {
    Path other = Files.write(directory.resolve("other.xml"), BEFORE);
    Path link = Files.createSymbolicLink(directory.resolve("link.xml"), file);
    FileReplacement replacement = FileReplacement.of(link);
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    replacement.replace(BEFORE, AFTER);
    assertEquals("after", Files.readString(file));
    assertEquals("before", Files.readString(other));
    assertEquals(other, Files.readSymbolicLink(link));
  }

  @Test
  void noLoaderOfDocumentsFindsTheFileOnItsWay() throws Exception {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, ENTRY_CREATE);
      FileReplacement.of(file).replace(BEFORE, AFTER);
      WatchKey key = watch.poll(1, TimeUnit.MINUTES);
      List<String> created =
          key.pollEvents().stream().map(WatchEvent::context).map(Object::toString).toList();
      String fresh = created.get(0);
      assertTrue(fresh.startsWith(".nwfilter"), fresh);
      assertFalse(fresh.endsWith(".xml"), fresh);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
