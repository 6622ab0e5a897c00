package io.nwfilter.xml.document;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.xml.stream.XmlWriter;

/** Writes filters in one of their forms. */
public final class FilterWriter {

  private final XmlWriter out = new XmlWriter();
  private final FilterForm form;

  private FilterWriter(FilterForm form) {
    this.form = form;
  }

  /** {@return a filter in one of its forms} */
  public static String write(Filter filter, FilterForm form) {
    FilterWriter writer = new FilterWriter(form);
    writer.filter(filter);
    return writer.out.toString();
  }

  private void filter(Filter filter) {
    out.start("filter")
        .attribute("name", filter.name(), form.nameEscaping())
        .attribute("chain", filter.chain());
    if (form.showsChainPriority(filter)) {
      out.attribute("priority", filter.chainPriority());
    }
    out.open();
    filter.uuid().ifPresent(uuid -> out.text("uuid", uuid));
    EntryWriter entries = new EntryWriter(out, form);
    for (FilterEntry entry : filter.entries()) {
      entry.accept(entries);
    }
    out.close("filter");
  }
}
