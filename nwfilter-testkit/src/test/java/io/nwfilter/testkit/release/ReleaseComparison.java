package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.SavedForm;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.golden.TextDiff;
import io.nwfilter.testkit.networks.DefinedNetwork;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what is compiled for a release with the text of what its daemon has installed. */
final class ReleaseComparison {

  private static final String REFUSED = "refused: ";

  /** What no tool reads again, which is refused here ({@code comment-newline}). */
  private static final String UNREADABLE = "unreadable: ";

  private ReleaseComparison() {}

  /** {@return what is compiled of a case for a release} */
  static CompiledRules compile(FilterCase filterCase, AskedRelease release) {
    List<Filter> filters =
        filterCase.filters().stream()
            .map(xml -> LibvirtXml.readFilter(XmlSource.text(xml, "filter")).value())
            .toList();
    FilterBinding binding =
        LibvirtXml.readFilterBinding(XmlSource.text(filterCase.binding(), "binding")).value();
    LibvirtRelease libvirt = release.libvirt();
    return FilterCompiler.compile(
        binding,
        CompileOptions.builder()
            .release(libvirt)
            .library(StockFilters.library(libvirt).with(FilterLibrary.of(filters)))
            .build());
  }

  /**
   * {@return how rules differ from what a daemon has installed, empty if they do not}
   *
   * @param name the name of the case
   * @param theirs the canonical text of the kernel's state, or why the daemon refused
   * @param tools which tools have printed it
   * @param compilation compiles the case
   */
  static String difference(
      String name, String theirs, ToolVersion tools, Supplier<CompiledRules> compilation) {
    Optional<ImmutableMap<Family, Ruleset>> installed =
        theirs.startsWith(REFUSED) || theirs.startsWith(UNREADABLE)
            ? Optional.empty()
            : Optional.of(DumpText.rulesets(theirs, tools));
    Optional<ImmutableMap<Family, Ruleset>> compiled = rulesets(tools, compilation);
    return installed.equals(compiled)
        ? ""
        : "=== " + name + "\n" + TextDiff.between(text(installed), text(compiled)) + "\n";
  }

  /**
   * {@return what a release prints of a document, or the refusal of the daemon if it is refused
   * here, too}
   *
   * @param document the definition of a filter or of a network
   * @param theirs what the daemon has printed, or why it refused
   * @param release the release
   */
  static String dump(String document, String theirs, AskedRelease release) {
    try {
      LibvirtDocument read = LibvirtXml.read(XmlSource.text(document, "document")).value();
      if (read instanceof LibvirtDocument.OfFilter filter) {
        return LibvirtXml.dump(filter.filter(), release.libvirt());
      }
      Network network = ((LibvirtDocument.OfNetwork) read).network();
      if (theirs.startsWith(REFUSED)) {
        StartedNetworks.of(ImmutableList.of(document), release, FirewallBackend.IPTABLES);
      }
      return DocumentCases.withoutChoices(
          LibvirtXml.dump(DefinedNetwork.completed(network, theirs), release.libvirt()), document);
    } catch (NwfilterException e) {
      return theirs.startsWith(REFUSED) ? theirs : REFUSED + e.getMessage();
    }
  }

  /** {@return how tables of networks differ from a listing, traffic control aside} */
  static String difference(String name, String theirs, NftRuleset compiled) {
    String listing =
        theirs
            .lines()
            .filter(line -> !line.startsWith("tc "))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return NftListing.read(TextSource.text(listing, "dump")).equals(compiled)
        ? ""
        : "=== " + name + "\n" + TextDiff.between(listing, NftScript.write(compiled)) + "\n";
  }

  /** {@return what is compiled, as the tools print it after loading, unless it is refused} */
  private static Optional<ImmutableMap<Family, Ruleset>> rulesets(
      ToolVersion tools, Supplier<CompiledRules> compilation) {
    try {
      CompiledRules compiled = compilation.get();
      return Optional.of(
          Stream.of(Family.values())
              .collect(toImmutableMap(f -> f, f -> SavedForm.of(compiled.ruleset(f), tools))));
    } catch (NwfilterException e) {
      return Optional.empty();
    }
  }

  private static String text(Optional<ImmutableMap<Family, Ruleset>> rulesets) {
    return rulesets
        .map(all -> all.values().stream().map(SaveText::write).collect(Collectors.joining()))
        .orElse(REFUSED + "\n");
  }
}
