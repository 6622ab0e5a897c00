package io.nwfilter.testkit.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Without rules that are said to do nothing, the same becomes of every packet. */
class FindingProperties {

  private static final int MAX_NODES = 2_000_000;
  private static final int PACKETS = 40;

  /** So many findings of such rules are the least that a run has to be about. */
  private static final int LEAST_DEAD = 10;

  /** What is said of rules that may be left out. */
  private static final ImmutableSet<FindingCode> DEAD =
      ImmutableSet.of(
          FindingCode.IMPOSSIBLE_RULE,
          FindingCode.IMPOSSIBLE_STATE,
          FindingCode.SHADOWED_RULE,
          FindingCode.REDUNDANT_RULE,
          FindingCode.DECIDED_BY_OTHER_LAYER);

  /** {@return rules of few kinds, so that many are in each other's way} */
  @Provide
  Arbitrary<List<String>> crowds() {
    Arbitrary<String> actions = Arbitraries.of("accept", "drop", "drop", "return");
    Arbitrary<String> directions = Arbitraries.of("in", "out", "inout");
    Arbitrary<Integer> priorities = Arbitraries.of(100, 200, 300);
    Arbitrary<String> elements =
        Arbitraries.of(
            "",
            "<mac protocolid='ipv4'/>",
            "<mac srcmacaddr='52:54:00:00:00:07'/>",
            "<ip/>",
            "<ip dstipaddr='10.9.0.0' dstipmask='16'/>",
            "<ip protocol='tcp' dstportstart='22'/>",
            "<arp gratuitous='true'/>",
            "<all/>",
            "<all dstipaddr='10.9.1.0' dstipmask='24'/>",
            "<tcp/>",
            "<tcp dstportstart='22'/>",
            "<tcp dstportstart='1' dstportend='1023'/>",
            "<tcp srcipaddr='10.9.1.1' dstportstart='22' dstportend='80'/>",
            "<udp dstportstart='53'/>",
            "<icmp type='3'/>",
            "<tcp flags='SYN,ACK/SYN,ACK' state='NEW'/>",
            "<all-ipv6/>",
            "<tcp-ipv6 dstportstart='22'/>");
    return Combinators.combine(actions, directions, priorities, elements)
        .as(Found::rule)
        .list()
        .ofMinSize(2)
        .ofMaxSize(9);
  }

  @Property(tries = 25)
  void whatDoesNothingMayBeLeftOutOfCrowdedFilters(@ForAll("crowds") List<String> rules) {
    check(
        Found.compile(Found.ADDRESS, Found.filter("crowd", rules.toArray(String[]::new))),
        "crowds");
    Statistics.label("crowds")
        .coverage(
            coverage ->
                coverage
                    .checkQuery(codes -> DEAD.contains(codes.get(0)))
                    .count(dead -> dead >= LEAST_DEAD));
  }

  @Property(tries = 15)
  void whatDoesNothingMayBeLeftOut(@ForAll BoundFamily bound) {
    FilterLibrary library = bound.family().library();
    for (Filter filter : bound.family().filters()) {
      String text = LibvirtXml.write(filter);
      library =
          library.with(LibvirtXml.readFilter(XmlSource.text(text, filter.name() + ".xml")).value());
    }
    CompileOptions options = CompileOptions.builder().library(library).build();
    Optional<CompiledInterface> compiled = compiled(bound, options);
    Assume.that(compiled.isPresent());
    check(compiled.get(), "families");
  }

  /** {@return the rules; none if they are refused, as for lists of different lengths} */
  private static Optional<CompiledInterface> compiled(BoundFamily bound, CompileOptions options) {
    try {
      return Optional.of(FilterCompiler.compile(bound.binding(), options));
    } catch (NwfilterException refused) {
      return Optional.empty();
    }
  }

  private static void check(CompiledInterface compiled, String kind) {
    List<Diagnostic> findings =
        RuleFindings.of(List.of(compiled), AnalysisBudget.ofNodes(MAX_NODES));
    findings.forEach(one -> Statistics.label(kind).collect(one.code()));
    List<SourceLocation> dead =
        findings.stream()
            .filter(one -> DEAD.contains(one.code()))
            .map(Diagnostic::location)
            .toList();
    for (SourceLocation one : dead) {
      assertSame(compiled, ImmutableSet.of(one));
    }
    Set<SourceLocation> ofOneLayer =
        findings.stream()
            .filter(one -> DEAD.contains(one.code()))
            .filter(one -> one.code() != FindingCode.DECIDED_BY_OTHER_LAYER)
            .map(Diagnostic::location)
            .collect(ImmutableSet.toImmutableSet());
    if (ofOneLayer.size() > 1) {
      assertSame(compiled, ofOneLayer);
    }
  }

