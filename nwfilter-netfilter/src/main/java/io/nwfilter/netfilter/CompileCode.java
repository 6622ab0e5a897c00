package io.nwfilter.netfilter;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about an interface, or a whole host, when it is compiled. */
public enum CompileCode implements DiagnosticCode {
  /** CTRL_IP_LEARNING has an unknown value. */
  ILLEGAL_IP_LEARNING(
      CodeDescription.error(
          "illegal-ip-learning",
          "`CTRL_IP_LEARNING` is not `any`, `dhcp` or `none` (case does not matter)",
          "use any, dhcp or none")),
  /** The address is not known yet: interim rules take the place of the real ones. */
  INTERIM_RULES(
      CodeDescription.warning(
          "interim-rules",
          "the guest's address is needed but not known: with the learning method `any` its MAC"
              + " address is checked, and IPv4 and ARP pass; with `dhcp` only DHCP passes",
          "the same",
          "give the parameter `IP`, or the learned address")),
  /** The real rules will be refused, so that the interim ones stay. */
  INTERIM_RULES_STAY(
      CodeDescription.warning(
          "interim-rules-stay",
          "the rules of a filter that needs the guest's address would be refused: when libvirt"
              + " learns the address, the interim rules stay, and only the daemon's log says why;"
              + " the message names the code",
          "the same",
          "follow the advice for the code that the message names")),
  /** The method of learning is chosen where libvirt does not look. */
  LEARNING_PARAMETER_IGNORED(
      CodeDescription.warning(
          "learning-parameter-ignored",
          "`CTRL_IP_LEARNING` in a `<filterref>` inside a filter is never read: the address is"
              + " learned as if it were not there",
          "the same",
          "write it in the `<filterref>` of the interface")),
  /** A parameter is hidden by one that is defined further outside. */
  PARAMETER_OVERRIDDEN(
      CodeDescription.warning(
          "parameter-overridden",
          "a parameter in a `<filterref>` inside a filter has no effect where the same name is"
              + " defined further outside: by an outer `<filterref>`, the interface (`MAC` always),"
              + " or the address that libvirt learns",
          "the same",
          "remove the inner parameter, or give the two different names")),
  /** A parameter that no rule uses. */
  PARAMETER_UNUSED(
      CodeDescription.warning(
          "parameter-unused",
          "no rule of the filter, nor of those that it includes, uses a parameter; `DHCPSERVER`"
              + " is also read while the address is learned with `dhcp`, at the interface only",
          "the same",
          "remove the parameter, or correct its name")),
  /** A filter's chain or its priority changes nothing. */
  CHAIN_WITHOUT_EFFECT(
      CodeDescription.warning(
          "chain-without-effect",
          "`chain` and `priority` of a filter place only its rules of the Ethernet layer: rules of"
              + " the IP layer are in no chain, and those of filters in other chains just come"
              + " after those of the chain `root`; and the chain `root` has no priority",
          "the same",
          "remove the attribute; rules of the IP layer are ordered by their own `priority`")),
  /** The address of an {@code <ip>} element is not used. */
  IP_ELEMENT_UNUSED(
      CodeDescription.warning(
          "ip-element-unused",
          "the address of an interface's `<ip>` element is not the value of `IP` in its filter,"
              + " although libvirt's documentation says that it is: the address is still learned",
          "the same",
          "give the address as the parameter `IP` of the filter")),
  /** An interface has no target device. */
  MISSING_TARGET_DEV(
      CodeDescription.error(
          "missing-target-dev",
          "an interface with a filter has no name yet: libvirt names it when the machine starts",
          "use the document of the running machine, or name the interface yourself"
              + " (`CompileOptions`, `--target-dev`)")),
  /** Chains of two interfaces would have the same name, so that their rules would be mixed. */
  CHAIN_COLLISION(
      CodeDescription.error(
          "chain-collision",
          "chains of two interfaces would have the same name (`vnet0` with a chain `mac-arp`,"
              + " `vnet0-mac` with `arp`), and their rules would be mixed",
          "rename the interface or the chain")),
  /** Two interfaces have the same name. */
  DUPLICATE_INTERFACE(
      CodeDescription.error(
          "duplicate-interface",
          "two interfaces of the host have the same name",
          "give each interface a name of its own")),
  /** An interface with a filter has no MAC address. */
  MISSING_MAC(
      CodeDescription.error(
          "missing-mac",
          "an interface with a filter has no MAC address",
          "add `<mac address=…/>`")),
  /** An option names something that is not there. */
  UNUSED_OPTION(
      CodeDescription.warning(
          "unused-option",
          "an option of the command names an interface, the MAC address of one, or a network, that"
              + " no document has, rules to be logged that no filter has, an interface or bridge of"
              + " the host that no document, rule or other option names, or a set that no rule"
              + " asks",
          "check the name, the address or the criteria; nothing, if the host has that interface all"
              + " the same")),
  /** A parameter MAC replaces the interface's address. */
  MAC_OVERRIDDEN(
      CodeDescription.warning(
          "mac-overridden",
          "a parameter `MAC` replaces the interface's MAC address in every rule",
          "the same",
          "remove the parameter: libvirt knows the address")),
  /** Rules of the IP layer for packets to the guest see only those that are bridged. */
  NOT_FILTERED_WHEN_ROUTED(
      CodeDescription.warning(
          "not-filtered-when-routed",
          "rules for packets to the guest (`FO-…`) see only packets that are bridged to it: packets"
              + " that the host routes to it bypass them, and all packets do while"
              + " `net.bridge.bridge-nf-call-iptables` is 0",
          "the same",
          "do not rely on rules of the IP layer for traffic to a guest on a NAT or routed "
              + "network; use the Ethernet layer"));

  private final CodeDescription description;

  CompileCode(CodeDescription description) {
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
