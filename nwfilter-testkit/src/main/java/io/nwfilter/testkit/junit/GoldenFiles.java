package io.nwfilter.testkit.junit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSortedSet;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.testkit.assertion.CompiledText;
import io.nwfilter.testkit.golden.FailureMessage;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.golden.TextDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** The golden files of a test class. Safe for use by several threads. */
public final class GoldenFiles {

  private final Path directory;
  private final Set<Path> used = ConcurrentHashMap.newKeySet();

  GoldenFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks that a text is that of a golden file, and the same when it is computed once more.
   *
   * @param name the file's name in the directory
   * @param text computes the text
   * @throws IllegalArgumentException if the file is not in the directory
   */
  public void assertMatches(String name, Supplier<String> text) {
    String first = text.get();
    String second = text.get();
    if (!first.equals(second)) {
      throw new AssertionFailedError(
          new FailureMessage("computing the text twice gives two results")
              .fact("golden file", file(name))
              .block("difference (-first +second)", TextDiff.between(first, second).toString())
              .toString(),
          first,
          second);
    }
    assertMatches(name, first);
  }

  /**
   * Checks that a text is that of a golden file.
   *
   * @param name the file's name in the directory
   * @param text the text
   * @throws IllegalArgumentException if the file is not in the directory
   */
  public void assertMatches(String name, String text) {
    Path file = file(name);
    used.add(file);
    GoldenFile.at(file).assertMatches(text);
  }

  /**
   * Checks that compiled rules are those of a golden file ({@link CompiledText}).
   *
   * @param name the file's name in the directory
   * @param compiled the rules
   * @throws IllegalArgumentException if the file is not in the directory
   */
  public void assertMatches(String name, CompiledRules compiled) {
    assertMatches(name, CompiledText.of(compiled));
  }

  private Path file(String name) {
    Path file = directory.resolve(name).normalize();
    checkArgument(file.startsWith(directory.normalize()), "'%s' is not in %s", name, directory);
    return file;
  }

  /** Checks that each file of the directory was used. */
  void assertNoneIsStale() {
    Set<Path> stale = unused();
    if (!stale.isEmpty()) {
      FailureMessage message =
          new FailureMessage("golden files that no test has used").fact("directory", directory);
      stale.forEach(file -> message.fact("stale", directory.normalize().relativize(file)));
      throw new AssertionFailedError(
          message.fact("to do", "delete them, or test what they were for").toString());
    }
  }

  private ImmutableSortedSet<Path> unused() {
    if (!Files.isDirectory(directory)) {
      return ImmutableSortedSet.of();
    }
    try (Stream<Path> all = Files.walk(directory.normalize())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !used.contains(file))
          .collect(ImmutableSortedSet.toImmutableSortedSet(Path::compareTo));
    } catch (IOException e) {
      throw new UncheckedIOException("golden files in " + directory, e);
    }
  }
}
