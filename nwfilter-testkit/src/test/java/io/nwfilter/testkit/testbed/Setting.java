package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.function.UnaryOperator;

/** A setting of the host, made there and told the simulator. */
@SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
enum Setting {
  /** Rules of IP do not see what is bridged. */
  BRIDGES_DO_NOT_CALL_IPTABLES(
      "bridge/bridge-nf-call-iptables=0 bridge/bridge-nf-call-ip6tables=0",
      "",
      situation ->
          situation.bridgeNetfilter(Family.IPV4, false).bridgeNetfilter(Family.IPV6, false)),

  /** Only those of IPv6 do. */
  BRIDGES_CALL_IP6TABLES_ONLY(
      "bridge/bridge-nf-call-iptables=0",
      "",
      situation -> situation.bridgeNetfilter(Family.IPV4, false)),

  /** Rules of IP see what has a tag, too. */
  BRIDGES_FILTER_TAGGED(
      "bridge/bridge-nf-filter-vlan-tagged=1", "", situation -> situation.filterVlanTagged(true)),

  /** The host forwards nothing. */
  NO_FORWARDING(
      "ipv4/ip_forward=0 ipv6/conf/all/forwarding=0", "", situation -> situation.forwarding(false)),

  /** The guests exchange no frames. */
  ISOLATED_GUESTS(
      "",
      "type bridge_slave isolated on",
      situation -> situation.isolated(Place.GUEST.device).isolated(Place.OTHER_GUEST.device)),

  /** The guests get back what they send each other. */
  HAIRPIN(
      "",
      "type bridge_slave hairpin on",
      situation -> situation.hairpin(Place.GUEST.device).hairpin(Place.OTHER_GUEST.device)),

  /** Connections are tracked whatever the rules are. */
  TRACKING("", "", situation -> situation.connectionTracking(true));

  private final String files;
  private final String ofGuests;
  private final UnaryOperator<Situation.Builder> told;

  Setting(String files, String ofGuests, UnaryOperator<Situation.Builder> told) {
    this.files = files;
    this.ofGuests = ofGuests;
    this.told = told;
  }

  /** {@return a situation in which this is set} */
  Situation.Builder tell(Situation.Builder situation) {
    return told.apply(situation);
  }

  /** {@return what makes the setting on a testbed with rules, for a shell} */
  String script() {
    StringBuilder script = new StringBuilder();
    for (String file : files.split(" ", -1)) {
      if (!file.isEmpty()) {
        script.append("echo %2$s > /proc/sys/net/%1$s%n".formatted((Object[]) file.split("=", 2)));
      }
    }
    for (Place guest : new Place[] {Place.GUEST, Place.OTHER_GUEST}) {
      if (!ofGuests.isEmpty()) {
        script.append("ip link set %s %s%n".formatted(guest.device, ofGuests));
      }
    }
    if (this == TRACKING) {
      // In a chain that is never called: a rule makes the kernel track by being there.
      for (String tool : new String[] {"iptables", "ip6tables"}) {
        script.append("%s -t security -N tracking%n".formatted(tool));
        script.append("%s -t security -A tracking -m conntrack --ctstate NEW%n".formatted(tool));
      }
    }
    return script.toString();
  }
}
