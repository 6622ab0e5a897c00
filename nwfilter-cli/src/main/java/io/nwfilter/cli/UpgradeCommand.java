package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.diagnostic.UpgradeCode;
import io.nwfilter.netfilter.simulate.UnusableRulesException;
import io.nwfilter.netfilter.upgrade.DumpedLibvirt;
import io.nwfilter.netfilter.upgrade.Upgrade;
import io.nwfilter.netfilter.upgrade.UpgradeHost;
import io.nwfilter.netfilter.upgrade.UpgradeReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what an upgrade of libvirt changes on a host. */
@Command(
    name = "upgrade",
    description = {
      "Tells what an upgrade of libvirt, or another backend for its networks, changes on a host:"
          + " which rules, which documents the new release refuses, which packets arrive that did"
          + " not or the reverse, and what the host's own rules block that libvirt's accepted"
          + " before; and what to do about it.",
      "",
      "All files together describe the host. Its own rules are in the dumps of --existing;"
          + " libvirt's rules among them are recognized and left out. Both releases then start all"
          + " networks and machines on that host, as after a restart.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter upgrade --from 9.0 --to 12.8 --filters /etc/libvirt/nwfilter *.xml",
      "  nwfilter upgrade --from 9.0 --to 11.3 --network-backend nftables \\",
      "    --existing rules.save default.xml guest.xml",
      "  nwfilter upgrade --from 11.3 --to 11.3 --network-backend nftables default.xml"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing changes for packets, and the same documents are refused",
      "1:something changes, or that could not be decided",
      "2:bad usage or input, or output that cannot be written"
    })
final class UpgradeCommand extends VerdictCommand {

  private static final int CHANGED = 1;

