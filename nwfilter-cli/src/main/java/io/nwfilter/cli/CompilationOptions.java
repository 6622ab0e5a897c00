package io.nwfilter.cli;

import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say how documents are compiled: which rules a command is about. */
final class CompilationOptions {

  @Mixin private FilterOptions filters;
  @Mixin private AdjustmentOptions adjustments;
  @Mixin private AdditionOptions additions;
  @Mixin private NamingOptions naming;

  @Option(
      names = "--semantics",
      paramLabel = "HOW",
      converter = SemanticsName.class,
      completionCandidates = SemanticsName.class,
      description =
          "Whether the rules are what libvirt makes of the filters, quirks included, or what the"
              + " filters say: ${COMPLETION-CANDIDATES}. The default is libvirt. With written,"
              + " filters that netfilter cannot express are refused.")
  private Semantics semantics = Semantics.AS_LIBVIRT;

  @Option(
      names = "--libvirt",
      paramLabel = "RELEASE",
      converter = ReleaseName.class,
      completionCandidates = ReleaseName.class,
      description =
          "The release of libvirt whose rules are made: ${COMPLETION-CANDIDATES}. The default is"
              + " ${DEFAULT-VALUE}. 0.8 is 0.8.3, with its stock filters as far as they are known"
              + " to differ. With list, prints where each was seen, and does nothing else.",
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
              + " know nothing else. With nftables, compile prints a script for"
              + " nft -f after the other texts; the bridges have to be there when it is loaded.",
      defaultValue = "iptables")
  private FirewallBackend networkBackend = FirewallBackend.IPTABLES;

  @Option(
      names = "--max-instances",
      paramLabel = "NUMBER",
      description =
          "How many instances of an interface's rules the lists of variables may produce. The"
              + " default is ${DEFAULT-VALUE}.",
      defaultValue = "" + CompileOptions.DEFAULT_MAX_INSTANCES)
  private int maxInstances;

  /** Creates the options, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before a command runs
  CompilationOptions() {}

  /** {@return what networks have their rules in} */
  FirewallBackend networkBackend() {
    return networkBackend;
  }

  /** {@return how documents are read} */
  Semantics semantics() {
    return semantics;
  }

  /**
   * What is different from the options.
   *
   * @param release the release; null for that of the options
   * @param backend what networks have their rules in; null for what the options say
   * @param semantics how filters are understood; null for what the options say
   * @param filters more places of filters
   */
  record Deviation(
      @Nullable LibvirtRelease release,
      @Nullable FirewallBackend backend,
      @Nullable Semantics semantics,
      List<String> filters) {

    /** Nothing. */
    static final Deviation NONE = new Deviation(null, null, null, List.of());
  }

  /**
   * {@return the options but for the library}
   *
   * @throws picocli.CommandLine.ParameterException if they are not legal
   */
  CompileOptions.Builder withoutLibrary(CommandSpec spec) {
    return withoutLibrary(spec, Deviation.NONE);
  }

  /**
   * {@return the options but for the library}
   *
   * @param spec the command, for bad usage
   * @param deviation what is different
   * @throws picocli.CommandLine.ParameterException if they are not legal
   */
  CompileOptions.Builder withoutLibrary(CommandSpec spec, Deviation deviation) {
    if (maxInstances < 1) {
      throw Usage.bad(spec, "--max-instances: " + maxInstances + " is less than 1");
    }
    CompileOptions.Builder known =
        CompileOptions.builder()
            .release(release(deviation))
            .semantics(semantics(deviation))
            .networkBackend(deviation.backend() == null ? networkBackend : deviation.backend())
            .maxInstances(maxInstances);
    additions.addTo(known, spec);
    naming.addTo(known, spec);
    return known;
  }

  private LibvirtRelease release(Deviation deviation) {
    return deviation.release() == null ? release : deviation.release();
  }

  private Semantics semantics(Deviation deviation) {
    return deviation.semantics() == null ? semantics : deviation.semantics();
  }

  /** {@return the filters that documents may refer to, after all adjustments} */
  FilterLibrary library(CommandSpec spec, Findings findings, List<String> documents) {
    return library(spec, findings, documents, Deviation.NONE);
  }

  /** {@return the filters that documents may refer to, after all adjustments} */
  FilterLibrary library(
      CommandSpec spec, Findings findings, List<String> documents, Deviation deviation) {
    Semantics how = semantics(deviation);
    return adjustments.adjusted(
        filters
            .with(deviation.filters())
            .library(spec, findings, how, release(deviation), documents),
        findings,
        how);
  }
}
