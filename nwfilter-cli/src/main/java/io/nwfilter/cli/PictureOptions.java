package io.nwfilter.cli;

import io.nwfilter.netfilter.diagram.Diagram;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options for pictures. */
final class PictureOptions {

  /** Below it, a picture of all chains fits on a page. */
  private static final int DEFAULT_COLLAPSE = 8;

  @Option(
      names = "--collapse",
      paramLabel = "NUMBER",
      description =
          "In pictures, from how many interfaces of machines on those whose chains look alike are"
              + " drawn as one; 0 draws all. The default is "
              + DEFAULT_COLLAPSE
              + ".")
  private @Nullable Integer collapse;

  /** Refuses options that have no meaning for what is printed. */
  void require(Optional<PictureFormat> format, CommandSpec spec) {
    if (collapse != null && format.isEmpty()) {
      throw Usage.bad(spec, "--collapse needs --format mermaid, dot or svg");
    }
    if (collapse != null && collapse != 0 && collapse < 2) {
      throw Usage.bad(spec, "--collapse: " + collapse + " is neither 0 nor at least 2");
    }
  }

  /** Prints a picture. */
  void print(Diagram whole, PictureFormat format, StandardOutput out) throws IOException {
    int from = collapse == null ? DEFAULT_COLLAPSE : collapse;
    format.print(from == 0 ? whole : whole.collapsed(from), out);
  }
}
