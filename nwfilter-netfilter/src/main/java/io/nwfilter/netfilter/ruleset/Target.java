package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to a packet that a rule matches.
 *
 * <ul>
 *   <li>{@link Verdict}: accepted, dropped, or evaluated further
 *   <li>{@link Reject}: dropped, with an ICMP message to the sender
 *   <li>{@link Jump}: evaluated by another chain, which may return
 *   <li>{@link Goto}: evaluated by another chain, which returns to this one's caller
 *   <li>{@link AddressTranslation}: accepted, and its addresses or ports changed
 *   <li>{@link SetMark}: marked, and evaluated further
 *   <li>{@link FrameMark}, {@link MacTranslation}, {@link ArpReply}: what ebtables does to frames
 *   <li>{@link ExtensionTarget}: handed to a target whose options are known, such as {@code LOG}
 *   <li>{@link OpaqueTarget}: handed to a target that is not known here, word for word
 *   <li>{@link VerdictMapTarget}: what a map of nftables says of the packet, or whereto it
 *       translates
 *   <li>{@link StatementTarget}: a statement of nftables that is not known here
 * </ul>
 */
public sealed interface Target
    permits Target.Verdict,
        Target.Reject,
        Target.Jump,
        Target.Goto,
        Target.AddressTranslation,
        Target.SetMark,
        Target.FrameMark,
        Target.MacTranslation,
        Target.ArpReply,
        Target.ExtensionTarget,
        Target.OpaqueTarget,
        VerdictMapTarget,
        StatementTarget {

  /** Lets the packet through. */
  Target ACCEPT = Verdict.ACCEPT;

  /** Discards the packet. */
  Target DROP = Verdict.DROP;

  /** Goes back to the calling chain. */
  Target RETURN = Verdict.RETURN;

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
     * Visits a verdict.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(Verdict target);

    /**
     * Visits a rejection.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(Reject target);

    /**
     * Visits a jump.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(Jump target);

    /**
     * Visits a goto.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(Goto target);

    /**
     * Visits a translation of IP addresses.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(AddressTranslation target);

    /**
     * Visits a mark.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(SetMark target);

    /**
     * Visits a mark of a frame.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(FrameMark target);

    /**
     * Visits a translation of MAC addresses.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(MacTranslation target);

    /**
     * Visits a reply to ARP.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(ArpReply target);

    /**
     * Visits a known target.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(ExtensionTarget target);

    /**
     * Visits what is not known.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(OpaqueTarget target);

    /**
     * Visits a verdict map of nftables.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(VerdictMapTarget target);

    /**
     * Visits a statement of nftables that is not known.
     *
     * @param target the target
     * @return what the visitor makes of it
     */
    R visit(StatementTarget target);
  }

  /** A target without parameters; its name is the one that the tools know. */
  enum Verdict implements Target {
    /** Lets the packet through. */
    ACCEPT,
    /** Discards the packet. */
    DROP,
    /** Goes back to the calling chain. */
    RETURN,
    /** Goes on to the next rule: a target in ebtables, a rule without a target in iptables. */
    CONTINUE;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The reason that the sender of a rejected packet is told (iptables-extensions(8), REJECT). */
  enum RejectReason {
    /** The port is unreachable; the default. */
    PORT_UNREACHABLE("icmp-port-unreachable", "icmp6-port-unreachable"),
    /** The network is unreachable. */
    NET_UNREACHABLE("icmp-net-unreachable", ""),
    /** The host, or the address, is unreachable. */
    HOST_UNREACHABLE("icmp-host-unreachable", "icmp6-addr-unreachable"),
    /** The protocol is unreachable. */
    PROTOCOL_UNREACHABLE("icmp-proto-unreachable", ""),
    /** The network is prohibited. */
    NET_PROHIBITED("icmp-net-prohibited", ""),
    /** The host is prohibited. */
    HOST_PROHIBITED("icmp-host-prohibited", ""),
    /** An administrator has prohibited it. */
    ADMIN_PROHIBITED("icmp-admin-prohibited", "icmp6-adm-prohibited"),
    /** There is no route. */
    NO_ROUTE("", "icmp6-no-route"),
    /** The source address fails a policy. */
    POLICY_FAIL("", "icmp6-policy-fail"),
    /** The route is one that rejects. */
    REJECT_ROUTE("", "icmp6-reject-route"),
    /** Not an ICMP message but a TCP segment that resets the connection. */
    TCP_RESET("tcp-reset", "tcp-reset");

    private final String ipv4;
    private final String ipv6;

    RejectReason(String ipv4, String ipv6) {
      this.ipv4 = ipv4;
      this.ipv6 = ipv6;
    }

    /**
     * {@return the reason's name in a family, which only IPv4 and IPv6 have}
     *
     * @param family the family
     */
    public Optional<String> name(Family family) {
      String name =
          switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
            case BRIDGE -> "";
          };
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
  }

  /**
   * Discards the packet and tells the sender.
   *
   * @param reason what the sender is told
   */
  record Reject(RejectReason reason) implements Target {

    /** Tells the sender that the port is unreachable. */
    public static final Reject DEFAULT = new Reject(RejectReason.PORT_UNREACHABLE);

    /**
     * Checks that there is a reason.
     *
     * @param reason what the sender is told
     */
    public Reject {
      requireNonNull(reason, "reason");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Calls a chain.
   *
   * @param chain the chain
   */
  record Jump(String chain) implements Target {

    /**
     * Checks the name.
     *
     * @param chain the chain
     */
    public Jump {
      Chain.requireName(chain);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Goes to a chain, whose end is the end of this one.
   *
   * @param chain the chain
   */
  record Goto(String chain) implements Target {

    /**
     * Checks the name.
     *
     * @param chain the chain
     */
    public Goto {
      Chain.requireName(chain);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Which address is translated, and to what (iptables-extensions(8)). */
  enum TranslationKind {
    /** The source, to given addresses. */
    SNAT,
    /** The destination, to given addresses. */
    DNAT,
    /** The source, to that of the interface that the packet goes out by. */
    MASQUERADE,
    /** The destination, to this host. */
    REDIRECT
  }

  /** How a new address or port is chosen. */
  enum TranslationFlag {
    /** Ports at random ({@code --random}). */
    RANDOM("random"),
    /** Ports at random, by a better generator ({@code --random-fully}). */
    RANDOM_FULLY("random-fully"),
    /** The same address for every connection of a client ({@code --persistent}). */
    PERSISTENT("persistent");

    private final String option;

    TranslationFlag(String option) {
      this.option = option;
    }

    /** {@return the option's name, without the hyphens} */
    public String option() {
      return option;
    }
  }

  /**
   * Changes addresses or ports of a connection, and accepts the packet.
   *
   * @param kind which address is changed
   * @param addresses the range of the new address; only for {@link TranslationKind#SNAT} and {@link
   *     TranslationKind#DNAT}
   * @param ports the range of the new port
   * @param flags how they are chosen, in the order in which they are listed
   */
  record AddressTranslation(
      TranslationKind kind,
      Optional<AddressSpan> addresses,
      Optional<PortSpan> ports,
      Set<TranslationFlag> flags)
      implements Target {

    /**
     * Checks the addresses.
     *
     * @param kind which address is changed
     * @param addresses the new addresses
     * @param ports the new ports
     * @param flags how they are chosen
     * @throws IllegalArgumentException if the kind takes no addresses
     */
    public AddressTranslation {
      requireNonNull(ports, "ports");
      checkArgument(
          addresses.isEmpty() || kind == TranslationKind.SNAT || kind == TranslationKind.DNAT,
          "%s takes no addresses",
          kind);
      flags = Sets.immutableEnumSet(flags);
    }

    /**
     * {@return a translation}
     *
     * @param kind which address is changed
     * @param addresses the new addresses, if any
     * @param ports the new ports, if any
     * @param flags how they are chosen
     */
    public static AddressTranslation of(
        TranslationKind kind,
        Optional<AddressSpan> addresses,
        Optional<PortSpan> ports,
        Set<TranslationFlag> flags) {
      return new AddressTranslation(kind, addresses, ports, ImmutableSet.copyOf(flags));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Clears some bits of the packet's mark, inverts some, and goes on to the next rule
   * (iptables-extensions(8), MARK, {@code --set-xmark}).
   *
   * @param value the bits that are inverted, 0 to 2<sup>32</sup>−1
   * @param mask the bits that are cleared first, 0 to 2<sup>32</sup>−1
   */
  record SetMark(long value, long mask) implements Target {

    /**
     * Checks both numbers.
     *
     * @param value the bits that are inverted
     * @param mask the bits that are cleared first
     * @throws IllegalArgumentException if one has more than 32 bits
     */
    public SetMark {
      checkArgument(value >>> 32 == 0 && mask >>> 32 == 0, "mark %s/%s", value, mask);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** How a frame's mark is changed (ebtables(8), mark). */
  enum MarkOperation {
    /** It is set. */
    SET("set"),
    /** Bits are set in it. */
    OR("or"),
    /** Only some bits are kept. */
    AND("and"),
    /** Bits are inverted. */
    XOR("xor");

    private final String word;

    MarkOperation(String word) {
      this.word = word;
    }

    /** {@return the tool's word for it} */
    public String word() {
      return word;
    }
  }

  /**
   * Changes the mark of a frame (ebtables(8), mark).
   *
   * @param operation how
   * @param value the operand, 0 to 2<sup>32</sup>−1
   * @param then what happens next
   */
  record FrameMark(MarkOperation operation, long value, Verdict then) implements Target {

    /**
     * Checks the value.
     *
     * @param operation how
     * @param value the operand
     * @param then what happens next
     * @throws IllegalArgumentException if it has more than 32 bits
     */
    public FrameMark {
      requireNonNull(operation, "operation");
      requireNonNull(then, "then");
      checkArgument(value >>> 32 == 0, "mark %s", value);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Which MAC address of a frame is changed (ebtables(8)). */
  enum MacTranslationKind {
    /** The destination. */
    DNAT,
    /** The source. */
    SNAT,
    /** The destination, to that of the bridge or port itself. */
    REDIRECT
  }

  /**
   * Changes a MAC address of a frame (ebtables(8), dnat, snat, redirect).
   *
   * @param kind which address
   * @param mac the new address; none for {@link MacTranslationKind#REDIRECT}
   * @param arp whether the sender's address inside ARP is changed, too; only for {@link
   *     MacTranslationKind#SNAT}
   * @param then what happens next
   */
  record MacTranslation(
      MacTranslationKind kind, Optional<MacAddress> mac, boolean arp, Verdict then)
      implements Target {

    /**
     * Checks what belongs together.
     *
     * @param kind which address
     * @param mac the new address
     * @param arp whether ARP is changed, too
     * @param then what happens next
     * @throws IllegalArgumentException if the address is missing or not wanted, or ARP is not
     */
    public MacTranslation {
      requireNonNull(then, "then");
      checkArgument(
          mac.isPresent() != (kind == MacTranslationKind.REDIRECT), "%s to %s", kind, mac);
      checkArgument(!arp || kind == MacTranslationKind.SNAT, "%s does not change ARP", kind);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Replies to an ARP request (ebtables(8), arpreply).
   *
   * @param mac the address in the reply
   * @param then what happens next
   */
  record ArpReply(MacAddress mac, Verdict then) implements Target {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A target whose options are known here, but whose effect this model does not describe, such as
   * {@code LOG}.
   *
   * @param name its name, such as {@code LOG}
   * @param options its options in order
   */
  record ExtensionTarget(String name, List<OptionUse> options) implements Target {

    /**
     * Checks the name.
     *
     * @param name its name
     * @param options its options
     * @throws io.nwfilter.core.value.IllegalValueException if it is not a name
     */
    public ExtensionTarget {
      options = ImmutableList.copyOf(requireNonNull(options, "options"));
      Words.requireName(name);
    }

    /**
     * {@return a target}
     *
     * @param name its name
     * @param options its options in order
     */
    public static ExtensionTarget of(String name, OptionUse... options) {
      return new ExtensionTarget(name, ImmutableList.copyOf(options));
    }

    /** {@return whether packets go on after it, with nothing changed that a match can ask for} */
    public boolean isUnchanging() {
      return Unchanging.contains(name);
    }

    /** {@return whether it keeps packets away from connection tracking, and they go on} */
    public boolean isWithoutTracking() {
      return name.equals("NOTRACK")
          || (name.equals("CT")
              && options.stream().anyMatch(option -> option.name().equals("notrack")));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A target that is not known here. It is printed as it was read; what it does is unknown.
   *
   * @param name its name
   * @param words what follows, as it is printed, quotation marks included
   */
  record OpaqueTarget(String name, List<String> words) implements Target {

    /**
     * Checks that text can carry it.
     *
     * @param name its name
     * @param words what follows
     * @throws io.nwfilter.core.value.IllegalValueException if it cannot
     */
    public OpaqueTarget {
      words = ImmutableList.copyOf(requireNonNull(words, "words"));
      Words.requireName(name);
      Words.requireRawWords(words);
    }

    /**
     * {@return the names of the sets that it adds packets to or removes them from; empty if it does
     * something else} See SET in iptables-extensions(8).
     */
    public Optional<List<String>> changedSets() {
      return SetChanges.of(this);
    }

    /**
     * {@return the network in which it gives connections the same host as an address, an address
     * with or without a prefix or a mask; empty if it does something else} It accepts their
     * packets. See NETMAP in iptables-extensions(8).
     */
    public Optional<String> mappedNetwork() {
      return name.equals("NETMAP") && words.size() == 2 && words.get(0).equals("--to")
          ? Optional.of(words.get(1))
          : Optional.empty();
    }

    /** {@return whether packets go on after it, with nothing changed that a match can ask for} */
    public boolean isUnchanging() {
      return Unchanging.contains(name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }
}
