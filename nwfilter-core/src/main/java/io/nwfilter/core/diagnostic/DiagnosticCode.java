package io.nwfilter.core.diagnostic;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Diagnostic} is about. The id of a code ({@code reject-is-drop}) is stable: it can
 * be searched for and suppressed. What each code says of itself is also the text of {@code
 * docs/quirks.md}; in these texts backquotes enclose what stands in documents and rules.
 */
public enum DiagnosticCode {
  // Documents

  /** The document is not well-formed XML, or is cut off. */
  XML_SYNTAX(
      Severity.ERROR,
      "the document is not well-formed XML, or is cut off",
      "mend the markup at the place that is named"),
  /** The document uses something of XML that is refused, such as a DTD or an entity. */
  XML_REFUSED(
      Severity.ERROR,
      "DTDs and entities are refused, documents beyond all measure, and edits in encodings whose "
          + "bytes cannot be replaced",
      "leave out the DTD, write values out, and use UTF-8"),
  /** The document could not be read. */
  UNREADABLE(
      Severity.ERROR,
      "a file or directory cannot be read",
      "check that it exists, and its permissions"),
  /** The root element is not the one that is wanted. */
  WRONG_ROOT(
      Severity.ERROR,
      "the document is not of the wanted kind",
      "give a document with the root element that is wanted"),
  /** An element or attribute that must be there is missing. */
  MISSING(Severity.ERROR, "a required element or attribute is missing", "add it"),
  /** A value is not legal where it stands. */
  ILLEGAL_VALUE(
      Severity.ERROR,
      "a value is not one that the attribute takes; libvirt refuses to define the filter",
      "write a value of the form that the message names"),
  /** An unknown element, or another one than the first where libvirt counts one, is ignored. */
  ELEMENT_IGNORED(
      Severity.WARNING,
      "an unknown element, a second protocol in one rule, or a second element where libvirt counts "
          + "one (`<filterref>` of an interface), is ignored",
      "refused inside a rule when the document is read, as nobody can say what it means",
      "remove what libvirt does not count, or write it where it counts"),
  /** An unknown attribute is ignored. */
  ATTRIBUTE_IGNORED(
      Severity.WARNING,
      "an unknown attribute is ignored, also one that the documentation names for another "
          + "element (`dscp` of `ipv6`, `flags` of `tcp-ipv6`, the MAC attributes of `icmp` but "
          + "`srcmacaddr`)",
      "refused inside a rule when the document is read",
      "remove the attribute"),
  /** libvirt overlooks a part of a value, or takes it for another one than anybody would. */
  VALUE_MISREAD(
      Severity.WARNING,
      "a part of a value is overlooked (`$A[3]foo`, a MAC address with a blank and more behind it,"
          + " blanks in the place of a comma), or it is taken for another one (`-1` for"
          + " 4294967295)",
      "refused when the document is read",
      "write the value that the message names"),
  /** A comment is longer than libvirt or iptables keep: its end is cut off. */
  COMMENT_TRUNCATED(
      Severity.WARNING,
      "libvirt keeps 256 bytes of a comment and iptables 255; the rest is cut off",
      "refused",
      "write a shorter comment"),
  /** An attribute stands twice in a rule: the last one counts. */
  ATTRIBUTE_OVERRIDDEN(
      Severity.WARNING,
      "an attribute that stands twice in the elements of one rule counts once, as the last "
          + "one",
      "refused when the document is read",
      "keep one of them, or write two rules"),
  /** A rule's priority that is out of range or not a number is 500. */
  RULE_PRIORITY_IGNORED(
      Severity.WARNING,
      "a priority that is out of -1000 to 1000 or no number is 500",
      "a number of 32 bits counts as it is; anything else is 500",
      "write a number -1000 to 1000"),
  /** A parameter with an illegal name or value is ignored. */
  PARAMETER_DROPPED(
      Severity.WARNING,
      "a parameter whose name or value has other characters than letters, digits, `_` (and "
          + "`.` and `:` in values) is ignored",
      "it counts; its value must be legal where its variable stands",
      "use only letters, digits, `_`, and in values `.` and `:`"),
  /** Two definitions have one name. */
  DUPLICATE_FILTER(
      Severity.ERROR,
      "two files of a directory define one name",
      "rename one of the filters, or remove one of the files"),
  // Resolution

