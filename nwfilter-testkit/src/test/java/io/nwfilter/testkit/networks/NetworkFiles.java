package io.nwfilter.testkit.networks;

import java.nio.file.Path;

/** Where the documents of this package are. */
public final class NetworkFiles {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("nwfilter.rootDirectory"))
          .resolve("nwfilter-testkit/src/test/resources/networks");

  private NetworkFiles() {}

  /** {@return a file of the resources about networks} */
  public static Path of(String name) {
    return DIRECTORY.resolve(name);
  }
}
