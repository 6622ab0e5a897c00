package io.nwfilter.xml.edit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * Where an interface of a domain is in the text.
 *
 * @param element the whole element
 * @param startTagEnd after its start tag
 * @param endTagStart before its end tag; after the start tag if it ends itself
 * @param children its children that are in no namespace
 */
record InterfaceOutline(
    Span element, int startTagEnd, int endTagStart, ImmutableList<Child> children) {

  /** What {@code virsh dumpxml} prints before a reference to a filter. */
  private static final ImmutableSet<String> BEFORE_FILTER_REFERENCE =
      ImmutableSet.of(
          "mac",
          "source",
          "vlan",
          "virtualport",
          "bandwidth",
          "ip",
          "route",
          "script",
          "downscript",
          "target",
          "guest",
          "model",
          "driver",
          "backend");

  /**
   * A part of the text.
   *
   * @param start before its first character
   * @param end after its last one
   */
  record Span(int start, int end) {}

  /**
   * A child of an interface.
   *
   * @param name its name
   * @param span the whole element
   */
  record Child(String name, Span span) {}

  /** {@return whether it ends itself: {@code <interface/>}} */
  boolean isEmptyTag() {
    return endTagStart == element.end();
  }

  /** {@return the references to filters, of which libvirt takes the first} */
  ImmutableList<Child> filterReferences() {
    return children.stream()
        .filter(child -> child.name().equals("filterref"))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the last child that libvirt prints before a reference to a filter} */
  Optional<Child> lastBeforeFilterReference() {
    return children.stream()
        .filter(child -> BEFORE_FILTER_REFERENCE.contains(child.name()))
        .reduce((first, second) -> second);
  }
}
