package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.stream.XmlAttribute;
import io.nwfilter.xml.stream.XmlElement;

/** Reports what libvirt ignores in a document; the receiver decides whether that is an error. */
interface Remarks {

  /** Takes a remark. */
  void report(DiagnosticCode code, SourceLocation location, String message);

  /** Says that an element is ignored, unless it is in a namespace: such are not for libvirt. */
  default void ignore(XmlElement element, XmlElement parent) {
    ignore(element, parent, ImmutableSet.of());
  }

  /** Says that an element is ignored, and which of the known ones may be meant. */
  default void ignore(XmlElement element, XmlElement parent, Iterable<String> known) {
    if (!element.foreign()) {
      report(
          DocumentCode.ELEMENT_IGNORED,
          element.location(),
          element
              + " inside "
              + parent
              + " is ignored: libvirt knows no such element there"
              + NearestName.of(element.name(), known)
                  .map(nearest -> "; did you mean <" + nearest + ">?")
                  .orElse(""));
    }
  }

  /** Says that an element is ignored where libvirt has others besides, if it may be a slip. */
  default void ignoreSlip(XmlElement element, XmlElement parent, Iterable<String> known) {
    if (NearestName.of(element.name(), known).isPresent()) {
      ignore(element, parent, known);
    }
  }

  /** Says which attributes are ignored that may be slips. */
  default void ignoreSlips(XmlElement element, ImmutableSet<String> known) {
    for (XmlAttribute attribute : element.attributes()) {
      if (!known.contains(attribute.name()) && !attribute.foreign()) {
        NearestName.of(attribute.name(), known)
            .ifPresent(
                nearest ->
                    ignoreAttribute(
                        element,
                        attribute,
                        "libvirt knows no such attribute there; did you mean '" + nearest + "'?"));
      }
    }
  }

  /** Says that an element is ignored because one of that name came before. */
  default void ignoreRepeated(XmlElement element) {
    report(
        DocumentCode.ELEMENT_IGNORED,
        element.location(),
        "a second " + element + " is ignored: the first one counts");
  }

  /** Says which attributes are ignored. */
  default void ignoreAttributes(XmlElement element, ImmutableSet<String> known) {
    for (XmlAttribute attribute : element.attributes()) {
      if (!known.contains(attribute.name()) && !attribute.foreign()) {
        ignoreAttribute(
            element,
            attribute,
            "libvirt knows no such attribute there"
                + NearestName.question(attribute.name(), known));
      }
    }
  }

  /** Says that an attribute is ignored, and why. */
  default void ignoreAttribute(XmlElement element, XmlAttribute attribute, String why) {
    report(
        DocumentCode.ATTRIBUTE_IGNORED,
        element.location(),
        attribute.name() + "='" + attribute.value() + "' of " + element + " is ignored: " + why);
  }
}
