package io.nwfilter.core.filter;

/**
 * How filters are understood where libvirt does something other than their authors wrote. Each such
 * case has a {@link io.nwfilter.core.diagnostic.DiagnosticCode}, which describes both.
 */
public enum Semantics {
  /** As libvirt 9.0.0 does: the rules are those that a daemon installs, its quirks included. */
  AS_LIBVIRT,
  /**
   * As filters are written: negations, masks, states and sets are matched where they are written.
   * What netfilter cannot express is refused rather than widened or narrowed.
   */
  AS_WRITTEN;

  /**
   * {@return those of some parameters that count}
   *
   * @param parameters the parameters as written
   */
  public Parameters parameters(Parameters parameters) {
    return switch (this) {
      case AS_LIBVIRT -> parameters.accepted();
      case AS_WRITTEN -> parameters;
    };
  }
}
