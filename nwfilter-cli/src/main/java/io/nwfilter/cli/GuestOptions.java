package io.nwfilter.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which guests on which host a command is about, and how its result is printed. */
final class GuestOptions {

  @Mixin private CompilationOptions compilation;
  @Mixin private SituationOptions situation;

  @Option(
      names = "--interface",
      paramLabel = "DEV",
      description =
          "The guest's interface on the host; without it, all interfaces with a filter, or, if none"
              + " has one, those that --port names.")
  private @Nullable String dev;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = VerifyFormat.Converter.class,
      completionCandidates = VerifyFormat.Converter.class,
      description = "How the results are printed: ${COMPLETION-CANDIDATES}. The default is text.")
  private VerifyFormat format = VerifyFormat.TEXT;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "A <network>, <domain> or <filterbinding> document, or rules as iptables-save,"
              + " ip6tables-save, ebtables-save or nft list ruleset print them; - for standard"
              + " input.")
  private List<String> files = new ArrayList<>();

  /** Creates the options, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before a command runs
  GuestOptions() {}

  /** {@return the host of the files; bad usage if there are none} */
  DescribedHost read(CommandSpec spec, Findings findings) {
    if (files.isEmpty()) {
      throw Usage.bad(spec, "no file: a <domain> or <filterbinding> document, or dumps of rules");
    }
    return DescribedHost.read(spec, findings, files, compilation, situation);
  }

  /** {@return the name of the only interface that is meant; null for all} */
  @Nullable String dev() {
    return dev;
  }

  /** {@return whether the results are for programs} */
  boolean isJson() {
    return format == VerifyFormat.JSON;
  }
}
