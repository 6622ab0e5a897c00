package io.nwfilter.cli;

import io.nwfilter.netfilter.ruleset.Family;

/** Reads the value of {@code --family}. */
final class FamilyName extends EnumNames<Family> {

  FamilyName() {
    super(Family.class);
  }
}
