package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
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
    String lease = address + " from " + server;
    return exchange(
        subject.hostAddress().isPresent(),
        "dhcp discover",
        "dhcp offer " + lease,
        "dhcp request " + lease,
        "dhcp ack " + lease);
  }

  Statement dhcpv6() {
    return exchange(false, "dhcpv6 solicit", "dhcpv6 advertise", "dhcpv6 request", "dhcpv6 reply");
  }

  /** The guest sends the first and every other packet, the server replies. */
  private Statement exchange(boolean byHost, String... texts) {
    Guest guest = subject.guest();
    String others = Surroundings.others(guest.bridge());
    ImmutableList.Builder<Statement.Completes.Leg> legs = ImmutableList.builder();
    for (int i = 0; i < texts.length; i++) {
      boolean request = i % 2 == 0;
      String text =
          request
              ? texts[i] + " src-mac " + guest.mac()
              : texts[i]
                  + " src-mac "
                  + (byHost ? Situation.BRIDGE_MAC : Surroundings.SENDER)
                  + " dst-mac "
                  + guest.mac();
      Entry server = byHost ? Entry.host() : Entry.port(others);
      End serverEnd = byHost ? End.HOST : End.port(others);
      legs.add(
          new Statement.Completes.Leg(
              Packet.parse(text),
              request ? subject.fromGuest() : server,
              request ? serverEnd : subject.guestEnd()));
    }
    return new Statement.Completes(legs.build());
  }
}
