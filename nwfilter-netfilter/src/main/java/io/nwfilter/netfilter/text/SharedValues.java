package io.nwfilter.netfilter.text;

import org.jspecify.annotations.Nullable;

/**
 * A cache that makes equal values the same object. Each hash code has one place, and the latest
 * value takes it, so that a text whose values all have one hash code costs no more than others.
 */
final class SharedValues<T> {

  private static final int PLACES = 1 << 14;

  private final @Nullable Object[] places = new @Nullable Object[PLACES];

  /** {@return an equal value that was asked for before, or the value itself} */
  @SuppressWarnings("unchecked") // nothing else is put there
  T shared(T value) {
    int hash = value.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    Object before = places[place];
    if (value.equals(before)) {
      return (T) before;
    }
    places[place] = value;
    return value;
  }
}
