package io.nwfilter.netfilter.query;

import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;

/**
 * A value, or a set of them, in a list of values.
 *
 * @param kind the kind of the values, which tells the two families of addresses from each other
 * @param values the values
 */
record Item(FieldKind kind, Values values) {

  /** {@return whether values of a kind can be among these} */
  boolean suits(FieldKind other) {
    return kind == other || !(isAddress(kind) || isAddress(other));
  }

  private static boolean isAddress(FieldKind kind) {
    return kind == FieldKind.IPV4 || kind == FieldKind.IPV6;
  }
}
