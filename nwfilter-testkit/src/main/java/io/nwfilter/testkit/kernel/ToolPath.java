package io.nwfilter.testkit.kernel;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the system's tools, also those for root that the search path of a plain user leaves out.
 */
final class ToolPath {
  private static final String DIRECTORIES = directories();

  private ToolPath() {}

  /** {@return the search path, in the form of the environment variable {@code PATH}} */
  static String asEnvironment() {
    return DIRECTORIES;
  }

  /** {@return where an executable is, if it is in one of the directories} */
  static Optional<Path> find(String tool) {
    Iterable<Path> candidates =
        Iterables.transform(
            Splitter.on(':').omitEmptyStrings().split(DIRECTORIES),
            directory -> Path.of(directory).resolve(tool));
    for (Path candidate : candidates) {
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static String directories() {
    String system = "/usr/sbin:/usr/bin:/sbin:/bin";
    String inherited = System.getenv("PATH");
    return inherited == null ? system : inherited + ':' + system;
  }
}
