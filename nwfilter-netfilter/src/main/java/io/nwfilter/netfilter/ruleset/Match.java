package io.nwfilter.netfilter.ruleset;

/**
 * What a rule asks of a packet.
 *
 * <ul>
 *   <li>{@link FieldMatch}: a field has a value from a set
 *   <li>{@link EitherPortMatch}: one of the ports is in a set
 *   <li>{@link GratuitousArpMatch}: sender and target of ARP are the same
 *   <li>{@link AmongMatch}: a MAC address, perhaps with an IPv4 address, is one of a list
 *   <li>{@link SetMatch}: the packet is in an ipset
 *   <li>{@link ConnectionLimitMatch}: an address has a number of connections
 *   <li>{@link CommentMatch}: asks nothing, but carries a comment
 *   <li>{@link ExtensionMatch}: an extension whose options are known here, but whose result depends
 *       on more than the packet, such as a rate limit
 *   <li>{@link OpaqueMatch}: an extension that is not known here, word for word
 *   <li>{@link LookupMatch}: fields are together in a set of nftables
 *   <li>{@link CounterMatch}, {@link LogMatch}: ask nothing, but count or log, in nftables
 *   <li>{@link StatementMatch}: a statement of nftables that is not known here
 * </ul>
 */
public sealed interface Match
    permits FieldMatch,
        EitherPortMatch,
        GratuitousArpMatch,
        AmongMatch,
        SetMatch,
        ConnectionLimitMatch,
        CommentMatch,
        ExtensionMatch,
        OpaqueMatch,
        LookupMatch,
        CounterMatch,
        LogMatch,
        StatementMatch {

  /**
   * Calls the visitor's method for this variant.
   *
   * @param visitor the visitor
   * @param <R> what the visitor returns
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Has a method for each variant, so that a new one does not compile until it is handled.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {

    /**
     * Visits a match on a field.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(FieldMatch match);

    /**
     * Visits a match on either port.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(EitherPortMatch match);

    /**
     * Visits a match on gratuitous ARP.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(GratuitousArpMatch match);

    /**
     * Visits a match on a list of addresses.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(AmongMatch match);

    /**
     * Visits a match on an ipset.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(SetMatch match);

    /**
     * Visits a match on the number of connections.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(ConnectionLimitMatch match);

    /**
     * Visits a comment.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(CommentMatch match);

    /**
     * Visits the options of a known extension.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(ExtensionMatch match);

    /**
     * Visits what is not known.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(OpaqueMatch match);

    /**
     * Visits a lookup in a set of nftables.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(LookupMatch match);

    /**
     * Visits a counter of nftables.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(CounterMatch match);

    /**
     * Visits a log statement of nftables.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(LogMatch match);

    /**
     * Visits a statement of nftables that is not known.
     *
     * @param match the match
     * @return what the visitor makes of it
     */
    R visit(StatementMatch match);
  }
}
