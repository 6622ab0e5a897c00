package io.nwfilter.netfilter.nftfilter;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;

/**
 * What tables of filters are like beyond what libvirt's rules do.
 *
 * @param counters whether each rule counts its packets; rules of different places stay apart then
 * @param filterRouted whether rules for packets to a guest also see those that the host routes to
 *     it or sends itself, which the rules of iptables never see
 * @param comments whether each rule has a comment that names its place in a document
 */
public record FilterTableOptions(boolean counters, boolean filterRouted, boolean comments) {

  /** No counters, what libvirt's rules see, and comments. */
  public static final FilterTableOptions DEFAULT = builder().build();

  /**
   * {@return whether what a diagnostic about compiled rules says of ebtables and iptables holds for
   * the tables, too} Comments of the Ethernet layer are in the comments of the tables. What is not
   * filtered as the host routes it is among the diagnostics of the tables themselves.
   *
   * @param code the kind of diagnostic
   */
  public boolean holds(DiagnosticCode code) {
    return code != CompileCode.NOT_FILTERED_WHEN_ROUTED
        && !(comments && code == LoweringCode.COMMENT_NOT_RENDERED);
  }

  /** {@return a builder of the default options} */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {

    private boolean counters;
    private boolean filterRouted;
    private boolean comments = true;

    private Builder() {}

    /**
     * Says whether each rule counts its packets; by default, none does.
     *
     * @param wanted whether they count
     * @return this builder
     */
    public Builder counters(boolean wanted) {
      counters = wanted;
      return this;
    }

    /**
     * Says whether rules for packets to a guest also see those that the host routes to it or sends
     * itself; by default, they see what is bridged, as the rules of iptables do.
     *
     * @param wanted whether they see them
     * @return this builder
     */
    public Builder filterRouted(boolean wanted) {
      filterRouted = wanted;
      return this;
    }

    /**
     * Says whether each rule has a comment that names its place; by default, it has.
     *
     * @param wanted whether there are comments
     * @return this builder
     */
    public Builder comments(boolean wanted) {
      comments = wanted;
      return this;
    }

    /** {@return the options} */
    public FilterTableOptions build() {
      return new FilterTableOptions(counters, filterRouted, comments);
    }
  }
}
