package io.nwfilter.testkit.dumps;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.dumps.KernelRoundTrip.Way;
import io.nwfilter.testkit.generate.RulesetArbitraries;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** What a kernel makes of generated rulesets: nothing but what they are. */
@AddLifecycleHook(KernelRulesetProperties.RequiresKernel.class)
class KernelRulesetProperties {

  /** So many rules are loaded at once. */
  private static final int BATCH = 250;

  /** Skips where no network namespaces or netfilter tools are to be had, unless it must not. */
  static final class RequiresKernel implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(net.jqwik.api.lifecycle.LifecycleContext context) {
      return HostTools.kernel().isAvailable() || Boolean.getBoolean(HostTools.REQUIRE_PROPERTY)
          ? SkipResult.doNotSkip() // where it is demanded, the properties fail by themselves
          : SkipResult.skip(HostTools.kernel().toString());
    }
  }

  @Provide
  Arbitrary<Ruleset> batches() {
    return Arbitraries.of(Family.values())
        .flatMap(
            family ->
                RulesetArbitraries.rules(family)
                    .list()
                    .ofSize(BATCH)
                    .map(rules -> forward(family, rules)));
  }

  private static Ruleset forward(Family family, List<ChainRule> rules) {
    Table untouched = Optional.ofNullable(BaseChains.of(family).get(Table.FILTER)).orElseThrow();
    Chain chain = untouched.chain("FORWARD").orElseThrow().withRules(rules);
    return new Ruleset(
        family,
        ImmutableMap.of(Table.FILTER, new Table(Table.FILTER, ImmutableMap.of("FORWARD", chain))));
  }

  @Provide
  Arbitrary<Ruleset> rulesets() {
    return Arbitraries.of(Family.values()).flatMap(RulesetArbitraries::rulesets);
  }

  @Property(tries = 18, seed = "20261125", shrinking = ShrinkingMode.OFF)
  void thousandsOfRulesAreDumpedAsTheyWereWritten(@ForAll("batches") Ruleset ruleset) {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      load(namespace, ruleset.family(), SaveText.write(ruleset));

      requireSame(ruleset, dump(namespace, ruleset.family()));
    }
  }

  @Provide
  Arbitrary<List<Ruleset>> manyRulesets() {
    return rulesets().list().ofSize(BATCH);
  }

  /** What a kernel dumps is what was written, and is written again without another word. */
  @Property(tries = 8, seed = "20261127", shrinking = ShrinkingMode.OFF)
  void thousandsOfRulesetsAreDumpedAsTheyWereWritten(
      @ForAll("manyRulesets") List<Ruleset> rulesets) {
    try (KernelRoundTrip kernel = new KernelRoundTrip()) {
      for (int i = 0; i < rulesets.size(); i++) {
        Family family = rulesets.get(i).family();
        kernel.add("" + i, SaveText.write(rulesets.get(i)), new Way(family, family.tool(), "", ""));
      }
      kernel.run();
      for (int i = 0; i < rulesets.size(); i++) {
        String dump = kernel.dump("" + i);
        Family family = rulesets.get(i).family();
        Ruleset read = SaveText.read(family, TextSource.text(dump, "dump"));

        requireSame(rulesets.get(i), read);
        assertEquals(rules(dump), rules(SaveText.write(read)));
      }
    }
  }

  /** {@return the rules of a text; ebtables-save 1.8.9 prints a blank after {@code redirect}} */
  private static String rules(String text) {
    return text.lines()
        .filter(line -> line.startsWith("-A"))
        .map(String::stripTrailing)
        .collect(joining("\n"));
  }

  @Property(tries = 60, seed = "20261125", shrinking = ShrinkingMode.BOUNDED)
  void rulesetsAreDumpedAsTheyWereWritten(@ForAll("rulesets") Ruleset ruleset) {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      load(namespace, ruleset.family(), SaveText.write(ruleset));

      requireSame(ruleset, dump(namespace, ruleset.family()));
    }
  }

  @Property(tries = 40, seed = "20261126", shrinking = ShrinkingMode.BOUNDED)
  void changesLeadToWhatIsWanted(
      @ForAll("rulesets") Ruleset now, @ForAll("rulesets") Ruleset wanted) {
    if (now.family() != wanted.family()) {
      return;
    }
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      Family family = now.family();
      load(namespace, family, RestoreText.write(Change.between(Ruleset.empty(family), now)));
      load(namespace, family, RestoreText.write(Change.between(now, wanted)));

      requireSame(wanted, dump(namespace, family));
    }
  }

  /** Compares texts first, whose differences are easier to read. */
  private static void requireSame(Ruleset expected, Ruleset actual) {
    for (Table table : expected.tables().values()) {
      for (Chain chain : table.chains().values()) {
        List<ChainRule> rules =
            actual.findChain(table.name(), chain.name()).map(Chain::rules).orElse(List.of());
        for (int i = 0; i < Math.min(rules.size(), chain.rules().size()); i++) {
          Family family = expected.family();
          assertEquals(text(family, chain.rules().get(i)), text(family, rules.get(i)), "rule " + i);
          assertEquals(chain.rules().get(i), rules.get(i), "rule " + i);
        }
      }
    }
    assertEquals(expected, actual);
  }

  private static String text(Family family, ChainRule rule) {
    return SaveText.write(forward(family, List.of(rule)));
  }

  private static void load(NetworkNamespace namespace, Family family, String text) {
    CommandResult result = namespace.exec(text, family.restoreTool(), "--noflush");
    assertTrue(result.succeeded(), () -> result.stderr() + "\n" + text);
  }

  private static Ruleset dump(NetworkNamespace namespace, Family family) {
    String text = namespace.command(family.tool() + "-save").runSuccessfully().stdout();
    return SaveText.read(family, TextSource.text(text, "dump"));
  }
}
