package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/**
 * What there is to say of a rule, or of a chain, when it is put into words of netfilter: what
 * libvirt does differently, and what netfilter refuses.
 */
public enum LoweringCode implements DiagnosticCode {
  /** One chain is given different priorities. */
  CHAIN_PRIORITY_CONFLICT(
      CodeDescription.warning(
          "chain-priority-conflict",
          "filters give one chain different priorities: the one counts whose rule comes last, "
              + "in each direction on its own",
          "the same",
          "give the chain one priority in all filters")),
  /** A rule comes before the chain that it belongs to. */
  CHAIN_MADE_LATE(
      CodeDescription.error(
          "chain-made-late",
          "filters give one chain different priorities, and libvirt adds a rule of it before it"
              + " makes the chain: ebtables refuses the rule, and the interface cannot start",
          "the chain is made first",
          "give the chain one priority in all filters")),
  /** Chains of one priority: libvirt's order is by chance, here it is by name. */
  CHAIN_ORDER_UNSPECIFIED(
      CodeDescription.warning(
          "chain-order-unspecified",
          "chains of equal priority are entered in an order that changes with every start of "
              + "the daemon; here it is by name",
          "the same",
          "give the chains different priorities")),
  /** Chains for spanning tree have priority 0, not the documented -810. */
  STP_PRIORITY(
      CodeDescription.warning(
          "stp-priority",
          "a chain `stp…` without a priority has 0, though -810 is documented: it is entered "
              + "later than others",
          "-810",
          "write `priority` explicitly")),
  /**
   * A frame that reaches the end of a chain is accepted; the root chain's later rules do not see
   * it.
   */
  CHAIN_END_ACCEPTS(
      CodeDescription.warning(
          "chain-end-accepts",
          "a frame that meets no rule of a chain is accepted at the end of it: ebtables makes "
              + "chains with the policy ACCEPT, and the later rules and chains of the root chain "
              + "never see the frame",
          "the chain gets a last rule that returns",
          "end the chain with a rule that returns or drops whatever is left")),
  /** After a failed start libvirt leaves a rule for the interface behind. */
  LEFTOVER_ON_FAILURE(
      CodeDescription.warning(
          "leftover-on-failure",
          "when a rule is refused midway, libvirt leaves the interface's rule in "
              + "`libvirt-in-post` behind",
          "the same",
          "after the failure remove that rule by hand")),
  /** The Ethernet layer cannot reject, so it drops. */
  REJECT_IS_DROP(
      CodeDescription.warning(
          "reject-is-drop",
          "the Ethernet layer cannot reject: the frame is dropped, and the sender not told",
          "refused",
          "write `drop`, or a protocol of the IP layer")),
  /** The IP layer has no target CONTINUE: the daemon fails to start the interface. */
  CONTINUE_FAILS(
      CodeDescription.error(
          "continue-fails",
          "`continue` at the IP layer: iptables has no such target, and the interface cannot "
              + "start",
          "a rule without a target, which goes on to the next",
          "remove the rule")),
  /** The negation of a destination port is lost, or taken from the source port. */
  PORT_NEGATION_LOST(
      CodeDescription.warning(
          "port-negation-lost",
          "in tcp, udp and sctp the destination port is negated just if the source port is: "
              + "alone, `match='no' dstportstart` matches the very port",
          "each port is negated where it says so",
          "let a rule before it return for the excluded port, or write the ranges below and above"
              + " it")),
  /** The end of a range, a mask or an ICMP code takes the negation of what it belongs to. */
  NEGATION_IGNORED(
      CodeDescription.warning(
          "negation-ignored",
          "a mask, the end of a range or an ICMP code is negated just if its address, start or "
              + "type is",
          "refused",
          "write both into one element")),
  /** A negated attribute with a list of values makes rules that together exclude nothing. */
  NEGATED_LIST(
      CodeDescription.warning(
          "negated-list",
          "a negated attribute with a list of several values becomes a rule for each value; what"
              + " one of them excludes the others match, so that together they match everything",
          "refused",
          "decide about the listed values in rules before it, and about the rest without them")),
  /** A rule of the IP layer without a state also matches the other direction. */
  MIRRORED(
      CodeDescription.warning(
          "mirrored",
          "a rule of the IP layer for one direction that matches no state (it drops, rejects or"
              + " returns, or `statematch` is off) also matches the other direction, with source"
              + " and destination swapped: `drop in all` drops what the guest sends, too",
          "only rules that accept match the other direction",
          "accept what shall pass in the other direction in rules before it")),
  /** A mask without an address is not matched. */
  MASK_IGNORED(
      CodeDescription.warning(
          "mask-ignored",
          "a mask without its address is not matched",
          "refused",
          "give the address, or remove the mask")),
  /** An ipset with flags is not matched in this protocol: the rule widens. */
  IPSET_DROPPED(
      CodeDescription.warning(
          "ipset-dropped",
          "`ipset` with flags is matched only in `all` and `all-ipv6`; without flags not even "
              + "there. The rule matches more than is written",
          "matched in every protocol; without flags refused",
          "use `all` or `all-ipv6` with `ipsetflags`")),
  /** The ends in an ipset's flags are not swapped where source and destination are. */
  IPSET_FLAGS_KEPT(
      CodeDescription.warning(
          "ipset-flags-kept",
          "`ipsetflags` from a variable stay as they are where source and destination are swapped:"
              + " the set is looked up with the other end's address",
          "swapped",
          "write the flags out")),
  /** libvirt refuses what is compiled as written. */
  LIBVIRT_REFUSES(
      CodeDescription.warning(
          "libvirt-refuses",
          "what was compiled as written is nothing that libvirt would define or start; the "
              + "message names the code",
          "write what the code that is named says")),
  /** An ipset without flags cannot be used. */
  IPSET_UNUSABLE(
      CodeDescription.error(
          "ipset-unusable",
          "`ipset` without `ipsetflags` outside of `all` makes the interface fail to start",
          "refused",
          "give `ipsetflags`")),
  /** The negation of an ipset is lost. */
  IPSET_NEGATION_LOST(
      CodeDescription.warning(
          "ipset-negation-lost",
          "`match='no'` does not negate an ipset: the rule matches the members",
          "negated",
          "write a rule for the members before it, or a set of the others")),
  /** A source MAC address is not matched where source and destination are swapped. */
  SOURCE_MAC_UNMATCHED(
      CodeDescription.warning(
          "source-mac-unmatched",
          "`srcmacaddr` is not matched where source and destination are swapped; the rule is "
              + "left out there if it asks for nothing else but protocol, ipset, state and comment",
          "no rule there but for the answers of connections; with `inout` refused",
          "write a rule for each direction, or match the address at the Ethernet layer")),
  /** An ICMP rule with a type has no rule for the answering direction. */
  ICMP_ANSWER_SKIPPED(
      CodeDescription.warning(
          "icmp-answer-skipped",
          "an ICMP rule with a type makes a rule only in its own direction; with `inout` it "
              + "makes none at all",
          "answers of an accepted connection pass, whatever their type; with `inout` the type "
              + "is matched both ways",
          "write a rule for each direction")),
  /** ICMP type 255 means any type to iptables. */
  ICMP_TYPE_ANY(
      CodeDescription.warning(
          "icmp-type-any",
          "ICMP type 255 means any type to iptables",
          "refused",
          "leave out the type, or write rules for the types that are meant")),
  /** An ICMP code without a type is not matched. */
  ICMP_CODE_IGNORED(
      CodeDescription.warning(
          "icmp-code-ignored", "`code` without `type` is not matched", "refused", "give the type")),
  /** A connection limit takes the place of the state match. */
  CONNLIMIT_DROPS_STATE(
      CodeDescription.warning(
          "connlimit-drops-state",
          "in a rule that accepts, `connlimit-above` takes the place of every state match",
          "both are matched",
          "write a separate rule for the states")),
  /** A connection limit has a rule only where source and destination stand as written. */
  CONNLIMIT_ONE_WAY(
      CodeDescription.warning(
          "connlimit-one-way",
          "a rule with `connlimit-above` exists only in the direction as written",
          "answers of an accepted connection pass; with `inout` the limit counts both ways",
          "write a rule for each direction")),
  /** The mask of the sender's address is applied to the target's, too. */
  ARP_MASK_LEAKS(
      CodeDescription.warning(
          "arp-mask-leaks",
          "`arpsrcipmask` is also applied to `arpdstipaddr` when that has no mask of its own",
          "each address has its own mask",
          "give `arpdstipmask`, 32 for a single address")),
  /** The end of a range without its start, or a range beside an address, is not matched. */
  RANGE_IGNORED(
      CodeDescription.warning(
          "range-ignored",
          "the end of a range without its start is not matched, nor a range beside an address",
          "a range beside an address is matched as well; an end without a start is refused",
          "give the start; of address and range only one")),
  /** A range ends before it starts, which the kernel takes and never matches. */
  EMPTY_RANGE(
      CodeDescription.warning(
          "empty-range",
          "a range of addresses, or of ports in `udp`, that ends before it starts is taken by the"
              + " kernel and never matches, or always if it is negated; other such ranges are"
              + " refused",
          "the same",
          "write the smaller value first")),
  /** The DSCP is compared with the whole TOS byte. */
  DSCP_IS_TOS(
      CodeDescription.warning(
          "dscp-is-tos",
          "`dscp` of `ip` is compared with the whole TOS byte, whose upper six bits are the "
              + "DSCP: it never matches that DSCP (0 aside)",
          "a rule for each of the four TOS bytes with that DSCP; refused if negated",
          "use `dscp` of a protocol of the IP layer")),
  /** The protocol inside a VLAN tag is written in decimal and read as hexadecimal. */
  VLAN_ENCAP_MISREAD(
      CodeDescription.warning(
          "vlan-encap-misread",
          "`encap-protocol` is written in decimal where ebtables reads hexadecimal: `arp`, "
              + "0x0806, becomes 0x2054",
          "written in hexadecimal",
          "put the hexadecimal number, with 0x, into a variable")),
  /** A variable where libvirt accepts but cannot use one. */
  VARIABLE_UNUSABLE(
      CodeDescription.error(
          "variable-unusable",
          "a variable in the comment of an IP-layer rule makes the interface fail to start",
          "replaced by its value",
          "write the comment out")),
  /** A variable where libvirt accepts but ignores one. */
  VARIABLE_IGNORED(
      CodeDescription.warning(
          "variable-ignored",
          "a variable in `state`, `flags` or `gratuitous` is accepted but never looked at; "
              + "`flags` then matches everything",
          "replaced by its value",
          "write the value out")),
  /** A comment with a line break or another control character. */
  COMMENT_NEWLINE(
      CodeDescription.error(
          "comment-newline",
          "libvirt passes line breaks and other control characters in a comment on to the kernel;"
              + " what `iptables-save` prints of a line break cannot be restored. Here all of them"
              + " are refused",
          "refused",
          "write the comment in one line")),
  /** Comments are not rendered at the Ethernet layer. */
  COMMENT_NOT_RENDERED(
      CodeDescription.warning(
          "comment-not-rendered",
          "comments of the Ethernet layer do not reach the kernel: ebtables has none",
          "the same",
          "nothing needs to change; look for the comment in the filter")),
  /** A state is not matched where the state match is switched off. */
  STATE_IGNORED(
      CodeDescription.warning(
          "state-ignored",
          "with `statematch='0'` an explicit `state` is not matched, and the rule stands in "
              + "both directions",
          "the state is matched",
          "remove `statematch`")),
  /** libvirt defines the filter but refuses to start the interface. */
  REFUSED_BY_LIBVIRT(
      CodeDescription.error(
          "refused-by-libvirt",
          "libvirt defines the filter but does not start the interface, such as `stp` with "
              + "`srcmacaddr` and `inout`",
          "refused",
          "write a rule for each direction")),
  /** Netfilter refuses this combination of matches, so the daemon cannot start the interface. */
  REFUSED_BY_NETFILTER(
      CodeDescription.error(
          "refused-by-netfilter",
          "netfilter refuses the combination, such as ports beside a negated protocol, an empty "
              + "port range, VLAN id 4095",
          "write what the message says"));

  private final CodeDescription description;

  LoweringCode(CodeDescription description) {
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
