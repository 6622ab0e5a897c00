package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.generate.FilterArbitraries;
import io.nwfilter.testkit.generate.RulesetArbitraries;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;

/** The rules that packets are sent through. */
final class RuleCorpus {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory", ".."));
  private static final Path HOST = ROOT.resolve("examples/host");
  private static final Path FIDELITY = Path.of("src/test/resources/fidelity");
  private static final int MATCHES = 60;

  private static final int RULESETS_OF_MATCHES = 6;
  private static final int GENERATED = 20;
  private static final int RULESETS = 10;

  private RuleCorpus() {}

  /** {@return all rules, the generated ones by a seed} */
  static List<RuleCase> all(long seed) {
    ImmutableList.Builder<RuleCase> cases = ImmutableList.builder();
    cases.addAll(stock()).addAll(hosts()).addAll(fidelity()).addAll(HostRules.all());
    for (int i = 0; i < RULESETS_OF_MATCHES; i++) {
      cases.add(matches(seed + i));
    }
    return cases.addAll(generated(seed, GENERATED)).addAll(rulesets(seed, RULESETS)).build();
  }

  static FilterBinding binding(Place place, String filter) {
    Parameters parameters =
        Parameters.of("IP", place.ipv4.toString())
            .with("IPV6", place.ipv6.toString())
            .with("GATEWAY_MAC", "02:00:00:00:00:fe")
            .with(
                "DHCPSERVER",
                filter.contains("v6") ? "fd00:122::99" : Place.NEIGHBOR.ipv4.toString());
    return FilterBinding.of(
        new InterfaceName(place.device), place.mac, FilterReference.of(filter, parameters));
  }

  /** {@return every stock filter on one guest} */
  static List<RuleCase> stock() {
    return cases(compiledStock());
  }

  private static List<RuleCase> cases(Map<String, CompiledRules> compiled) {
    return compiled.entrySet().stream()
        .map(one -> RuleCase.of(one.getKey(), one.getValue()))
        .toList();
  }

  /** {@return every stock filter on one guest, compiled, by name} */
  static Map<String, CompiledRules> compiledStock() {
    return StockFilters.library().filters().stream()
        .collect(
            ImmutableMap.toImmutableMap(
                Filter::name,
                filter -> FilterCompiler.compile(binding(Place.GUEST, filter.name()))));
  }

  /** {@return the example host: networks of each mode, and the machine with each of its filters} */
  static List<RuleCase> hosts() {
    ImmutableList.Builder<RuleCase> cases = ImmutableList.builder();
    for (LibvirtRelease release : ImmutableList.of(LibvirtRelease.V0_8, LibvirtRelease.V9_0)) {
      for (String filters : ImmutableList.of("filters", "clean-dhcp", "dhcp", "no-drop")) {
        cases.add(host(release, filters, "<forward mode='nat'/>"));
      }
      for (String forward :
          ImmutableList.of("", "<forward mode='route'/>", "<forward mode='nat' dev='outside'/>")) {
        cases.add(host(release, "dhcp", forward));
      }
    }
    cases.add(host(LibvirtRelease.V9_0, "filters", "<forward mode='open'/>"));
    return cases.build();
  }

  private static RuleCase host(LibvirtRelease release, String filters, String forward) {
    Filter moge =
        LibvirtXml.readFilter(XmlSource.file(HOST.resolve(filters).resolve("moge.xml"))).value();
    Network network =
        LibvirtXml.readNetwork(
                XmlSource.text(
                    "<network><name>default</name>"
                        + forward
                        + "<bridge name='virbr0'/><ip address='192.168.122.1'"
                        + " netmask='255.255.255.0'/></network>",
                    "network"))
            .value();
    Domain machine = LibvirtXml.readDomain(XmlSource.file(HOST.resolve("hoge.xml"))).value();
    return RuleCase.of(
        release + " " + filters + " " + forward,
        FilterCompiler.compileHost(
            ImmutableList.of(network),
            ImmutableList.of(machine),
            CompileOptions.builder()
                .release(release)
                .library(StockFilters.library(release).with(moge))
                .build()));
  }

  /** {@return the named cases that are compared with libvirt, on this guest} */
  static List<RuleCase> fidelity() {
    return cases(compiledFidelity());
  }

