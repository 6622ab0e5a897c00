package io.nwfilter.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class GoldenFileTest {
  @TempDir private Path directory;

  @Test
  void sameTextPasses() throws IOException {
    Path file = Files.writeString(directory.resolve("same.golden"), "*nat\nCOMMIT\n");

    assertDoesNotThrow(() -> comparing(file).assertMatches("*nat\nCOMMIT\n"));
  }

  @Test
  void lineEndsOfACheckoutOnWindowsPass() throws IOException {
    Path file = Files.writeString(directory.resolve("crlf.golden"), "*nat\r\nCOMMIT\r\n");

    assertDoesNotThrow(() -> comparing(file).assertMatches("*nat\nCOMMIT\n"));
    assertThrows(
        AssertionFailedError.class, () -> comparing(file).assertMatches("*nat\r\nCOMMIT\n"));
    assertThrows(AssertionFailedError.class, () -> comparing(file).assertMatches("*nat COMMIT\n"));
  }

  @Test
  void differenceFailsWithOrderedFacts() throws IOException {
    Path file = Files.writeString(directory.resolve("rules.golden"), "*nat\n:a\nCOMMIT\n");

    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class, () -> comparing(file).assertMatches("*nat\n:b\nCOMMIT\n"));

    assertEquals(
        "the text does not match the golden file\n  golden file: "
            + file
            + "\n  difference (-expected +actual):\n"
            + "--- expected\n+++ actual\n@@ -1,3 +1,3 @@\n *nat\n-:a\n+:b\n COMMIT\n"
            + "  to refresh, if the change is meant: mvn verify -Dnwfilter.refreshGolden=true",
        failure.getMessage());
    assertEquals("*nat\n:a\nCOMMIT\n", failure.getExpected().getValue());
    assertEquals("*nat\n:b\nCOMMIT\n", failure.getActual().getValue());
  }

  @Test
  void missingFileFailsAndSaysHowToWriteIt() {
    Path file = directory.resolve("missing.golden");

    AssertionFailedError failure =
        assertThrows(AssertionFailedError.class, () -> comparing(file).assertMatches("text\n"));

    assertAll(
        () -> assertTrue(failure.getMessage().startsWith("the golden file does not exist\n")),
        () -> assertTrue(failure.getMessage().contains("\n+text\n")),
        () -> assertTrue(failure.getMessage().endsWith("-Dnwfilter.refreshGolden=true")));
    assertFalse(Files.exists(file));
  }

  @Test
  void unreadableFileIsReportedAsSuch() {
    UncheckedIOException failure =
        assertThrows(
            UncheckedIOException.class, () -> comparing(directory).assertMatches("text\n"));

    assertEquals("golden file " + directory, failure.getMessage());
  }

  @Test
  void refreshingWritesTheFileAndItsDirectories() throws IOException {
    Path file = directory.resolve("new").resolve("deep").resolve("rules.golden");

    new GoldenFile(file, true).assertMatches("first\n");
    new GoldenFile(file, true).assertMatches("second\n");

    assertEquals("second\n", Files.readString(file));
    assertDoesNotThrow(() -> comparing(file).assertMatches("second\n"));
  }

  @Test
  void systemPropertyDecidesWhetherToRefresh() throws IOException {
    Path file = Files.writeString(directory.resolve("property.golden"), "old\n");
    String before = System.getProperty(GoldenFile.REFRESH_PROPERTY);
    try {
      System.setProperty(GoldenFile.REFRESH_PROPERTY, "false");
      assertThrows(AssertionFailedError.class, () -> GoldenFile.at(file).assertMatches("new\n"));
      System.setProperty(GoldenFile.REFRESH_PROPERTY, "true");
      GoldenFile.at(file).assertMatches("new\n");
    } finally {
      if (before == null) {
        System.clearProperty(GoldenFile.REFRESH_PROPERTY);
      } else {
        System.setProperty(GoldenFile.REFRESH_PROPERTY, before);
      }
    }
    assertEquals("new\n", Files.readString(file));
  }

  private static GoldenFile comparing(Path file) {
    return new GoldenFile(file, false);
  }
}
