package io.nwfilter.core.filter;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about the parts of a rule that readers, writers and compilers report. */
public enum FilterCode implements DiagnosticCode {
  /** Netfilter cannot express what is written, and compiling as written does not accept less. */
  NOT_AS_WRITTEN(
      CodeDescription.error(
          "not-as-written",
          "netfilter cannot express what the author wrote; the message says what libvirt does"
              + " instead. Only compiling as written refuses it",
          "change the rule as the message says, or compile as libvirt does")),
  /** A comment is longer than libvirt or iptables keep, so its end is cut off. */
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
  /** An adjustment of a library that changes nothing. */
  ADJUSTMENT_WITHOUT_EFFECT(
      CodeDescription.warning(
          "adjustment-without-effect",
          "an adjustment of filters names a filter, a rule or an inclusion that is not there, or"
              + " the priority of a filter in the chain `root`, which has none: it changes nothing",
          "correct the name or the criteria, or remove the adjustment")),
  /** A text that restore files or XML cannot hold. */
  UNPRINTABLE(
      CodeDescription.error(
          "unprintable",
          "a comment or a set's name that restore text cannot carry, or a character or a name that"
              + " XML does not allow",
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
