package io.nwfilter.netfilter.text;

/**
 * Where and how a listing of iptables says what an option asks for.
 *
 * <ul>
 *   <li>{@link ListingColumn}: in a column of its own
 *   <li>{@link ListingLabel}: among the matches, after a label
 * </ul>
 */
sealed interface ListingPlace permits ListingColumn, ListingLabel {}
