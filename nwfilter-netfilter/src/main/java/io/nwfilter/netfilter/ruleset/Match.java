package io.nwfilter.netfilter.ruleset;

/**
 * What a rule asks of a packet: which field, and how its value is compared. This is the only
 * definition of a match; writing it as text and evaluating it both start from here.
 *
 * <ul>
 *   <li>{@link InterfaceMatch}: the interface of a frame
 *   <li>{@link PhysdevMatch}: the bridge ports of a packet
 *   <li>{@link MacMatch}: a MAC address under a mask
 *   <li>{@link NumberMatch}: a number in a range
 *   <li>{@link AddressMatch}: an IP address in a network
 *   <li>{@link AddressRangeMatch}: an IP address between two
 *   <li>{@link GratuitousArpMatch}: ARP from a host about itself
 *   <li>{@link IcmpMatch}: ICMP types and codes
 *   <li>{@link TcpFlagsMatch}: TCP control bits
 *   <li>{@link StateMatch}: states of connection tracking
 *   <li>{@link ConnectionDirectionMatch}: the direction within a connection
 *   <li>{@link ConnectionLimitMatch}: the number of connections of a source
 *   <li>{@link SetMatch}: membership in an ipset
 * </ul>
 */
public sealed interface Match
    permits InterfaceMatch,
        PhysdevMatch,
        MacMatch,
        NumberMatch,
        AddressMatch,
        AddressRangeMatch,
        GratuitousArpMatch,
        IcmpMatch,
        TcpFlagsMatch,
        StateMatch,
        ConnectionDirectionMatch,
        ConnectionLimitMatch,
        SetMatch {

  /**
   * Calls the visitor's method for this variant.
   *
   * @param visitor the visitor
   */
  void accept(Visitor visitor);

  /** Has a method for each variant, so that a new one does not compile until it is handled. */
  interface Visitor {

    /**
     * Visits an interface match.
     *
     * @param match the match
     */
    void visit(InterfaceMatch match);

    /**
     * Visits a match on bridge ports.
     *
     * @param match the match
     */
    void visit(PhysdevMatch match);

    /**
     * Visits a match on a MAC address.
     *
     * @param match the match
     */
    void visit(MacMatch match);

    /**
     * Visits a match on a number.
     *
     * @param match the match
     */
    void visit(NumberMatch match);

    /**
     * Visits a match on a network.
     *
     * @param match the match
     */
    void visit(AddressMatch match);

    /**
     * Visits a match on a range of addresses.
     *
     * @param match the match
     */
    void visit(AddressRangeMatch match);

    /**
     * Visits a match on gratuitous ARP.
     *
     * @param match the match
     */
    void visit(GratuitousArpMatch match);

    /**
     * Visits a match on ICMP.
     *
     * @param match the match
     */
    void visit(IcmpMatch match);

    /**
     * Visits a match on TCP control bits.
     *
     * @param match the match
     */
    void visit(TcpFlagsMatch match);

    /**
     * Visits a match on connection states.
     *
     * @param match the match
     */
    void visit(StateMatch match);

    /**
     * Visits a match on the direction within a connection.
     *
     * @param match the match
     */
    void visit(ConnectionDirectionMatch match);

    /**
     * Visits a match on the number of connections.
     *
     * @param match the match
     */
    void visit(ConnectionLimitMatch match);

    /**
     * Visits a match on an ipset.
     *
     * @param match the match
     */
    void visit(SetMatch match);
  }
}
