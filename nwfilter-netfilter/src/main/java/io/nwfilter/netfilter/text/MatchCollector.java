package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayList;
import java.util.List;

/**
 * The matches of a rule in the one form in which they are equal to those that were written: an
 * extension is named only where it is not the usual one, and loaded anew only where it would not be
 * otherwise.
 */
final class MatchCollector {

  private final OptionTable options;
  private final RuleContext context = new RuleContext();
  private final List<Match> matches = new ArrayList<>(6);
  private String loaded = "";
  private String extension = "";
  private boolean fresh;

  MatchCollector(OptionTable options) {
    this.options = options;
  }

  List<Match> matches() {
    return matches;
  }

  /** Adds a match of the tool itself. */
  void addOwn(FieldMatch match) {
    context.add(match);
    matches.add(match);
  }

  /** Adds a match whose extension has no further options in the rule. */
  void addAlone(Match match) {
    matches.add(match);
    loaded = "";
  }

  /** Begins the options of an extension. */
  void begin(String name) {
    fresh = name.equals(loaded);
    extension = name;
    loaded = name;
  }

  void add(FieldMatch match) {
    boolean usual =
        options.usual(match, context).filter(row -> row.extension().equals(extension)).isPresent();
    matches.add(
        new FieldMatch(
            match.field(), match.values(), match.negated(), usual ? null : extension, fresh));
    context.add(match);
    fresh = false;
  }

  void add(EitherPortMatch match) {
    matches.add(new EitherPortMatch(match.ports(), match.negated(), fresh));
    fresh = false;
  }

  void add(ExtensionMatch match) {
    matches.add(new ExtensionMatch(match.extension(), match.options(), fresh));
    fresh = false;
  }
}
