package io.nwfilter.testkit.generate;

import io.nwfilter.core.filter.Filter;

/**
 * A text and the filter that it means. The text is not the one that is written for the filter:
 * conditions of a rule are in several elements, defaults are left out or not, masks are spelled
 * out, there are comments and quotes of either kind.
 *
 * @param text a whole document
 * @param filter what it means
 */
public record FilterDocument(String text, Filter filter) {

  static FilterDocument of(Filter filter, FilterLayout layout) {
    return new FilterDocument(layout.write(filter), filter);
  }

  /** {@return the text} */
  @Override
  public String toString() {
    return text;
  }
}
