package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.packet.Bits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTypesTest {

  private static final Situation SITUATION =
      Situation.builder()
          .bridge("br0", "vnet0")
          .address("br0", "10.0.0.1/24")
          .address("br0", "fd00::1/64")
          .address("out0", "192.0.2.7/31")
          .address(
              "out0", "10.0.1.255/16") // the last address of another network of the same length
          .address("out1", "10.0.0.255/32")
          .build();

  private static final Topology TOPOLOGY = new Topology(SITUATION);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.0.0.1",
        "10.0.0.0",
        "10.0.0.1",
        "10.0.0.2",
        "10.0.0.255",
        "10.0.1.255",
        "10.0.255.255",
        "126.255.255.255",
        "127.0.0.0",
        "127.0.0.1",
        "127.255.255.254",
        "127.255.255.255",
        "128.0.0.0",
        "192.0.2.6",
        "192.0.2.7",
        "192.168.0.1",
        "223.255.255.255",
        "224.0.0.0",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.254",
        "255.255.255.255"
      })
  void addressesOfIpv4HaveTheTypesThatTheSimulatorTells(String address) {
    assertSame(address, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::", "::1", "::2", "fd00::", "fd00::1", "fd00::2", "fe80::1", "feff::", "ff02::1"
      })
  void addressesOfIpv6HaveTheTypesThatTheSimulatorTells(String address) {
    assertSame(address, false);
  }

  private static void assertSame(String address, boolean ipv4) {
    Bits value = Bits.of(Prefix.parse(address + (ipv4 ? "/32" : "/128")).address());
    assertEquals(
        TOPOLOGY.addressType(value, ipv4), AddressTypes.on(SITUATION, ipv4).of(value), address);
  }
}
