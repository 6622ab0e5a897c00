package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.ValueKind;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.Value;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * How a document is laid out where its meaning leaves a choice. A layout shrinks to that of the
 * plainest document.
 *
 * @param picks decide everything that there is to choose, one after the other, again and again; 0
 *     chooses what is plain
 * @param quote the quote around values
 * @param prologue what comes before the root element
 */
public record FilterLayout(ImmutableList<Integer> picks, char quote, String prologue) {

  /** The order of elements: libvirt looks for a protocol before it takes ports. */
  private static final int FIRST = 0;

  /** Iterators advance in the order in which elements name them. */
  private static final int ITERATED = 9;

  /** A later element without a comment spoils the comment of an earlier one in libvirt. */
  private static final int LAST = Integer.MAX_VALUE;

  /** The largest pick. */
  private static final int MAX_PICK = 3;

  /**
   * Checks that there is something to choose by.
   *
   * @param picks decide everything that there is to choose, each 0 to 3, at least one
   * @param quote the quote around values
   * @param prologue what comes before the root element
   */
  public FilterLayout {
    if (picks.isEmpty() || (quote != '\'' && quote != '"')) {
      throw new IllegalArgumentException("no picks, or a quote that XML does not have: " + quote);
    }
    if (!picks.stream().allMatch(pick -> pick >= 0 && pick <= MAX_PICK)) {
      throw new IllegalArgumentException("picks outside 0.." + MAX_PICK + ": " + picks);
    }
  }

  static Arbitrary<FilterLayout> all() {
    return Combinators.combine(
            Arbitraries.integers().between(0, MAX_PICK).list().ofSize(7).map(ImmutableList::copyOf),
            Arbitraries.of('\'', '"'),
            Arbitraries.of(
                "", "<?xml version='1.0' encoding='UTF-8'?>\n", "<!-- generated -->\n\n"))
        .as(FilterLayout::new);
  }

  /**
   * {@return a document that means a filter}
   *
   * @param filter the filter
   */
  public String write(Filter filter) {
    return new Writing().write(filter);
  }

  private final class Writing implements FilterEntry.Visitor<StringBuilder> {

    private final StringBuilder out = new StringBuilder(prologue);
    private int made;

    /** {@return the next choice, 0 to 3} */
    private int choose() {
      return picks.get(made++ % picks.size());
    }

    private String write(Filter filter) {
      out.append("<filter");
      attribute("name", filter.name());
      boolean named = !filter.chain().isRoot() || filter.chainPriority() != 0 || choose() > 0;
      if (named) {
        attribute("chain", filter.chain().name());
      }
      boolean agreed =
          filter.chain().protocol().defaultPriority()
              == filter.chain().protocol().documentedPriority();
      if (filter.givenChainPriority().isPresent() || (named && agreed && choose() > 0)) {
        attribute("priority", Integer.toString(filter.chainPriority()));
      }
      out.append(">\n");
      filter.uuid().ifPresent(uuid -> out.append("<uuid>").append(uuid).append("</uuid>\n"));
      filter.entries().forEach(this::entry);
      return out.append("</filter>\n").toString();
    }

    private void entry(FilterEntry entry) {
      if (choose() == 3) {
        out.append("<!-- -->\n");
      }
      entry.accept(this);
    }

    @Override
    public StringBuilder reference(FilterReference reference) {
      out.append("<filterref");
      attribute("filter", reference.filter());
      out.append(">\n");
      reference
          .parameters()
          .values()
          .forEach((name, values) -> values.forEach(value -> parameter(name, value)));
      return out.append("</filterref>\n");
    }

    private void parameter(String name, String value) {
      out.append("<parameter");
      attribute("name", name);
      attribute("value", value);
      out.append("/>\n");
    }

    @Override
    public StringBuilder rule(Rule rule) {
      out.append("<rule");
      attribute("action", rule.action().toString());
      attribute("direction", rule.direction().toString());
      if (rule.priority() != Rule.DEFAULT_PRIORITY || choose() > 1) {
        attribute("priority", Integer.toString(rule.priority()));
      }
      if (!rule.stateMatch()) {
        attribute("statematch", choose() > 1 ? "0" : "false");
      }
      out.append(">\n");
      rule.protocol().ifPresent(protocol -> elements(protocol.elementName(), rule));
      return out.append("</rule>\n");
    }

    private void elements(String name, Rule rule) {
      ListMultimap<Integer, Condition<?>> elements =
          MultimapBuilder.treeKeys().arrayListValues().build();
      rule.conditions()
          .values()
          .forEach(condition -> elements.put(element(condition, rule.iterators()), condition));
      if (elements.isEmpty()) {
        out.append("  <").append(name).append("/>\n");
      }
      elements.asMap().values().forEach(conditions -> element(name, conditions));
    }

    /** {@return the number of the element for a condition; an element is negated or is not} */
    private int element(Condition<?> condition, List<Integer> iterators) {
      int negation = condition.negated() ? 1 : 0;
      boolean literal = condition.value() instanceof Value.Literal<?>;
      if (condition.spec().attribute() == Attributes.PROTOCOL && literal) {
        return FIRST;
      } else if (condition.spec().attribute() == Attributes.COMMENT) {
        return LAST;
      } else if (iterators.size() > 1 && condition.iterator().filter(i -> i != 0).isPresent()) {
        return ITERATED + 2 * iterators.indexOf(condition.iterator().get()) + negation;
      }
      return 1 + (MAX_PICK + 1) * negation + choose();
    }

    private void element(String name, Collection<Condition<?>> conditions) {
      out.append("  <").append(name);
      if (conditions.iterator().next().negated()) {
        attribute("match", "no");
      } else if (choose() == 3) {
        attribute("match", "yes");
      }
      for (Condition<?> condition : conditions) {
        attribute(condition.spec().attribute().xmlName(), text(condition));
      }
      out.append("/>\n");
    }

    private String text(Condition<?> condition) {
      if (condition.spec().type().kind() == ValueKind.IPV4_MASK
          && condition.value() instanceof Value.Literal<?> literal
          && literal.value() instanceof PrefixLength mask
          && choose() > 1) {
        return new Ipv4Address(-1).masked(mask.bits()).toString();
      }
      return condition.text();
    }

    private void attribute(String name, String value) {
      String escaped =
          value
              .replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace("'", "&apos;")
              .replace("\"", "&quot;");
      out.append(' ').append(name).append('=').append(quote).append(escaped).append(quote);
    }
  }
}
