package io.nwfilter.testkit.generate;

import io.nwfilter.core.diagnostic.DiagnosticCode;

/**
 * The text of a filter that is wrong in one place. libvirt refuses to define it.
 *
 * @param text the whole text
 * @param defect what is wrong
 * @param line the line of the defect, counted from 1; where a reader notices it only at the end of
 *     something, that is in this line or a later one
 */
public record BrokenDocument(String text, Defect defect, int line) {

  /** {@return what a reader is to say} */
  public DiagnosticCode expected() {
    return defect.code();
  }

  /** {@return the text, and what is wrong with it} */
  @Override
  public String toString() {
    return text + "(" + defect + " in line " + line + ")";
  }
}
