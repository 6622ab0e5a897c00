package io.nwfilter.netfilter.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisguiseTest {

  private static final String IPV4 = "udp 10.0.0.1:1 > 10.0.0.2:2 data 0x01020304";
  private static final String IPV6 = "udp [fd00::1]:1 > [fd00::2]:2 data 0x01020304";

  @ParameterizedTest
  @CsvSource({
    "TAG, vlan 5",
    "PRIORITY_TAG, vlan 0",
    "SERVICE_TAG, svlan 5 vlan 6",
    "TWO_TAGS, vlan 5 vlan 6",
    "HOP_BY_HOP, hop-by-hop 0x010400000000",
    "DESTINATION_OPTIONS, destination-options 0x010400000000",
    "ROUTING, routing 0x000000000000"
  })
  void somethingIsInserted(Disguise form, String setting) {
    assertEquals(
        ImmutableList.of(Packet.parse(IPV6 + " " + setting)), form.of(Packet.parse(IPV6)));
  }

  @Test
  void whatFollowsSnapIsPayload() {
    Packet plain = Packet.parse("ip 10.0.0.1 > 10.0.0.2");

    assertEquals(
        ImmutableList.of(
            Packet.parse(
                "snap snap-type 0x800 data 0x450000140000000040fd65eb0a0000010a000002")),
        Disguise.SNAP.of(plain));
  }

  @Test
  void fragmentsHaveAllOctets() {
    assertEquals(
        ImmutableList.of(
            Packet.parse("udp 10.0.0.1:1 > 10.0.0.2:2 length 12 checksum 0xe7ca frag 0+ ip-id 1"),
            Packet.parse("udp 10.0.0.1 > 10.0.0.2 frag 8 ip-id 1 data 0x01020304")),
        Disguise.FRAGMENTS.of(Packet.parse(IPV4)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ether ether-type 0x800",
        "ip 10.0.0.1 > 10.0.0.2 proto 6",
        "udp 10.0.0.1 > 10.0.0.2 frag 8 data 0x0000000000000000"
      })
  void whatNobodyCanReadHasNoOtherForm(String packet) {
    for (Disguise form : Disguise.values()) {
      assertEquals(ImmutableList.of(), form.of(Packet.parse(packet)), form.toString());
    }
  }

  @Test
  void onlyIpv6HasExtensionHeaders() {
    assertEquals(ImmutableList.of(), Disguise.HOP_BY_HOP.of(Packet.parse(IPV4)));
  }
}
