package io.nwfilter.cli;

import io.nwfilter.netfilter.guarantee.Requirement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be proved, as one option of the command line says it. */
final class Claim {

  @Option(
      names = "--never",
      paramLabel = "QUERY",
      description =
          "None of these packets arrives, whatever was sent before. May be given several times,"
              + " like the others.")
  private @Nullable String never;

  @Option(
      names = "--always",
      paramLabel = "QUERY",
      description = "All of these packets arrive that would without rules.")
  private @Nullable String always;

  @Option(
      names = "--only",
      paramLabel = "QUERY",
      description = "No other packets of that direction arrive.")
  private @Nullable String only;

  /** Creates a claim, which picocli fills. */
  Claim() {}

  /** {@return what is demanded of the packets} */
  Requirement.Kind kind() {
    if (never != null) {
      return Requirement.Kind.NEVER;
    }
    return always != null ? Requirement.Kind.ALWAYS : Requirement.Kind.ONLY;
  }

  /** {@return which packets} */
  String query() {
    if (never != null) {
      return never;
    }
    return String.valueOf(always != null ? always : only);
  }

  /** {@return the name of the option} */
  String option() {
    return switch (kind()) {
      case NEVER -> "--never";
      case ALWAYS -> "--always";
      case ONLY -> "--only";
    };
  }
}
