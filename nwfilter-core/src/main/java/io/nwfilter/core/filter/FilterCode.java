package io.nwfilter.core.filter;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/**
 * What there is to say of the words of a rule, whoever meets them: readers, writers or compilers.
 */
public enum FilterCode implements DiagnosticCode {
  /** What is written cannot be expressed, and compiling as written does not settle for less. */
  NOT_AS_WRITTEN(
      CodeDescription.error(
          "not-as-written",
          "what the author wrote cannot be expressed in netfilter; libvirt makes something else "
              + "of it, which the message names. Only compiling as written refuses it",
          "change the rule as the message says, or compile as libvirt")),
  /** A comment is longer than libvirt or iptables keep: its end is cut off. */
  COMMENT_TRUNCATED(
      CodeDescription.warning(
          "comment-truncated",
          "libvirt keeps 256 bytes of a comment and iptables 255; the rest is cut off",
          "refused",
          "write a shorter comment")),
  /** The end of a range of IPv6 destinations cannot be an IPv6 address. */
  DSTIPTO_IPV6(
      CodeDescription.error(
          "dstipto-ipv6",
          "`dstipto` of the IPv6 elements takes only an IPv4 address: libvirt refuses to define "
              + "the filter",
          "an IPv6 address, as in `srcipto`",
          "put the IPv6 address into a variable, which libvirt does not check")),
  /** A text that restore files, or XML, cannot carry. */
  UNPRINTABLE(
      CodeDescription.error(
          "unprintable",
          "a comment or a set's name that restore text cannot carry, or a character or a name that"
              + " XML has not",
          "use printable characters, as the message says"));

  private final CodeDescription description;

  FilterCode(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id();
  }
}
