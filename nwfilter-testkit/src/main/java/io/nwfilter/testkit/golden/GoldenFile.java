package io.nwfilter.testkit.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.AssertionFailedError;

/**
 * A file that holds what a test has to produce.
 *
 * <p>With the system property {@value #REFRESH_PROPERTY} set to {@code true}, {@link
 * #assertMatches(String)} writes the file instead of comparing with it. Lines of the file may end
 * with CR LF, as version control has it on Windows, if those of the text do not.
 */
public final class GoldenFile {
  /** The system property that makes assertions rewrite their golden files. */
  public static final String REFRESH_PROPERTY = "nwfilter.refreshGolden";

  private static final String HOW_TO_REFRESH = "mvn verify -D" + REFRESH_PROPERTY + "=true";

  private final Path file;
  private final boolean refreshing;

  GoldenFile(Path file, boolean refreshing) {
    this.file = file;
    this.refreshing = refreshing;
  }

  /**
   * Returns the golden file at a path, which need not exist yet.
   *
   * @param file where the file is; a relative path starts at the working directory, which Maven
   *     sets to the directory of the module
   * @return the golden file
   */
  public static GoldenFile at(Path file) {
    return new GoldenFile(file, Boolean.getBoolean(REFRESH_PROPERTY));
  }

  /**
   * Checks that a text equals the content of this file, or writes it there when golden files are
   * being refreshed.
   *
   * @param actual the text that was produced
   * @throws AssertionFailedError if the text differs from the content, or if there is no file
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public void assertMatches(String actual) {
    try {
      if (refreshing) {
        write(actual);
      } else {
        compare(actual);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("golden file " + file, e);
    }
  }

  private void write(String actual) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, actual);
  }

  private void compare(String actual) throws IOException {
    if (!Files.exists(file)) {
      throw failure("the golden file does not exist", "", actual);
    }
    String expected = withLineEndsOf(actual, Files.readString(file));
    if (!expected.equals(actual)) {
      throw failure("the text does not match the golden file", expected, actual);
    }
  }

  /** {@return the content as it was before a checkout on Windows has changed its line ends} */
  private static String withLineEndsOf(String actual, String content) {
    return actual.indexOf('\r') < 0 ? content.replace("\r\n", "\n") : content;
  }

  private AssertionFailedError failure(String summary, String expected, String actual) {
    String message =
        new FailureMessage(summary)
            .fact("golden file", file)
            .block("difference (-expected +actual)", TextDiff.between(expected, actual).toString())
            .fact("to refresh, if the change is meant", HOW_TO_REFRESH)
            .toString();
    return new AssertionFailedError(message, expected, actual);
  }
}
