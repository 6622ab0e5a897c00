package io.nwfilter.netfilter.difference;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.budget.AnalysisBudget;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

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
 * <p>Interfaces that nothing but rules names are taken as interfaces to networks of their own, or
 * as ports of the guest's bridge, where rules of ebtables name them.
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
    return between(before, after, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return what has changed for a guest, as far as it is found within a budget}
   *
   * @param before the guest on its host before the change
   * @param after the same interface after it
   * @param budget how much the comparison may need
   * @throws IllegalArgumentException if the interfaces have different names
   */
  public static Difference between(Subject before, Subject after, AnalysisBudget budget) {
    checkArgument(
        before.fromGuest().equals(after.fromGuest()),
        "interface %s became %s",
        before.fromGuest(),
        after.fromGuest());
    return of(before, after, (one, other) -> Comparison.ofGuest(one, other, budget));
  }

  /**
   * {@return what has changed for the host itself: for packets between it and others, apart from
   * guests}
   *
   * @param before a guest on the host before the change
   * @param after the same interface after it
   */
  public static Difference ofHost(Subject before, Subject after) {
    return ofHost(before, after, AnalysisBudget.DEFAULT);
  }

  /**
   * {@return what has changed for the host itself, as far as it is found within a budget}
   *
   * @param before a guest on the host before the change
   * @param after the same interface after it
   * @param budget how much the comparison may need
   */
  public static Difference ofHost(Subject before, Subject after, AnalysisBudget budget) {
    return of(before, after, (one, other) -> Comparison.ofHost(one, other, budget));
  }

  /** Compares two hosts that have all interfaces for which rules may differ. */
  private static Difference of(
      Subject before, Subject after, BiFunction<Subject, Subject, Comparison> comparing) {
    InterfacesInRules added = added(before, after);
    @Nullable Comparison comparison = null;
    try {
      comparison = comparing.apply(before.with(added), after.with(added));
      List<ChangedPackets> changes = comparison.changes();
      return new Difference(changes, comparison.undecided().or(() -> unasked(added)));
    } catch (BudgetExceededException e) {
      return new Difference(
          comparison == null ? ImmutableList.of() : comparison.found(),
          Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** {@return the interfaces that two hosts lack} */
  private static InterfacesInRules added(Subject before, Subject after) {
    Set<String> known = new LinkedHashSet<>(before.given().interfaces());
    known.addAll(after.given().interfaces());
    ChangedInterfaces changed = ChangedInterfaces.of(before.rules(), after.rules());
    return InterfacesInRules.lackingIn(known, changed.ofBridge(), changed.ofIp(), changed.around());
  }

  /** {@return why something was not compared; empty if all was} */
  private static Optional<String> unasked(InterfacesInRules added) {
    return added.left().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "rules for "
                + String.join(", ", added.left())
                + " were changed, too, and no packets that are compared take these interfaces");
  }
}
