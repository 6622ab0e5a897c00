package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.Optional;

/**
 * A rule that was tried on a packet.
 *
 * @param number its number in the chain, from 1
 * @param rule the rule
 * @param mismatch the first match that was not met; empty if all were met, or are assumed not to be
 * @param assumption what was assumed of it
 * @param reply what its verdict map says, if it has one that was asked
 * @param entered the chain that the packet went to
 */
public record TriedRule(
    int number,
    ChainRule rule,
    Optional<Mismatch> mismatch,
    Optional<Assumption.OfRule> assumption,
    Optional<MapReply> reply,
    Optional<ChainTrace> entered) {

  /** What a course assumes of a rule whose matches are not all met. */
  static final String NOT_MET = "not met";

  /** What a course assumes of a rule whose matches are all met. */
  static final String MET = "met";

  /** What a course assumes of a rule of which it does not matter whether it is met. */
  static final String OPEN = "open";

  /**
   * Checks that all components are given.
   *
   * @param number its number in the chain
   * @param rule the rule
   * @param mismatch the first match that was not met
   * @param assumption what was assumed of it
   * @param reply what its verdict map says
   * @param entered the chain that the packet went to
   */
  public TriedRule {
    requireNonNull(rule, "rule");
    requireNonNull(mismatch, "mismatch");
    requireNonNull(assumption, "assumption");
    requireNonNull(reply, "reply");
    requireNonNull(entered, "entered");
  }

  /** {@return this rule with what is assumed of its target, unless something is assumed of it} */
  TriedRule assuming(Assumption.OfRule ofTarget) {
    return new TriedRule(
        number, rule, mismatch, assumption.or(() -> Optional.of(ofTarget)), reply, entered);
  }

  /** {@return this rule with what its verdict map says} */
  TriedRule with(MapReply said) {
    return new TriedRule(number, rule, mismatch, assumption, Optional.of(said), entered);
  }

  /** {@return this rule with the chain that the packet went to} */
  TriedRule entering(ChainTrace trace) {
    return new TriedRule(number, rule, mismatch, assumption, reply, Optional.of(trace));
  }

  /**
   * {@return whether the packet met all matches of the rule, or is assumed to; not if that is left
   * open, as the rule only writes a log}
   */
  public boolean matched() {
    return mismatch.isEmpty()
        && assumption
            .map(Assumption.OfRule::assumed)
            .filter(assumed -> assumed.equals(NOT_MET) || assumed.equals(OPEN))
            .isEmpty();
  }

  /**
   * {@return whether the packet {@linkplain #matched() met} all matches, and the rule's verdict
   * map, if it has one, has an element for it} Counters of the rule count the packet in any case.
   */
  public boolean isFollowed() {
    return matched() && reply.map(said -> said.verdict().isPresent()).orElse(true);
  }

  /**
   * {@return whether it is not known if the packet met the rule, and nothing is assumed of it, as
   * nothing depends on that: the rule only writes a log}
   */
  public boolean isOpen() {
    return assumption.map(Assumption.OfRule::assumed).filter(OPEN::equals).isPresent();
  }

  /** {@return where the rule comes from} */
  public Origin origin() {
    return rule.origin();
  }
}
