package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Ways to put matches together. */
final class MatchArbitraries {

  private MatchArbitraries() {}

  static Arbitrary<List<Match>> nothing() {
    return Arbitraries.just(ImmutableList.of());
  }

  /** {@return a match, negated or not} */
  static Arbitrary<List<Match>> either(Field field, Arbitrary<? extends Values> values) {
    return Combinators.combine(values, Arbitraries.of(false, true))
        .as((some, negated) -> ImmutableList.of(FieldMatch.of(field, some).negated(negated)));
  }

  /** {@return a match that is never negated} */
  static Arbitrary<List<Match>> positive(Field field, Arbitrary<? extends Values> values) {
    return values.map(some -> ImmutableList.of(FieldMatch.of(field, some)));
  }

  static Arbitrary<List<Match>> one(Arbitrary<? extends Match> match) {
    return match.map(ImmutableList::of);
  }

  /** {@return some of the groups or none, in the given order} */
  @SafeVarargs
  static Arbitrary<List<Match>> ordered(int max, Arbitrary<List<Match>>... groups) {
    return Arbitraries.subsetOf(indices(groups.length))
        .ofMaxSize(max)
        .flatMap(chosen -> all(chosen.stream().sorted().map(i -> groups[i]).toList()));
  }

  /** {@return some of the groups or none, in any order} */
  static Arbitrary<List<Match>> shuffled(int max, List<Arbitrary<List<Match>>> groups) {
    return Arbitraries.subsetOf(indices(groups.size()))
        .ofMaxSize(max)
        .flatMap(chosen -> Arbitraries.shuffle(List.copyOf(chosen)))
        .flatMap(chosen -> all(chosen.stream().map(groups::get).toList()));
  }

  private static List<Integer> indices(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @SafeVarargs
  static Arbitrary<List<Match>> all(Arbitrary<List<Match>>... groups) {
    return all(indices(groups.length).stream().map(i -> groups[i]).toList());
  }

  private static Arbitrary<List<Match>> all(List<Arbitrary<List<Match>>> groups) {
    if (groups.isEmpty()) {
      return nothing();
    }
    return Combinators.combine(groups)
        .as(lists -> lists.stream().flatMap(Collection::stream).toList());
  }
}
