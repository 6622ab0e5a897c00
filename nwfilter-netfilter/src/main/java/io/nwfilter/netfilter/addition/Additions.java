package io.nwfilter.netfilter.addition;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Sets;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Optional;
import java.util.Set;

/**
 * What is added to the rules that libvirt would install.
 *
 * @param dropped the traffic whose default policy is to drop
 * @param logging what is logged, and how
 */
public record Additions(Set<Traffic> dropped, Optional<Logging> logging) {

  /** Nothing: the rules are libvirt's. */
  public static final Additions NONE = new Additions(Set.of(), Optional.empty());

  /**
   * Checks that both are given.
   *
   * @param dropped the traffic whose default policy is to drop
   * @param logging what is logged
   */
  public Additions {
    dropped = Sets.immutableEnumSet(requireNonNull(dropped, "dropped"));
    requireNonNull(logging, "logging");
  }

  /**
   * {@return whether some traffic of a family is dropped by default}
   *
   * @param family the family
   */
  public boolean drops(Family family) {
    return dropped.stream().anyMatch(traffic -> Family.of(traffic.layer()) == family);
  }
}
