package io.nwfilter.netfilter.change;

import static io.nwfilter.netfilter.change.ChangedRules.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.testing.EqualsTester;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import io.nwfilter.netfilter.ruleset.Variants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EditTest {

  private static final ImmutableList<Edit> SAMPLES =
      ImmutableList.of(
          new Edit.UseTable("ta"),
          new Edit.MakeChain("tb", "c2"),
          new Edit.FlushChain("th", "c8"),
          new Edit.SetPolicy("tc", "c3", Verdict.DROP, Optional.of(new Counters(1, 2))),
          new Edit.Append("td", "c4", rules(4)),
          new Edit.Insert("te", "c5", 5, rules(5)),
          new Edit.Delete("tf", "c6", 6, 7),
          new Edit.DeleteChain("tg", "c7"));

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void eachVariantHasAVisit() throws ReflectiveOperationException {
    Variants.checkVisitor(Edit.class, Edit.Visitor.class, SAMPLES);
  }

  @Test
  void eachVariantKnowsItsTable() {
    assertEquals(
        List.of("ta", "tb", "th", "tc", "td", "te", "tf", "tg"),
        SAMPLES.stream().map(Edit::table).toList());
  }

  @Test
  void rulesAreCountedFromOne() {
    assertEquals(
        "position 0 is less than 1", message(() -> new Edit.Insert("t", "c", 0, rules(1))));
    assertEquals("position 0 is less than 1", message(() -> new Edit.Delete("t", "c", 0, 1)));
    assertEquals("0 rules", message(() -> new Edit.Delete("t", "c", 1, 0)));
  }

  @Test
  void noPolicyContinues() {
    assertEquals(
        "CONTINUE cannot be a policy",
        message(() -> new Edit.SetPolicy("t", "c", Verdict.CONTINUE, Optional.empty())));
  }

  @Test
  void rulesThatMayChangeAreCopiedAndComputedOnesKept() {
    List<ChainRule> list = new ArrayList<>(rules(1, 2));
    Edit.Append append = new Edit.Append("t", "c", list);
    Edit.Insert insert = new Edit.Insert("t", "c", 1, list);
    list.clear();
    List<ChainRule> computed =
        RuleSequence.builder().addComputed(Collections.nCopies(5, rules(1).get(0))).build();

    assertEquals(rules(1, 2), append.rules());
    assertEquals(rules(1, 2), insert.rules());
    assertSame(computed, new Edit.Append("t", "c", computed).rules());
    assertSame(computed, new Edit.Insert("t", "c", 1, computed).rules());
  }

  @Test
  void isEqualByItsComponents() {
    EqualsTester tester = new EqualsTester();
    SAMPLES.forEach(tester::addEqualityGroup);
    tester
        .addEqualityGroup(new Edit.UseTable("t"), new Edit.UseTable("t"))
        .addEqualityGroup(new Edit.MakeChain("t", "c"), new Edit.MakeChain("t", "c"))
        .addEqualityGroup(new Edit.DeleteChain("t", "c"))
        .addEqualityGroup(
            new Edit.SetPolicy("t", "c", Verdict.DROP, Optional.empty()),
            new Edit.SetPolicy(
                "t", "c", Verdict.DROP, Optional.empty(), SourceLocation.of("own.save")))
        .addEqualityGroup(
            new Edit.SetPolicy("t", "c", Verdict.DROP, Optional.of(new Counters(1, 2))))
        .addEqualityGroup(new Edit.Append("t", "c", rules(1)))
        .addEqualityGroup(
            new Edit.Insert("t", "c", 1, rules(1)), new Edit.Insert("t", "c", 1, rules(1)))
        .addEqualityGroup(new Edit.Insert("t", "c", 2, rules(1)))
        .addEqualityGroup(new Edit.Delete("t", "c", 1, 2), new Edit.Delete("t", "c", 1, 2))
        .addEqualityGroup(new Edit.Delete("t", "c", 2, 1))
        .testEquals();
  }
}
