package io.nwfilter.cli;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.xml.LibvirtDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

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
      "%nWhat follows the sign is a query that 'nwfilter prove' takes; docs/queries.md has all of",
      "it. It means the packets among those that could arrive if no rule dropped them.",
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
final class DiffCommand extends DocumentCommand {

  private static final int DIFFERENT = 1;
  private static final int TROUBLE = 2;
  private static final String HOST = "host";

  @ParentCommand private NwfilterCommand parent;
  @Mixin private CompilationOptions compilation;
  @Mixin private SituationOptions situation;
  @Mixin private TimeLimitOption timeLimit;

  @Option(
      names = "--old-filters",
      paramLabel = "DIR",
      description = "Like --filters, for OLD only.")
  private List<String> oldFilters = new ArrayList<>();

  @Option(
      names = "--new-filters",
      paramLabel = "DIR",
      description = "Like --filters, for NEW only.")
  private List<String> newFilters = new ArrayList<>();

  @Option(
      names = "--old-libvirt",
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description = "Like --libvirt, for OLD only.")
  private @Nullable LibvirtRelease oldRelease;

  @Option(
      names = "--new-libvirt",
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description = "Like --libvirt, for NEW only.")
  private @Nullable LibvirtRelease newRelease;

  @Option(
      names = "--old-semantics",
      paramLabel = "HOW",
      converter = SemanticsName.class,
      completionCandidates = SemanticsName.class,
      description = "Like --semantics, for OLD only.")
  private @Nullable Semantics oldSemantics;

