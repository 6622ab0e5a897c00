package io.nwfilter.testkit.generate;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.xml.LibvirtXml;

/**
 * Filters and a binding of the first of them.
 *
 * @param family the filters
 * @param binding the binding, which defines the variables that the filters use
 */
public record BoundFamily(FilterFamily family, FilterBinding binding) {

  /** {@return all documents} */
  @Override
  public String toString() {
    return family + LibvirtXml.write(binding);
  }
}