  /** {@return the named cases that are compared with libvirt, compiled for this guest, by name} */
  static Map<String, CompiledRules> compiledFidelity() {
    try (Stream<Path> directories = Files.list(FIDELITY)) {
      return directories
          .sorted()
          .collect(
              ImmutableMap.toImmutableMap(
                  directory -> directory.getFileName().toString(), RuleCorpus::fidelity));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompiledRules fidelity(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      FilterLibrary library = StockFilters.library();
      for (Path file : files.filter(f -> f.toString().endsWith(".filter.xml")).sorted().toList()) {
        library = library.with(LibvirtXml.readFilter(XmlSource.file(file)).value());
      }
      String binding =
          Files.readString(directory.resolve("binding.xml"))
              .replaceAll("<portdev name=(['\"])[^'\"]*", "<portdev name=$1" + Place.GUEST.device);
      return FilterCompiler.compile(
          LibvirtXml.readFilterBinding(XmlSource.text(binding, "binding.xml")).value(),
          CompileOptions.builder().library(library).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return rules that only count, each with one or two matches of those that there are} Every
   * packet tries all of them.
   */
  static RuleCase matches(long seed) {
    Random random = new Random(seed);
    List<Ruleset> rulesets = new ArrayList<>();
    for (Family family : Family.values()) {
      RandomGenerator<ImmutableList<Match>> generator =
          generator(RulesetArbitraries.matches(family));
      List<ChainRule> rules = new ArrayList<>();
      while (rules.size() < MATCHES) {
        ImmutableList<Match> matches = generator.next(random).value();
        rules.add(ChainRule.of(Target.Verdict.CONTINUE, matches.toArray(new Match[0])));
      }
      rulesets.add(forward(family, rules));
    }
    return new RuleCase(
        "matches " + seed,
        rulesets.stream()
            .collect(ImmutableMap.toImmutableMap(Ruleset::family, ruleset -> ruleset)));
  }

  /**
   * {@return generated rules of all families, with chains that call each other and translations}
   */
  static List<RuleCase> rulesets(long seed, int count) {
    Random random = new Random(seed);
    ImmutableList.Builder<RuleCase> cases = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      ImmutableMap.Builder<Family, Ruleset> rulesets = ImmutableMap.builder();
      for (Family family : Family.values()) {
        rulesets.put(family, generator(RulesetArbitraries.rulesets(family)).next(random).value());
      }
      cases.add(new RuleCase("rulesets " + seed + "/" + i, rulesets.build()));
    }
    return cases.build();
  }

  private static Ruleset forward(Family family, List<ChainRule> rules) {
    String text =
        family == Family.BRIDGE
            ? "*filter\n:FORWARD ACCEPT\n"
            : "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n";
    Ruleset empty = SaveText.read(family, TextSource.text(text, "empty"));
    return new Ruleset(
        family,
        Map.of(
            "filter",
            new Table(
                "filter", Map.of("FORWARD", empty.chain("filter", "FORWARD").withRules(rules)))));
  }

  private static <T> RandomGenerator<T> generator(Arbitrary<T> arbitrary) {
    return arbitrary.generator(1000, false);
  }

  /** {@return generated filters on this guest} */
  static List<RuleCase> generated(long seed, int count) {
    return cases(compiledGenerated(seed, count));
  }

  /** {@return generated filters, compiled for this guest, by name} */
  static Map<String, CompiledRules> compiledGenerated(long seed, int count) {
    Random random = new Random(seed);
    RandomGenerator<BoundFamily> generator =
        generator(
            FilterArbitraries.bound(
                FilterArbitraries.families()
                    .ofMaxFilters(3)
                    .withFilters(FilterArbitraries.filters().ofRules(0, 6))));
    ImmutableMap.Builder<String, CompiledRules> cases = ImmutableMap.builder();
    int made = 0;
    while (made < count) {
      Optional<CompiledRules> one = compiled(generator.next(random).value());
      if (one.isPresent()) {
        cases.put("generated " + seed + "/" + made, one.get());
        made++;
      }
    }
    return cases.buildOrThrow();
  }

  /** {@return generated filters on this guest; empty if libvirt refuses them} */
  private static Optional<CompiledRules> compiled(BoundFamily bound) {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName(Place.GUEST.device),
            bound.binding().mac(),
            bound.binding().filterRef());
    CompileOptions options =
        CompileOptions.builder()
            .library(StockFilters.library().with(bound.family().library()))
            .build();
    try {
      return Optional.of(FilterCompiler.compile(binding, options));
    } catch (NwfilterException e) {
      return Optional.empty();
    }
  }
}