  /** Compares what arrives with some elements and without them. */
  private static void assertSame(CompiledInterface compiled, Set<SourceLocation> dead) {
    Subject subject = Subject.of(compiled);
    Map<Family, Ruleset> whole = subject.simulator().rulesets();
    Predicate<ChainRule> isDead = rule -> dead.contains(rule.origin().location());
    assertTrue(rules(whole).anyMatch(isDead), () -> "nothing is at " + dead);
    Map<Family, Ruleset> left = without(whole, isDead);
    Simulator without = Simulator.of(subject.simulator().situation(), left.values());
    if (!askWhatIsNotKnown(whole)) {
      assertSameSets(subject.simulator(), without, dead);
    }
    List<Entry> entries = new ArrayList<>(subject.toGuest());
    entries.add(subject.fromGuest());
    for (Entry entry : entries) {
      for (Packet packet : subject.samples(entry).limit(PACKETS)) {
        assertEquals(
            fates(subject.simulator(), packet, entry),
            fates(without, packet, entry),
            packet::toString);
      }
    }
  }

  private static Stream<ChainRule> rules(Map<Family, Ruleset> rulesets) {
    return rulesets.values().stream()
        .flatMap(ruleset -> ruleset.tables().values().stream())
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream());
  }

  /** {@return whether rules ask for something that a set takes for different each time} */
  private static boolean askWhatIsNotKnown(Map<Family, Ruleset> rulesets) {
    return rules(rulesets)
        .flatMap(rule -> rule.matches().stream())
        .anyMatch(
            match ->
                match instanceof ConnectionLimitMatch
                    || match instanceof ExtensionMatch
                    || match instanceof OpaqueMatch);
  }

  /**
   * {@return what becomes of a packet, whatever is so that is not known} One that is rejected
   * arrives no more than one that is dropped.
   */
  private static Set<Fate> fates(Simulator simulator, Packet packet, Entry entry) {
    return simulator.run(packet, entry).courses().stream()
        .map(Course::fate)
        .map(fate -> fate == Fate.REJECTED ? Fate.DROPPED : fate)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static void assertSameSets(Simulator whole, Simulator without, Set<SourceLocation> dead) {
    try {
      PacketSets before = PacketSets.of(whole, MAX_NODES);
      PacketSets after = before.on(without);
      for (Entry entry : whole.situation().entries()) {
        for (End end : before.ends(entry)) {
          Optional<End> there = Optional.of(end);
          assertEquals(
              before.arriving(entry, there).and(before.possible(entry)).and(before.first()),
              after.arriving(entry, there).and(before.possible(entry)).and(before.first()),
              () -> "from " + entry + " to " + end + " without " + dead);
        }
      }
    } catch (BudgetExceededException e) {
      Statistics.label("too large").collect(true);
    }
  }

  private static Map<Family, Ruleset> without(
      Map<Family, Ruleset> rulesets, Predicate<ChainRule> leftOut) {
    Map<Family, Ruleset> left = new LinkedHashMap<>();
    rulesets.forEach(
        (family, ruleset) -> {
          Map<String, Table> tables = new LinkedHashMap<>();
          ruleset.tables().forEach((name, table) -> tables.put(name, without(table, leftOut)));
          left.put(family, new Ruleset(family, tables));
        });
    return left;
  }

  /** {@return what goes on in any case} That the kernel tracks connections must not change. */
  private static ChainRule withoutEffect(ChainRule rule) {
    return new ChainRule(rule.matches(), Target.Verdict.CONTINUE, rule.origin());
  }

  private static Table without(Table table, Predicate<ChainRule> leftOut) {
    Map<String, Chain> chains = new LinkedHashMap<>();
    table
        .chains()
        .forEach(
            (name, chain) ->
                chains.put(
                    name,
                    chain.withRules(
                        chain.rules().stream()
                            .map(rule -> leftOut.test(rule) ? withoutEffect(rule) : rule)
                            .collect(ImmutableList.toImmutableList()))));
    return new Table(table.name(), chains);
  }
}
