package io.nwfilter.xml.document;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.xml.stream.XmlWriter;
import org.jspecify.annotations.Nullable;

/** Writes what is inside filters, in one of their forms; returns the writer for what follows. */
final class EntryWriter implements FilterEntry.Visitor<XmlWriter> {

  private final XmlWriter out;
  private final FilterForm form;

  EntryWriter(XmlWriter out, FilterForm form) {
    this.out = out;
    this.form = form;
  }

  @Override
  public XmlWriter reference(FilterReference reference) {
    FilterReferenceWriter.write(form.reference(reference), form.nameEscaping(), out);
    return out;
  }

  @Override
  public XmlWriter rule(Rule rule) {
    out.start("rule")
        .attribute("action", rule.action())
        .attribute("direction", rule.direction())
        .attribute("priority", form.priority(rule));
    if (!rule.stateMatch()) {
      out.attribute("statematch", "false");
    }
    if (rule.protocol().isEmpty()) {
      out.empty();
      return out;
    }
    out.open();
    protocol(rule.protocol().get(), form.conditions(rule));
    out.close("rule");
    return out;
  }

  /**
   * Writes one element for each run of attributes that are all negated, or all not, and are in the
   * order of the table.
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
