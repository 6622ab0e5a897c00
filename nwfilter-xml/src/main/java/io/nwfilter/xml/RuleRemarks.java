package io.nwfilter.xml;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Semantics;

/**
 * Says what of a rule is ignored. Whoever wants rules as they are written gets an error instead:
 * without what is ignored they would match something else.
 *
 * @param reader takes the warnings
 * @param semantics how the rule is understood
 */
record RuleRemarks(DocumentReader reader, Semantics semantics) {

  void ignoreElement(XmlElement element, XmlElement parent) {
    if (!element.foreign()) {
      ignored(
          DiagnosticCode.ELEMENT_IGNORED,
          element.location(),
          element + " inside " + parent + " is ignored: libvirt knows no such element there");
    }
  }

  void ignoreAttributes(XmlElement element, ImmutableSet<String> known) {
    for (XmlAttribute attribute : element.attributes()) {
      if (!known.contains(attribute.name()) && !attribute.foreign()) {
        ignoreAttribute(element, attribute, DocumentReader.UNKNOWN_ATTRIBUTE);
      }
    }
  }

  void ignoreAttribute(XmlElement element, XmlAttribute attribute, String why) {
    ignored(
        DiagnosticCode.ATTRIBUTE_IGNORED,
        element.location(),
        attribute.name() + "='" + attribute.value() + "' of " + element + " is ignored: " + why);
  }

  void ignored(DiagnosticCode code, SourceLocation location, String message) {
    switch (semantics) {
      case AS_LIBVIRT -> reader.warn(code, location, message);
      case AS_WRITTEN ->
          throw new DocumentException(
              DiagnosticCode.NOT_AS_WRITTEN,
              location,
              code + " in libvirt: " + message + "; " + code.advice());
    }
  }
}
