package io.nwfilter.netfilter.diagram;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.EnumSet;
import java.util.Set;

/** Looks at rulesets and notes what a picture shows of them. */
final class Survey {

  private final Owners owners;
  private final Set<Family> seen = EnumSet.noneOf(Family.class);
  private final ImmutableList.Builder<DrawnChain> chains = ImmutableList.builder();
  private final ImmutableList.Builder<DrawnJump> jumps = ImmutableList.builder();
  private int count;

  Survey(Owners owners) {
    this.owners = owners;
  }

  void add(Ruleset ruleset) {
    checkArgument(seen.add(ruleset.family()), "two rulesets of %s", ruleset.family().tool());
    RuleOwners ruleOwners = new RuleOwners(owners, ruleset);
    for (Table table : ruleset.tables().values()) {
      TableSurvey survey = new TableSurvey(ruleset.family(), table, ruleOwners);
      chains.addAll(survey.chains());
      jumps.addAll(survey.jumps(count));
      count += survey.size();
    }
  }

  Diagram diagram() {
    return new Diagram(chains.build(), jumps.build());
  }
}
