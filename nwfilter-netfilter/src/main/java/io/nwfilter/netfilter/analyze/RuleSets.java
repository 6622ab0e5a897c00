package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;

import io.nwfilter.netfilter.ruleset.ConntrackOptions;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayList;
import java.util.List;

/** Says which packets meet a match, and so which meet all matches of a rule. */
interface RuleSets extends Match.Visitor<Integer> {

  /** {@return the packets that have a connection} */
  int connected();

  /** {@return the packets that meet all matches of a rule} */
  default int all(List<Match> matches, Diagrams diagrams) {
    List<Integer> met = new ArrayList<>(matches.size());
    for (int i = 0; i < matches.size(); i++) {
      int one = matches.get(i).accept(this);
      if (ConntrackOptions.areSkippedWithoutConnection(matches, i)) {
        one = diagrams.choose(connected(), one, EVERYTHING);
      }
      met.add(one);
    }
    return diagrams.intersection(met);
  }
}
