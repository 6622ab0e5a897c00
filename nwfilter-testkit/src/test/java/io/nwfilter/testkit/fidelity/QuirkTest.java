package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.golden.GoldenFile;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each quirk of libvirt: what the daemon does, what compiling as libvirt makes of it, and what
 * compiling as written does. A directory {@code quirks/CODE} holds the documents and both results.
 */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class QuirkTest {

  private static final Path CASES =
      Path.of(System.getProperty("nwfilter.rootDirectory"))
          .resolve("nwfilter-testkit/src/test/resources/quirks");

  /** Here the daemon's own result is no other than by chance, or nothing that can be restored. */
  private static final List<DiagnosticCode> NOT_THE_SAME =
      List.of(LoweringCode.CHAIN_ORDER_UNSPECIFIED, LoweringCode.COMMENT_NEWLINE);

  /** What the host's daemon does not do, but that of another release: {@code ReleaseFilesTest}. */
  private static final ImmutableMap<DiagnosticCode, LibvirtRelease> OF_OTHER_RELEASES =
      ImmutableMap.of(LoweringCode.RULES_LEFT_OUT, LibvirtRelease.V12_8);

  private static Stream<DiagnosticCode> quirks() {
    return DiagnosticCodes.all().stream().filter(code -> code.asWritten().isPresent());
  }

  private static Stream<DiagnosticCode> comparable() {
    return quirks()
        .filter(code -> !NOT_THE_SAME.contains(code) && !OF_OTHER_RELEASES.containsKey(code));
  }

  /** What compiling did: rules, or none; and what was said. */
  private record Compiled(Optional<CompiledInterface> rules, List<Diagnostic> said) {

    RestoreTexts texts() {
      return new RestoreTexts(text(Family.IPV4), text(Family.IPV6), text(Family.BRIDGE));
    }

    private String text(Family family) {
      return rules.map(r -> RestoreText.write(r.change(family))).orElse("");
    }

    @Override
    public String toString() {
      StringBuilder shown = new StringBuilder();
      said.forEach(diagnostic -> shown.append(diagnostic).append('\n'));
      for (Family family : Family.values()) {
        String text = text(family);
        if (!text.isEmpty()) {
          shown.append("# ").append(family.restoreTool()).append('\n').append(text);
        }
      }
      return shown.toString();
    }
  }

  /**
   * {@return the releases for which compiling the case of a code as libvirt tells of the code}
   *
   * @param code a code that has a case
   */
  static ImmutableList<LibvirtRelease> releases(DiagnosticCode code) throws IOException {
    ImmutableList.Builder<LibvirtRelease> releases = ImmutableList.builder();
    for (LibvirtRelease release : LibvirtRelease.values()) {
      if (tells(compile(code, Semantics.AS_LIBVIRT, release), code)) {
        releases.add(release);
      }
    }
    return releases.build();
  }

  private static boolean tells(Compiled compiled, DiagnosticCode code) {
    return compiled.said().stream()
        .anyMatch(
            d ->
                d.code() == code
                    || d.message().startsWith(code + ": ")
                    || d.message().startsWith(code + " in libvirt: "));
  }

  private static Path directory(DiagnosticCode code) {
    return CASES.resolve(code.id());
  }

  private static List<Path> filters(DiagnosticCode code) throws IOException {
    try (Stream<Path> files = Files.list(directory(code))) {
      return files.filter(f -> f.toString().endsWith(".filter.xml")).sorted().toList();
    }
  }

  /** {@return the binding of a case, which may be that of a machine's only interface} */
  private static String binding(DiagnosticCode code) throws IOException {
    if (!isMachine(code)) {
      return Files.readString(directory(code).resolve("binding.xml"));
    }
    return LibvirtXml.write(
        machine(code, options(code, Semantics.AS_LIBVIRT, release(code), new DiagnosticSink()))
            .interfaces()
            .get(0)
            .binding());
  }

  private static boolean isMachine(DiagnosticCode code) {
    return Files.exists(directory(code).resolve("domain.xml"));
  }

  private static XmlSource document(DiagnosticCode code, String name) throws IOException {
    return XmlSource.text(Files.readString(directory(code).resolve(name)), name);
  }

  private static CompiledDomain machine(DiagnosticCode code, CompileOptions options)
      throws IOException {
    return FilterCompiler.compile(
        LibvirtXml.readDomain(document(code, "domain.xml")).value(), options);
  }

  private static LibvirtRelease release(DiagnosticCode code) {
    return OF_OTHER_RELEASES.getOrDefault(code, LibvirtRelease.V9_0);
  }

  private static Compiled compile(DiagnosticCode code, Semantics semantics) throws IOException {
    return compile(code, semantics, release(code));
  }

  private static Compiled compile(DiagnosticCode code, Semantics semantics, LibvirtRelease release)
      throws IOException {
    DiagnosticSink said = new DiagnosticSink();
    try {
      CompileOptions options = options(code, semantics, release, said);
      if (isMachine(code)) {
        CompiledDomain compiled = machine(code, options);
        said.addAll(compiled.diagnostics());
        return new Compiled(Optional.of(compiled.interfaces().get(0)), said.diagnostics());
      }
      FilterBinding binding =
          value(LibvirtXml.readFilterBinding(document(code, "binding.xml")), said);
      CompiledInterface compiled = FilterCompiler.compile(binding, options);
      said.addAll(compiled.diagnostics());
      return new Compiled(Optional.of(compiled), said.diagnostics());
    } catch (NwfilterException e) {
      said.addAll(e.diagnostics());
      return new Compiled(Optional.empty(), said.diagnostics());
    }
  }

  private static CompileOptions options(
      DiagnosticCode code, Semantics semantics, LibvirtRelease release, DiagnosticSink said)
      throws IOException {
    List<Filter> filters = new ArrayList<>();
    for (Path file : filters(code)) {
      XmlSource source = document(code, String.valueOf(file.getFileName()));
      filters.add(value(LibvirtXml.readFilter(source, semantics), said));
    }
    return CompileOptions.builder()
        .release(release)
        .library(FilterLibrary.of(filters))
        .semantics(semantics)
        .build();
  }

  private static <T> T value(ParseResult<T> result, DiagnosticSink said) {
    said.addAll(result.diagnostics());
    return result.value();
  }

  @ParameterizedTest
  @MethodSource("quirks")
  void compilesInBothWays(DiagnosticCode code, NetworkNamespace scratch) throws IOException {
    ScratchNamespace.createSets(scratch);
    for (Semantics semantics : Semantics.values()) {
      Compiled compiled = compile(code, semantics);
      String file = semantics.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
      GoldenFile.at(directory(code).resolve(file)).assertMatches(compiled.toString());
      assertTrue(
          tells(compiled, expected(code, semantics)),
          () -> "nothing is said of " + code + ": " + compiled);
      scratch.test(compiled.texts());
      scratch.load(compiled.texts());
      scratch.flush();
    }
  }

  private static DiagnosticCode expected(DiagnosticCode code, Semantics semantics) {
    return code == LoweringCode.RULES_LEFT_OUT && semantics == Semantics.AS_WRITTEN
        ? ResolutionCode.UNEQUAL_LISTS
        : code;
  }

  @ParameterizedTest
  @MethodSource("comparable")
  void theDaemonDoesWhatIsCompiled(
      DiagnosticCode code, LibvirtDaemon daemon, NetworkNamespace scratch) throws IOException {
    ScratchNamespace.createSets(daemon.namespace());
    ScratchNamespace.createSets(scratch);
    DaemonComparison comparison = new DaemonComparison(daemon, scratch);
    for (Path file : filters(code)) {
      comparison.define(Files.readString(file));
    }
    Outcome outcome = comparison.assertSame(binding(code));
    boolean installs = compile(code, Semantics.AS_LIBVIRT).rules().isPresent();
    assertEquals(installs, outcome.equals(Outcome.INSTALLED), outcome::toString);
  }

  @Test
  void aLineBreakReachesTheKernel(LibvirtDaemon daemon) throws IOException {
    install(LoweringCode.COMMENT_NEWLINE, daemon);
    String saved = daemon.namespace().exec("", "iptables-save").stdout();
    daemon.reset();
    assertTrue(saved.contains("--comment \"one\ntwo\""), saved);
  }

  /** With eight chains, the order of two daemons is the same once in 40,320 times. */
  @Test
  void theOrderOfEqualChainsChangesFromDaemonToDaemon() throws IOException {
    Set<List<String>> orders = new HashSet<>();
    for (int start = 0; start < 3; start++) {
      try (LibvirtDaemon daemon = LibvirtDaemon.start()) {
        orders.add(orderOfEqualChains(daemon));
      }
    }
    assertTrue(orders.size() > 1, orders::toString);
    for (List<String> order : orders) {
      assertEquals(8, Set.copyOf(order).size(), order::toString);
    }
  }

  private static List<String> orderOfEqualChains(LibvirtDaemon daemon) throws IOException {
    StringBuilder including = new StringBuilder();
    for (char c = 'a'; c <= 'h'; c++) {
      daemon.define(
          "<filter name='arp-%1$s' chain='arp-%1$s'><rule action='drop' direction='in'/></filter>"
              .formatted(c));
      including.append("<filterref filter='arp-%s'/>".formatted(c));
    }
    daemon.define("<filter name='chain-order-unspecified'>" + including + "</filter>");
    FilterBinding binding =
        LibvirtXml.readFilterBinding(
                XmlSource.text(binding(LoweringCode.CHAIN_ORDER_UNSPECIFIED), "binding"))
            .value();
    daemon.addTap(binding.portDev().name());
    daemon.createBinding(LibvirtXml.write(binding));
    return daemon
        .namespace()
        .exec("", "ebtables-save")
        .stdout()
        .lines()
        .filter(line -> line.startsWith("-A libvirt-O-vnet4") && line.contains("-arp-"))
        .map(line -> line.substring(line.indexOf("-j ")).strip())
        .toList();
  }

  @Test
  void aFailureLeavesARule(LibvirtDaemon daemon) throws IOException {
    assertThrows(
        DaemonRefusedException.class, () -> install(LoweringCode.LEFTOVER_ON_FAILURE, daemon));
    String saved = daemon.namespace().exec("", "iptables-save").stdout();
    daemon.reset();
    assertTrue(saved.contains("-A libvirt-in-post -m physdev --physdev-in vnet4 -j ACCEPT"), saved);
  }

  private static void install(DiagnosticCode code, LibvirtDaemon daemon) throws IOException {
    for (Path file : filters(code)) {
      daemon.define(Files.readString(file));
    }
    FilterBinding binding =
        LibvirtXml.readFilterBinding(XmlSource.text(binding(code), "binding")).value();
    daemon.addTap(binding.portDev().name());
    daemon.createBinding(binding(code));
  }
}
