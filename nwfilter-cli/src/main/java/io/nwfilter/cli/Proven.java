package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.guarantee.Conclusion;
import io.nwfilter.netfilter.guarantee.Proof;
import io.nwfilter.netfilter.guarantee.Subject;
import java.util.List;
import java.util.function.Function;

/**
 * Whether something is proved for an interface.
 *
 * @param dev the interface
 * @param claim what was to be proved
 * @param proof the proof
 * @param vacuous whether it is proved, but would be so whatever the rules are
 * @param <T> what can be proved: requirements or guarantees
 */
record Proven<T>(String dev, T claim, Proof proof, boolean vacuous) {

  /**
   * {@return what was proved of guests}
   *
   * @param subjects the guests
   * @param claims what was to be proved of each
   * @param conclusions the proofs, in the order of guests and claims
   */
  static <T> List<Proven<T>> all(
      List<Subject> subjects,
      Function<Subject, List<T>> claims,
      List<List<Conclusion>> conclusions) {
    ImmutableList.Builder<Proven<T>> all = ImmutableList.builder();
    for (int i = 0; i < subjects.size(); i++) {
      List<T> ofGuest = claims.apply(subjects.get(i));
      for (int j = 0; j < ofGuest.size(); j++) {
        Conclusion one = conclusions.get(i).get(j);
        all.add(
            new Proven<>(
                subjects.get(i).guest().port(), ofGuest.get(j), one.proof(), one.vacuous()));
      }
    }
    return all.build();
  }

  /** {@return whether something refutes it, or might} */
  boolean isInDoubt() {
    return !proof.isProved() && !(proof instanceof Proof.NotApplicable);
  }
}
