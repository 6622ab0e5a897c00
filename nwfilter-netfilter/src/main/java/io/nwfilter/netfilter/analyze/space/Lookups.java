package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The packets whose values are elements of a set of nftables. */
public final class Lookups {

  private static final Values ANY = Values.masked(0, 0);

  private final RuleSets sets;
  private final Diagrams diagrams;

  /**
   * Begins with who says which packets meet a match.
   *
   * @param sets says that
   * @param diagrams the arena of the sets
   */
  public Lookups(RuleSets sets, Diagrams diagrams) {
    this.sets = sets;
    this.diagrams = diagrams;
  }

  /** {@return the packets that meet a lookup in some elements} */
  int met(LookupMatch match, Collection<SetKey> elements) {
    int among = among(match.key(), elements);
    return match.negated() ? diagrams.without(present(match.key()), among) : among;
  }

  /** {@return the packets that have all fields of a key} */
  private int present(List<Selector> key) {
    int present = EVERYTHING;
    for (Selector selector : key) {
      present = diagrams.and(present, with(selector, ANY));
    }
    return present;
  }

  /** {@return the packets whose values are those of one of some elements} */
  public int among(List<Selector> key, Collection<SetKey> elements) {
    if (key.size() == 1) {
      ImmutableList<Values> parts =
          elements.stream()
              .map(element -> element.parts().get(0))
              .collect(ImmutableList.toImmutableList());
      return parts.isEmpty() ? NOTHING : with(key.get(0), new Values.Union(parts));
    }
    List<Integer> all = new ArrayList<>();
    for (SetKey element : elements) {
      int one = EVERYTHING;
      for (int i = 0; i < key.size() && one != NOTHING; i++) {
        one = diagrams.and(one, with(key.get(i), element.parts().get(i)));
      }
      if (one != NOTHING) {
        all.add(one);
      }
    }
    return diagrams.union(all);
  }

  private int with(Selector selector, Values values) {
    FieldMatch match = FieldMatch.of(selector.field(), values);
    return selector.via().map(match::via).orElse(match).accept(sets);
  }
}
