package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlElement;

/** Reads {@code <filterref>}, which appears in filters, bindings and interfaces alike. */
final class FilterReferenceParser {

  private static final ImmutableSet<String> ATTRIBUTES = ImmutableSet.of("filter");
  private static final ImmutableSet<String> PARAMETER_ATTRIBUTES = ImmutableSet.of("name", "value");

  private final DocumentReader reader;

  FilterReferenceParser(DocumentReader reader) {
    this.reader = reader;
  }

  FilterReference parse(XmlElement element) {
    String filter = element.attribute("filter");
    if (filter == null) {
      throw new DocumentException(
          DocumentCode.MISSING, element.location(), element + " does not name a filter");
    }
    return reader.accepting(
        element,
        accepted -> new FilterReference(filter, parameters(element), element.location(), accepted));
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
        reader.ignore(child, element);
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
      drop(element, String.valueOf(e.getMessage()));
    }
  }

  private void drop(XmlElement element, String why) {
    reader.report(
        DocumentCode.PARAMETER_DROPPED,
        element.location(),
        why + ": libvirt ignores the parameter");
  }
}
