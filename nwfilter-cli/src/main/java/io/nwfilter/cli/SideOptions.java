package io.nwfilter.cli;

import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that are about one of the two that are compared only. */
final class SideOptions {

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
      names = "--old-network-backend",
      paramLabel = "BACKEND",
      converter = BackendName.class,
      completionCandidates = BackendName.class,
      description = "Like --network-backend, for OLD only.")
  private @Nullable FirewallBackend oldBackend;

  @Option(
      names = "--new-network-backend",
      paramLabel = "BACKEND",
      converter = BackendName.class,
      completionCandidates = BackendName.class,
      description = "Like --network-backend, for NEW only.")
  private @Nullable FirewallBackend newBackend;

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

  /** Creates the options, which picocli fills. */
  SideOptions() {}

  /** {@return what is different for OLD} */
  CompilationOptions.Deviation ofOld() {
    return new CompilationOptions.Deviation(oldRelease, oldBackend, oldSemantics, oldFilters);
  }

  /** {@return what is different for NEW} */
  CompilationOptions.Deviation ofNew() {
    return new CompilationOptions.Deviation(newRelease, newBackend, newSemantics, newFilters);
  }
}
