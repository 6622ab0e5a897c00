package io.nwfilter.netfilter.finding;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.UnmetRule;
import io.nwfilter.netfilter.packet.TrackedState;
import java.util.Collection;
import java.util.List;

/** Says of rules that ask for states that no packet of theirs has what states these have. */
final class StateNames {

  private StateNames() {}

  /** {@return whether what rules ask for excludes each other, of some because of their states} */
  static boolean areWhy(Collection<UnmetRule> dead) {
    return dead.stream().anyMatch(one -> one.reason() == UnmetRule.Reason.NO_SUCH_STATE)
        && dead.stream()
            .allMatch(
                one ->
                    one.reason() == UnmetRule.Reason.NO_SUCH_STATE
                        || one.reason() == UnmetRule.Reason.CONTRADICTION);
  }

  /** {@return such as {@code connection tracking gives …: they are RELATED or INVALID}} */
  static String of(Collection<UnmetRule> dead) {
    List<String> names = states(dead).stream().map(Enum::toString).toList();
    return "connection tracking gives none of its packets a state that the rule asks for"
        + (names.isEmpty() ? "" : ": they are " + listed(names));
  }

  /** {@return what would help in a filter of libvirt} */
  static String advice(Collection<UnmetRule> dead) {
    ImmutableSet<TrackedState> states = states(dead);
    if (states.contains(TrackedState.RELATED)) {
      return "; with state='RELATED', the rule is met by those about known connections";
    }
    return states.contains(TrackedState.ESTABLISHED)
        ? "; with state='ESTABLISHED', the rule is met by those of known connections"
        : "; with state='NONE', the rule is met in any state";
  }

  private static ImmutableSet<TrackedState> states(Collection<UnmetRule> dead) {
    return dead.stream()
        .flatMap(one -> one.states().stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", ImmutableList.copyOf(names.subList(0, last)))
            + " or "
            + names.get(last);
  }
}
