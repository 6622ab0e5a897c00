package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.xml.stream.Escaping;
import java.util.Collection;
import java.util.Comparator;

/** The forms in which filters are written: all in which they differ. */
public abstract sealed class FilterForm {

  /**
   * The form that round-trips; it differs from that of a daemon only where that one loses
   * something.
   */
  public static final FilterForm LOSSLESS = new Lossless();

  private final Escaping names;
  private final Escaping values;

  private FilterForm(Escaping names, Escaping values) {
    this.names = names;
    this.values = values;
  }

  /** {@return what {@code virsh nwfilter-dumpxml} of a release prints} */
  public static FilterForm of(LibvirtRelease release) {
    return new Daemon(release);
  }

  /** {@return how the names of filters are escaped} */
  Escaping nameEscaping() {
    return names;
  }

  /** {@return how the values of conditions are escaped} */
  Escaping valueEscaping() {
    return values;
  }

  /** {@return whether the priority of a filter's chain is written} */
  abstract boolean showsChainPriority(Filter filter);

  /** {@return the priority that is written of a rule} */
  abstract int priority(Rule rule);

  /** {@return a reference with those of its parameters that are written} */
  abstract FilterReference reference(FilterReference reference);

  /** {@return the conditions that are written of a rule that has a protocol} */
  abstract Collection<Condition<?>> conditions(Rule rule);

  /**
   * {@return what is written of the value of a condition}
   *
   * @param value the value
   * @param indent what precedes elements next to it
   */
  abstract String value(String value, String indent);

  private static final class Lossless extends FilterForm {

    Lossless() {
      super(Escaping.NECESSARY, Escaping.ALL);
    }

    @Override
    boolean showsChainPriority(Filter filter) {
      return filter.chainPriority() != 0 || filter.givenChainPriority().isPresent();
    }

    @Override
    int priority(Rule rule) {
      return rule.priority();
    }

    @Override
    FilterReference reference(FilterReference reference) {
      return reference;
    }

    @Override
    Collection<Condition<?>> conditions(Rule rule) {
      return inOrderOfIterators(rule);
    }

    @Override
    String value(String value, String indent) {
      return value;
    }

    /**
     * {@return the conditions in an order that names iterators in the order in which they advance}
     */
    private static Collection<Condition<?>> inOrderOfIterators(Rule rule) {
      Collection<Condition<?>> conditions = rule.conditions().values();
      return isInTableOrder(rule)
          ? conditions
          : ImmutableList.sortedCopyOf(Comparator.comparingInt(c -> turn(rule, c)), conditions);
    }

    private static boolean isInTableOrder(Rule rule) {
      return rule.iterators().size() < 2
          || rule.equals(rule.toBuilder().iterators(ImmutableList.of()).build());
    }

    /** A comment is last: libvirt garbles the comment of an element that others follow. */
    private static int turn(Rule rule, Condition<?> condition) {
      int turn = condition.iterator().map(rule.iterators()::indexOf).orElse(-1);
      return turn < 0 && condition.spec().attribute() == Attributes.COMMENT
          ? Integer.MAX_VALUE
          : turn;
    }
  }

  private static final class Daemon extends FilterForm {

    /** Has one element for all that is not negated, and one for the rest. */
    private final boolean joins;

    Daemon(LibvirtRelease release) {
      super(Escaping.NONE, Escaping.MARKUP);
      this.joins = release.compareTo(LibvirtRelease.V11_3) >= 0;
    }

    @Override
    boolean showsChainPriority(Filter filter) {
      return filter.chainPriority() != 0;
    }

    @Override
    int priority(Rule rule) {
      return rule.effectivePriority();
    }

    @Override
    FilterReference reference(FilterReference reference) {
      return new FilterReference(
          reference.filter(),
          reference.parameters().accepted(),
          reference.location(),
          reference.acceptedCodes());
    }

    @Override
    Collection<Condition<?>> conditions(Rule rule) {
      ImmutableList<Condition<?>> conditions = DumpedConditions.of(rule);
      return joins
          ? ImmutableList.sortedCopyOf(Comparator.comparing(Condition::negated), conditions)
          : conditions;
    }

    /** libvirt indents after every line break that ends a piece of its output. */
    @Override
    String value(String value, String indent) {
      return value.endsWith("\n") ? value + indent : value;
    }
  }
}
