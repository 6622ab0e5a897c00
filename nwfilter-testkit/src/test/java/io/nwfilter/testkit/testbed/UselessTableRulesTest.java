package io.nwfilter.testkit.testbed;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Without rules of tables that are said to do nothing, the same becomes of every packet. */
class UselessTableRulesTest {

  private static final int TABLES = Integer.getInteger("nwfilter.nft.findings", 30);
  private static final int PACKETS = 60;

  private final List<String> differences = new ArrayList<>();
  private int dead;
  private int compared;

  @Test
  void rulesThatDoNothingMayBeRemoved() {
    long seed = SimulatorKernelTest.seed();
    for (int i = 0; i < TABLES; i++) {
      String script = NftRules.script(seed + i, NftSimulatorKernelTest.style(i));
      compare("nft " + (seed + i), repeated(read(script), new Random(seed + i)), seed + i);
    }
    System.out.printf(
        "findings of tables: seed %d, %d rules of %d tables do nothing, %,d packets and ends%n",
        seed, dead, TABLES, compared);
    assertAll(
        () -> assertEquals("", String.join("\n", differences)),
        () -> assertTrue(dead >= 2 * TABLES, () -> dead + " rules"),
        () -> assertTrue(compared >= 500 * TABLES, () -> compared + " packets and ends"));
  }

  private static NftRuleset read(String text) {
    return NftListing.read(TextSource.text(text, "fw"));
  }

  private static NftRuleset withRules(
      NftRuleset ruleset, UnaryOperator<ImmutableList<ChainRule>> change) {
    return new NftRuleset(
        ruleset.tables().stream().map(table -> withRules(table, change)).toList(),
        ruleset.others());
  }

  private static NftTable withRules(
      NftTable table, UnaryOperator<ImmutableList<ChainRule>> change) {
    NftTable.Builder builder = NftTable.builder(table.family(), table.name().name());
    table.sets().values().forEach(builder::set);
    table.maps().values().forEach(builder::map);
    table.others().forEach(builder::other);
    for (NftChain chain : table.chains().values()) {
      builder.chain(chain.withRules(change.apply(ImmutableList.copyOf(chain.chain().rules()))));
    }
    return builder.build();
  }

  /** {@return tables with rules that are there twice, each on a line of its own} */
  private static NftRuleset repeated(NftRuleset ruleset, Random random) {
    return read(
        NftScript.write(
            withRules(
                ruleset,
                rules -> {
                  List<ChainRule> more = new ArrayList<>(rules);
                  Collections.shuffle(more, random);
                  return ImmutableList.<ChainRule>builder()
                      .addAll(rules)
                      .addAll(more.subList(0, more.size() / 2))
                      .build();
                })));
  }

  private void compare(String name, NftRuleset ruleset, long seed) {
    List<Diagnostic> findings = RuleFindings.ofTables(ruleset, AnalysisBudget.DEFAULT);
    ImmutableSet<Integer> lines =
        findings.stream()
            .filter(one -> one.code() != FindingCode.UNREACHED_CHAIN)
            .map(one -> one.location().line())
            .collect(toImmutableSet());
    dead += lines.size();
    HostRules rules = HostRules.NONE.with(ruleset);
    Simulator all = host(ruleset);
    Simulator without =
        host(
            withRules(
                ruleset,
                some ->
                    some.stream()
                        .filter(rule -> !lines.contains(rule.origin().location().line()))
                        .collect(toImmutableList())));
    PacketSets sets = PacketSets.of(all);
    for (Packet sample : SimulatorKernelTest.samples(rules).seed(seed).limit(PACKETS)) {
      for (Place place : Place.values()) {
        Packet packet = place.addressed(sample);
        for (End end : sets.ends(place.entry())) {
          compared++;
          compare(name, packet, place.entry(), end, all, without);
        }
      }
    }
  }

  private static Simulator host(NftRuleset ruleset) {
    return Simulator.of(Testbed.situation().build(), HostRules.NONE.with(ruleset));
  }

  private void compare(
      String name, Packet packet, Entry entry, End end, Simulator all, Simulator without) {
    if (all.fate(packet, entry, end) != without.fate(packet, entry, end)) {
      differences.add(
          "%s: %s from %s to %s: %s, without the rules %s"
              .formatted(
                  name,
                  packet,
                  entry,
                  end,
                  all.fate(packet, entry, end),
                  without.fate(packet, entry, end)));
    }
  }
}