  @Option(
      names = "--new-semantics",
      paramLabel = "HOW",
      converter = SemanticsName.class,
      completionCandidates = SemanticsName.class,
      description = "Like --semantics, for NEW only.")
  private @Nullable Semantics newSemantics;

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
          "The guest's interface on the host; without it, all that have a filter are compared, and"
              + " the host itself.")
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
              + " ip6tables-save or ebtables-save print it, - for one of these on standard input,"
              + " or a directory: all XML files and dumps in it.")
  private String oldFile;

  @picocli.CommandLine.Parameters(index = "1", paramLabel = "NEW", description = "Another one.")
  private String newFile;

  /** What all hosts that are compared have. */
  private final KnownNames names = new KnownNames();

  /** The last of them; null if there is none. */
  private @Nullable DescribedHost last;

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  DiffCommand() {}

  @Override
  int failure() {
    return TROUBLE;
  }

  @Override
  Output read() {
    parent.failWith(TROUBLE);
    DiffSide before =
        side(oldFile, new CompilationOptions.Deviation(oldRelease, oldSemantics, oldFilters));
    DiffSide after =
        side(newFile, new CompilationOptions.Deviation(newRelease, newSemantics, newFilters));
    if (hasErrors()) {
      return Output.NONE;
    }
    if (before.isOfFilters() != after.isOfFilters()) {
      throw Usage.bad(spec(), "a filter can only be compared with a filter");
    }
    if (!before.isOfFilters() && !parameters.isEmpty()) {
      throw Usage.bad(spec(), "--parameter: only filters have parameters from outside");
    }
    ImmutableList<Compared> all =
        before.isOfFilters() ? filters(before, after) : hosts(before, after, dev == null);
    if (last != null) {
      last.warnOfUnused(names);
    }
    return hasErrors() ? Output.NONE : () -> print(all);
  }

  private DiffSide side(String file, CompilationOptions.Deviation deviation) {
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    ImmutableList<String> names =
        ImmutableList.<String>builder()
            .addAll(DiffSide.files(sources, file))
            .addAll(common)
            .build();
    CompileOptions options = compilation.withoutLibrary(spec(), deviation).build();
    FilterLibrary library = compilation.library(spec(), findings(), names, deviation);
    DescribingFiles files = DescribingFiles.read(spec(), findings(), names, options.semantics());
    return DiffSide.of(files, options, library);
  }

  private ImmutableList<Compared> filters(DiffSide before, DiffSide after) {
    ImmutableList.Builder<Compared> all = ImmutableList.builder();
    if (before.filters().size() == 1 && after.filters().size() == 1) {
      Filter old = before.filters().values().iterator().next();
      Filter now = after.filters().values().iterator().next();
      return compared(old, now, before, after);
    }
    for (String name : DiffSide.names(before, after)) {
      Filter old = before.filters().get(name);
      Filter now = after.filters().get(name);
      all.addAll(
          old == null || now == null
              ? ImmutableList.of(new Compared(name, only(old == null ? "NEW" : "OLD")))
              : compared(old, now, before, after));
    }
    return all.build();
  }

  private static Difference only(String side) {
    return new Difference(ImmutableList.of(), Optional.of("it is only in " + side));
  }

  /** {@return how two filters differ; nothing if one of them cannot be compiled} */
  private ImmutableList<Compared> compared(
      Filter old, Filter now, DiffSide before, DiffSide after) {
    Parameters given = given();
    FilterMachine was = FilterMachine.of(old, given, Parameters.NONE, before.options());
    FilterMachine is = FilterMachine.of(now, given, was.parameters(), after.options());
    DiffSide one = before.with(new LibvirtDocument.OfDomain(was.domain()));
    DiffSide other = after.with(new LibvirtDocument.OfDomain(is.domain()));
    String name = now.name() + with(given, was, is);
    return hosts(one, other, false).stream()
        .map(found -> new Compared(name, found.difference()))
        .collect(ImmutableList.toImmutableList());
  }

  private Parameters given() {
    Parameters given = Parameters.NONE;
    for (Assignment one : parameters) {
      Parameters known = given;
      given = Usage.legal(spec(), "--parameter", one, it -> known.with(it.name(), it.value()));
    }
    return given;
  }

  /** {@return the values that are samples, such as {@code with PORT=1034}} */
  private static String with(Parameters given, FilterMachine was, FilterMachine is) {
    Map<String, List<String>> all = new LinkedHashMap<>(was.parameters().values());
    all.putAll(is.parameters().values());
    all.keySet().removeAll(given.values().keySet());
    StringBuilder with = new StringBuilder();
    all.forEach(
        (name, values) ->
            values.forEach(value -> with.append(' ').append(name).append('=').append(value)));
    return with.isEmpty() ? "" : " with" + with;
  }

  private ImmutableList<Compared> hosts(DiffSide before, DiffSide after, boolean itself) {
    DescribedHost old =
        DescribedHost.of(spec(), findings(), before.files(), before.options(), situation);
    DescribedHost now =
        DescribedHost.of(spec(), findings(), after.files(), after.options(), situation);
    if (hasErrors()) {
      return ImmutableList.of();
    }
    Supplier<Host> hostBefore = Suppliers.memoize(old::host);
    Supplier<Host> hostAfter = Suppliers.memoize(now::host);
    Map<String, Guest> guests = byPort(now.guests(dev));
    Map<String, Guest> known = byPort(old.guests(dev));
    ImmutableList.Builder<Compared> all = ImmutableList.builder();
    Sets.difference(known.keySet(), guests.keySet())
        .forEach(port -> all.add(new Compared(port, only("OLD"))));
    old.addTo(names, hostBefore.get());
    now.addTo(names, hostAfter.get());
    last = now;
    boolean hostIsCompared = !itself;
    for (Guest guest : guests.values()) {
      Guest was = known.get(guest.port());
      if (was == null) {
        all.add(new Compared(guest.port(), only("NEW")));
        continue;
      }
      Subject one = old.subject(hostBefore.get(), was);
      Subject other = now.subject(hostAfter.get(), guest);
      all.add(new Compared(guest.port(), Difference.between(one, other, timeLimit.budget())));
      if (!hostIsCompared) {
        all.add(new Compared(HOST, Difference.ofHost(one, other, timeLimit.budget())));
        hostIsCompared = true;
      }
    }
    return all.build();
  }

  private static Map<String, Guest> byPort(List<Guest> guests) {
    Map<String, Guest> byPort = new LinkedHashMap<>();
    guests.forEach(guest -> byPort.putIfAbsent(guest.port(), guest));
    return byPort;
  }

  private int print(List<Compared> all) throws IOException {
    new DiffOutput(out()).print(all, format);
    return all.stream().allMatch(one -> one.difference().isEmpty())
        ? NwfilterCommand.OK
        : DIFFERENT;
  }
}
