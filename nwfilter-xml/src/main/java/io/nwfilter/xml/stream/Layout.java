package io.nwfilter.xml.stream;

/**
 * How elements are laid out.
 *
 * @param quote the quote around values
 * @param lineBreak what ends a line; empty if all stands in one
 * @param margin what stands before the outermost element
 * @param indent what stands, for each level, before an element inside
 */
public record Layout(char quote, String lineBreak, String margin, String indent) {

  /** As libvirt prints documents. */
  public static final Layout LIBVIRT = new Layout('\'', "\n", "", "  ");

  /** {@return what stands before an element} */
  public String before(int depth) {
    return margin + indent.repeat(depth);
  }
}
