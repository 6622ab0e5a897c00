package io.nwfilter.cli;

import com.google.common.base.Joiner;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What is printed in place of what a command does if {@code --libvirt list} is given. */
final class ReleaseList {

  private static final String WORD = "list";
  private static final String COLUMNS = "%-7s  %-49s  %-8s  %-18s  %s";

  private ReleaseList() {}

  /**
   * {@return whether what is wrong with an option is only that it asks for the list}
   *
   * @param exception what is wrong
   */
  static boolean isAskedFor(ParameterException exception) {
    return exception.getArgSpec() instanceof OptionSpec option
        && WORD.equals(exception.getValue())
        && Stream.of(option.converters()).anyMatch(ReleaseName.class::isInstance);
  }

  /** Prints a line for each release. */
  static void print(PrintWriter out) {
    print(out, "release", "seen in", "iptables", "networks in", "");
    for (LibvirtRelease release : LibvirtRelease.values()) {
      print(
          out,
          release,
          release.shippedBy(),
          release.seenTools(),
          Joiner.on(", ").join(release.networkBackends()),
          release == CompileOptions.DEFAULT.release() ? "default" : "");
    }
    out.flush();
  }

  private static void print(PrintWriter out, Object... words) {
    out.print(COLUMNS.formatted(words).stripTrailing() + "\n");
  }
}