  /** A filter that is referenced is not known. */
  UNKNOWN_FILTER(
      Severity.ERROR, "a filter that is referenced is not defined", "define it, or mend the name"),
  /** A filter includes itself, directly or through others. */
  FILTER_CYCLE(
      Severity.ERROR,
      "a filter includes itself; the message names the chain of references",
      "remove one of those references"),
  /** Filters include each other too often or too deeply. */
  TOO_MANY_FILTERS(
      Severity.ERROR,
      "more than 20,000 filters or 250,000 rules are included under one interface, or "
          + "filters deeper than 200; libvirt has no such limit, and does not come back",
      "include each filter once, where it is needed"),
  /** The lists of rules multiply to too many instances. */
  TOO_MANY_INSTANCES(
      Severity.ERROR,
      "the lists of values multiply to more instances of rules than the limit allows "
          + "(2,000,000 for an interface, if nothing else is asked for)",
      "put the variables under one iterator so that they advance together, use an ipset, or "
          + "raise the limit"),
  /** A variable has no value. */
  UNRESOLVED_VARIABLE(
      Severity.ERROR, "a variable, or an element of its list, has no value", "give the parameter"),
  /** Lists under one iterator are not equally long. */
  UNEQUAL_LISTS(
      Severity.ERROR,
      "variables under one iterator have lists of different lengths, `MAC` with its one "
          + "value among them",
      "make the lists equally long, or use another iterator, such as `$IP[@1]`"),
  /** A variable's value is not legal where the variable stands. */
  ILLEGAL_VARIABLE_VALUE(
      Severity.ERROR,
      "the value of a variable is not legal where the variable stands, or netfilter would "
          + "read it in another way than libvirt (`010`, `10.1.2`)",
      "give a value of the form that the message names"),
  /** CTRL_IP_LEARNING has an unknown value. */
  ILLEGAL_IP_LEARNING(
      Severity.ERROR,
      "`CTRL_IP_LEARNING` is not `any`, `dhcp` or `none` (case does not matter)",
      "use any, dhcp or none"),
  /** The address is not known yet: interim rules stand in for the real ones. */
  INTERIM_RULES(
      Severity.WARNING,
      "the address is needed but not known: with learning method `any` the guest's MAC "
          + "address is checked, and IPv4 and ARP pass; with `dhcp` only DHCP passes",
      "the same",
      "give the parameter `IP`, or the learned address"),
  /** One chain is given different priorities. */
  CHAIN_PRIORITY_CONFLICT(
      Severity.WARNING,
      "filters give one chain different priorities: the one counts whose rule comes last, "
          + "in each direction on its own",
      "the same",
      "give the chain one priority in all filters"),
  /** Chains of one priority: libvirt's order is by chance, here it is by name. */
  CHAIN_ORDER_UNSPECIFIED(
      Severity.WARNING,
      "chains of equal priority are entered in an order that changes with every start of "
          + "the daemon; here it is by name",
      "the same",
      "give the chains different priorities"),
  /** Chains for spanning tree have priority 0, not the documented -810. */
  STP_PRIORITY(
      Severity.WARNING,
      "a chain `stp…` without a priority has 0, though -810 is documented: it is entered "
          + "later than others",
      "-810",
      "write `priority` explicitly"),
  /**
   * A frame that reaches the end of a chain is accepted; the root chain's later rules do not see
   * it.
   */
  CHAIN_END_ACCEPTS(
      Severity.WARNING,
      "a frame that meets no rule of a chain is accepted at the end of it: ebtables makes "
          + "chains with the policy ACCEPT, and the later rules and chains of the root chain "
          + "never see the frame",
      "the chain gets a last rule that returns",
      "end the chain with a rule that returns or drops whatever is left"),
  // Interfaces

