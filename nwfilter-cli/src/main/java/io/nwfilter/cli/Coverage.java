package io.nwfilter.cli;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multiset;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.ChainPlace;
import io.nwfilter.netfilter.simulate.ChainTrace;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.Step;
import io.nwfilter.netfilter.simulate.TriedRule;
import io.nwfilter.report.JsonText;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * How many packets have met what each rule asks for, and of how many it was the last to decide. A
 * packet that is copied, or whose result depends on something, counts once for each rule.
 */
final class Coverage {

  private final Host host;
  private final Multiset<Place> met = HashMultiset.create();
  private final Multiset<Place> decided = HashMultiset.create();
  private int packets;
  private int undecided;

  /** Where a rule is. */
  private record Place(ChainPlace chain, int number) {}

  /** A rule, how many packets it has met, and of how many it has decided last. */
  private record Line(Place place, ChainRule rule, int met, int decided) {}

  private Coverage(Host host) {
    this.host = host;
  }

  static Coverage of(Host host, Iterator<Explanation> explanations) {
    Coverage coverage = new Coverage(host);
    explanations.forEachRemaining(coverage::add);
    return coverage;
  }

  private void add(Explanation explanation) {
    packets++;
    List<Place> places =
        explanation.courses().stream()
            .map(Course::endings)
            .flatMap(List::stream)
            .map(Ending::decision)
            .filter(Decision.ByRule.class::isInstance)
            .map(Decision.ByRule.class::cast)
            .map(by -> new Place(by.place(), by.number()))
            .distinct()
            .toList();
    decided.addAll(places);
    undecided += places.isEmpty() ? 1 : 0;
    MetRules rules = new MetRules();
    explanation.courses().forEach(course -> rules.addAll(course.steps()));
    met.addAll(rules.places);
  }

  /** The rules that a packet has met on its way. */
  private static final class MetRules implements Step.Visitor<MetRules> {

    final Set<Place> places = new HashSet<>();

    void addAll(List<Step> steps) {
      steps.forEach(step -> step.accept(this));
    }

    @Override
    public MetRules visit(Step.Called step) {
      return add(step.chain());
    }

    @Override
    public MetRules visit(Step.Event step) {
      return this;
    }

    @Override
    public MetRules visit(Step.Copies step) {
      step.ways().forEach(copy -> addAll(copy.steps()));
      return this;
    }

    private MetRules add(ChainTrace chain) {
      for (TriedRule tried : chain.rules()) {
        if (tried.matched()) {
          places.add(new Place(chain.place(), tried.number()));
        }
        tried.entered().ifPresent(this::add);
      }
      return this;
    }
  }

  void print(ExplainFormat format, PrintWriter out) {
    ImmutableList<Line> lines = lines();
    if (format == ExplainFormat.JSON) {
      out.print(json(lines));
      return;
    }
    out.print(packets + (packets == 1 ? " packet" : " packets") + "\n");
    out.printf("%7s %7s%n", "met", "decided");
    for (Line line : lines) {
      out.printf(
          "%7s %7s %s, table %s: %s%s%n",
          line.met() == 0 ? "never" : String.valueOf(line.met()),
          line.decided() == 0 ? "" : String.valueOf(line.decided()),
          line.place().chain().tool(),
          line.place().chain().tableName(),
          text(line),
          place(line.rule()));
    }
    out.printf("%7s %7d by a policy or by the kernel itself%n", "", undecided);
  }

  private String json(List<Line> lines) {
    return JsonText.object(
        json -> {
          json.member("version", 1);
          json.member("packets", packets);
          json.member("undecided", undecided);
          json.array(
              "rules",
              lines,
              line -> {
                json.member("tool", line.place().chain().tool());
                json.member("table", line.place().chain().tableName());
                json.member("chain", line.place().chain().chain());
                json.member("number", line.place().number());
                json.member("rule", text(line));
                json.member("met", line.met());
                json.member("decided", line.decided());
                ExplanationJson.addOrigin(json, line.rule().origin());
              });
        });
  }

  private static String text(Line line) {
    return Diagnostic.printable(line.place().chain().line(line.rule()));
  }

  private static String place(ChainRule rule) {
    SourceLocation location = rule.origin().location();
    return location.equals(SourceLocation.NONE)
        ? ""
        : "  # " + Diagnostic.printable(rule.origin().toString());
  }

  private ImmutableList<Line> lines() {
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    for (Family family : List.of(Family.BRIDGE, Family.IPV4, Family.IPV6)) {
      for (RuleTable table : host.rules().tables(family)) {
        table.chains().values().forEach(chain -> add(table, chain, lines));
      }
    }
    return lines.build();
  }

  private void add(RuleTable table, Chain chain, ImmutableList.Builder<Line> lines) {
    int number = 0;
    for (ChainRule rule : chain.rules()) {
      number++;
      Place place = new Place(table.place(chain.name()), number);
      lines.add(new Line(place, rule, met.count(place), decided.count(place)));
    }
  }
}
