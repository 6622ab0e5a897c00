package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** Texts of packets of every kind. */
public final class SamplePackets {

  /** The texts. */
  public static final List<String> TEXTS =
      ImmutableList.of(
          "udp 0.0.0.0:68 > 255.255.255.255:67",
          "arp who-has 10.0.0.1 tell 10.0.0.7 padding 18",
          "rarp reply 10.0.0.9 is-at 52:54:00:01:02:03",
          "icmp echo-request 10.0.0.1 > 10.0.0.2 data \"abcdefgh\"",
          "tcp 10.0.0.1:1 > 10.0.0.2:2 options 0x020405b401010303 data \"hello\" df tos 0x10",
          "tcp syn,ack [2001:db8::1]:22 > [2001:db8::2]:40000 svlan 7 vlan 5",
          "udplite 10.0.0.1:1 > 10.0.0.2:2 data \"xyz\" coverage 8",
          "sctp 10.0.0.1:1 > 10.0.0.2:2 data 0x01000004",
          "dccp 10.0.0.1:1 > 10.0.0.2:2 options 0x00000001 coverage 1 data 0x01",
          "icmp port-unreachable 10.0.0.1 > 10.0.0.2 about \"udp 10.0.0.2:7 > 10.0.0.1:9\"",
          "icmpv6 mld-query fe80::1 > ff02::1 hop-by-hop 0x050200000100 data 0x0000",
          "udp [fe80::1]:1 > [fe80::2]:2 routing 0x000000000000 destination-options 0x010400000000",
          "igmp v2-report 10.0.0.1 > 224.0.0.251 group 224.0.0.251",
          "esp 10.0.0.1 > 10.0.0.2 spi 0x100 seq 5 data 0x01020304",
          "ah fe80::1 > fe80::2",
          "tcp 10.0.0.1:40000 > 10.0.0.2:22 auth 0x000102030405060708090a0b",
          "udp 10.0.0.1:1 > 10.0.0.2:2 frag 0+ data 0x0000000000000000",
          "udp fe80::1 > fe80::2 frag 16+ data 0x0000000000000000",
          "stp config root-priority 32768 padding 8",
          "stp tcn",
          "llc dsap 0xe0 ssap 0xe0 data 0xffff",
          "snap snap-type 0x809b data 0x01",
          "ether ether-type 0x88cc data 0x0000",
          "dns example.org 10.0.0.1 > 10.0.0.2",
          "dhcp discover",
          "dhcp offer 10.0.0.9 from 10.0.0.1",
          "dhcpv6 request",
          "ra",
          "ns fe80::9",
          "na fe80::9");

  private SamplePackets() {}
}
