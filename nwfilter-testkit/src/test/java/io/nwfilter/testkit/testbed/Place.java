package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.Arrays;

/** Where packets come from and go to on the testbed. */
@SuppressWarnings("ImmutableEnumChecker") // addresses do not change
enum Place {
  /** The guest whose filters are tried. */
  GUEST("vnet2", "52:54:00:9f:80:45", "192.168.122.10", "fd00:122::10"),
  /** Another guest on the bridge. */
  OTHER_GUEST("vnet3", "52:54:00:9f:80:46", "192.168.122.11", "fd00:122::11"),
  /** Somebody else, who is not on this host. */
  NEIGHBOR("others-virbr0", "02:00:00:00:00:01", "192.168.122.99", "fd00:122::99"),
  /** A router that is reached by an interface that is not a port of the bridge. */
  OUTSIDE("outside", "02:00:00:00:00:09", "198.51.100.9", "2001:db8::9");

  static final String BRIDGE = "virbr0";
  static final ImmutableList<Place> PORTS = ImmutableList.of(GUEST, OTHER_GUEST, NEIGHBOR);

  final String device;
  final MacAddress mac;
  final Ipv4Address ipv4;
  final Ipv6Address ipv6;

  Place(String device, String mac, String ipv4, String ipv6) {
    this.device = device;
    this.mac = MacAddress.parse(mac);
    this.ipv4 = Ipv4Address.parseDottedQuad(ipv4);
    this.ipv6 = Ipv6Address.parse(ipv6);
  }

  /** {@return its address that only its link has} */
  Ipv6Address onLink() {
    return new Ipv6Address(0xfe80_0000_0000_0000L, ipv6.low());
  }

  boolean isPort() {
    return this != OUTSIDE;
  }

  Entry entry() {
    return isPort() ? Entry.port(device) : Entry.network(device);
  }

  /** {@return a packet that comes from here} What comes by a routed interface is for the host. */
  Packet addressed(Packet packet) {
    boolean group = (packet.octets().get(0) & 1) != 0;
    return isPort() || group
        ? packet
        : packet.with(Slot.ETHERNET_DESTINATION, Bits.of(MacAddress.parse(Testbed.OUTSIDE_MAC)));
  }

  End end() {
    return isPort() ? End.port(device) : End.network(device);
  }

  static End end(String device) {
    for (Place place : values()) {
      if (place.device.equals(device)) {
        return place.end();
      }
    }
    throw new IllegalArgumentException(device);
  }

  /** {@return whether packets of the testbed can enter somewhere} */
  static boolean isEntry(Entry entry) {
    return Arrays.stream(values()).anyMatch(place -> place.entry().equals(entry));
  }
}
