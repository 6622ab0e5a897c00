package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.ruleset.AddressMatch;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.InterfaceMatch;
import io.nwfilter.netfilter.ruleset.MacMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.Placement;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;

/**
 * The rules that stand in for a filter until libvirt has learned the address of the guest. They are
 * all of the Ethernet layer.
 */
public final class InterimRules {

  private static final int UDP = 17;
  private static final int DHCP_SERVER = 67;
  private static final int DHCP_CLIENT = 68;
  private static final ChainRule DROP_ALL = ChainRule.of(Target.DROP);
  private static final Match IPV4 = etherType(Protocol.IP);
  private static final Match ARP = etherType(Protocol.ARP);

  private InterimRules() {}

  /**
   * {@return the rules while any packet of the guest may tell its address: what has a foreign
   * source MAC address is dropped, IPv4 and ARP are accepted, the rest is dropped}
   *
   * @param interfaceName the interface
   * @param mac the guest's MAC address
   */
  public static Ruleset basic(InterfaceName interfaceName, MacAddress mac) {
    Match foreign = new MacMatch(Field.ETHERNET_SOURCE, mac, MacAddress.BROADCAST, true);
    return ruleset(
        chains(
            interfaceName,
            FrameDirection.FROM_GUEST,
            ImmutableList.of(
                ChainRule.of(Target.DROP, foreign),
                ChainRule.of(Target.ACCEPT, IPV4),
                ChainRule.of(Target.ACCEPT, ARP),
                DROP_ALL)));
  }

  /**
   * {@return the rules while only DHCP may tell the address: nothing else passes}
   *
   * @param interfaceName the interface
   * @param mac the guest's MAC address
   * @param servers the servers that may answer; any if there are none
   */
  public static Ruleset dhcpOnly(
      InterfaceName interfaceName, MacAddress mac, ImmutableList<Ipv4Address> servers) {
    ChainRule request =
        ChainRule.of(
            Target.ACCEPT,
            IPV4,
            new MacMatch(Field.ETHERNET_SOURCE, mac, MacAddress.BROADCAST, false),
            NumberMatch.of(Field.IP_PROTOCOL, UDP),
            NumberMatch.of(Field.SOURCE_PORT, DHCP_CLIENT),
            NumberMatch.of(Field.DESTINATION_PORT, DHCP_SERVER));
    ImmutableList.Builder<ChainRule> answers = ImmutableList.builder();
    if (servers.isEmpty()) {
      answers.add(answer(mac)).add(answer(MacAddress.BROADCAST));
    }
    for (Ipv4Address server : servers) {
      Match from = new AddressMatch(Field.IP_SOURCE, server, server.length(), false);
      answers.add(answer(mac, from)).add(answer(MacAddress.BROADCAST, from));
    }
    return ruleset(
        ImmutableList.<Chain>builder()
            .addAll(
                chains(
                    interfaceName, FrameDirection.FROM_GUEST, ImmutableList.of(request, DROP_ALL)))
            .addAll(chains(interfaceName, FrameDirection.TO_GUEST, answers.add(DROP_ALL).build()))
            .build());
  }

  private static ChainRule answer(MacAddress to, Match... from) {
    ImmutableList<Match> matches =
        ImmutableList.<Match>builder()
            .add(IPV4)
            .add(new MacMatch(Field.ETHERNET_DESTINATION, to, MacAddress.BROADCAST, false))
            .add(from)
            .add(NumberMatch.of(Field.IP_PROTOCOL, UDP))
            .add(NumberMatch.of(Field.SOURCE_PORT, DHCP_SERVER))
            .add(NumberMatch.of(Field.DESTINATION_PORT, DHCP_CLIENT))
            .build();
    return ChainRule.of(Target.ACCEPT, matches.toArray(new Match[0]));
  }

  private static ImmutableList<Chain> chains(
      InterfaceName interfaceName, FrameDirection direction, ImmutableList<ChainRule> rules) {
    String root = new ChainNames(interfaceName).ethernet(direction, ChainName.ROOT);
    Match onInterface = new InterfaceMatch(direction.interfaceField(), interfaceName);
    return ImmutableList.of(
        new Chain(
            direction.hook(),
            Placement.TAIL,
            ImmutableList.of(ChainRule.of(new Target.Jump(root), onInterface))),
        new Chain(root, Placement.OWN, rules));
  }

  private static Ruleset ruleset(ImmutableList<Chain> chains) {
    return new Ruleset(Family.BRIDGE, ImmutableList.of(new Table(Table.NAT, chains)));
  }

  private static Match etherType(Protocol protocol) {
    return NumberMatch.of(Field.ETHER_TYPE, protocol.number().getAsInt());
  }
}
