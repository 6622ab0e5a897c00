package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.addition.LogTarget;
import io.nwfilter.netfilter.addition.Logging;
import io.nwfilter.netfilter.addition.Traffic;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.testkit.testbed.RequiresHost;
import java.util.Iterator;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What holds for every filter with a default policy and a log. */
class GeneratedAdditionProperties {

  private static CompiledHost compile(BoundFamily bound, CompileOptions.Builder options) {
    try {
      return new CompiledHost(
          ImmutableList.of(
              FilterCompiler.compile(
                  bound.binding(), options.library(bound.family().library()).build())));
    } catch (NwfilterException e) {
      Assume.that(false); // legal attributes in a combination that libvirt refuses
      throw e;
    }
  }

  private static CompiledHost added(
      BoundFamily bound, Set<Traffic> dropped, int group, boolean limited) {
    Logging logging = Logging.drops().to(group == 0 ? LogTarget.kernel() : LogTarget.nflog(group));
    return compile(
        bound,
        CompileOptions.builder()
            .dropUndecided(dropped)
            .logging(limited ? logging.limit("7/hour:9") : logging));
  }

  private static RestoreTexts texts(CompiledHost host) {
    return new RestoreTexts(
        host.text(Family.IPV4), host.text(Family.IPV6), host.text(Family.BRIDGE));
  }

  @Property(tries = 60, seed = "20261126")
  @AddLifecycleHook(RequiresHost.Kernel.class)
  void kernelAcceptsWhatIsAdded(
      @ForAll BoundFamily bound,
      @ForAll @NotEmpty Set<Traffic> dropped,
      @ForAll @IntRange(max = 3) int group,
      @ForAll boolean limited) {
    RestoreTexts texts = texts(added(bound, dropped, group, limited));
    NetworkNamespace namespace = ScratchNamespace.withSets();
    namespace.test(texts);
    namespace.load(texts);
    namespace.flush();
  }

  @Property(tries = 100)
  void libvirtsRulesStayInOrder(
      @ForAll BoundFamily bound,
      @ForAll Set<Traffic> dropped,
      @ForAll @IntRange(max = 3) int group,
      @ForAll boolean limited) {
    CompiledHost plain = compile(bound, CompileOptions.builder());
    CompiledHost added = added(bound, dropped, group, limited);
    for (Family family : Family.values()) {
      Iterator<String> lines = added.text(family).lines().iterator();
      plain
          .text(family)
          .lines()
          .forEach(line -> assertTrue(isAhead(line, lines), () -> "missing or moved: " + line));
    }
  }

  private static boolean isAhead(String line, Iterator<String> lines) {
    while (lines.hasNext()) {
      if (lines.next().equals(line)) {
        return true;
      }
    }
    return false;
  }
}