  /** An interface has no target device. */
  MISSING_TARGET_DEV(
      Severity.ERROR,
      "an interface with a filter has no name yet: libvirt names it when the machine starts",
      "take the document of the running machine, or name it yourself (CompileOptions, "
          + "`--target-dev`)"),
  /** Chains of two interfaces would have one name, so that their rules would mix. */
  CHAIN_COLLISION(
      Severity.ERROR,
      "chains of two interfaces would have one name (`vnet0` with a chain `mac-arp`, "
          + "`vnet0-mac` with `arp`), and their rules would mix",
      "rename the interface or the chain"),
  /** An interface's name cannot be an interface's name, or could not be printed safely. */
  ILLEGAL_INTERFACE_NAME(
      Severity.ERROR,
      "a name that the kernel refuses, or that could not stand in a rule safely",
      "use at most 15 letters, digits, `_`, `.`, `@` and `-`"),
  /** Two interfaces have one name. */
  DUPLICATE_INTERFACE(
      Severity.ERROR,
      "two interfaces of the host have one name",
      "give each interface a name of its own"),
  /** No interface of a domain is the one that is to be edited. */
  UNKNOWN_INTERFACE(
      Severity.ERROR,
      "no interface of the domain is the one that is asked for",
      "ask for one that the document has"),
  /** More than one interface of a domain may be the one that is to be edited. */
  AMBIGUOUS_INTERFACE(
      Severity.ERROR,
      "more than one interface of the domain is what is asked for",
      "tell it by what no other has, such as its place in the document"),
  /** An interface with a filter has no MAC address. */
  MISSING_MAC(
      Severity.ERROR, "an interface with a filter has no MAC address", "add `<mac address=…/>`"),
  /** Interfaces of this type carry no filters. */
  UNFILTERABLE_INTERFACE(
      Severity.ERROR,
      "interfaces that are not backed by a tap device carry no filter",
      "connect it by a network, a bridge or a tap device, or remove the filter"),
  /** A parameter MAC takes the place of the interface's address. */
  MAC_OVERRIDDEN(
      Severity.WARNING,
      "a parameter `MAC` takes the place of the interface's MAC address in every rule",
      "the same",
      "remove the parameter: libvirt knows the address"),
  /** Rules of the IP layer for packets to the guest see only those that are bridged. */
  NOT_FILTERED_WHEN_ROUTED(
      Severity.WARNING,
      "rules for packets to the guest (`FO-…`) see only packets that are bridged to it: "
          + "what the host routes to it passes none of them, and nothing does while "
          + "`net.bridge.bridge-nf-call-iptables` is 0",
      "the same",
      "do not rely on rules of the IP layer for traffic to a guest on a NAT or routed "
          + "network; use the Ethernet layer"),
  /** After a failed start libvirt leaves a rule for the interface behind. */
  LEFTOVER_ON_FAILURE(
      Severity.WARNING,
      "when a rule is refused midway, libvirt leaves the interface's rule in "
          + "`libvirt-in-post` behind",
      "the same",
      "after the failure remove that rule by hand"),
  // What the daemon does differently

