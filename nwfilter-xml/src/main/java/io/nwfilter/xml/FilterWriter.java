package io.nwfilter.xml;

import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import java.util.Iterator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes filters in the form of {@code virsh nwfilter-dumpxml}. */
final class FilterWriter {

  private FilterWriter() {}

  static String write(Filter filter) {
    XmlWriter out = new XmlWriter();
    out.start("filter").attribute("name", filter.name()).attribute("chain", filter.chain());
    if (filter.chainPriority() != 0 || filter.chain().protocol().defaultPriority() != 0) {
      out.attribute("priority", filter.chainPriority());
    }
    out.open();
    filter.uuid().ifPresent(uuid -> out.text("uuid", uuid));
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule rule) {
        rule(rule, out);
      } else if (entry instanceof FilterReference reference) {
        reference(reference, out);
      }
    }
    out.close("filter");
    return out.toString();
  }

  private static void rule(Rule rule, XmlWriter out) {
    out.start("rule")
        .attribute("action", rule.action())
        .attribute("direction", rule.direction())
        .attribute("priority", rule.priority());
    if (!rule.stateMatch()) {
      out.attribute("statematch", "false");
    }
    if (rule.protocol().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    protocol(rule.protocol().get(), rule, out);
    out.close("rule");
  }

  /** Writes one element for each run of attributes that are all negated, or all not. */
  private static void protocol(Protocol protocol, Rule rule, XmlWriter out) {
    out.start(protocol.elementName());
    @Nullable Boolean negated = null;
    Iterator<Condition<?>> conditions = rule.conditions().values().iterator();
    while (conditions.hasNext()) {
      Condition<?> condition = conditions.next();
      if (negated == null || negated != condition.negated()) {
        if (negated != null) {
          out.empty();
          out.start(protocol.elementName());
        }
        negated = condition.negated();
        if (negated) {
          out.attribute("match", "no");
        }
      }
      out.attribute(
          condition.spec().attribute().xmlName(),
          condition.spec().printUnchecked(condition.value()));
    }
    out.empty();
  }

  /** Writes a reference; libvirt sorts the names of parameters, and keeps the order of values. */
  static void reference(FilterReference reference, XmlWriter out) {
    out.start("filterref").attribute("filter", reference.filter());
    if (reference.parameters().values().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    for (String name : new TreeSet<>(reference.parameters().values().keySet())) {
      for (String value : reference.parameters().get(name)) {
        out.start("parameter").attribute("name", name).attribute("value", value).empty();
      }
    }
    out.close("filterref");
  }
}
