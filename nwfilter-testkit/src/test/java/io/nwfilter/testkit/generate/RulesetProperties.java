package io.nwfilter.testkit.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every ruleset. */
class RulesetProperties {

  /**
   * Two rulesets of one family, as a host has them and as it shall have them.
   *
   * @param now as it is
   * @param wanted as it shall be
   */
  record Pair(Ruleset now, Ruleset wanted) {

    Ruleset empty() {
      return Ruleset.empty(now.family());
    }

    @Override
    public String toString() {
      return SaveText.write(now) + "\nto\n" + SaveText.write(wanted);
    }
  }

  @Provide
  Arbitrary<Ruleset> rulesets() {
    return Arbitraries.of(Family.values()).flatMap(RulesetArbitraries::rulesets);
  }

  @Provide
  Arbitrary<Pair> pairs() {
    return Arbitraries.of(Family.values())
        .flatMap(
            family ->
                Combinators.combine(
                        RulesetArbitraries.rulesets(family), RulesetArbitraries.rulesets(family))
                    .as(Pair::new));
  }

  @Property(tries = 300, seed = "20261125")
  void whatIsWrittenReadsAsItWas(@ForAll("rulesets") Ruleset ruleset) {
    String written = SaveText.write(ruleset);

    Ruleset read = SaveText.read(ruleset.family(), TextSource.text(written, "written"));

    assertEquals(ruleset, read, written);
    assertEquals(written, SaveText.write(read));
  }

  @Property(tries = 300, seed = "20261125")
  void whatIsWrittenAsAChangeReadsAsItWas(@ForAll("rulesets") Ruleset ruleset) {
    Ruleset empty = Ruleset.empty(ruleset.family());
    Change change = Change.between(empty, ruleset);
    String written = RestoreText.write(change);

    Change read = RestoreText.read(ruleset.family(), TextSource.text(written, "written"));

    assertEquals(written, RestoreText.write(read));
    assertEquals(ruleset, empty.after(read), written);
  }

  @Property(tries = 300, seed = "20261125")
  void aChangeLeadsToWhatIsWanted(@ForAll("pairs") Pair pair) {
    Change change = Change.between(pair.now(), pair.wanted());

    assertEquals(pair.wanted(), pair.now().after(change));
    assertEquals(Change.none(change.family()), Change.between(pair.wanted(), pair.wanted()));
  }

  @Property(tries = 300, seed = "20261125")
  void aWrittenChangeLeadsToWhatIsWanted(@ForAll("pairs") Pair pair) {
    String written = RestoreText.write(Change.between(pair.now(), pair.wanted()));

    Change read = RestoreText.read(pair.now().family(), TextSource.text(written, "written"));

    assertEquals(pair.wanted(), pair.now().after(read), written);
  }
}
