package io.nwfilter.xml.stream;

/**
 * How elements are laid out.
 *
 * @param quote the quote around values
 * @param lineBreak what ends a line; empty if everything is on one
 * @param margin what precedes the outermost element
 * @param indent what precedes an element inside, once for each level
 */
public record Layout(char quote, String lineBreak, String margin, String indent) {

  /** As libvirt prints documents. */
  public static final Layout LIBVIRT = new Layout('\'', "\n", "", "  ");

  /** As the library prints documents that libvirt lets print what it does not look into. */
  public static final Layout LIBXML = new Layout('"', "\n", "", "  ");

  /** {@return what precedes an element} */
  public String before(int depth) {
    return margin + indent.repeat(depth);
  }
}
