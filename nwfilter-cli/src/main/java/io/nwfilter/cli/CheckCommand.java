package io.nwfilter.cli;

import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.host.Host;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Checks documents and prints nothing but diagnostics. */
@Command(
    name = "check",
    description = {
      "Checks filters, filter bindings, domains and networks, and prints errors, warnings and hints"
          + " on standard output: what libvirt changes or refuses, and rules that do nothing, or"
          + " less than they seem to.",
      "Each network, domain and binding is compiled on its own, with the filters among the files,"
          + " those of --filters and the stock filters. A filter that none of them uses is compiled"
          + " alone; if it needs variables that only a domain can give, only its references are"
          + " checked. A guest is on the network that its domain names, if that is among the files;"
          + " otherwise the host may have addresses on its bridge, and route to it. What libvirt"
          + " chooses when a machine or a network starts, names of interfaces and bridges, and MAC"
          + " addresses, may be missing.",
      ""
    },
    footer = {
      "%nExamples:",
      "  nwfilter check filters/ domains/",
      "  nwfilter check --werror --no-warn not-filtered-when-routed filters/",
      "  nwfilter check --existing rules.save guest.xml",
      "  nwfilter check --diagnostics sarif filters/ > nwfilter.sarif"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no errors; there may be warnings and hints",
      "1:errors, or warnings that --werror treats as errors; or an output that cannot be written",
      "2:bad usage"
    })
final class CheckCommand extends DocumentCommand {

  @ParentCommand private NwfilterCommand parent;
  @Mixin private FilterOptions filters;
  @Mixin private AdjustmentOptions adjustments;
  @Mixin private TimeLimitOption timeLimit;

  @Option(
      names = "--semantics",
      paramLabel = "HOW",
      converter = SemanticsName.class,
      completionCandidates = SemanticsName.class,
      description =
          "Whether documents are checked as libvirt understands them, or as their words say:"
              + " ${COMPLETION-CANDIDATES}. The default is libvirt; as written, what netfilter"
              + " cannot express is an error.")
  private Semantics semantics = Semantics.AS_LIBVIRT;

  @Option(
      names = "--libvirt",
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description =
          "The release of libvirt by which documents are checked: ${COMPLETION-CANDIDATES}. The"
              + " default is ${DEFAULT-VALUE}. 0.8 is 0.8.3, with its stock filters as far as they"
              + " are known to differ. With list, prints where each was seen, and does nothing"
              + " else.",
      defaultValue = "9.0")
  private LibvirtRelease release = LibvirtRelease.V9_0;

  @Option(
      names = "--network-backend",
      paramLabel = "BACKEND",
      converter = BackendName.class,
      completionCandidates = BackendName.class,
      description =
          "What libvirt gives the rules of networks to (firewall_backend in network.conf):"
              + " ${COMPLETION-CANDIDATES}. The default is ${DEFAULT-VALUE}; releases before 10.4"
              + " know nothing else.",
      defaultValue = "iptables")
  private FirewallBackend networkBackend = FirewallBackend.IPTABLES;

  @Option(
      names = "--existing",
      paramLabel = "DUMP",
      description =
          "The host's own rules, as iptables-save, ip6tables-save, ebtables-save or nft list"
              + " ruleset print them before libvirt starts; once for each tool. All networks,"
              + " domains and bindings among the files start on that host, and rules that no packet"
              + " meets any more are reported.")
  private List<String> existing = new ArrayList<>();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "A <filter>, <filterbinding>, <domain> or <network> document, or a directory: all XML"
              + " files in it, but not those of directories inside. Filters of a directory have to"
              + " be in files named after them, as libvirt requires. - is standard input.")
  private List<String> names = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  CheckCommand() {}

  @Override
  PrintWriter diagnosticsTo() {
    return out();
  }

  private Optional<Host> host() {
    return existing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            HostDumps.of(
                    spec(),
                    "--existing",
                    new DumpReader(spec(), parent.in(), null, findings()).read(existing),
                    findings())
                .host(spec(), "--existing"));
  }

  @Override
  Output read() {
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    Optional<FilterLibrary> library =
        findings()
            .attempt(
                () ->
                    adjustments.adjusted(
                        filters.library(spec(), findings(), semantics, release, names),
                        findings(),
                        semantics));
    CheckedDocuments documents = new CheckedDocuments(sources, findings(), semantics);
    names.forEach(documents::read);
    RuleChecks rules = new RuleChecks(host(), timeLimit.budget());
    library.ifPresent(
        known ->
            new Check(documents, known, findings(), rules, semantics, release, networkBackend)
                .run());
    return Output.NONE;
  }
}
