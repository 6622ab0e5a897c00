package io.nwfilter.xml.document;

import io.nwfilter.core.network.Markup;

/** Finds out which prefixes an element takes from what is around it. */
final class MarkupPrefixes {

  private MarkupPrefixes() {}

  /** {@return whether an element, or one inside it, needs a declaration of an element around it} */
  static boolean uses(Markup.Element element, Markup.Attribute declaration) {
    String prefix = declaration.prefix().isEmpty() ? "" : declaration.name();
    boolean declared =
        element.attributes().stream()
            .anyMatch(
                own ->
                    own.isDeclaration() && own.qualifiedName().equals(declaration.qualifiedName()));
    if (declared) {
      return false;
    }
    boolean byItself =
        element.prefix().equals(prefix)
            || element.attributes().stream()
                .anyMatch(
                    own ->
                        !prefix.isEmpty() && !own.isDeclaration() && own.prefix().equals(prefix));
    return byItself || element.elements().stream().anyMatch(child -> uses(child, declaration));
  }
}
