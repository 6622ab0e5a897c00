package io.nwfilter.netfilter.text;

/**
 * What a {@linkplain Listing listing} shows.
 *
 * @param lineNumbers whether rules are numbered from 1 in each chain, as with {@code
 *     --line-numbers} (iptables(8)) and {@code --Ln} (ebtables(8))
 * @param exactCounters whether counters are not rounded, as with {@code -x}; listings of ebtables
 *     have no counters
 */
public record ListingOptions(boolean lineNumbers, boolean exactCounters) {

  /** Neither line numbers nor exact counters. */
  public static final ListingOptions DEFAULT = new ListingOptions(false, false);

  /** {@return these options with line numbers} */
  public ListingOptions withLineNumbers() {
    return new ListingOptions(true, exactCounters);
  }

  /** {@return these options with exact counters} */
  public ListingOptions withExactCounters() {
    return new ListingOptions(lineNumbers, true);
  }
}