  @Mixin private FilterOptions filters;
  @Mixin private AdjustmentOptions adjustments;
  @Mixin private NamingOptions naming;
  @Mixin private SituationOptions situation;
  @Mixin private TimeLimitOption timeLimit;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description =
          "The release of libvirt before the upgrade: ${COMPLETION-CANDIDATES}. With list, prints"
              + " where each was seen, and does nothing else.")
  private LibvirtRelease from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description = "The release after it, which may be the same.")
  private LibvirtRelease to;

  @Option(
      names = "--from-backend",
      paramLabel = "BACKEND",
      converter = BackendName.class,
      completionCandidates = BackendName.class,
      description =
          "What libvirt gives the rules of networks to before the upgrade"
              + " (firewall_backend in network.conf): ${COMPLETION-CANDIDATES}. The default is what"
              + " the dumps of --existing show, or else iptables.")
  private @Nullable FirewallBackend givenFrom;

  @Option(
      names = "--network-backend",
      paramLabel = "BACKEND",
      converter = BackendName.class,
      completionCandidates = BackendName.class,
      description =
          "The same after the upgrade. The default is what it is before. Debian's packages take"
              + " iptables; upstream's own default, and so Fedora's, is nftables from 10.4 on.")
  private @Nullable FirewallBackend givenTo;

  @Option(
      names = "--existing",
      paramLabel = "DUMP",
      description =
          "The host's own rules, as iptables-save, ip6tables-save, ebtables-save or nft list"
              + " ruleset print them; once for each tool.")
  private List<String> existing = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = DiffFormat.Converter.class,
      completionCandidates = DiffFormat.Converter.class,
      description =
          "How the report is printed: ${COMPLETION-CANDIDATES}. The default is text; markdown and"
              + " sarif are for reviews.")
  private DiffFormat format = DiffFormat.TEXT;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "A <network>, <domain>, <filterbinding> or <filter> document, - for one of these on"
              + " standard input, or a directory: all XML files and dumps in it.")
  private List<String> names = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  UpgradeCommand() {}

  @Override
  Output verdict() {
    refuse("--mac", "the guests that are compared are those of documents");
    refuse("--state", "states follow from the packets that are tried before");
    DocumentSources sources = new DocumentSources(spec(), parent().in());
    ImmutableList.Builder<String> all = ImmutableList.builder();
    names.forEach(name -> all.addAll(DiffSide.files(sources, name, findings())));
    all.addAll(existing);
    ImmutableList<String> files = all.build();
    DescribingFiles read =
        DescribingFiles.read(
            spec(),
            existing.isEmpty() ? "FILE" : "--existing",
            findings(),
            files,
            Semantics.AS_LIBVIRT);
    FirewallBackend fromBackend = backendBefore(DumpedLibvirt.in(read.dumps().rules()));
    FirewallBackend toBackend = givenTo == null ? fromBackend : givenTo;
    requireBackend("--from-backend", from, fromBackend);
    requireBackend("--network-backend", to, toBackend);
    UpgradeDocuments documents = new UpgradeDocuments();
    read.documents().forEach(documents::add);
    documents
        .givenTwice()
        .ifPresent(
            words -> {
              throw Usage.bad(spec(), "FILE: " + words);
            });
    CompileOptions before = options(from, fromBackend, documents, files);
    CompileOptions after = options(to, toBackend, documents, files);
    if (hasErrors()) {
      return Output.NONE;
    }
    KnownNames known = new KnownNames();
    UpgradeHost host = host(documents, read, after, known);
    UpgradeReport report =
        Usage.legal(spec(), "FILE", host, described -> report(before, after, described));
    documents.addTo(known, before);
    documents.addTo(known, after);
    known.add(read.dumps().rules());
    UnusedOptions unused = new UnusedOptions(known, findings());
    unused.warn(after);
    situation.warnOfUnused(unused, spec());
    return () -> print(report);
  }

  /** Options of other commands that say nothing here. */
  private void refuse(String option, String reason) {
    if (spec().commandLine().getParseResult().hasMatchedOption(option)) {
      throw Usage.bad(spec(), option + ": " + reason);
    }
  }

  private UpgradeReport report(CompileOptions before, CompileOptions after, UpgradeHost host) {
    try {
      return Upgrade.between(before, after, host, timeLimit.budget());
    } catch (UnusableRulesException e) {
      throw DescribedHost.unusable(e);
    }
  }

  /** {@return what libvirt gives networks to before the upgrade: what is given, or dumps show} */
  private FirewallBackend backendBefore(DumpedLibvirt shown) {
    shown
        .filtersInNftables()
        .ifPresent(
            place ->
                findings()
                    .add(
                        new Diagnostic(
                            UpgradeCode.FILTERS_IN_NFTABLES,
                            "the dumps have filters in nftables (firewall_backend in"
                                + " nwfilter.conf): they are compared as if they were in ebtables"
                                + " and iptables, and all rules of these tables are left out, also"
                                + " those that libvirt has not written",
                            place)));
    if (givenFrom != null) {
      return givenFrom;
    }
    if (shown.networks().size() > 1) {
      throw Usage.bad(
          spec(),
          "the dumps have rules of libvirt's networks in iptables and in nftables: give the one"
              + " that libvirt uses with --from-backend");
    }
    return shown.networks().stream().findFirst().orElse(FirewallBackend.IPTABLES);
  }

  private void requireBackend(String option, LibvirtRelease release, FirewallBackend backend) {
    if (!release.networkBackends().contains(backend)) {
      throw Usage.bad(spec(), option + ": libvirt " + release + " has no backend " + backend);
    }
  }

  private CompileOptions options(
      LibvirtRelease release,
      FirewallBackend backend,
      UpgradeDocuments documents,
      List<String> files) {
    FilterLibrary library =
        adjustments.adjusted(
            filters.library(spec(), findings(), Semantics.AS_LIBVIRT, release, files),
            findings(),
            Semantics.AS_LIBVIRT);
    CompileOptions.Builder options =
        CompileOptions.builder()
            .release(release)
            .networkBackend(backend)
            .library(library.with(documents.filters()));
    naming.addTo(options, spec());
    return options.build();
  }

  private UpgradeHost host(
      UpgradeDocuments documents, DescribingFiles read, CompileOptions options, KnownNames known) {
    UpgradeHost.Builder host = UpgradeHost.builder();
    documents.addTo(host, options);
    read.dumps().rulesets().forEach(host::existing);
    Usage.legal(spec(), "--existing", read.dumps().nft(), host::existing);
    return host.bridges(surroundings -> situation.addBridges(surroundings, spec()))
        .addresses(
            surroundings -> {
              situation.addAddresses(surroundings, spec());
              known.add(surroundings);
            })
        .situation(builder -> situation.addTo(builder, spec()))
        .build();
  }

  private int print(UpgradeReport report) throws IOException {
    new UpgradeOutput(out()).print(report, format);
    return report.isUnchanged() ? NwfilterCommand.OK : CHANGED;
  }
}
