package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/**
 * Diagnostics about a rule, or a chain, when it is lowered to netfilter: what libvirt does
 * differently, and what netfilter refuses.
 */
public enum LoweringCode implements DiagnosticCode {
  /** One chain is given different priorities. */
  CHAIN_PRIORITY_CONFLICT(
      CodeDescription.warning(
          "chain-priority-conflict",
          "filters give one chain different priorities: in each direction, the priority of the"
              + " filter whose rule comes last counts",
          "the same",
          "give the chain one priority in all filters")),
  /** What one layer accepts, the other one drops. */
  DROPPED_BY_OTHER_LAYER(
      CodeDescription.warning(
              "dropped-by-other-layer",
              "a packet passes the Ethernet layer (rules without a protocol, `mac`, `ip`, `arp` and"
                  + " so on) and then the IP layer (`tcp`, `udp`, `all` and so on), and is lost if"
                  + " either drops it: a rule accepts what the other layer drops in any case",
              "the same",
              "accept the packets in both layers, before what drops them: with `ip` or `ipv6` at"
                  + " the Ethernet layer, in both directions, or with `tcp`, `all` and so on at the"
                  + " IP layer; or remove the rule, if they are meant to be dropped")
          .namingOthers()),
  /** A rule comes before the chain that it belongs to. */
  CHAIN_MADE_LATE(
      CodeDescription.error(
          "chain-made-late",
          "filters give one chain different priorities, and libvirt adds a rule to it before it"
              + " creates the chain: ebtables refuses the rule, and the interface cannot start",
          "the chain is created first",
          "give the chain one priority in all filters")),
  /** No frame that enters the chain of a rule matches the rule. */
  RULE_NEVER_MATCHES(
      CodeDescription.warning(
          "rule-never-matches",
          "only frames of one protocol enter a chain (`arp…`, `ipv4…` and so on), and a rule in it"
              + " that asks for another protocol matches none of them",
          "the same",
          "put the rule into a filter of another chain, such as `root`")),
  /** Chains of one priority: libvirt's order is random, here they are ordered by name. */
  CHAIN_ORDER_UNSPECIFIED(
      CodeDescription.warning(
          "chain-order-unspecified",
          "chains of equal priority are entered in an order that changes with every start of the"
              + " daemon; here they are ordered by name",
          "the same",
          "give the chains different priorities")),
  /** Chains for spanning tree have priority 0, not the documented -810. */
  STP_PRIORITY(
      CodeDescription.warning(
          "stp-priority",
          "an `stp…` chain without a priority has priority 0, although -810 is documented, and so"
              + " is entered later than other chains",
          "-810",
          "write `priority` explicitly")),
  /**
   * A frame that reaches the end of a chain is accepted; the root chain's later rules do not see
   * it.
   */
  CHAIN_END_ACCEPTS(
      CodeDescription.warning(
          "chain-end-accepts",
          "a frame that matches no rule of a chain is accepted at the end of the chain: ebtables"
              + " creates chains with the policy ACCEPT, so the later rules and chains of the root"
              + " chain never see the frame",
          "the chain gets a last rule that returns",
          "end the chain with a rule that returns or drops everything that is left")),
  /** After a failed start, libvirt does not remove a rule for the interface. */
  LEFTOVER_ON_FAILURE(
      CodeDescription.warning(
          "leftover-on-failure",
          "when a rule is refused midway, libvirt does not remove the interface's rule in"
              + " `libvirt-in-post`",
          "the same",
          "after the failure, remove that rule by hand")),
  /** The Ethernet layer cannot reject, so it drops. */
  REJECT_IS_DROP(
      CodeDescription.warning(
          "reject-is-drop",
          "the Ethernet layer cannot reject: the frame is dropped without telling the sender",
          "refused",
          "write `drop`, or use a protocol of the IP layer")),
  /** The IP layer has no target CONTINUE: the daemon cannot start the interface. */
  CONTINUE_FAILS(
      CodeDescription.error(
          "continue-fails",
          "`continue` in a rule of the IP layer: iptables has no such target, and the interface"
              + " cannot start",
          "a rule without a target, so that the next rule is tried",
          "remove the rule")),
  /** The negation of a destination port is lost, or taken from the source port. */
  PORT_NEGATION_LOST(
      CodeDescription.warning(
          "port-negation-lost",
          "in tcp, udp and sctp, the destination port is negated if and only if the source port is:"
              + " on its own, `match='no' dstportstart` matches exactly the port that it should"
              + " exclude",
          "each port is negated where its element says so",
          "put a rule before it that returns for the excluded port, or write the ranges below and"
              + " above that port")),
  /** The end of a range, a mask or an ICMP code takes the negation of what it belongs to. */
  NEGATION_IGNORED(
      CodeDescription.warning(
          "negation-ignored",
          "a mask, the end of a range or an ICMP code is negated if and only if its address, start"
              + " or type is",
          "refused",
          "write both in one element")),
  /** A negated attribute with a list of values makes rules that together exclude nothing. */
  NEGATED_LIST(
      CodeDescription.warning(
          "negated-list",
          "a negated attribute with several values becomes one rule for each value; each rule"
              + " matches what the others exclude, so together they match everything",
          "refused",
          "handle the listed values in earlier rules, and everything else in a rule without them")),
  /** A rule of the IP layer without a state also matches the other direction. */
  MIRRORED(
      CodeDescription.warning(
          "mirrored",
          "a rule of the IP layer for one direction that does not match a state (it drops, rejects"
              + " or returns, or `statematch` is off) also matches the other direction, with source"
              + " and destination swapped: `drop in all` also drops what the guest sends",
          "only rules that accept also match the other direction",
          "in earlier rules, accept what should pass in the other direction")),
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
          "`ipset` with flags is matched only in `all` and `all-ipv6`, and without flags not even"
              + " there: the rule matches more than was written",
          "matched in every protocol; refused without flags",
          "use `all` or `all-ipv6` with `ipsetflags`")),
  /** The ends in an ipset's flags are not swapped where source and destination are. */
  IPSET_FLAGS_KEPT(
      CodeDescription.warning(
          "ipset-flags-kept",
          "`ipsetflags` from a variable are not swapped where source and destination are, so the"
              + " address of the wrong end is looked up in the set",
          "swapped",
          "write the flags out")),
  /** libvirt refuses what is compiled as written. */
  LIBVIRT_REFUSES(
      CodeDescription.warning(
          "libvirt-refuses",
          "libvirt would not define or not start what was compiled as written; the message names"
              + " the code",
          "follow the advice for the code that the message names")),
  /** An ipset without flags cannot be used. */
  IPSET_UNUSABLE(
      CodeDescription.error(
          "ipset-unusable",
          "`ipset` without `ipsetflags` outside `all` keeps the interface from starting",
          "refused",
          "give `ipsetflags`")),
  /** The negation of an ipset is lost. */
  IPSET_NEGATION_LOST(
      CodeDescription.warning(
          "ipset-negation-lost",
          "`match='no'` does not negate an ipset: the rule matches the members",
          "negated",
          "put a rule for the members before it, or use a set of everything else")),
  /** A source MAC address is not matched where source and destination are swapped. */
  SOURCE_MAC_UNMATCHED(
      CodeDescription.warning(
          "source-mac-unmatched",
          "`srcmacaddr` is not matched where source and destination are swapped; the rule is left"
              + " out there if it matches nothing besides protocol, ipset, state and comment",
          "no rule there except for the replies of connections; refused with `inout`",
          "write a rule for each direction, or match the address at the Ethernet layer")),
  /** An ICMP rule with a type has no rule for the direction of replies. */
  ICMP_ANSWER_SKIPPED(
      CodeDescription.warning(
          "icmp-answer-skipped",
          "an ICMP rule with a type becomes a rule only in its own direction, so that a later rule"
              + " may drop the replies; with `inout` it becomes no rule at all. A rule without a"
              + " type does not accept replies to what others accept, either: only those to packets"
              + " in its own direction",
          "replies of an accepted connection pass, whatever their type; with `inout` the type is"
              + " matched in both directions",
          "write a rule for each direction, each with its type")),
  /** ICMP type 255 means any type to iptables. */
  ICMP_TYPE_ANY(
      CodeDescription.warning(
          "icmp-type-any",
          "ICMP type 255 means any type to iptables, with a code only to that of libvirt 9.0's time"
              + " (before 1.8.11)",
          "refused",
          "leave out the type, or write rules for the types that are meant")),
  /** libvirt 12.8 leaves out rules of the IP layer from one with unequal lists on. */
  RULES_LEFT_OUT(
      CodeDescription.warning(
          "rules-left-out",
          "libvirt 12.8 does not refuse a rule of the IP layer whose variables have lists of"
              + " different lengths under one iterator: it leaves that rule out, and all rules of"
              + " the same family of IP after it",
          "refused",
          "make the lists equally long, or use another iterator, such as `$IP[@1]`")),
  /** An ICMP code without a type is not matched. */
  ICMP_CODE_IGNORED(
      CodeDescription.warning(
          "icmp-code-ignored", "`code` without `type` is not matched", "refused", "give the type")),
  /** A connection limit replaces the state match. */
  CONNLIMIT_DROPS_STATE(
      CodeDescription.warning(
          "connlimit-drops-state",
          "in a rule that accepts, `connlimit-above` replaces every state match",
          "both are matched",
          "write a separate rule for the states")),
  /** A connection limit has a rule only where source and destination are as written. */
  CONNLIMIT_ONE_WAY(
      CodeDescription.warning(
          "connlimit-one-way",
          "a rule with `connlimit-above` exists only in its own direction",
          "replies of an accepted connection pass; with `inout` the limit applies in both"
              + " directions",
          "write a rule for each direction")),
  /** The mask of the sender's address is applied to the target's, too. */
  ARP_MASK_LEAKS(
      CodeDescription.warning(
          "arp-mask-leaks",
          "`arpsrcipmask` is also applied to an `arpdstipaddr` that has no mask of its own",
          "each address has its own mask",
          "give `arpdstipmask`, 32 for a single address")),
  /** The end of a range without its start, or a range next to an address, is not matched. */
  RANGE_IGNORED(
      CodeDescription.warning(
          "range-ignored",
          "the end of a range without its start is not matched, nor is a range next to an address",
          "a range next to an address is matched as well; an end without a start is refused",
          "give the start, and either an address or a range")),
  /** A range ends before it starts, which the kernel accepts and never matches. */
  EMPTY_RANGE(
      CodeDescription.warning(
          "empty-range",
          "the kernel accepts a range of addresses, or of ports in `udp`, that ends before it"
              + " starts, but the range never matches (if negated, it always does); other such"
              + " ranges are refused",
          "the same",
          "write the smaller value first")),
  /** The DSCP is compared with the whole TOS byte. */
  DSCP_IS_TOS(
      CodeDescription.warning(
          "dscp-is-tos",
          "`dscp` of `ip` is compared with the whole TOS byte, whose upper six bits are the DSCP:"
              + " it never matches that DSCP, unless it is 0",
          "one rule for each of the four TOS bytes with that DSCP; refused if negated",
          "use `dscp` with a protocol of the IP layer")),
  /** The protocol inside a VLAN tag is written in decimal and read as hexadecimal. */
  VLAN_ENCAP_MISREAD(
      CodeDescription.warning(
          "vlan-encap-misread",
          "`encap-protocol` is written in decimal, but ebtables reads it as hexadecimal: `arp`,"
              + " 0x0806, becomes 0x2054",
          "written in hexadecimal",
          "put the hexadecimal number, with 0x, into a variable")),
  /** A variable that libvirt accepts but cannot use. */
  VARIABLE_UNUSABLE(
      CodeDescription.error(
          "variable-unusable",
          "a variable in the comment of a rule of the IP layer keeps the interface from starting",
          "replaced by its value",
          "write the comment out")),
  /** A variable that libvirt accepts but ignores. */
  VARIABLE_IGNORED(
      CodeDescription.warning(
          "variable-ignored",
          "a variable in `state`, `flags` or `gratuitous` is accepted but ignored; `flags` then"
              + " matches everything",
          "replaced by its value",
          "write the value out")),
  /** A comment with a line break or another control character. */
  COMMENT_NEWLINE(
      CodeDescription.error(
          "comment-newline",
          "libvirt passes line breaks and other control characters in a comment on to the kernel,"
              + " and `iptables-save` prints a line break in a way that cannot be restored. Here"
              + " they are all refused",
          "refused",
          "write the comment on one line")),
  /** Comments are not rendered at the Ethernet layer. */
  COMMENT_NOT_RENDERED(
      CodeDescription.warning(
          "comment-not-rendered",
          "comments of the Ethernet layer do not reach the kernel, because ebtables has no"
              + " comments",
          "the same",
          "nothing needs to change; the comment is still in the filter")),
  /** A state is not matched where the state match is switched off. */
  STATE_IGNORED(
      CodeDescription.warning(
          "state-ignored",
          "with `statematch='0'`, an explicit `state` is not matched, and the rule exists in both"
              + " directions",
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
          "netfilter refuses the combination or the value, such as ports next to a negated"
              + " protocol, ports that end before they start (of UDP, only from iptables 1.8.11 on)"
              + " or VLAN id 4095",
          "change what the message names"));

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
