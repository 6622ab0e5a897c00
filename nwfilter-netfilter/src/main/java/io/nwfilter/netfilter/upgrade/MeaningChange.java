package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.difference.Difference;

/**
 * What an upgrade changes for the packets of an interface, or of the host itself.
 *
 * @param subject the interface, a network, or the host itself
 * @param difference the packets whose fate changes
 */
public record MeaningChange(String subject, Difference difference) {

  /**
   * Checks that both are given.
   *
   * @param subject the interface, a network, or the host itself
   * @param difference the packets whose fate changes
   */
  public MeaningChange {
    requireNonNull(subject, "subject");
    requireNonNull(difference, "difference");
  }
}
