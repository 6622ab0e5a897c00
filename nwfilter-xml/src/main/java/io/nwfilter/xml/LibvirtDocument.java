package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import java.util.function.Function;

/**
 * A document whose kind its root element tells.
 *
 * <ul>
 *   <li>{@link OfFilter}: a network filter
 *   <li>{@link OfBinding}: a filter binding
 *   <li>{@link OfDomain}: a virtual machine
 * </ul>
 */
public sealed interface LibvirtDocument {

  /**
   * Returns what one of the functions makes of this document.
   *
   * @param <R> the type of the result
   * @param filter for a network filter
   * @param binding for a filter binding
   * @param domain for a virtual machine
   * @return what the function returned
   */
  <R> R fold(
      Function<Filter, R> filter, Function<FilterBinding, R> binding, Function<Domain, R> domain);

  /**
   * A network filter.
   *
   * @param filter the filter
   */
  record OfFilter(Filter filter) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param filter the filter
     */
    public OfFilter {
      requireNonNull(filter);
    }

    @Override
    public <R> R fold(
        Function<Filter, R> filter,
        Function<FilterBinding, R> binding,
        Function<Domain, R> domain) {
      return filter.apply(this.filter);
    }
  }

  /**
   * A filter binding.
   *
   * @param binding the binding
   */
  record OfBinding(FilterBinding binding) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param binding the binding
     */
    public OfBinding {
      requireNonNull(binding);
    }

    @Override
    public <R> R fold(
        Function<Filter, R> filter,
        Function<FilterBinding, R> binding,
        Function<Domain, R> domain) {
      return binding.apply(this.binding);
    }
  }

  /**
   * A virtual machine.
   *
   * @param domain the virtual machine
   */
  record OfDomain(Domain domain) implements LibvirtDocument {

    /**
     * Checks that it is given.
     *
     * @param domain the virtual machine
     */
    public OfDomain {
      requireNonNull(domain);
    }

    @Override
    public <R> R fold(
        Function<Filter, R> filter,
        Function<FilterBinding, R> binding,
        Function<Domain, R> domain) {
      return domain.apply(this.domain);
    }
  }
}
