package io.nwfilter.testkit.networks;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Documents of networks that libvirt defines, with every element and attribute. */
public final class NetworkDefinitions {

  private NetworkDefinitions() {}

  /** {@return the documents, by their names} */
  public static ImmutableMap<String, String> all() {
    try {
      return Splitter.on("=== ")
          .omitEmptyStrings()
          .splitToStream(Files.readString(NetworkFiles.of("definitions.txt")))
          .collect(
              toImmutableMap(
                  block -> block.substring(0, block.indexOf('\n')),
                  block -> block.substring(block.indexOf('\n') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
