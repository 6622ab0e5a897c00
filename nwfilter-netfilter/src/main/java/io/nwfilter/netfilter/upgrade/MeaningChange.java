package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.difference.Difference;
import java.util.List;

/**
 * What an upgrade changes for the packets of an interface, or of the host itself.
 *
 * @param subject the interface, a network, or the host itself
 * @param alike more interfaces of the same bridge whose filters have made the same rules but for
 *     names and addresses: they were not compared by themselves. What the host's own rules do to
 *     single addresses may differ for them.
 * @param difference the packets whose fate changes
 * @param place where the first rule was written that is only there before or after, or else what
 *     describes the subject; {@link Origin#NONE} if that is not known
 */
public record MeaningChange(
    String subject, List<String> alike, Difference difference, Origin place) {

  /** How many names a text has. */
  private static final int MAX_NAMES = 3;

  /**
   * Checks that all components are given.
   *
   * @param subject the interface, a network, or the host itself
   * @param alike more interfaces with rules of the same form
   * @param difference the packets whose fate changes
   * @param place where the first rule was written that is only there before or after
   */
  public MeaningChange {
    requireNonNull(subject, "subject");
    alike = ImmutableList.copyOf(requireNonNull(alike, "alike"));
    requireNonNull(difference, "difference");
    requireNonNull(place, "place");
  }

  /** {@return the names of all, for messages; of many, the first ones and how many there are} */
  public String subjects() {
    if (alike.isEmpty()) {
      return subject;
    }
    int more = alike.size() - MAX_NAMES;
    return subject
        + ", and with rules of the same form "
        + String.join(", ", alike.subList(0, Math.min(MAX_NAMES, alike.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
