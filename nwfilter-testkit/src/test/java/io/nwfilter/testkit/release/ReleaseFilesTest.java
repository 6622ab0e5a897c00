package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.testkit.golden.TextDiff;
import io.nwfilter.testkit.networks.NetworkDocuments;
import io.nwfilter.xml.LibvirtXml;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compiled for a release is what a daemon of that release has installed. */
class ReleaseFilesTest {

  @ParameterizedTest
  @EnumSource
  void filters(AskedRelease release) throws IOException {
    ImmutableMap<String, FilterCase> cases =
        FilterCases.all().stream().collect(toImmutableMap(FilterCase::name, c -> c));

    assertEquals(
        "", differences(release, "filters.txt", cases, c -> ReleaseComparison.compile(c, release)));
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
      differences.append(
          ReleaseComparison.difference(name, sections.getOrDefault(name, ""), present));
    }
    assertEquals("", differences.toString());
  }

  /**
   * {@link LibvirtXml#dump} prints what the daemons have printed, and what one refuses is refused.
   */
  @ParameterizedTest
  @EnumSource
  void documents(AskedRelease release) throws IOException {
    Map<String, String> printed =
        new DumpFile(release, FirewallBackend.IPTABLES, "documents.txt").sections();
    assertEquals(List.copyOf(DocumentCases.all().keySet()), List.copyOf(printed.keySet()));

    StringBuilder differences = new StringBuilder();
    DocumentCases.all()
        .forEach(
            (name, document) -> {
              String theirs = requireNonNull(printed.get(name));
              String ours = ReleaseComparison.dump(document, theirs, release);
              if (!ours.equals(theirs) && !DocumentCases.LOST.contains(name)) {
                differences.append("=== " + name + "\n" + TextDiff.between(theirs, ours) + "\n");
              }
            });
    assertEquals("", differences.toString());
  }

  /** {@return the tables that are left when a network is destroyed} */
  private static NftRuleset withoutRules(CompiledHost host) {
    return host.networks().get(0).destroy(host.nftables());
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
                ReleaseComparison.difference(
                    c.getKey(),
                    sections.getOrDefault(c.getKey(), ""),
                    release.libvirt().tools(),
                    () -> compilation.compile(c.getValue())))
        .collect(Collectors.joining());
  }
}
