package io.nwfilter.netfilter.upgrade;

import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.Ipv4Address;

/** The network that libvirt's packages bring with them. */
final class DefaultNetwork {

  /** It is on the bridge virbr0. */
  static final Network DEFAULT =
      Network.builder("default")
          .bridge("virbr0")
          .forward(ForwardMode.NAT)
          .address(
              NetworkAddress.parse("192.168.122.1/24").toBuilder()
                  .dhcp(
                      Dhcp.of(
                          new AddressRange(
                              Ipv4Address.parse("192.168.122.2"),
                              Ipv4Address.parse("192.168.122.254"))))
                  .build())
          .build();

  private DefaultNetwork() {}
}
