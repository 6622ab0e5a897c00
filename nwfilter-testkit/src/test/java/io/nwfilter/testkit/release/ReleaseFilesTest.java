package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
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
import io.nwfilter.testkit.networks.NetworkDocuments;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compiled for a release is what a daemon of that release has installed. */
class ReleaseFilesTest {

  private static final String REFUSED = "refused: ";

  /** What no tool reads again, which is refused here ({@code comment-newline}). */
  private static final String UNREADABLE = "unreadable: ";

  /** The end of an element that has nothing in it, on a line of its own. */
  private static final Pattern EMPTY = Pattern.compile("(?<=  <ip [^>]{1,200})>\n  </ip>");

  @ParameterizedTest
  @EnumSource
  void filters(AskedRelease release) throws IOException {
    ImmutableMap<String, FilterCase> cases =
        FilterCases.all().stream().collect(toImmutableMap(FilterCase::name, c -> c));

    assertEquals("", differences(release, "filters.txt", cases, c -> compile(c, release)));
  }

  @ParameterizedTest
  @EnumSource
  void theListOfReleasesHasTheVersionsThatWereAsked(AskedRelease release) throws IOException {
    List<String> header = new DumpFile(release, FirewallBackend.IPTABLES, "filters.txt").header();
    LibvirtRelease libvirt = release.libvirt();

    assertEquals(
        "# libvirt %s.0 of Debian %s, iptables".formatted(libvirt, release.suite()), header.get(0));
    assertEquals(
        "# iptables v%s (nf_tables)".formatted(libvirt.seenTools()),
        header.get(1).replaceFirst(";.*", ""));
  }

  /** What docs/releases.md says of documents: these are all differences. */
  @Test
  void documentsArePrintedAlikeButForThese() throws IOException {
    ImmutableMap<String, String> of9 = documents(AskedRelease.V9_0);
    ImmutableMap<String, String> of11 = documents(AskedRelease.V11_3);
    ImmutableMap<String, String> of12 = documents(AskedRelease.V12_8);

    assertEquals(
        ImmutableSet.of(
            "filter fidelity/frames",
            "filter fidelity/iterator-order",
            "filter fidelity/tcp-negated",
            "filter <rule action='accept' direction='in'><ip match='no' protocol='tcp'/>"
                + "<ip srcportstart='2'/></rule>",
            "network full",
            "network dhcp-bootpserveronly",
            "network x-title",
            "network x-desc",
            "network x-titlenl",
            "network x-metaempty",
            "network x-cdata"),
        Maps.difference(of9, of11).entriesDiffering().keySet());
    assertEquals(
        ImmutableSet.of(
            "filter stock/clean-traffic",
            "filter stock/clean-traffic-gateway",
            "filter stock/qemu-announce-self",
            "filter stock/qemu-announce-self-rarp"),
        Maps.difference(
                Maps.transformValues(of11, text -> EMPTY.matcher(text).replaceAll("/>")), of12)
            .entriesDiffering()
            .keySet());
  }

  private static ImmutableMap<String, String> documents(AskedRelease release) throws IOException {
    return new DumpFile(release, FirewallBackend.IPTABLES, "documents.txt").sections();
  }

  @ParameterizedTest
  @EnumSource
  void networks(AskedRelease release) throws IOException {
    ImmutableMap<String, ImmutableList<String>> cases =
        NetworkDocuments.all().stream()
            .collect(toImmutableMap(documents -> String.join(" ", documents), d -> d));

    assertEquals(
        "",
        differences(
            release,
            "networks.txt",
            cases,
            d -> StartedNetworks.of(d, release, FirewallBackend.IPTABLES)));
  }

  /**
   * The tables are in the files as {@code nft list ruleset} prints them, before the commands for
   * traffic control. A daemon that has had networks before keeps their empty tables.
   */
  @ParameterizedTest
  @EnumSource(names = {"V11_3", "V12_8"})
  void networksInNftables(AskedRelease release) throws IOException {
    Map<String, String> sections =
        new DumpFile(release, FirewallBackend.NFTABLES, "networks.txt").sections();
    List<ImmutableList<String>> cases = NetworkDocuments.all();
    assertEquals(
        cases.stream().map(documents -> String.join(" ", documents)).toList(),
        List.copyOf(sections.keySet()));

    NftRuleset idle =
        withoutRules(StartedNetworks.of(cases.get(0), release, FirewallBackend.NFTABLES));
    StringBuilder differences = new StringBuilder();
    for (ImmutableList<String> documents : cases) {
      String name = String.join(" ", documents);
      NftRuleset compiled =
          StartedNetworks.of(documents, release, FirewallBackend.NFTABLES).nftables();
      NftRuleset present = compiled.tables().isEmpty() ? idle : compiled;
      String theirs = withoutTrafficControl(sections.getOrDefault(name, ""));
      if (!NftListing.read(TextSource.text(theirs, "dump")).equals(present)) {
        differences
            .append("=== " + name + "\n")
            .append(TextDiff.between(theirs, NftScript.write(present)).toString())
            .append("\n");
      }
    }
    assertEquals("", differences.toString());
  }

  /** {@return the tables that are left when a network is destroyed} */
  private static NftRuleset withoutRules(CompiledHost host) {
    return host.networks().get(0).destroy(host.nftables());
  }

  private static String withoutTrafficControl(String section) {
    return section
        .lines()
        .filter(line -> !line.startsWith("tc "))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Compiles a case. */
  @FunctionalInterface
  private interface Compilation<C> {
    CompiledRules compile(C documents);
  }

  private static <C> String differences(
      AskedRelease release, String file, Map<String, C> cases, Compilation<C> compilation)
      throws IOException {
    Map<String, String> sections = new DumpFile(release, FirewallBackend.IPTABLES, file).sections();
    assertEquals(List.copyOf(cases.keySet()), List.copyOf(sections.keySet()));
    return cases.entrySet().stream()
        .map(
            c ->
                difference(
                    c.getKey(),
                    sections.getOrDefault(c.getKey(), ""),
                    release.libvirt().tools(),
                    rulesets(release.libvirt().tools(), () -> compilation.compile(c.getValue()))))
        .collect(Collectors.joining());
  }

  private static String difference(
      String name,
      String theirs,
      ToolVersion tools,
      Optional<ImmutableMap<Family, Ruleset>> compiled) {
    Optional<ImmutableMap<Family, Ruleset>> installed =
        theirs.startsWith(REFUSED) || theirs.startsWith(UNREADABLE)
            ? Optional.empty()
            : Optional.of(DumpText.rulesets(theirs, tools));
    return installed.equals(compiled)
        ? ""
        : "=== " + name + "\n" + TextDiff.between(text(installed), text(compiled)) + "\n";
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

  private static CompiledRules compile(FilterCase filterCase, AskedRelease release) {
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
}
