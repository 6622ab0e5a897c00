package io.nwfilter.testkit.assertion;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.text.SavedForm;
import java.util.List;
import java.util.Set;

/**
 * What a rule asks and does, without the order and the options in which it asks for fields. The
 * order of other matches, such as limits, has an effect and is kept.
 *
 * @param fields the matches on fields, each by its usual option
 * @param others the other matches, in order
 * @param target what the rule does
 */
record RuleMeaning(Set<Match> fields, List<Match> others, Target target) {

  static RuleMeaning of(Family family, ChainRule rule) {
    ChainRule saved = SavedForm.of(family, rule);
    ImmutableSet.Builder<Match> fields = ImmutableSet.builder();
    ImmutableList.Builder<Match> others = ImmutableList.builder();
    for (Match match : saved.matches()) {
      if (match instanceof FieldMatch field) {
        fields.add(new FieldMatch(field.field(), field.values(), field.negated(), null, false));
      } else {
        others.add(match);
      }
    }
    return new RuleMeaning(fields.build(), others.build(), saved.target());
  }
}
