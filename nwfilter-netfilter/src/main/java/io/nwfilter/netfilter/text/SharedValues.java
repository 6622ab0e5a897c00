package io.nwfilter.netfilter.text;

import org.jspecify.annotations.Nullable;

/**
 * Values of which equal ones become the same object, as long as no other takes their place: what is
 * read must not cost more the more values have the same hash code, which a text can be made for.
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
