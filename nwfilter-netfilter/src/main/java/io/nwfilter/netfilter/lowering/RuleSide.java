package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import java.util.Collections;

/**
 * A rule of the IP layer on one of its two sides: the one where source and destination are as
 * written, and the one where they are swapped. It decides whether there is a rule on that side, and
 * gathers the remarks on that, but does not report them.
 */
final class RuleSide {

  /** What libvirt looks for if it has to omit a source MAC address. */
  private static final ImmutableSet<Attribute<?>> SPECIFIC =
      ImmutableSet.of(
          Attributes.SRCIPADDR,
          Attributes.DSTIPADDR,
          Attributes.SRCIPFROM,
          Attributes.DSTIPFROM,
          Attributes.DSCP,
          Attributes.SRCPORTSTART,
          Attributes.DSTPORTSTART,
          Attributes.OPTION,
          Attributes.TCP_FLAGS);

  static final String SOURCE_MAC =
      "srcmacaddr is not matched for packets in the other direction, where it would have to be"
          + " a destination";

  /**
   * A remark.
   *
   * @param code what it is about
   * @param message one sentence
   */
  record Remark(DiagnosticCode code, String message) {}

  private final RuleInstance instance;
  private final Rule rule;
  private final boolean inout;
  private final boolean swapped;
  private final boolean asLibvirt;
  private final ImmutableList.Builder<Remark> remarks = ImmutableList.builder();
  private final boolean empty;

  RuleSide(RuleInstance instance, boolean swapped) {
    this.instance = instance;
    this.rule = instance.rule();
    this.inout = rule.direction() == Direction.INOUT;
    this.swapped = swapped;
    this.asLibvirt = instance.scoped().semantics() == Semantics.AS_LIBVIRT;
    this.empty = hasNoRule();
  }

  /** {@return whether there is no rule on this side} */
  boolean isEmpty() {
    return empty;
  }

  /** {@return the remarks on that} */
  ImmutableList<Remark> remarks() {
    return remarks.build();
  }

  /** {@return whether source and destination are swapped} */
  boolean isSwapped() {
    return swapped;
  }

  /** {@return whether the rule has both directions} */
  boolean isInout() {
    return inout;
  }

  /** {@return whether this is the side of the replies to what the rule matches} */
  boolean isReply() {
    return swapped && !inout;
  }

  /** {@return whether the rule matches the states that its direction implies} */
  boolean matchesStatesByItself() {
    return rule.action() == Action.ACCEPT && rule.stateMatch() && !inout;
  }

  private boolean hasNoRule() {
    if (isReply() && namesStates()) {
      return true;
    }
    boolean icmp = isIcmpWithoutReply(); // each of the three may make a remark
    boolean oneWay = isOneWay();
    if (isNothingButSourceMac() || icmp || oneWay) {
      return true;
    }
    return isReply() && !matchesStatesByItself() && isNotMirrored();
  }

  /** {@return whether the rule names states that are looked at} */
  private boolean namesStates() {
    ConnectionStates states = instance.value(Attributes.STATE);
    if (states == null || states.equals(ConnectionStates.UNSPECIFIED)) {
      return false;
    }
    return rule.stateMatch() || !imitates(LoweringCode.STATE_IGNORED, stateIgnored(states));
  }

  static String stateIgnored(ConnectionStates states) {
    return "state " + states + " is not matched, because statematch is off";
  }

  private boolean isIcmpWithoutReply() {
    if (!instance.has(Attributes.TYPE) || !(swapped || inout)) {
      return false;
    } else if (isReply() && rule.action() != Action.ACCEPT) {
      return asLibvirt; // what is not accepted has no replies
    } else if (isReply() && IcmpReplies.areImpossible(rule)) {
      return true; // libvirt's rule is all that can be meant
    }
    return imitates(
        LoweringCode.ICMP_ANSWER_SKIPPED,
        inout
            ? "an ICMP rule with a type and the direction inout becomes no rule at all"
            : "an ICMP rule with a type matches only in its own direction, not the replies");
  }

  private boolean isOneWay() {
    if (!instance.has(Attributes.CONNLIMIT_ABOVE) || !swapped) {
      return false;
    } else if (isReply() && rule.action() != Action.ACCEPT) {
      return asLibvirt;
    }
    return imitates(
        LoweringCode.CONNLIMIT_ONE_WAY,
        "a rule with connlimit-above exists only in its own direction");
  }

  private boolean isNothingButSourceMac() {
    if (!swapped || !instance.has(Attributes.SRCMACADDR) || isSpecific() || !asLibvirt) {
      return false;
    }
    remarks.add(new Remark(LoweringCode.SOURCE_MAC_UNMATCHED, SOURCE_MAC));
    return true;
  }

  /** {@return whether the rule matches something of the packet's headers that can be swapped} */
  private boolean isSpecific() {
    return !Collections.disjoint(rule.conditions().keySet(), SPECIFIC);
  }

  /** {@return whether a rule without a state matches only its own direction} */
  private boolean isNotMirrored() {
    if (!isMirroredByLibvirt()) {
      return true;
    }
    String message =
        "a rule that does not match a state also matches packets in the other direction, with"
            + " source and destination swapped";
    // A source MAC address cannot be matched in replies, and there is no state match to vouch for
    // them.
    if (rule.action() == Action.ACCEPT && !instance.has(Attributes.SRCMACADDR)) {
      remarks.add(new Remark(LoweringCode.MIRRORED, message));
      return false;
    }
    return !imitates(LoweringCode.MIRRORED, message);
  }

  private boolean isMirroredByLibvirt() {
    return !instance.has(Attributes.TYPE)
        && !instance.has(Attributes.CONNLIMIT_ABOVE)
        && (!instance.has(Attributes.SRCMACADDR) || isSpecific());
  }

  /** Notes what libvirt does, and returns whether to do the same rather than what is written. */
  private boolean imitates(DiagnosticCode code, String message) {
    remarks.add(new Remark(code, asLibvirt ? message : "in libvirt, " + message));
    return asLibvirt;
  }
}
