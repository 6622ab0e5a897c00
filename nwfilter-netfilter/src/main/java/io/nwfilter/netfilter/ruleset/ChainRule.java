package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a chain: what happens to packets that meet all matches. Immutable; counters and origin
 * do not count in equality.
 */
public sealed class ChainRule {

  private final ImmutableList<Match> matches;
  private final Target target;
  private final Origin origin;

  /**
   * Creates a rule without counters.
   *
   * @param matches the matches in the order in which the kernel evaluates them
   * @param target what happens to the packets
   * @param origin where the rule comes from: the rule of a filter and the references that lead
   *     there, or the line of a dump
   */
  public ChainRule(List<Match> matches, Target target, Origin origin) {
    this.matches = ImmutableList.copyOf(requireNonNull(matches, "matches"));
    this.target = requireNonNull(target, "target");
    this.origin = requireNonNull(origin, "origin");
  }

  /**
   * {@return a rule without an origin}
   *
   * @param target what happens to the packets
   * @param matches the matches in order
   */
  public static ChainRule of(Target target, Match... matches) {
    return new ChainRule(ImmutableList.copyOf(matches), target, Origin.NONE);
  }

  /** {@return the matches in the order in which the kernel evaluates them} */
  public final List<Match> matches() {
    return matches;
  }

  /** {@return what happens to the packets} */
  public final Target target() {
    return target;
  }

  /**
   * {@return the chain that packets enter by this rule, which must exist; empty if there is none}
   */
  public final Optional<String> entered() {
    if (target instanceof Target.Jump jump) {
      return Optional.of(jump.chain());
    }
    return target instanceof Target.Goto go ? Optional.of(go.chain()) : Optional.empty();
  }

  /** {@return where the rule comes from} */
  public final Origin origin() {
    return origin;
  }

  /** {@return how many packets have met the rule, if that is known} */
  public Optional<Counters> counters() {
    return Optional.empty();
  }

  /**
   * {@return the same rule with counters}
   *
   * @param counters how many packets have met it
   */
  public final ChainRule withCounters(Counters counters) {
    return new Counted(this, counters);
  }

  /** Most rules are compiled, and have no counters to keep room for. */
  private static final class Counted extends ChainRule {

    private final Counters counters;

    Counted(ChainRule rule, Counters counters) {
      super(rule.matches, rule.target, rule.origin);
      this.counters = requireNonNull(counters, "counters");
    }

    @Override
    public Optional<Counters> counters() {
      return Optional.of(counters);
    }
  }

  @Override
  public final boolean equals(@Nullable Object object) {
    return object instanceof ChainRule other
        && target.equals(other.target)
        && matches.equals(other.matches);
  }

  @Override
  public final int hashCode() {
    return 31 * matches.hashCode() + target.hashCode();
  }

  /** {@return matches and target, for messages} */
  @Override
  public final String toString() {
    return matches + " " + target;
  }
}
