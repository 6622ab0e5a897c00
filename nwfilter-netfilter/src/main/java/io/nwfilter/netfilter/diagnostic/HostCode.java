package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/** Diagnostics about what happens to a host. */
public enum HostCode implements DiagnosticCode {
  /** An event cannot happen to the host as it is. */
  IMPOSSIBLE_EVENT(
      CodeDescription.error(
          "impossible-event",
          "an event cannot happen: what it starts is running already, what it stops is not, libvirt"
              + " is not running, or the rules that it changes are not there",
          "put the events into the order in which they happen")),
  /** The chains that a network's rules belong in were deleted while libvirt was running. */
  CHAINS_DELETED(
      CodeDescription.error(
          "chains-deleted",
          "a network cannot start: libvirt makes its chains (`LIBVIRT_INP` and so on) only once"
              + " after it has started, and something has deleted them since",
          "restart libvirt after a script that deletes chains, or let the script leave chains alone"
              + " that are not its own")),
  /** Rules that are there, but that no packet reaches. */
  CHAIN_NOT_ENTERED(
      CodeDescription.warning(
          "chain-not-entered",
          "a chain of libvirt's has rules, but nothing jumps to it any more: a script has flushed"
              + " the chain with the jump; libvirt adds a network's jumps again only when it is"
              + " restarted, and those of filters when an interface with a filter starts",
          "restart libvirt after such a script")),
  /** libvirt adds the rules of its networks again, in an order of its own. */
  ORDER_AFTER_RESTART(
      CodeDescription.warning(
          "order-after-restart",
          "when libvirt is restarted or reloaded, it adds the rules of all networks and interfaces"
              + " again, in an order that changes with every start of the daemon; here they keep"
              + " the order in which they were started",
          "do not rely on the order of networks, or of machines")),
  /** The network of a machine has not been started. */
  NETWORK_NOT_RUNNING(
      CodeDescription.warning(
          "network-not-running",
          "a machine starts that is connected to a network which has not been started here: libvirt"
              + " does not start such a machine, and the rules of that network are missing from"
              + " what is predicted",
          "start the network first, or name it as one that runs (`--running`)")),
  /** What no document says of a guest is assumed. */
  GUEST_ASSUMED(
      CodeDescription.info(
          "guest-assumed",
          "no document describes the interface of a guest, or the network that it is connected to,"
              + " and options do not say all: its bridge, or the MAC address of the guest, is"
              + " assumed",
          "give the bridge (`--port`) and the MAC address (`--mac`), or the documents of the"
              + " machine and of its network")),
  /** Packets are not led through interfaces that rules name. */
  INTERFACES_LEFT_OUT(
      CodeDescription.warning(
          "interfaces-left-out",
          "rules say something of their own of more interfaces than are looked at: what is proved"
              + " or tried says nothing of packets that come by the others",
          "ask about a host with fewer machines and networks")),
  /** A rule is not allowed where it is. */
  RULE_REFUSED(
      CodeDescription.error(
          "rule-refused",
          "iptables, ip6tables, ebtables or the kernel refuse a rule where it is: its target or a"
              + " match is for other tables or chains, or needs a protocol; it jumps to a base"
              + " chain; or the jumps from a base chain go in a circle or too deep",
          "do what the message says")),
  /** A command of a script fails. */
  SCRIPT_COMMAND_FAILED(
      CodeDescription.warning(
          "script-command-failed",
          "a command of a script fails, as the rule or chain that it names is not there, or is"
              + " there already; like a shell, the script goes on with the next command, unless it"
              + " has `set -e`",
          "check whether the script is meant to run on these rules, and in this order of events")),
  /** Commands of a script were left out. */
  SCRIPT_LINES_SKIPPED(
      CodeDescription.warning(
          "script-lines-skipped",
          "commands of a script were left out, as they do not change rules: `echo`, `sysctl`,"
              + " `modprobe` and the like",
          "nothing, if none of them runs other programs that change rules")),
  /** A dump has nothing at all. */
  EMPTY_DUMP(
      CodeDescription.warning(
          "empty-dump",
          "a file is empty: it is taken for the dump of a host without rules, as `nft list ruleset`"
              + " and the `-save` tools print nothing where no rule was ever loaded",
          "look whether the command that wrote the file has failed")),
  /** Rules that two dumps have count once. */
  TABLE_LISTED_TWICE(
      CodeDescription.info(
          "table-listed-twice",
          "a table of iptables, ip6tables or ebtables is in the output of `nft list ruleset`, too:"
              + " it is taken from the dump of its own tool, as nft does not print all of it",
          "nothing")),
  /** Rules of other tools are known only as nft lists them. */
  TABLE_OF_OTHER_TOOL(
      CodeDescription.info(
          "table-of-other-tool",
          "the output of `nft list ruleset` has a table of iptables, ip6tables or ebtables, whose"
              + " own dump was not given: nft does not print all matches of such a table, and what"
              + " it does not print is not known",
          "give what the tool's `-save` prints, too")),
  /** A part of nftables is not taken into account. */
  NFTABLES_NOT_MODELLED(
      CodeDescription.warning(
          "nftables-not-modelled",
          "packets are not led through a part of nftables: a table of another family"
              + " (`netdev`, `arp`), a chain at another hook (`ingress`, `egress`), or a flow"
              + " table; it may drop or change packets",
          "look at that part yourself"));

  private final CodeDescription description;

  HostCode(CodeDescription description) {
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
