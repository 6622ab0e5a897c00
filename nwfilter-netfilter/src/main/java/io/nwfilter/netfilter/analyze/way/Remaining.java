package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets that go on in a chain after some of its rules have taken theirs.
 *
 * <p>In a short chain, that is one set. In a long one, each rule would change a set that is as
 * large as all rules before it, along all the variables of the rule. There, what was taken is kept
 * in sets of 1, 2, 4, 8 and more rules, which are joined as the digits of a binary number are
 * carried.
 */
final class Remaining {

  /** How many rules a chain has from which on sets of what was taken are kept. */
  private static final int MANY = 128;

  private final Diagrams diagrams;
  private final boolean many;
  private final List<Taken> taken = new ArrayList<>();
  private int packets;

  /** What some rules took together. */
  private record Taken(int rules, int packets) {}

  /**
   * Begins at the start of a chain.
   *
   * @param diagrams where the sets are
   * @param packets the packets that enter
   * @param rules how many rules the chain has
   */
  Remaining(Diagrams diagrams, int packets, int rules) {
    this.diagrams = diagrams;
    this.packets = packets;
    this.many = rules >= MANY;
  }

  /** {@return whether it is known that no packet goes on} */
  boolean isNothing() {
    return packets == NOTHING;
  }

  /** {@return those that meet a rule} */
  int meeting(int matching) {
    int met = diagrams.and(packets, matching);
    for (int i = taken.size() - 1; i >= 0 && met != NOTHING; i--) {
      met = diagrams.without(met, taken.get(i).packets());
    }
    return met;
  }

  /** Takes away what goes no further. */
  void take(int gone) {
    if (!many || gone == packets) {
      packets = diagrams.without(packets, gone);
    } else if (gone != NOTHING) {
      Taken last = new Taken(1, gone);
      while (!taken.isEmpty() && taken.get(taken.size() - 1).rules() == last.rules()) {
        Taken before = taken.remove(taken.size() - 1);
        last = new Taken(before.rules() * 2, diagrams.or(before.packets(), last.packets()));
      }
      taken.add(last);
    }
  }

  /** {@return those that go on after all rules} */
  int all() {
    for (int i = taken.size() - 1; i >= 0; i--) {
      packets = diagrams.without(packets, taken.get(i).packets());
    }
    taken.clear();
    return packets;
  }
}
