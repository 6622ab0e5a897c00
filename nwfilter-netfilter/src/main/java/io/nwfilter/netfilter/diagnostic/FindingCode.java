package io.nwfilter.netfilter.diagnostic;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.DiagnosticCode;

/**
 * Diagnostics about what rules do together, each true of all packets. They are not reported when
 * rules are compiled, but by {@code io.nwfilter.netfilter.finding.RuleFindings}.
 */
public enum FindingCode implements DiagnosticCode {
  /** What a rule asks for excludes each other. */
  IMPOSSIBLE_RULE(
      CodeDescription.warning(
          "impossible-rule",
          "no packet can meet a rule: what it asks for excludes each other, or excludes what its"
              + " chain gets",
          "ask for what you mean, or remove the rule")),
  /** Connection tracking gives no packet of a rule a state that it asks for. */
  IMPOSSIBLE_STATE(
      CodeDescription.warning(
              "impossible-state",
              "no packet can meet a rule, as connection tracking gives none of its packets a state"
                  + " that it asks for: errors of ICMP and ICMPv6 are `RELATED` or `INVALID`,"
                  + " neighbour discovery is `UNTRACKED`, TCP with `SYN,ACK` never begins a"
                  + " connection; rules of the IP layer that accept ask for `NEW` and `ESTABLISHED`"
                  + " unless they have another `state`",
              "write `state='RELATED'` for errors about known connections, `state='NONE'` for"
                  + " packets in any state, or remove the rule")
          .namingOthers()),
  /** Rules that come before take all packets of a rule. */
  SHADOWED_RULE(
      CodeDescription.warning(
              "shadowed-rule",
              "no packet meets a rule, as rules that come before it take all of its packets and"
                  + " decide otherwise; where variables have several values, that holds for all of"
                  + " them",
              "give the rule a priority before those that the message names, or remove it")
          .namingOthers()),
  /** Without a rule, the same would become of every packet. */
  REDUNDANT_RULE(
      CodeDescription.info(
              "redundant-rule",
              "a rule changes nothing: other rules of its chain decide the same about all of its"
                  + " packets",
              "remove the rule, or check whether one of those that the message names is too wide")
          .namingOthers()),
  /** No packet gets to a chain. */
  UNREACHED_CHAIN(
      CodeDescription.warning(
              "unreached-chain",
              "no packet gets to the chain that a filter's rules are in: rules of the root chain,"
                  + " or of chains with a lower priority, take all of its packets",
              "give the chain a priority before the rules that the message names, or remove the"
                  + " filter")
          .namingOthers()),
  /** Another layer drops all that a rule would decide on. */
  DECIDED_BY_OTHER_LAYER(
      CodeDescription.info(
              "decided-by-other-layer",
              "a rule of the IP layer (`tcp`, `udp`, `all` and so on) decides nothing, as the"
                  + " Ethernet layer (rules without a protocol, `mac`, `ip`, `arp` and so on) drops"
                  + " all of its packets before",
              "remove the rule, or let the packets pass the Ethernet layer if the rule is to"
                  + " decide")
          .namingOthers()),
  /** A family of IP passes freely, while the other does not. */
  OTHER_FAMILY_OPEN(
      CodeDescription.warning(
              "other-family-open",
              "a filter drops one family of IP, IPv4 or IPv6, unless a rule accepts a packet, but"
                  + " every packet of the other family passes: rules of `all`, `tcp` and so on see"
                  + " only IPv4, those of `all-ipv6`, `tcp-ipv6` and so on only IPv6",
              "drop the other family as well, with a rule without a protocol or one of `all` or"
                  + " `all-ipv6`, or accept the warning if it is meant to pass")
          .namingOthers()),
  /** Frames other than IP and ARP pass freely, while IP does not. */
  OTHER_FRAMES_OPEN(
      CodeDescription.info(
              "other-frames-open",
              "a filter drops IPv4 or IPv6 unless a rule accepts a packet, but all other frames"
                  + " pass: RARP, frames with a tag of a VLAN (whatever is inside) and of IEEE"
                  + " 802.3, and all other EtherTypes; or all of IPv4, where nothing of IPv6"
                  + " passes",
              "include `no-other-l2-traffic` after filters that accept what is needed, or drop the"
                  + " rest with a rule without a protocol; nothing, if no one reads such frames")
          .namingOthers()),
  /** ARP may claim addresses that IPv4 must not come from. */
  SPOOFED_ARP_OPEN(
      CodeDescription.warning(
          "spoofed-arp-open",
          "a filter lets the guest send IPv4 from some addresses only, but ARP that claims others:"
              + " with it, the guest is sent packets that are meant for somebody else",
          "include `no-arp-spoofing`, or drop `arp` from the guest unless its `arpsrcipaddr` is an"
              + " address of the guest")),
  /** The guest may advertise itself as a router. */
  ROUTER_ADVERTISEMENTS_OPEN(
      CodeDescription.warning(
          "router-advertisements-open",
          "a filter lets the guest send IPv6 from some addresses only, but router advertisements:"
              + " with these, others on the bridge take the guest for their router and send it"
              + " what is meant for the network",
          "drop `<icmpv6 type='134'/>` from the guest; nothing, if the guest is a router")),
  /** The guest may claim addresses of IPv6 that it does not send from. */
  SPOOFED_NEIGHBOR_OPEN(
      CodeDescription.info(
          "spoofed-neighbor-open",
          "a filter lets the guest send IPv6 from some addresses only, but neighbour"
              + " advertisements, and no rule can look at the address that these claim: with one,"
              + " the guest may be sent packets that are meant for somebody else",
          "drop `<icmpv6 type='136'/>` from the guest if its neighbours know its MAC address in"
              + " another way, such as from permanent entries; otherwise accept the hint, as the"
              + " guest cannot be reached without its own advertisements")),
  /** No connection that a rule accepts gets a reply. */
  REPLIES_LOST(
      CodeDescription.warning(
              "replies-lost",
              "a rule accepts first packets of connections of TCP, UDP or ICMP (echo requests), and"
                  + " rules drop the replies to all of them, or at least to those that are bridged:"
                  + " libvirt's rules of the IP layer do not see what the host sends or routes to a"
                  + " guest",
              "accept the replies as well: with a rule for the other direction, or, at the IP"
                  + " layer, by leaving out `state`; or accept the warning if the packets want no"
                  + " reply")
          .namingOthers()),
  /** A filter drops DHCP. */
  NO_DHCP(
      CodeDescription.info(
          "no-dhcp",
          "a filter lets the guest send IPv4 or IPv6, but drops all that it asks for an address"
              + " with, or all replies to that: DHCP, or DHCPv6 and the advertisements of routers",
          "include `allow-dhcp` or `allow-dhcpv6` (at the Ethernet layer), or accept UDP between"
              + " the ports 68 and 67, or 546 and 547, in both directions, each with a rule of its"
              + " own; nothing, if the guest's address is configured in the guest")),
  /** libvirt's rules take all packets of a host's own rule. */
  HOST_RULE_SHADOWED(
      CodeDescription.warning(
              "host-rule-shadowed",
              "no packet meets a rule of the host any more, as libvirt's rules, which come before"
                  + " it, take all of its packets",
              "put the rule where libvirt's do not come before it: insert it into the base chain"
                  + " after libvirt has started, or use a hook script of libvirt")
          .namingOthers()),
  /** Something could not be looked at. */
  ANALYSIS_INCOMPLETE(
      CodeDescription.info(
          "analysis-incomplete",
          "the rules of an interface or a host ask for so much at once that sets of packets get too"
              + " large: there may be more to report about them",
          "nothing, or look at parts of the filter by themselves"));

  private final CodeDescription description;

  FindingCode(CodeDescription description) {
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
