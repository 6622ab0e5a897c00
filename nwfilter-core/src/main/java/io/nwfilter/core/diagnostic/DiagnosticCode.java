package io.nwfilter.core.diagnostic;

import java.util.Locale;

/**
 * What a {@link Diagnostic} is about. The id of a code ({@code reject-is-drop}) is stable: it can
 * be searched for and suppressed.
 */
public enum DiagnosticCode {
  // Documents

  /** The document is not well-formed XML, or is cut off. */
  XML_SYNTAX(Severity.ERROR),
  /** The document uses something of XML that is refused, such as a DTD or an entity. */
  XML_REFUSED(Severity.ERROR),
  /** The document could not be read. */
  UNREADABLE(Severity.ERROR),
  /** The root element is not the one that is wanted. */
  WRONG_ROOT(Severity.ERROR),
  /** An element or attribute that must be there is missing. */
  MISSING(Severity.ERROR),
  /** A value is not legal where it stands. */
  ILLEGAL_VALUE(Severity.ERROR),
  /** An unknown element, or a second protocol in one rule, is ignored. */
  ELEMENT_IGNORED(Severity.WARNING),
  /** An unknown attribute is ignored. */
  ATTRIBUTE_IGNORED(Severity.WARNING),
  /** An attribute stands twice in a rule: the last one counts. */
  ATTRIBUTE_OVERRIDDEN(Severity.WARNING),
  /** A rule's priority that is out of range or not a number is 500. */
  RULE_PRIORITY_IGNORED(Severity.WARNING),
  /** A parameter with an illegal name or value is ignored. */
  PARAMETER_DROPPED(Severity.WARNING),
  /** Two definitions have one name. */
  DUPLICATE_FILTER(Severity.ERROR),

  // Resolution

  /** A filter that is referenced is not known. */
  UNKNOWN_FILTER(Severity.ERROR),
  /** A filter includes itself, directly or through others. */
  FILTER_CYCLE(Severity.ERROR),
  /** Filters include each other too often or too deeply. */
  TOO_MANY_FILTERS(Severity.ERROR),
  /** The lists of one rule multiply to too many instances. */
  TOO_MANY_INSTANCES(Severity.ERROR),
  /** A variable has no value. */
  UNRESOLVED_VARIABLE(Severity.ERROR),
  /** Lists under one iterator are not equally long. */
  UNEQUAL_LISTS(Severity.ERROR),
  /** A variable's value is not legal where the variable stands. */
  ILLEGAL_VARIABLE_VALUE(Severity.ERROR),
  /** CTRL_IP_LEARNING has an unknown value. */
  ILLEGAL_IP_LEARNING(Severity.ERROR),
  /** The address is not known yet: interim rules stand in for the real ones. */
  INTERIM_RULES(Severity.WARNING),
  /** One chain is given different priorities. */
  CHAIN_PRIORITY_CONFLICT(Severity.WARNING),
  /** Chains of one priority: libvirt's order is by chance, here it is by name. */
  CHAIN_ORDER_UNSPECIFIED(Severity.WARNING),

  // Interfaces

  /** An interface has no target device. */
  MISSING_TARGET_DEV(Severity.ERROR),
  /** Chains of two interfaces would have one name, so that their rules would mix. */
  CHAIN_COLLISION(Severity.ERROR),
  /** An interface's name cannot be an interface's name, or could not be printed safely. */
  ILLEGAL_INTERFACE_NAME(Severity.ERROR),
  /** Two interfaces have one name. */
  DUPLICATE_INTERFACE(Severity.ERROR),
  /** An interface with a filter has no MAC address. */
  MISSING_MAC(Severity.ERROR),
  /** Interfaces of this type carry no filters. */
  UNFILTERABLE_INTERFACE(Severity.ERROR),

  // What the daemon does differently

  /** The Ethernet layer cannot reject, so it drops. */
  REJECT_IS_DROP(Severity.WARNING),
  /** The IP layer has no target CONTINUE: the daemon fails to start the interface. */
  CONTINUE_FAILS(Severity.ERROR),
  /** The negation of a destination port is lost, or taken from the source port. */
  PORT_NEGATION_LOST(Severity.WARNING),
  /** A mask without an address is not matched. */
  MASK_IGNORED(Severity.WARNING),
  /** An ipset with flags is not matched in this protocol: the rule widens. */
  IPSET_DROPPED(Severity.WARNING),
  /** An ipset without flags cannot be used. */
  IPSET_UNUSABLE(Severity.ERROR),
  /** The negation of an ipset is lost. */
  IPSET_NEGATION_LOST(Severity.WARNING),
  /** A source MAC address is not matched where source and destination are swapped. */
  SOURCE_MAC_UNMATCHED(Severity.WARNING),
  /** An ICMP rule with a type has no rule for the answering direction. */
  ICMP_ANSWER_SKIPPED(Severity.WARNING),
  /** ICMP type 255 means any type to iptables. */
  ICMP_TYPE_ANY(Severity.WARNING),
  /** An ICMP code without a type is not matched. */
  ICMP_CODE_IGNORED(Severity.WARNING),
  /** A connection limit takes the place of the state match. */
  CONNLIMIT_DROPS_STATE(Severity.WARNING),
  /** The mask of the sender's address is applied to the target's, too. */
  ARP_MASK_LEAKS(Severity.WARNING),
  /** The end of a range without its start, or a range beside an address, is not matched. */
  RANGE_IGNORED(Severity.WARNING),
  /** A range ends before it starts, which the kernel takes and never matches. */
  EMPTY_RANGE(Severity.WARNING),
  /** The DSCP is compared with the whole TOS byte. */
  DSCP_IS_TOS(Severity.WARNING),
  /** The protocol inside a VLAN tag is written in decimal and read as hexadecimal. */
  VLAN_ENCAP_MISREAD(Severity.WARNING),
  /** A variable where libvirt accepts but cannot use one. */
  VARIABLE_UNUSABLE(Severity.ERROR),
  /** A variable where libvirt accepts but ignores one. */
  VARIABLE_IGNORED(Severity.WARNING),
  /** A text that restore files cannot carry. */
  UNPRINTABLE(Severity.ERROR),
  /** A state is not matched where the state match is switched off. */
  STATE_IGNORED(Severity.WARNING),
  /** libvirt defines the filter but refuses to start the interface. */
  REFUSED_BY_LIBVIRT(Severity.ERROR),
  /** Netfilter refuses this combination of matches, so the daemon cannot start the interface. */
  REFUSED_BY_NETFILTER(Severity.ERROR);

  private final Severity severity;
  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  DiagnosticCode(Severity severity) {
    this.severity = severity;
  }

  /** {@return how much it matters} */
  public Severity severity() {
    return severity;
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
