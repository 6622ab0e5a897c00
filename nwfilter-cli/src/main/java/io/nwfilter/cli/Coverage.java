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
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.report.JsonText;
import java.io.PrintWriter;
import java.util.List;

/**
 * How many packets each rule has decided. Of a packet that is copied, each deciding rule counts.
 */
final class Coverage {

  private final Host host;
  private final Multiset<Place> decided = HashMultiset.create();
  private final int packets;
  private int undecided;

  /** Where a rule is. */
  private record Place(Family family, String table, String chain, int number) {}

  /** A rule that may decide, and how many packets it has decided. */
  private record Line(Place place, ChainRule rule, int count) {}

  private Coverage(Host host, List<Explanation> explanations) {
    this.host = host;
    this.packets = explanations.size();
    explanations.forEach(this::add);
  }

  static Coverage of(Host host, List<Explanation> explanations) {
    return new Coverage(host, explanations);
  }

  private void add(Explanation explanation) {
    List<Place> places =
        explanation.courses().stream()
            .map(Course::endings)
            .flatMap(List::stream)
            .map(Ending::decision)
            .filter(Decision.ByRule.class::isInstance)
            .map(Decision.ByRule.class::cast)
            .map(by -> new Place(by.family(), by.table(), by.chain(), by.number()))
            .distinct()
            .toList();
    decided.addAll(places);
    undecided += places.isEmpty() ? 1 : 0;
  }

  void print(ExplainFormat format, PrintWriter out) {
    ImmutableList<Line> lines = lines();
    if (format == ExplainFormat.JSON) {
      out.print(json(lines));
      return;
    }
    out.print(packets + (packets == 1 ? " packet" : " packets") + "\n");
    for (Line line : lines) {
      out.printf(
          "%7s %s, table %s: %s%s%n",
          line.count() == 0 ? "never" : String.valueOf(line.count()),
          line.place().family().tool(),
          line.place().table(),
          text(line),
          place(line.rule()));
    }
    out.printf("%7d decided by a policy or by the kernel itself%n", undecided);
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
                json.member("tool", line.place().family().tool());
                json.member("table", line.place().table());
                json.member("chain", line.place().chain());
                json.member("number", line.place().number());
                json.member("rule", text(line));
                json.member("decided", line.count());
              });
        });
  }

  private static String text(Line line) {
    return Diagnostic.printable(
        SaveText.line(line.place().family(), line.place().chain(), line.rule()));
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
      Ruleset ruleset = host.ruleset(family);
      for (Table table : ruleset.tables().values()) {
        table.chains().values().forEach(chain -> add(family, table, chain, lines));
      }
    }
    return lines.build();
  }

  private void add(Family family, Table table, Chain chain, ImmutableList.Builder<Line> lines) {
    int number = 0;
    for (ChainRule rule : chain.rules()) {
      number++;
      if (mayDecide(rule)) {
        Place place = new Place(family, table.name(), chain.name(), number);
        lines.add(new Line(place, rule, decided.count(place)));
      }
    }
  }

  private static boolean mayDecide(ChainRule rule) {
    return rule.entered().isEmpty()
        && rule.target() != Target.RETURN
        && rule.target() != Target.Verdict.CONTINUE;
  }
}
