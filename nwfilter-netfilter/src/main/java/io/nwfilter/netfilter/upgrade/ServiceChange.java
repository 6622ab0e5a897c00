package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * What an upgrade changes for something that guests of a network do, or what the host's own rules
 * block before and after it.
 *
 * @param network the network
 * @param bridge its bridge
 * @param service what the guests do
 * @param details what exactly, such as which connections or by which interface; empty if that makes
 *     no difference
 * @param family whether by IPv4 or IPv6
 * @param effect what changes
 * @param before the last packet of it that was tried before the upgrade: the one that is blocked,
 *     if one is
 * @param after the same after the upgrade
 * @param blocker the rule or policy that blocks it now; empty if none does
 */
public record ServiceChange(
    String network,
    String bridge,
    Service service,
    String details,
    Family family,
    Effect effect,
    Explanation before,
    Explanation after,
    Optional<Blocker> blocker) {

  /** What changes for it. */
  public enum Effect {
    /** It worked and does not any more. */
    BLOCKED(true, true),
    /** Whether it works now, or worked before, depends on what is not known; it may be blocked. */
    PERHAPS_BLOCKED(true, false),
    /** It did not work and does now. */
    OPENED(true, true),
    /** Whether it works now, or worked before, depends on what is not known; it may be open. */
    PERHAPS_OPENED(true, false),
    /**
     * It is blocked before and after, by the host's own rules, or although they lead it to a guest:
     * the upgrade changes nothing.
     */
    STILL_BLOCKED(false, true),
    /** The same, but whether they do depends on what is not known. */
    PERHAPS_STILL_BLOCKED(false, false);

    private final boolean change;
    private final boolean certain;

    Effect(boolean change, boolean certain) {
      this.change = change;
      this.certain = certain;
    }

    /** {@return whether it does not depend on what is not known} */
    public boolean isCertain() {
      return certain;
    }

    /** {@return whether the upgrade changes something} */
    public boolean isChange() {
      return change;
    }
  }

  /**
   * A rule, or the policy of a chain, that blocks.
   *
   * @param decision the rule or policy
   * @param hook the base chain of iptables that the packet is in, such as {@code FORWARD}
   * @param own whether it is the host's own, not libvirt's
   * @param place where it is in the dump or document
   */
  public record Blocker(Decision decision, String hook, boolean own, SourceLocation place) {

    /**
     * Checks that all components are given.
     *
     * @param decision the rule or policy
     * @param hook the base chain that the packet is in
     * @param own whether it is the host's own
     * @param place where it is in the dump or document
     */
    public Blocker {
      requireNonNull(decision, "decision");
      requireNonNull(hook, "hook");
      requireNonNull(place, "place");
    }
  }

  /**
   * Checks that all components are given.
   *
   * @param network the network
   * @param bridge its bridge
   * @param service what the guests do
   * @param details what exactly
   * @param family whether by IPv4 or IPv6
   * @param effect what changes
   * @param before the last packet before the upgrade
   * @param after the last packet after the upgrade
   * @param blocker what blocks it now
   */
  public ServiceChange {
    requireNonNull(network, "network");
    requireNonNull(bridge, "bridge");
    requireNonNull(service, "service");
    requireNonNull(details, "details");
    requireNonNull(family, "family");
    requireNonNull(effect, "effect");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
    requireNonNull(blocker, "blocker");
  }

  /**
   * {@return what has to be so that the rule blocks it, of what is not known; empty if no rule is
   * known to, or nothing has to be so}
   */
  public List<Assumption> assumed() {
    return blocker.stream()
        .flatMap(rule -> shown().courses().stream().filter(course -> ends(course, rule)))
        .findFirst()
        .map(Course::assumptions)
        .orElseGet(ImmutableList::of);
  }

  private static boolean ends(Course course, Blocker blocker) {
    return course.endings().stream()
        .anyMatch(ending -> ending.decision().equals(blocker.decision()));
  }

  /** {@return whether this is about something, by some interface or all} */
  boolean isAbout(String tried) {
    return details.equals(tried)
        || details.startsWith(tried + " by ")
        || details.startsWith(tried + ", first packet");
  }

  /** {@return what becomes of a packet that shows the change: of the one that is or was blocked} */
  public Explanation shown() {
    return effect == Effect.OPENED || effect == Effect.PERHAPS_OPENED ? before : after;
  }
}
