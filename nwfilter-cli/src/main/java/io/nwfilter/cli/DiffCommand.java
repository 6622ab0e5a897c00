package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.netfilter.CompileOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells which packets a change of rules lets through, or does not any more. */
@Command(
    name = "diff",
    description = {
      "Tells what a change means: which packets are newly accepted (+) and newly dropped (-), for"
          + " all packets at once. Below each line is one of these packets, with the rule that"
          + " decided on it before, and the one that does now. Nothing is printed if both mean the"
          + " same, however they are written.",
      "",
      "It compares two filters, each on an interface of its own; two machines; two hosts, each as"
          + " a directory with its documents and dumps; or dumps, with --interface. The same file"
          + " twice, with --old-libvirt or --old-semantics, shows what another release or layout"
          + " means for it.",
      ""
    },
    footer = {
      "%nWhat follows the sign is a query that 'nwfilter prove' takes; docs/queries.md has"
          + " all of it. It means the packets among those that could arrive if no rule dropped"
          + " them.",
      "%nExamples:",
      "  nwfilter diff old/web.xml web.xml",
      "  nwfilter diff --parameter IP=10.0.0.7 old/web.xml web.xml",
      "  nwfilter diff --old-filters old/ --new-filters new/ guest.xml guest.xml",
      "  nwfilter diff --old-libvirt 0.8 --with default.xml guest.xml guest.xml",
      "  nwfilter diff --format markdown old/ new/"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:both mean the same",
      "1:they do not, or that could not be decided",
      "2:bad usage or input, or output that cannot be written"
    })
final class DiffCommand extends VerdictCommand {

  private static final int DIFFERENT = 1;

  @Mixin private CompilationOptions compilation;
  @Mixin private SituationOptions situation;
  @Mixin private TimeLimitOption timeLimit;
  @Mixin private SideOptions sides;

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "A document or dump that belongs to both, such as the network.")
  private List<String> common = new ArrayList<>();

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      converter = Assignment.Converter.class,
      description =
          "A variable of the filters that are compared, several times for a list. Without it, what"
              + " they need has values that are legal, addresses those for documentation.")
  private List<Assignment> parameters = new ArrayList<>();

  @Option(
      names = "--interface",
      paramLabel = "DEV",
      description =
          "The guest's interface on the host; without it, all that have a filter in OLD or NEW, or"
              + " are only in one of them, and the host itself.")
  private @Nullable String dev;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = DiffFormat.Converter.class,
      completionCandidates = DiffFormat.Converter.class,
      description =
          "How differences are printed: ${COMPLETION-CANDIDATES}. The default is text; markdown"
              + " and sarif are for reviews.")
  private DiffFormat format = DiffFormat.TEXT;

  @picocli.CommandLine.Parameters(
      index = "0",
      paramLabel = "OLD",
      description =
          "A <filter>, <domain>, <filterbinding> or <network> document, a dump as iptables-save,"
              + " ip6tables-save, ebtables-save or nft list ruleset print it, - for one of these on"
              + " standard input, or a directory: all XML files and dumps in it.")
  private String oldFile;

  @picocli.CommandLine.Parameters(index = "1", paramLabel = "NEW", description = "Another one.")
  private String newFile;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  DiffCommand() {}

  @Override
  Output verdict() {
    DiffSide before = side(oldFile, sides.ofOld());
    DiffSide after = side(newFile, sides.ofNew());
    if (hasErrors()) {
      return Output.NONE;
    }
    if (before.isOfFilters() != after.isOfFilters()) {
      throw Usage.bad(spec(), "a filter can only be compared with a filter");
    }
    if (!before.isOfFilters() && !parameters.isEmpty()) {
      throw Usage.bad(spec(), "--parameter: only filters have parameters from outside");
    }
    HostComparison hosts = new HostComparison(this::described, this::hasErrors, dev, timeLimit);
    ImmutableList<Compared> all =
        before.isOfFilters()
            ? new FilterComparison(given(), hosts).compared(before, after)
            : hosts.compared(before, after, dev == null);
    hosts.warnOfUnused();
    return hasErrors() ? Output.NONE : () -> print(all);
  }

  private DiffSide side(String file, CompilationOptions.Deviation deviation) {
    DocumentSources sources = new DocumentSources(spec(), parent().in());
    ImmutableList<String> names =
        ImmutableList.<String>builder()
            .addAll(DiffSide.files(sources, file, findings()))
            .addAll(common)
            .build();
    CompileOptions options = compilation.withoutLibrary(spec(), deviation).build();
    FilterLibrary library = compilation.library(spec(), findings(), names, deviation);
    DescribingFiles files = DescribingFiles.read(spec(), findings(), names, options.semantics());
    return DiffSide.of(files, options, library);
  }

  private DescribedHost described(DiffSide side) {
    return DescribedHost.of(spec(), findings(), side.files(), side.options(), situation);
  }

  private Parameters given() {
    Parameters given = Parameters.NONE;
    for (Assignment one : parameters) {
      Parameters known = given;
      given = Usage.legal(spec(), "--parameter", one, it -> known.with(it.name(), it.value()));
    }
    return given;
  }

  private int print(List<Compared> all) throws IOException {
    new DiffOutput(out(), newFile).print(all, format);
    return all.stream().allMatch(Compared::isSame) ? NwfilterCommand.OK : DIFFERENT;
  }
}