  /** The Ethernet layer cannot reject, so it drops. */
  REJECT_IS_DROP(
      Severity.WARNING,
      "the Ethernet layer cannot reject: the frame is dropped, and the sender not told",
      "refused",
      "write `drop`, or a protocol of the IP layer"),
  /** The IP layer has no target CONTINUE: the daemon fails to start the interface. */
  CONTINUE_FAILS(
      Severity.ERROR,
      "`continue` at the IP layer: iptables has no such target, and the interface cannot "
          + "start",
      "a rule without a target, which goes on to the next",
      "remove the rule"),
  /** The negation of a destination port is lost, or taken from the source port. */
  PORT_NEGATION_LOST(
      Severity.WARNING,
      "in tcp, udp and sctp the destination port is negated just if the source port is: "
          + "alone, `match='no' dstportstart` matches the very port",
      "each port is negated where it says so",
      "let a rule before it return for the excluded port, or write the ranges below and above it"),
  /** The end of a range, a mask or an ICMP code takes the negation of what it belongs to. */
  NEGATION_IGNORED(
      Severity.WARNING,
      "a mask, the end of a range or an ICMP code is negated just if its address, start or "
          + "type is",
      "refused",
      "write both into one element"),
  /** A negated attribute with a list of values makes rules that together exclude nothing. */
  NEGATED_LIST(
      Severity.WARNING,
      "a negated attribute with a list of several values becomes a rule for each value; what one "
          + "of them excludes the others match, so that together they match everything",
      "refused",
      "decide about the listed values in rules before it, and about the rest without them"),
  /** A rule of the IP layer without a state also matches the other direction. */
  MIRRORED(
      Severity.WARNING,
      "a rule of the IP layer for one direction that matches no state (it drops, rejects or "
          + "returns, or `statematch` is off) also matches the other direction, with source and "
          + "destination swapped: `drop in all` drops what the guest sends, too",
      "only rules that accept match the other direction",
      "accept what shall pass in the other direction in rules before it"),
  /** A mask without an address is not matched. */
  MASK_IGNORED(
      Severity.WARNING,
      "a mask without its address is not matched",
      "refused",
      "give the address, or remove the mask"),
  /** An ipset with flags is not matched in this protocol: the rule widens. */
  IPSET_DROPPED(
      Severity.WARNING,
      "`ipset` with flags is matched only in `all` and `all-ipv6`; without flags not even "
          + "there. The rule matches more than is written",
      "matched in every protocol; without flags refused",
      "use `all` or `all-ipv6` with `ipsetflags`"),
  /** There was more to say than anybody reads. */
  MORE_DIAGNOSTICS(
      Severity.WARNING,
      "there is more to say of a document or an interface than is kept (10,000 lines); the message "
          + "says how much",
      "mend what is said first"),
  /** The ends in an ipset's flags are not swapped where source and destination are. */
  IPSET_FLAGS_KEPT(
      Severity.WARNING,
      "`ipsetflags` from a variable stay as they are where source and destination are swapped: the "
          + "set is looked up with the other end's address",
      "swapped",
      "write the flags out"),
  /** libvirt refuses what is compiled as written. */
  LIBVIRT_REFUSES(
      Severity.WARNING,
      "what was compiled as written is nothing that libvirt would define or start; the "
          + "message names the code",
      "write what the code that is named says"),
  /** An ipset without flags cannot be used. */
  IPSET_UNUSABLE(
      Severity.ERROR,
      "`ipset` without `ipsetflags` outside of `all` makes the interface fail to start",
      "refused",
      "give `ipsetflags`"),
  /** The negation of an ipset is lost. */
  IPSET_NEGATION_LOST(
      Severity.WARNING,
      "`match='no'` does not negate an ipset: the rule matches the members",
      "negated",
      "write a rule for the members before it, or a set of the others"),
  /** A source MAC address is not matched where source and destination are swapped. */
  SOURCE_MAC_UNMATCHED(
      Severity.WARNING,
      "`srcmacaddr` is not matched where source and destination are swapped; the rule is "
          + "left out there if it asks for nothing else but protocol, ipset, state and comment",
      "no rule there but for the answers of connections; with `inout` refused",
      "write a rule for each direction, or match the address at the Ethernet layer"),
  /** An ICMP rule with a type has no rule for the answering direction. */
  ICMP_ANSWER_SKIPPED(
      Severity.WARNING,
      "an ICMP rule with a type makes a rule only in its own direction; with `inout` it "
          + "makes none at all",
      "answers of an accepted connection pass, whatever their type; with `inout` the type "
          + "is matched both ways",
      "write a rule for each direction"),
  /** ICMP type 255 means any type to iptables. */
  ICMP_TYPE_ANY(
      Severity.WARNING,
      "ICMP type 255 means any type to iptables",
      "refused",
      "leave out the type, or write rules for the types that are meant"),
  /** An ICMP code without a type is not matched. */
  ICMP_CODE_IGNORED(
      Severity.WARNING, "`code` without `type` is not matched", "refused", "give the type"),
  /** A connection limit takes the place of the state match. */
  CONNLIMIT_DROPS_STATE(
      Severity.WARNING,
      "in a rule that accepts, `connlimit-above` takes the place of every state match",
      "both are matched",
      "write a separate rule for the states"),
  /** A connection limit has a rule only where source and destination stand as written. */
  CONNLIMIT_ONE_WAY(
      Severity.WARNING,
      "a rule with `connlimit-above` exists only in the direction as written",
      "answers of an accepted connection pass; with `inout` the limit counts both ways",
      "write a rule for each direction"),
  /** The mask of the sender's address is applied to the target's, too. */
  ARP_MASK_LEAKS(
      Severity.WARNING,
      "`arpsrcipmask` is also applied to `arpdstipaddr` when that has no mask of its own",
      "each address has its own mask",
      "give `arpdstipmask`, 32 for a single address"),
  /** The end of a range without its start, or a range beside an address, is not matched. */
  RANGE_IGNORED(
      Severity.WARNING,
      "the end of a range without its start is not matched, nor a range beside an address",
      "a range beside an address is matched as well; an end without a start is refused",
      "give the start; of address and range only one"),
  /** A range ends before it starts, which the kernel takes and never matches. */
  EMPTY_RANGE(
      Severity.WARNING,
      "a range of addresses, or of ports in `udp`, that ends before it starts is taken by the"
          + " kernel and never matches, or always if it is negated; other such ranges are refused",
      "the same",
      "write the smaller value first"),
  /** The DSCP is compared with the whole TOS byte. */
  DSCP_IS_TOS(
      Severity.WARNING,
      "`dscp` of `ip` is compared with the whole TOS byte, whose upper six bits are the "
          + "DSCP: it never matches that DSCP (0 aside)",
      "a rule for each of the four TOS bytes with that DSCP; refused if negated",
      "use `dscp` of a protocol of the IP layer"),
  /** The protocol inside a VLAN tag is written in decimal and read as hexadecimal. */
  VLAN_ENCAP_MISREAD(
      Severity.WARNING,
      "`encap-protocol` is written in decimal where ebtables reads hexadecimal: `arp`, "
          + "0x0806, becomes 0x2054",
      "written in hexadecimal",
      "put the hexadecimal number, with 0x, into a variable"),
  /** A variable where libvirt accepts but cannot use one. */
  VARIABLE_UNUSABLE(
      Severity.ERROR,
      "a variable in the comment of an IP-layer rule makes the interface fail to start",
      "replaced by its value",
      "write the comment out"),
  /** A variable where libvirt accepts but ignores one. */
  VARIABLE_IGNORED(
      Severity.WARNING,
      "a variable in `state`, `flags` or `gratuitous` is accepted but never looked at; "
          + "`flags` then matches everything",
      "replaced by its value",
      "write the value out"),
  /** The end of a range of IPv6 destinations cannot be an IPv6 address. */
  DSTIPTO_IPV6(
      Severity.ERROR,
      "`dstipto` of the IPv6 elements takes only an IPv4 address: libvirt refuses to define "
          + "the filter",
      "an IPv6 address, as in `srcipto`",
      "put the IPv6 address into a variable, which libvirt does not check"),
  /** A comment with a line break or another control character. */
  COMMENT_NEWLINE(
      Severity.ERROR,
      "libvirt passes line breaks and other control characters in a comment on to the kernel; "
          + "what `iptables-save` prints of a line break cannot be restored. Here all of them are "
          + "refused",
      "refused",
      "write the comment in one line"),
  /** Comments are not rendered at the Ethernet layer. */
  COMMENT_NOT_RENDERED(
      Severity.WARNING,
      "comments of the Ethernet layer do not reach the kernel: ebtables has none",
      "the same",
      "nothing needs to change; look for the comment in the filter"),
  /** A text that restore files, or XML, cannot carry. */
  UNPRINTABLE(
      Severity.ERROR,
      "a comment or a set's name that restore text cannot carry, or a character or a name that XML "
          + "has not",
      "use printable characters, as the message says"),
  /** A state is not matched where the state match is switched off. */
  STATE_IGNORED(
      Severity.WARNING,
      "with `statematch='0'` an explicit `state` is not matched, and the rule stands in "
          + "both directions",
      "the state is matched",
      "remove `statematch`"),
  /** libvirt defines the filter but refuses to start the interface. */
  REFUSED_BY_LIBVIRT(
      Severity.ERROR,
      "libvirt defines the filter but does not start the interface, such as `stp` with "
          + "`srcmacaddr` and `inout`",
      "refused",
      "write a rule for each direction"),
  /** Netfilter refuses this combination of matches, so the daemon cannot start the interface. */
  REFUSED_BY_NETFILTER(
      Severity.ERROR,
      "netfilter refuses the combination, such as ports beside a negated protocol, an empty "
          + "port range, VLAN id 4095",
      "write what the message says"),
  /** What is written cannot be expressed, and compiling as written does not settle for less. */
  NOT_AS_WRITTEN(
      Severity.ERROR,
      "what the author wrote cannot be expressed in netfilter; libvirt makes something else "
          + "of it, which the message names. Only compiling as written refuses it",
      "change the rule as the message says, or compile as libvirt");

  private final Severity severity;
  private final String happens;
  private final @Nullable String asWritten;
  private final String advice;
  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  DiagnosticCode(Severity severity, String happens, String advice) {
    this(severity, happens, null, advice);
  }

  DiagnosticCode(Severity severity, String happens, @Nullable String asWritten, String advice) {
    this.severity = severity;
    this.happens = happens;
    this.asWritten = asWritten;
    this.advice = advice;
  }

  /** {@return how much it matters} */
  public Severity severity() {
    return severity;
  }

  /** {@return what happens, in a sentence without its full stop} */
  public String happens() {
    return happens;
  }

  /**
   * {@return what compiling as written makes of it; empty if this is nothing that depends on how
   * filters are understood}
   */
  public Optional<String> asWritten() {
    return Optional.ofNullable(asWritten);
  }

  /** {@return what to write or do instead, as an imperative without its full stop} */
  public String advice() {
    return advice;
  }

  /** {@return the stable name: lower case, with hyphens} */
  public String id() {
    return id;
  }

  /** {@return the stable name} */
  @Override
  public String toString() {
    return id;
  }
}
