package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * Where a whole system is, with tools and daemons of its own release: the host's own, or a
 * directory that {@code debootstrap} has filled. All of them share the host's kernel.
 *
 * @param directory the directory that is its {@code /}
 */
public record SystemRoot(Path directory) {

  /** The system that runs. */
  public static final SystemRoot HOST = new SystemRoot(Path.of("/"));

  /**
   * Makes a root.
   *
   * @param directory the directory that is its {@code /}
   * @throws IllegalArgumentException if the directory is not absolute
   */
  public SystemRoot {
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute directory: " + directory);
    }
  }

  /** {@return whether it is the system that runs} */
  public boolean isHost() {
    return equals(HOST);
  }

  /**
   * {@return where the host sees one of its files}
   *
   * @param path the absolute path inside the system
   */
  public Path resolve(String path) {
    return directory.resolve(Path.of("/").relativize(Path.of(path)));
  }

  /**
   * {@return the words of a command that runs one of its programs}
   *
   * @param words the program and its arguments
   */
  public ImmutableList<String> command(String... words) {
    return isHost()
        ? ImmutableList.copyOf(words)
        : ImmutableList.<String>builder().add("chroot", directory.toString()).add(words).build();
  }
}
