package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.testkit.golden.TextDiff;
import io.nwfilter.testkit.networks.NetworkDocuments;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compiled for a release is what a daemon of that release has installed. */
class ReleaseFilesTest {

  private static final String REFUSED = "refused: ";

  /** Lists of different lengths in one rule: 12.8 takes them, and the compiler does not yet. */
  private static final String LISTS =
      "<rule action='accept' direction='in'><tcp srcipaddr='$A' srcportstart='$B'/></rule>";

  @ParameterizedTest
  @EnumSource
  void refusedFilters(AskedRelease release) throws IOException {
    Map<String, String> sections =
        new DumpFile(release, FirewallBackend.IPTABLES, "filters.txt").sections();
    List<FilterCase> cases = FilterCases.all();
    assertEquals(cases.stream().map(FilterCase::name).toList(), List.copyOf(sections.keySet()));

    List<String> onlyOneRefuses =
        cases.stream()
            .filter(
                c ->
                    sections.getOrDefault(c.name(), "").startsWith(REFUSED)
                        != rulesets(() -> compile(c, release)).isEmpty())
            .map(FilterCase::name)
            .toList();

    assertEquals(release == AskedRelease.V12_8 ? List.of(LISTS) : List.of(), onlyOneRefuses);
  }

  @ParameterizedTest
  @EnumSource
  void networks(AskedRelease release) throws IOException {
    ImmutableMap<String, ImmutableList<String>> cases =
        NetworkDocuments.all().stream()
            .collect(toImmutableMap(documents -> String.join(" ", documents), d -> d));

    assertEquals("", differences(release, "networks.txt", cases, d -> start(d, release)));
  }

  /** Compiles a case. */
  @FunctionalInterface
  private interface Compilation<C> {
    CompiledRules compile(C documents);
  }

  private static <C> String differences(
      AskedRelease release, String file, Map<String, C> cases, Compilation<C> compilation)
      throws IOException {
    Map<String, String> sections =
        new DumpFile(release, FirewallBackend.IPTABLES, file).sections();
    assertEquals(List.copyOf(cases.keySet()), List.copyOf(sections.keySet()));
    return cases.entrySet().stream()
        .map(c -> difference(c.getKey(), sections, () -> compilation.compile(c.getValue())))
        .collect(Collectors.joining());
  }

  private static String difference(
      String name, Map<String, String> sections, Supplier<CompiledRules> compilation) {
    String theirs = sections.getOrDefault(name, "");
    Optional<ImmutableMap<Family, Ruleset>> installed =
        theirs.startsWith(REFUSED) ? Optional.empty() : Optional.of(DumpText.rulesets(theirs));
    Optional<ImmutableMap<Family, Ruleset>> compiled = rulesets(compilation);
    return installed.equals(compiled)
        ? ""
        : "=== " + name + "\n" + TextDiff.between(text(installed), text(compiled)) + "\n";
  }

  /** {@return what is compiled, unless it is refused} */
  private static Optional<ImmutableMap<Family, Ruleset>> rulesets(
      Supplier<CompiledRules> compilation) {
    try {
      CompiledRules compiled = compilation.get();
      return Optional.of(
          Stream.of(Family.values()).collect(toImmutableMap(f -> f, compiled::ruleset)));
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

  /** The bridges are named as libvirt has named them. */
  private static CompiledRules start(List<String> documents, AskedRelease release) {
    List<Network> networks =
        documents.stream()
            .map(xml -> LibvirtXml.readNetwork(XmlSource.text(xml, "network")).value())
            .toList();
    CompileOptions options =
        CompileOptions.builder()
            .release(release.libvirt())
            .bridge("n", new InterfaceName("virbr0"))
            .bridge("a", new InterfaceName("virbr0"))
            .bridge("b", new InterfaceName("virbr1"))
            .build();
    return FilterCompiler.compileHost(networks, List.of(), options);
  }
}
