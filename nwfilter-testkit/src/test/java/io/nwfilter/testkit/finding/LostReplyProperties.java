package io.nwfilter.testkit.finding;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.finding.RuleFindings;
import io.nwfilter.netfilter.guarantee.Connections;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Conversations confirm what is said of lost replies: no reply to what meets the rule arrives. */
class LostReplyProperties {

  private static final int PACKETS = 60;

  /** So many conversations with rules that are reported are the least that a run has to try. */
  private static final int LEAST_CONVERSATIONS = 50;

  private static final String TO_ALL = "the replies to all of them";

  /** {@return filters that accept some connections, perhaps with replies, and drop the rest} */
  @Provide
  Arbitrary<List<String>> filters() {
    Arbitrary<String> accepting =
        Combinators.combine(
                Arbitraries.of("accept", "accept", "return", "drop"),
                Arbitraries.of("in", "out"),
                Arbitraries.of(100, 200),
                Arbitraries.of(
                    "<ip/>",
                    "<ip protocol='tcp' dstportstart='22'/>",
                    "<ip protocol='tcp' srcportstart='22'/>",
                    "<ip protocol='udp' srcportstart='53'/>",
                    "<ip protocol='udp' dstportstart='53'/>",
                    "<ip protocol='icmp'/>",
                    "<ip dstipaddr='10.1.2.3'/>",
                    "<mac dstmacaddr='02:00:00:00:00:01'/>",
                    "<tcp dstportstart='22'/>",
                    "<tcp dstportstart='22' state='NEW'/>",
                    "<tcp srcportstart='22' state='ESTABLISHED'/>",
                    "<udp state='NEW'/>",
                    "<udp state='NEW,ESTABLISHED'/>",
                    "<icmp type='8'/>",
                    "<icmp type='0'/>",
                    "<all state='NEW'/>",
                    "<all ipset='some' ipsetflags='src' state='ESTABLISHED'/>"))
            .as(Found::rule);
    Arbitrary<String> rest = Arbitraries.of("<mac/>", "<all/>", "<ip/>");
    return Combinators.combine(
            accepting.list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.of("in", "out", "inout", "inout"),
            rest)
        .as(
            (rules, direction, dropped) ->
                ImmutableList.<String>builder()
                    .addAll(rules)
                    .add(Found.rule("drop", direction, 1000, dropped))
                    .build());
  }

  @Property(tries = 40)
  void noReplyArrives(@ForAll("filters") List<String> rules) {
    CompiledInterface compiled =
        Found.compile(Found.ADDRESS, Found.filter("f", rules.toArray(String[]::new)));
    List<Diagnostic> lost =
        RuleFindings.of(compiled).stream()
            .filter(one -> one.code() == FindingCode.REPLIES_LOST)
            .toList();
    if (!lost.isEmpty()) {
      check(lost, Subject.of((CompiledRules) compiled));
      check(lost, Subject.of(compiled, ForwardMode.ROUTE));
    }
    Statistics.label("lost").collect(!lost.isEmpty());
    Statistics.label("conversations")
        .coverage(
            coverage ->
                coverage.check(true).count(conversations -> conversations >= LEAST_CONVERSATIONS));
  }

  private static void check(List<Diagnostic> lost, Subject subject) {
    PacketSets sets = PacketSets.of(subject.simulator());
    for (Connections way : Connections.of(subject, sets)) {
      for (Packet packet : subject.samples(way.entry()).limit(PACKETS)) {
        if (sets.contains(way.openings(), packet) != Answer.NO) {
          Set<SourceLocation> met = met(subject, packet, way);
          for (Diagnostic one : lost) {
            if (met.contains(one.location()) && (way.bridged() || one.message().contains(TO_ALL))) {
              assertLost(way, packet, one);
            }
          }
        }
      }
    }
  }

  /** {@return the rules that a packet meets, but for copies that its sender gets back} */
  private static Set<SourceLocation> met(Subject subject, Packet packet, Connections way) {
    Set<SourceLocation> met = new HashSet<>();
    Optional<Bits> sender =
        way.entry() instanceof Entry.Port port
            ? Optional.of(Bits.ofName(port.name()))
            : Optional.empty();
    subject
        .simulator()
        .observe(
            packet,
            way.entry(),
            (view, rule, answer) -> {
              boolean isCopy = sender.isPresent() && view.value(Field.OUT_INTERFACE).equals(sender);
              if (answer != Answer.NO && !isCopy) {
                met.add(rule.origin().location());
              }
            });
    return met;
  }

  /** {@return where the receiver sends; others reply to packets of which it got a copy} */
  private static Entry receiver(End end) {
    return switch (end.kind()) {
      case PORT -> Entry.port(end.name());
      case HOST -> Entry.host();
      case NETWORK -> Entry.network(end.name());
    };
  }

  private static void assertLost(Connections way, Packet opening, Diagnostic finding) {
    List<Explanation> explained = way.explain(opening);
    if (explained.size() == 2
        && explained.get(0).fate() == Fate.ARRIVES
        && explained.get(1).entry().equals(receiver(way.end()))) {
      Statistics.label("conversations").collect(true);
      Fate reply = explained.get(1).fate();
      assertNotEquals(Fate.ARRIVES, reply, () -> finding + ": " + opening);
      assertNotEquals(Fate.DEPENDS, reply, () -> finding + ": " + opening);
    }
  }
}
