package io.nwfilter.netfilter.difference;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.BudgetExceededException;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.guarantee.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What a change of rules means for packets.
 *
 * <pre>{@code
 * Difference changed = Difference.between(compiledOld, compiledNew);
 * for (ChangedPackets some : changed.changes()) {
 *   print(some.effect() + " " + some.query());
 * }
 * }</pre>
 *
 * <p>A comparison is about which packets arrive where, for all packets at once, including those of
 * connections that both rulesets allow. It does not cover what rules change in packets that arrive.
 * What both rulesets ask and is not known, such as whether an address is in a set, is assumed to be
 * the same for both. The page docs/proof.md says what else is assumed.
 *
 * @param changes the packets whose fate has changed, the surest ones first; none if the rules mean
 *     the same
 * @param undecided why something could not be compared; empty if all was
 */
public record Difference(List<ChangedPackets> changes, Optional<String> undecided) {

  /**
   * Copies the list.
   *
   * @param changes the packets whose fate has changed
   * @param undecided why something could not be compared
   */
  public Difference {
    changes = ImmutableList.copyOf(changes);
    requireNonNull(undecided, "undecided");
  }

  /** {@return whether both rules are known to mean the same} */
  public boolean isEmpty() {
    return changes.isEmpty() && undecided.isEmpty();
  }

  /**
   * {@return what has changed for the first interface of compiled rules}
   *
   * @param before the rules before the change, of at least one interface
   * @param after the rules after it, of an interface with the same name
   * @throws IllegalArgumentException if one has no interface, or the interfaces have different
   *     names
   */
  public static Difference between(CompiledRules before, CompiledRules after) {
    return between(Subject.of(before), Subject.of(after));
  }

  /**
   * {@return what has changed for a guest: for what it sends, and what comes to it}
   *
   * @param before the guest on its host before the change
   * @param after the same interface after it
   * @throws IllegalArgumentException if the interfaces have different names
   */
  public static Difference between(Subject before, Subject after) {
    return between(before, after, PacketSets.DEFAULT_MAX_NODES);
  }

  /**
   * {@return what has changed for a guest, as far as it is found within a budget}
   *
   * @param before the guest on its host before the change
   * @param after the same interface after it
   * @param maxNodes how many nodes the sets of packets may have together, as in {@link
   *     PacketSets#of(io.nwfilter.netfilter.simulate.Simulator, int)}
   * @throws IllegalArgumentException if the interfaces have different names
   */
  public static Difference between(Subject before, Subject after, int maxNodes) {
    return of(Comparison.ofGuest(before, after, maxNodes));
  }

  /**
   * {@return what has changed for the host itself: for packets between it and others, apart from
   * guests}
   *
   * @param before a guest on the host before the change
   * @param after the same interface after it
   */
  public static Difference ofHost(Subject before, Subject after) {
    return of(Comparison.ofHost(before, after, PacketSets.DEFAULT_MAX_NODES));
  }

  private static Difference of(Comparison comparison) {
    try {
      return new Difference(comparison.changes(), Optional.empty());
    } catch (BudgetExceededException e) {
      return new Difference(comparison.found(), Optional.of(String.valueOf(e.getMessage())));
    }
  }
}
