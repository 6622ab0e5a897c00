package io.nwfilter.core.diagnostic;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a filter was reached: the references from that of the interface down to it. Immutable; a path
 * shares its beginning with the path that it continues, so that thousands of inclusions cost one
 * small object each.
 *
 * <p>Paths are equal if they lead through the same filters: as with references themselves, the
 * place in the document does not count.
 */
public final class ReferencePath implements Comparable<ReferencePath> {

  /**
   * One reference on the way.
   *
   * @param filter the name of the filter that is referenced
   * @param reference where the reference is
   */
  public record Step(String filter, SourceLocation reference) {

    /**
     * Checks that both components are given.
     *
     * @param filter the name of the filter that is referenced
     * @param reference where the reference is
     */
    public Step {
      requireNonNull(filter);
      requireNonNull(reference);
    }
  }

  private static final Comparator<Iterable<String>> BY_NAMES =
      Comparators.lexicographical(Comparator.<String>naturalOrder());

  /** The path of what is not inside any filter. */
  public static final ReferencePath EMPTY = new ReferencePath(null, "", SourceLocation.NONE);

  private final @Nullable ReferencePath outer;
  private final String filter;
  private final SourceLocation reference;

  private ReferencePath(@Nullable ReferencePath outer, String filter, SourceLocation reference) {
    this.outer = outer;
    this.filter = requireNonNull(filter);
    this.reference = requireNonNull(reference);
  }

  /**
   * {@return the path to a filter that the last one of this path includes}
   *
   * @param name the name of the filter that is included
   * @param location where the reference to it is
   */
  public ReferencePath include(String name, SourceLocation location) {
    return new ReferencePath(this, name, location);
  }

  /**
   * {@return whether the path leads through a filter}
   *
   * @param name the filter's name
   */
  public boolean contains(String name) {
    for (ReferencePath path = this; path.outer != null; path = path.outer) {
      if (name.equals(path.filter)) {
        return true;
      }
    }
    return false;
  }

  /** {@return the number of references, 0 for {@link #EMPTY}} */
  public int depth() {
    int depth = 0;
    for (ReferencePath path = this; path.outer != null; path = path.outer) {
      depth++;
    }
    return depth;
  }

  /** {@return whether this is the path of what is not inside any filter} */
  public boolean isEmpty() {
    return outer == null;
  }

  /** {@return the references, from the interface's down} */
  public List<Step> steps() {
    return inOrder(path -> new Step(path.filter, path.reference));
  }

  /** {@return the names of the filters, from the interface's down} */
  public List<String> filters() {
    return inOrder(path -> path.filter);
  }

  private <T> ImmutableList<T> inOrder(Function<ReferencePath, T> item) {
    Deque<T> items = new ArrayDeque<>();
    for (ReferencePath path = this; path.outer != null; path = path.outer) {
      items.addFirst(item.apply(path));
    }
    return ImmutableList.copyOf(items);
  }

  /** Compares by the filters' names, one after the other. */
  @Override
  public int compareTo(ReferencePath other) {
    return this == other ? 0 : BY_NAMES.compare(filters(), other.filters());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof ReferencePath other && sameFilters(this, other);
  }

  /** Stops where both continue one path. */
  @SuppressWarnings("ReferenceEquality") // a beginning that is shared needs no comparison
  private static boolean sameFilters(ReferencePath one, ReferencePath other) {
    ReferencePath left = one;
    ReferencePath right = other;
    while (left != right && left.outer != null && right.outer != null) {
      if (!left.filter.equals(right.filter)) {
        return false;
      }
      left = left.outer;
      right = right.outer;
    }
    return left == right || (left.outer == null && right.outer == null);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (ReferencePath path = this; path.outer != null; path = path.outer) {
      hash = 31 * hash + path.filter.hashCode();
    }
    return hash;
  }

  /** {@return the form {@code outer > inner}; an empty text for {@link #EMPTY}} */
  @Override
  public String toString() {
    return String.join(" > ", filters());
  }
}
