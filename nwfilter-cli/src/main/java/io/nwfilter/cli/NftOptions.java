package io.nwfilter.cli;

import io.nwfilter.netfilter.nftfilter.FilterTableOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say what filters are like as tables of nftables. */
final class NftOptions {

  @Option(
      names = "--counters",
      description =
          "With --format nft: each rule counts its packets. Rules from different lines of filters"
              + " stay apart then.")
  private boolean counters;

  @Option(
      names = "--filter-routed",
      description =
          "With --format nft: the rules for packets to a guest also filter what the host routes to"
              + " it or sends itself, which the rules of iptables never see. Packets that they"
              + " reject there are dropped.")
  private boolean filterRouted;

  /** Creates the options, with fields that picocli fills. */
  NftOptions() {}

  /** Refuses options that the format does not use. */
  void require(@Nullable CompileFormat format, CommandSpec spec) {
    if (format != CompileFormat.NFT && (counters || filterRouted)) {
      throw Usage.bad(spec, (counters ? "--counters" : "--filter-routed") + " needs --format nft");
    }
  }

  FilterTableOptions options() {
    return FilterTableOptions.builder().counters(counters).filterRouted(filterRouted).build();
  }
}
