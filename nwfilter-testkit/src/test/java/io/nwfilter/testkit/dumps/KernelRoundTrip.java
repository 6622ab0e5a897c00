package io.nwfilter.testkit.dumps;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Loads many texts, each into a namespace of its own, and dumps each again. One shell does all of
 * it, as starting a process from here costs more than what it does.
 */
final class KernelRoundTrip implements AutoCloseable {

  // unshare: the kernel removes each of these namespaces when its shell ends.
  private static final String SCRIPT =
      """
      for directory in "$1"/*/; do
        cd "$directory"
        unshare --net sh ./round-trip >dump 2>messages && touch succeeded
      done
      true
      """;

  private final Path directory;

  KernelRoundTrip() {
    try {
      this.directory = Files.createTempDirectory("round-trip");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How a text is loaded and dumped.
   *
   * @param family whose sets the text may mention
   * @param tool the tool, such as {@code ip6tables} or {@code iptables-legacy}
   * @param restoreOptions the options of its {@code -restore}
   * @param saveOptions the options of its {@code -save}
   */
  record Way(Family family, String tool, String restoreOptions, String saveOptions) {

    String script() {
      return """
      set -e
      ipset restore <sets
      %1$s-restore %2$s <rules
      %1$s-save %3$s
      """
          .formatted(tool, restoreOptions, saveOptions);
    }
  }

  /**
   * Adds a text.
   *
   * @param name the name by which {@link #dump} will know it
   * @param text what the tool loads
   * @param way how it is loaded and dumped
   */
  void add(String name, String text, Way way) {
    Path place = place(name);
    try {
      Files.createDirectories(place);
      Files.writeString(place.resolve("sets"), MentionedSets.of(way.family(), text));
      Files.writeString(place.resolve("rules"), text);
      Files.writeString(place.resolve("round-trip"), way.script());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path place(String name) {
    return directory.resolve(name.replace('/', '~'));
  }

  /** Loads and dumps all texts. */
  void run() {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      namespace.command("sh", "-c", SCRIPT, "sh", directory.toString()).runSuccessfully();
    }
  }

  /**
   * {@return what the {@code -save} tool has printed}
   *
   * @throws AssertionError if a tool has refused the text
   */
  String dump(String name) {
    try {
      if (!Files.exists(place(name).resolve("succeeded"))) {
        throw new AssertionError(
            name
                + ": "
                + Files.readString(place(name).resolve("messages"))
                + Files.readString(place(name).resolve("rules")));
      }
      return Files.readString(place(name).resolve("dump"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
