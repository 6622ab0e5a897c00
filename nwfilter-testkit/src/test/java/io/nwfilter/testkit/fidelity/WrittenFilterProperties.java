package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.generate.FilterArbitraries;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.testkit.testbed.RequiresHost;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;

/** What compiling as written has to do with compiling as libvirt. */
class WrittenFilterProperties {

  /** What is said however a filter is understood, and changes no rule. */
  private static final ImmutableSet<DiagnosticCode> REMARKS =
      ImmutableSet.of(
          CompileCode.CHAIN_WITHOUT_EFFECT,
          CompileCode.NOT_FILTERED_WHEN_ROUTED,
          LoweringCode.COMMENT_NOT_RENDERED,
          LoweringCode.CHAIN_ORDER_UNSPECIFIED,
          LoweringCode.CHAIN_PRIORITY_CONFLICT,
          LoweringCode.DROPPED_BY_OTHER_LAYER,
          LoweringCode.EMPTY_RANGE,
          LoweringCode.RULE_NEVER_MATCHES);

  /**
   * What only compiling as written always says: libvirt's way of leaving out the replies to a type
   * of ICMP matters, and is reported, only if a rule drops them, and these filters have one rule.
   */
  private static final DiagnosticCode REPLIES_ADDED = LoweringCode.ICMP_ANSWER_SKIPPED;

  /** One rule each: of many, one is nearly always something that cannot be done as written. */
  @Provide
  Arbitrary<BoundFamily> rules() {
    return FilterArbitraries.bound(
        FilterArbitraries.families()
            .ofMaxFilters(1)
            .withFilters(FilterArbitraries.filters().ofRules(1, 1)));
  }

  /** Without a quirk the two agree, and where they differ, something was said. */
  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void differencesAreSaid(@ForAll("rules") BoundFamily bound) {
    Optional<CompiledInterface> libvirts = compile(bound, Semantics.AS_LIBVIRT);
    Optional<CompiledInterface> written = compile(bound, Semantics.AS_WRITTEN);
    Assume.that(libvirts.isPresent());
    boolean quirk =
        says(libvirts.get(), code -> !REMARKS.contains(code))
            || written.filter(it -> says(it, REPLIES_ADDED::equals)).isPresent();
    Statistics.label("agreement")
        .collect(quirk ? "a quirk" : "none")
        .coverage(coverage -> coverage.check("none").percentage(p -> p > 10));
    if (!quirk) {
      assertTrue(written.isPresent(), "refused as written, but nothing was said");
      assertEquals(texts(libvirts.get()), texts(written.get()));
    }
  }

  /** Whatever is compiled as written, the kernel takes. */
  @Property(tries = 200, seed = "20261125", edgeCases = EdgeCasesMode.NONE)
  @AddLifecycleHook(RequiresHost.Kernel.class)
  void theKernelAcceptsWhatIsWritten(@ForAll("rules") BoundFamily bound) {
    Optional<CompiledInterface> written = compile(bound, Semantics.AS_WRITTEN);
    Statistics.label("as written")
        .collect(written.isPresent())
        .coverage(coverage -> coverage.check(true).percentage(p -> p > 40));
    Assume.that(written.isPresent());
    NetworkNamespace namespace = ScratchNamespace.withSets();
    namespace.test(texts(written.get()));
    namespace.load(texts(written.get()));
    namespace.flush();
  }

  private static boolean says(CompiledInterface compiled, Predicate<DiagnosticCode> what) {
    return compiled.diagnostics().stream().map(Diagnostic::code).anyMatch(what);
  }

  private static Optional<CompiledInterface> compile(BoundFamily bound, Semantics semantics) {
    CompileOptions options =
        CompileOptions.builder().library(bound.family().library()).semantics(semantics).build();
    try {
      return Optional.of(FilterCompiler.compile(bound.binding(), options));
    } catch (NwfilterException refused) {
      return Optional.empty();
    }
  }

  private static RestoreTexts texts(CompiledInterface compiled) {
    CompiledHost host = new CompiledHost(ImmutableList.of(compiled));
    return new RestoreTexts(
        host.text(Family.IPV4), host.text(Family.IPV6), host.text(Family.BRIDGE));
  }
}
