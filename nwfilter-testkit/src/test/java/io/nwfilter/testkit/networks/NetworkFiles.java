package io.nwfilter.testkit.networks;

import java.nio.file.Path;

/** Where the documents of this package are. */
final class NetworkFiles {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("nwfilter.rootDirectory"))
          .resolve("nwfilter-testkit/src/test/resources/networks");

  private NetworkFiles() {}

  static Path of(String name) {
    return DIRECTORY.resolve(name);
  }
}
