package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.ChainProtocol;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlAttribute;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <filter>}. As libvirt does, it takes rules and references in whatever namespace, but
 * the filter's own attributes and uuid only in none.
 */
final class FilterParser {

  private static final ImmutableSet<String> ATTRIBUTES =
      ImmutableSet.of("name", "chain", "priority");

  /** Used as the name of a filter that has none. */
  private static final ImmutableSet<String> CHILDREN = ImmutableSet.of("rule", "filterref", "uuid");

  private static final ImmutableList<String> CHAINS =
      Arrays.stream(ChainProtocol.values())
          .map(ChainProtocol::prefix)
          .collect(ImmutableList.toImmutableList());

  private static final String NAMELESS = "nameless";

  private final DocumentReader reader;
  private final RuleParser rules;
  private final FilterReferenceParser references;

  FilterParser(DocumentReader reader, Semantics semantics) {
    this.reader = reader;
    this.rules = new RuleParser(reader, semantics);
    this.references = new FilterReferenceParser(reader);
  }

  /** {@return the filter; null if its name is illegal, which is noted} */
  @Nullable Filter parse(XmlElement root) {
    String name = reader.attempt(() -> name(root));
    Filter.Builder filter =
        Filter.builder(name == null ? NAMELESS : name).location(root.location());
    chain(root, filter);
    reader.ignoreAttributes(root, ATTRIBUTES);
    children(root, name == null ? NAMELESS : name, filter);
    return name == null ? null : filter.build();
  }

  private static String name(XmlElement root) {
    String name = root.plainAttribute("name");
    if (name == null || name.isEmpty()) {
      throw new DocumentException(DocumentCode.MISSING, root.location(), "the filter has no name");
    }
    try {
      Filter.checkName(name);
      return name;
    } catch (IllegalValueException e) {
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE, root.location(), "name: " + e.getMessage(), e);
    }
  }

  /** Takes both attributes one by one, as both may be illegal. */
  private void chain(XmlElement root, Filter.Builder filter) {
    String text = root.plainAttribute("priority");
    OptionalInt priority =
        text == null || text.isEmpty()
            ? OptionalInt.empty()
            : reader.attempt(() -> priority(root, text));
    String chain = root.plainAttribute("chain");
    if (chain != null && !chain.isEmpty()) {
      reader.attempts(() -> filter.chain(chainName(root, chain)));
      if (priority != null) {
        priority.ifPresent(filter::chainPriority);
      }
    } else if (text != null && priority != null && priority.isPresent()) {
      reader.ignoreAttribute(
          root, new XmlAttribute("priority", false, text), "the filter does not name a chain");
    }
  }

  private static ChainName chainName(XmlElement root, String chain) {
    try {
      return ChainName.of(chain);
    } catch (IllegalValueException e) {
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE,
          root.location(),
          "chain: " + e.getMessage() + Suggestion.orNothing(chain, CHAINS),
          e);
    }
  }

  private static OptionalInt priority(XmlElement root, String text) {
    OptionalInt priority = LibvirtNumber.parse(text);
    if (priority.isEmpty()
        || priority.getAsInt() < Rule.MIN_PRIORITY
        || priority.getAsInt() > Rule.MAX_PRIORITY) {
      throw new DocumentException(
          DocumentCode.ILLEGAL_VALUE,
          root.location(),
          "priority: '"
              + text
              + "' is not a chain priority: a number from "
              + Rule.MIN_PRIORITY
              + " to "
              + Rule.MAX_PRIORITY);
    }
    return priority;
  }

  private void children(XmlElement root, String name, Filter.Builder filter) {
    boolean uuidSeen = false;
    for (XmlElement child = reader.nextChild(root); child != null; child = reader.nextChild(root)) {
      if (child.name().equals("rule")) {
        Rule rule = rules.parse(child);
        if (rule != null) {
          filter.rule(rule);
        }
      } else if (child.name().equals("filterref")) {
        include(child, name, filter);
      } else if (!child.is("uuid")) {
        reader.ignore(child, root, CHILDREN);
      } else if (uuidSeen) {
        reader.ignoreRepeated(child);
      } else {
        uuidSeen = true;
        UuidParser.attempt(child, reader).ifPresent(filter::uuid);
      }
    }
  }

  private void include(XmlElement element, String name, Filter.Builder filter) {
    reader.attempts(() -> filter.include(requireOther(references.parse(element), name)));
  }

  /** Other cycles are found when filters are resolved: libvirt knows which are defined already. */
  private static FilterReference requireOther(FilterReference reference, String name) {
    if (reference.filter().equals(name)) {
      ReferencePath itself = ReferencePath.EMPTY.include(name, SourceLocation.NONE);
      throw new DocumentException(
          new Diagnostic(
              ResolutionCode.FILTER_CYCLE,
              "filter '" + name + "' includes itself",
              new Origin(reference.location(), itself)));
    }
    return reference;
  }
}
