package io.nwfilter.testkit.daemon;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The filters that the daemon has at its start, by name, as it has stored them.
 *
 * @param texts the stored document of each filter
 */
record StockFilters(ImmutableMap<String, String> texts) {
  static StockFilters read(DaemonDirectory directory) {
    ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.filters(), "*.xml")) {
      for (Path file : files) {
        if (!Files.isRegularFile(file)) {
          continue; // the daemon skips these
        }
        // A comment that libvirt cut inside a character is not UTF-8, as a strict reader wants
        // it.
        texts.put(
            MoreFiles.getNameWithoutExtension(file),
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("stock filters of the private libvirtd", e);
    }
    return new StockFilters(texts.buildOrThrow());
  }
}
