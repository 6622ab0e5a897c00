package io.nwfilter.netfilter.ruleset;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * Where a match or target may be used.
 *
 * @param tables the tables; none if it may be in every table
 * @param hooks the hooks of the base chains; none if it may be in every base chain
 * @param whereverEntered whether the kernel asks for the hooks of all base chains that lead to the
 *     rule, rather than for that of the base chain that the rule itself is in
 * @param protocols the protocols of which the rule must name one: of IP or, in ebtables, of
 *     Ethernet; none if it needs none
 * @param negatedToo whether the protocol may also be negated
 */
record Place(
    ImmutableSet<String> tables,
    ImmutableSet<Hook> hooks,
    boolean whereverEntered,
    ImmutableSet<Long> protocols,
    boolean negatedToo) {

  private static final Place ANYWHERE =
      new Place(ImmutableSet.of(), ImmutableSet.of(), false, ImmutableSet.of(), false);

  static Place in(String... tables) {
    return new Place(
        ImmutableSet.copyOf(tables), ImmutableSet.of(), false, ImmutableSet.of(), false);
  }

  /** {@return a place at hooks that the kernel asks for when base chains lead to the rule, too} */
  static Place at(Hook... hooks) {
    return ANYWHERE.from(hooks);
  }

  /** {@return a place at hooks that are only asked for if the rule is in a base chain itself} */
  static Place directlyAt(Hook... hooks) {
    return new Place(
        ImmutableSet.of(), ImmutableSet.copyOf(hooks), false, ImmutableSet.of(), false);
  }

  static Place with(Long... protocols) {
    return ANYWHERE.needing(protocols);
  }

  /** {@return this place, only at hooks that the kernel asks for wherever the rule is entered} */
  Place from(Hook... only) {
    return new Place(tables, ImmutableSet.copyOf(only), true, protocols, negatedToo);
  }

  Place needing(Long... one) {
    return new Place(tables, hooks, whereverEntered, ImmutableSet.copyOf(one), false);
  }

  Place orNegated() {
    return new Place(tables, hooks, whereverEntered, protocols, true);
  }

  boolean isIn(String table) {
    return tables.isEmpty() || tables.contains(table);
  }

  boolean isAt(Optional<Hook> hook) {
    return hooks.isEmpty() || hook.map(hooks::contains).orElse(true);
  }

  /** {@return some words as a list for messages} */
  static String list(Iterable<?> words) {
    return Joiner.on(", ").join(words);
  }
}
