package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.exchange.Endpoint;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.exchange.Message;
import io.nwfilter.netfilter.exchange.Role;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;

/**
 * What a guest and a server send so that the guest gets an address. The server of DHCP is the host
 * if it has an address on the guest's bridge, as that of a virtual network; otherwise, and for
 * DHCPv6, somebody else on the bridge.
 *
 * @param subject the guest on its host
 */
record Leases(Subject subject) {

  private static final Ipv4Address UNKNOWN = Ipv4Address.parseDottedQuad("192.168.122.10");
  private static final int PREFIX = 24;

  Statement dhcp() {
    IpAddress address =
        subject.guest().addresses().stream()
            .filter(Ipv4Address.class::isInstance)
            .findFirst()
            .orElse(UNKNOWN);
    IpAddress server =
        subject
            .hostAddress()
            .orElseGet(() -> new Ipv4Address((int) address.masked(PREFIX).low() | 1));
    return completes(
        Exchanges.dhcp(), address, server, subject.hostAddress().isPresent());
  }

  Statement dhcpv6() {
    return completes(
        Exchanges.dhcpv6(),
        Ipv6Address.linkLocal(subject.guest().mac()),
        Ipv6Address.linkLocal(Surroundings.SENDER),
        false);
  }

  private Statement completes(
      Exchange exchange, IpAddress address, IpAddress serverAddress, boolean byHost) {
    Guest guest = subject.guest();
    String others = Surroundings.others(guest.bridge());
    Entry server = byHost ? Entry.raw(guest.bridge()) : Entry.port(others);
    End serverEnd = byHost ? End.HOST : End.port(others);
    Endpoint clientEnd = new Endpoint(guest.mac(), address);
    Endpoint otherEnd =
        new Endpoint(byHost ? Situation.BRIDGE_MAC : Surroundings.SENDER, serverAddress);
    ImmutableList.Builder<Statement.Completes.Leg> legs = ImmutableList.builder();
    for (Message message : exchange.messages()) {
      boolean byClient = message.sender() == Role.CLIENT;
      Endpoint sender = byClient ? clientEnd : otherEnd;
      String text = message.between(clientEnd, otherEnd) + " src-mac " + sender.mac();
      legs.add(
          new Statement.Completes.Leg(
              Packet.parse(text),
              byClient ? subject.fromGuest() : server,
              byClient ? serverEnd : subject.guestEnd()));
    }
    return new Statement.Completes(legs.build());
  }
}
