package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chain: rules that are tried on a packet one after the other, until one decides.
 *
 * <p>At the end of a base chain, which the kernel calls, its policy decides. At the end of a chain
 * of iptables that others jump to, the packet goes back to the caller. A chain of ebtables has a
 * policy there, too, which is to accept unless it was set to something else (ebtables(8), {@code
 * -N} and {@code -P}).
 *
 * <p>Equality ignores counters, and where the policy is set.
 *
 * @param name its name: printable ASCII without blanks and quotes, no hyphen first, at most {@value
 *     NftName#MAX_LENGTH} characters; a table of iptables or ebtables takes fewer ({@link #isName})
 * @param base where the kernel calls it; empty for a chain that only others jump to
 * @param policy what happens at its end: {@link Verdict#ACCEPT}, {@link Verdict#DROP} or, not in a
 *     base chain, {@link Verdict#RETURN}
 * @param counters how many packets have reached the policy, if that is known
 * @param rules the rules in order, an {@link ImmutableList} or a {@link RuleSequence}
 * @param place where in a text the policy is set; {@link SourceLocation#NONE} if no text does
 */
public record Chain(
    String name,
    Optional<BaseHook> base,
    Verdict policy,
    Optional<Counters> counters,
    List<ChainRule> rules,
    SourceLocation place) {

  /** The longest name that iptables and ebtables take (1.8.9), in characters. */
  public static final int MAX_NAME = 28;

  /** Names that the tools refuse for chains, since a jump to them would mean something else. */
  private static final ImmutableSet<String> TARGETS =
      ImmutableSet.of("ACCEPT", "DROP", "RETURN", "QUEUE");

  private static final int LONGEST_TARGET = 6;

  /**
   * Checks the name and the policy, and that the rules cannot change.
   *
   * @param name its name
   * @param base where the kernel calls it
   * @param policy what happens at its end
   * @param counters how many packets have reached the policy
   * @param rules the rules in order; they are copied if their list may change
   * @param place where in a text the policy is set
   * @throws IllegalArgumentException if a component is not legal
   */
  public Chain {
    requireNonNull(place, "place");
    requireName(name);
    requireNonNull(base, "base");
    requireNonNull(counters, "counters");
    checkArgument(
        policy == Verdict.ACCEPT
            || policy == Verdict.DROP
            || (policy == Verdict.RETURN && base.isEmpty()),
        "%s cannot be the policy of chain %s",
        policy,
        name);
    rules = rules instanceof RuleSequence ? rules : ImmutableList.copyOf(rules);
  }

  /**
   * Creates a chain whose policy is not set in a text.
   *
   * @param name its name
   * @param base where the kernel calls it
   * @param policy what happens at its end
   * @param counters how many packets have reached the policy
   * @param rules the rules in order; they are copied if their list may change
   * @throws IllegalArgumentException if a component is not legal
   */
  public Chain(
      String name,
      Optional<BaseHook> base,
      Verdict policy,
      Optional<Counters> counters,
      List<ChainRule> rules) {
    this(name, base, policy, counters, rules, SourceLocation.NONE);
  }

  /**
   * {@return an empty base chain, which accepts}
   *
   * @param name its name
   * @param hook where the kernel calls it
   */
  public static Chain base(String name, BaseHook hook) {
    return new Chain(name, Optional.of(hook), Verdict.ACCEPT, Optional.empty(), ImmutableList.of());
  }

  /**
   * {@return an empty chain that others may jump to, with the end that such chains have}
   *
   * @param family the family, on which the end depends
   * @param name its name
   */
  public static Chain user(Family family, String name) {
    return new Chain(
        name, Optional.empty(), family.chainEnd(), Optional.empty(), ImmutableList.of());
  }

  /**
   * {@return this chain with other rules}
   *
   * @param others the rules in order
   */
  public Chain withRules(List<ChainRule> others) {
    return new Chain(name, base, policy, counters, others, place);
  }

  /**
   * {@return this chain with another policy}
   *
   * @param other what happens at its end
   * @param counted how many packets have reached it, if that is known
   */
  public Chain withPolicy(Verdict other, Optional<Counters> counted) {
    return withPolicy(other, counted, SourceLocation.NONE);
  }

  /**
   * {@return this chain with another policy}
   *
   * @param other what happens at its end
   * @param counted how many packets have reached it, if that is known
   * @param from where in a text it is set
   */
  public Chain withPolicy(Verdict other, Optional<Counters> counted, SourceLocation from) {
    return new Chain(name, base, other, counted, rules, from);
  }

  /** {@return whether the kernel calls it} */
  public boolean isBase() {
    return base.isPresent();
  }

  /** {@return whether it is a base chain that is empty and accepts} */
  public boolean isUntouched() {
    return isBase() && rules.isEmpty() && policy == Verdict.ACCEPT;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Chain other
        && name.equals(other.name)
        && base.equals(other.base)
        && policy == other.policy
        && rules.equals(other.rules);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, policy, rules.size());
  }

  /** {@return the name, for messages} */
  @Override
  public String toString() {
    return name;
  }

  /** Refuses names that rules could not carry. */
  static void requireName(String name) {
    checkArgument(
        name.length() <= NftName.MAX_LENGTH && isPrintable(name),
        "'%s' cannot be the name of a chain",
        name);
  }

  /**
   * {@return whether a text can be the name of a chain of iptables and ebtables: at most {@value
   * #MAX_NAME} characters, and not the name of a target}
   *
   * @param name the text
   */
  public static boolean isName(String name) {
    return name.length() <= MAX_NAME
        && isPrintable(name)
        && (name.length() > LONGEST_TARGET || !TARGETS.contains(name));
  }

  private static boolean isPrintable(String name) {
    boolean legal = !name.isEmpty() && name.charAt(0) != '-';
    for (int i = 0; i < name.length() && legal; i++) {
      char c = name.charAt(i);
      legal = c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '!';
    }
    return legal;
  }
}
