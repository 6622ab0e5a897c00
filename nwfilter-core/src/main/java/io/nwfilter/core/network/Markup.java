package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that is kept as it is, because it says nothing about packets.
 *
 * <ul>
 *   <li>{@link Element}: an element with all inside it
 *   <li>{@link Text}: text between elements
 * </ul>
 */
public sealed interface Markup {

  /**
   * An attribute, or the declaration of a prefix: that has the prefix {@code xmlns}.
   *
   * @param prefix the prefix of the name; empty for none
   * @param name the name without its prefix
   * @param value the value
   */
  record Attribute(String prefix, String name, String value) {

    /** The prefix of declarations of prefixes. */
    public static final String DECLARATION = "xmlns";

    /**
     * Checks that all components are given.
     *
     * @param prefix the prefix of the name
     * @param name the name without its prefix
     * @param value the value
     */
    public Attribute {
      requireNonNull(prefix, "prefix");
      requireNonNull(name, "name");
      requireNonNull(value, "value");
    }

    /**
     * {@return an attribute without a prefix}
     *
     * @param name the name
     * @param value the value
     */
    public static Attribute of(String name, String value) {
      return new Attribute("", name, value);
    }

    /** {@return whether this declares a prefix, or the namespace of names without one} */
    public boolean isDeclaration() {
      return prefix.equals(DECLARATION) || (prefix.isEmpty() && name.equals(DECLARATION));
    }

    /** {@return the name with its prefix} */
    public String qualifiedName() {
      return prefix.isEmpty() ? name : prefix + ":" + name;
    }
  }

  /**
   * Text between elements.
   *
   * @param text the text, after references are resolved
   */
  record Text(String text) implements Markup {

    /**
     * Checks that it is given.
     *
     * @param text the text
     */
    public Text {
      requireNonNull(text, "text");
    }
  }

  /**
   * An element.
   *
   * @param prefix the prefix of its name; empty for none
   * @param namespace the namespace of its name; empty for none
   * @param name its name without the prefix
   * @param attributes its declarations and attributes in order
   * @param content its text and elements in order
   * @param location where it begins; not part of equality
   */
  record Element(
      String prefix,
      String namespace,
      String name,
      List<Attribute> attributes,
      List<Markup> content,
      SourceLocation location)
      implements Markup {

    /**
     * Checks that all components are given.
     *
     * @param prefix the prefix of its name
     * @param namespace the namespace of its name
     * @param name its name without the prefix
     * @param attributes its declarations and attributes in order
     * @param content its text and elements in order
     * @param location where it begins
     */
    public Element {
      requireNonNull(prefix, "prefix");
      requireNonNull(namespace, "namespace");
      requireNonNull(name, "name");
      attributes = ImmutableList.copyOf(requireNonNull(attributes, "attributes"));
      content = ImmutableList.copyOf(requireNonNull(content, "content"));
      requireNonNull(location, "location");
    }

    /**
     * {@return an element in no namespace}
     *
     * @param name its name
     * @param attributes its attributes in order
     * @param content its text and elements in order
     */
    public static Element of(
        String name, List<Attribute> attributes, List<? extends Markup> content) {
      return new Element(
          "", "", name, attributes, ImmutableList.copyOf(content), SourceLocation.NONE);
    }

    /**
     * {@return whether it has a name, in no namespace}
     *
     * @param plainName the name
     */
    public boolean is(String plainName) {
      return namespace.isEmpty() && name.equals(plainName);
    }

    /** {@return the elements inside, in order} */
    public List<Element> elements() {
      return content.stream()
          .filter(Element.class::isInstance)
          .map(Element.class::cast)
          .collect(ImmutableList.toImmutableList());
    }

    /**
     * {@return the elements inside of a name in no namespace, in order}
     *
     * @param childName the name
     */
    public List<Element> elements(String childName) {
      return elements().stream()
          .filter(child -> child.is(childName))
          .collect(ImmutableList.toImmutableList());
    }

    /**
     * {@return the first element inside of a name in no namespace}
     *
     * @param childName the name
     */
    public Optional<Element> first(String childName) {
      return elements().stream().filter(child -> child.is(childName)).findFirst();
    }

    /**
     * {@return the value of an attribute without a prefix}
     *
     * @param attributeName its name
     */
    public Optional<String> attribute(String attributeName) {
      return attributes.stream()
          .filter(attribute -> attribute.prefix().isEmpty())
          .filter(attribute -> attribute.name().equals(attributeName))
          .map(Attribute::value)
          .findFirst();
    }

    /** {@return the text inside, of all depths} */
    public String text() {
      StringBuilder text = new StringBuilder();
      for (Markup part : content) {
        text.append(part instanceof Element element ? element.text() : ((Text) part).text());
      }
      return text.toString();
    }

    /** {@return the name with its prefix} */
    public String qualifiedName() {
      return prefix.isEmpty() ? name : prefix + ":" + name;
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Element other
          && prefix.equals(other.prefix)
          && namespace.equals(other.namespace)
          && name.equals(other.name)
          && attributes.equals(other.attributes)
          && content.equals(other.content);
    }

    @Override
    public int hashCode() {
      return Objects.hash(prefix, namespace, name, attributes, content);
    }

    /** {@return the start of the tag, for messages} */
    @Override
    public String toString() {
      return "<" + qualifiedName() + ">";
    }
  }
}
