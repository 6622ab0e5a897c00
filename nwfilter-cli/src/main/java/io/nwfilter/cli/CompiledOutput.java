package io.nwfilter.cli;

import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.nftfilter.FilterTableOptions;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.Listing;
import io.nwfilter.netfilter.text.ListingOptions;
import io.nwfilter.netfilter.text.OriginComments;
import io.nwfilter.netfilter.text.RestoreText;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Prints the rules of a host. They may be too many for one string, so they are written piece by
 * piece.
 *
 * @param format how; null for the text for all tools under headings
 * @param filters what filters are like as tables of nftables
 * @param origins whether texts for the tools say where each rule comes from
 * @param listing how rules are listed
 * @param networks what has the rules of networks
 */
record CompiledOutput(
    @Nullable CompileFormat format,
    FilterTableOptions filters,
    OriginComments origins,
    ListingOptions listing,
    FirewallBackend networks) {

  private static final String NFT = "nft";

  void print(CompiledHost host, PrintWriter out) throws IOException {
    if (format == null) {
      for (Family family : Family.values()) {
        heading(family.restoreTool(), host.change(family).isEmpty(), out);
        restore(host, family, out);
      }
      tables(host, out);
      return;
    }
    switch (format) {
      case IPTABLES_RESTORE -> restore(host, Family.IPV4, out);
      case IP6TABLES_RESTORE -> restore(host, Family.IPV6, out);
      case EBTABLES_RESTORE -> restore(host, Family.BRIDGE, out);
      case NFT -> script(host, out);
      case LISTING -> list(host, out);
      case MERMAID, DOT, SVG -> throw new AssertionError("pictures are printed elsewhere");
    }
  }

  private void script(CompiledHost host, PrintWriter out) {
    out.print(FilterTable.of(host, filters).script(host.networks()));
  }

  private void restore(CompiledHost host, Family family, PrintWriter out) throws IOException {
    RestoreText.write(host.change(family), origins, out);
  }

  private void list(CompiledHost host, PrintWriter out) throws IOException {
    for (Family family : Family.values()) {
      boolean none = host.change(family).isEmpty();
      heading(family.tool(), none, out);
      if (!none) {
        Listing.write(host.ruleset(family), listing, out);
      }
    }
    tables(host, out);
  }

  /** Scripts and listings of nft are the same text. */
  private void tables(CompiledHost host, PrintWriter out) {
    if (networks == FirewallBackend.NFTABLES) {
      NftRuleset tables = host.nftables();
      heading(NFT, tables.tables().isEmpty(), out);
      out.print(NftScript.write(tables));
    }
  }

  private static void heading(String tool, boolean none, PrintWriter out) {
    out.print("# " + tool + (none ? ": no rules" : "") + "\n");
  }
}
