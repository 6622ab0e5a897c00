package io.nwfilter.xml.stream;

import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element whose start tag has been read.
 *
 * @param name its local name
 * @param foreign whether it is in a namespace
 * @param attributes its attributes in document order
 * @param text its text, if the reader knows already that it has no children
 * @param depth how many elements with content are open, itself included
 * @param location where its start tag begins
 */
public record XmlElement(
    String name,
    boolean foreign,
    List<XmlAttribute> attributes,
    @Nullable String text,
    int depth,
    SourceLocation location) {

  /**
   * {@return the value of the first attribute of a name, in whatever namespace, as libvirt does}
   */
  public @Nullable String attribute(String attribute) {
    XmlAttribute found = first(attribute);
    return found == null ? null : found.value();
  }

  /** {@return the value of the attribute of a name that is in no namespace} */
  public @Nullable String plainAttribute(String attribute) {
    for (XmlAttribute candidate : attributes) {
      if (!candidate.foreign() && candidate.name().equals(attribute)) {
        return candidate.value();
      }
    }
    return null;
  }

  /** {@return the first attribute of a name, in whatever namespace} */
  public @Nullable XmlAttribute first(String attribute) {
    for (XmlAttribute candidate : attributes) {
      if (candidate.name().equals(attribute)) {
        return candidate;
      }
    }
    return null;
  }

  /** {@return whether this is an element of a name in no namespace} */
  public boolean is(String element) {
    return !foreign && name.equals(element);
  }

  /** {@return the start of the tag, for messages} */
  @Override
  public String toString() {
    return "<" + name + ">";
  }
}
