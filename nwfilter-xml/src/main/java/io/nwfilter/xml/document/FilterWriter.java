package io.nwfilter.xml.document;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.stream.XmlWriter;
import org.jspecify.annotations.Nullable;

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
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule rule) {
        rule(rule);
      } else {
        reference((FilterReference) entry);
      }
    }
    out.close("filter");
  }

  private void reference(FilterReference reference) {
    FilterReferenceWriter.write(form.reference(reference), form.nameEscaping(), out);
  }

  private void rule(Rule rule) {
    out.start("rule")
        .attribute("action", rule.action())
        .attribute("direction", rule.direction())
        .attribute("priority", form.priority(rule));
    if (!rule.stateMatch()) {
      out.attribute("statematch", "false");
    }
    if (rule.protocol().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    protocol(rule.protocol().get(), form.conditions(rule));
    out.close("rule");
  }

  /**
   * Writes one element for each run of attributes that are all negated, or all not, and stand in
   * the order of the table.
   */
  private void protocol(Protocol protocol, Iterable<Condition<?>> conditions) {
    out.start(protocol.elementName());
    @Nullable Condition<?> before = null;
    for (Condition<?> condition : conditions) {
      boolean sameElement =
          before != null
              && before.negated() == condition.negated()
              && protocol.attributes().indexOf(before.spec())
                  < protocol.attributes().indexOf(condition.spec());
      if (!sameElement) {
        if (before != null) {
          out.empty();
          out.start(protocol.elementName());
        }
        if (condition.negated()) {
          out.attribute("match", "no");
        }
      }
      before = condition;
      out.attribute(
          condition.spec().attribute().xmlName(),
          form.value(condition.text(), out.indent()),
          form.valueEscaping());
    }
    out.empty();
  }
}
