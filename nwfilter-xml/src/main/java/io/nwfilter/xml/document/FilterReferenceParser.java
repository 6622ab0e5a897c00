package io.nwfilter.xml.document;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlAttribute;
import io.nwfilter.xml.stream.XmlElement;
import java.util.List;

/** Reads {@code <filterref>}, which appears in filters, bindings and interfaces alike. */
final class FilterReferenceParser {

  private static final ImmutableSet<String> ATTRIBUTES = ImmutableSet.of("filter");
  private static final ImmutableSet<String> CHILDREN = ImmutableSet.of("parameter");
  private static final ImmutableSet<String> PARAMETER_ATTRIBUTES = ImmutableSet.of("name", "value");

  private static final Splitter LIST =
      Splitter.on(CharMatcher.anyOf(",; ")).trimResults().omitEmptyStrings();

  private final DocumentReader reader;

  FilterReferenceParser(DocumentReader reader) {
    this.reader = reader;
  }

  FilterReference parse(XmlElement element) {
    String filter = element.attribute("filter");
    if (filter == null) {
      throw new DocumentException(
          DocumentCode.MISSING,
          element.location(),
          element + " does not name a filter" + slip(element));
    }
    return reader.accepting(
        element,
        accepted -> new FilterReference(filter, parameters(element), element.location(), accepted));
  }

  /** {@return the question to ask where a reference names no filter: which attribute is meant} */
  static String slip(XmlElement element) {
    return element.attributes().stream()
        .filter(attribute -> !attribute.foreign())
        .map(XmlAttribute::name)
        .filter(
            name ->
                ImmutableSet.of("name", "ref").contains(name)
                    || NearestName.of(name, ATTRIBUTES).isPresent())
        .findFirst()
        .map(name -> "; did you mean 'filter' in place of '" + name + "'?")
        .orElse("");
  }

  /** {@return the parameters of a reference, whose attributes are warned about as well} */
  Parameters parameters(XmlElement element) {
    reader.ignoreAttributes(element, ATTRIBUTES);
    ImmutableListMultimap.Builder<String, String> parameters = ImmutableListMultimap.builder();
    for (XmlElement child = reader.nextChild(element);
        child != null;
        child = reader.nextChild(element)) {
      if (child.name().equals("parameter")) {
        parameter(child, parameters);
      } else {
        reader.ignore(child, element, CHILDREN);
      }
    }
    return new Parameters(Multimaps.asMap(parameters.build()));
  }

  private void parameter(
      XmlElement element, ImmutableListMultimap.Builder<String, String> parameters) {
    String name = element.attribute("name");
    String value = element.attribute("value");
    reader.ignoreAttributes(element, PARAMETER_ATTRIBUTES);
    if (name == null || value == null) {
      drop(element, element + " has no " + (name == null ? "name" : "value"));
      return;
    }
    parameters.put(name, value);
    try {
      Parameters.check(name, value);
    } catch (IllegalValueException e) {
      drop(element, e.getMessage() + suggestion(value));
    }
  }

  /** {@return what somebody means who writes a mask or a list as a value} */
  private static String suggestion(String value) {
    int slash = value.indexOf('/');
    if (slash > 0 && isValue(value.substring(0, slash))) {
      return "; write the address alone, and the mask in the rule (srcipmask or dstipmask)";
    }
    List<String> values = LIST.splitToList(value);
    return values.size() > 1 && values.stream().allMatch(FilterReferenceParser::isValue)
        ? "; write a <parameter> for each value of a list"
        : "";
  }

  private static boolean isValue(String value) {
    try {
      Parameters.check("", value);
      return true;
    } catch (IllegalValueException e) {
      return false;
    }
  }

  private void drop(XmlElement element, String why) {
    reader.report(
        DocumentCode.PARAMETER_DROPPED,
        element.location(),
        "libvirt ignores this parameter: " + why);
  }
}
