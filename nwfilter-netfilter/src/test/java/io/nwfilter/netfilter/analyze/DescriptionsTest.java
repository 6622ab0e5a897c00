package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionsTest {

  private static final Entry ENTRY = Entry.port("vnet0");

  private final PacketSets sets =
      PacketSets.of(Simulator.of(Situation.bridge("virbr0", "vnet0", "others")));

  private PacketSet of(String query) {
    return sets.of(PacketQuery.parse(query).packets());
  }

  private List<PacketQuery> described(PacketSet set) {
    Description description = sets.description(set, sets.possible(ENTRY));
    assertTrue(description.rest().isEmpty());
    return description.parts().stream()
        .map(
            part ->
                PacketQuery.saying(PacketDirection.FROM_VM, part.conditions(), part.exceptions())
                    .orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from-vm                                   | from-vm
          from-vm arp                               | from-vm arp
          from-vm ip6                               | from-vm ip6
          from-vm not (ip or arp)                   | from-vm not (ip or arp)
          from-vm tcp dport 22                      | from-vm tcp dport 22
          from-vm ip tcp dport 22                   | from-vm ip tcp dport 22
          from-vm (tcp or udp) dport 53             | from-vm (tcp or udp) dport 53
          from-vm ip udp dport 53 or ip udp dport 54 | from-vm ip udp dport 53-54
          from-vm tcp dport != 22                   | from-vm tcp dport != 22
          from-vm ip from 10.0.0.0/9 or ip from 10.128.0.0/9 | from-vm ip from 10.0.0.0/8
          from-vm ip from 10.0.0.1-10.0.0.9         | from-vm ip from 10.0.0.1-10.0.0.9
          from-vm icmp echo-request                 | from-vm icmp echo-request
          from-vm icmp 3                            | from-vm icmp 3
          from-vm icmp not icmp echo-request        | from-vm icmp not icmp echo-request
          from-vm tcp syn/syn,ack                   | from-vm tcp syn/syn,ack
          from-vm arp sender-mac 52:54:00:00:00:01 target-ip 10.0.0.1 | from-vm arp target-ip 10.0.0.1 sender-mac 52:54:00:00:00:01
          from-vm src-mac != 52:54:00:00:00:01      | from-vm src-mac != 52:54:00:00:00:01
          from-vm ip from 10.0.0.1 or ip tcp dport 22 | from-vm ip from 10.0.0.1; from-vm ip tcp dport 22
          from-vm vlan 5                            | from-vm vlan 5
          from-vm ip udp or ip (tcp or udp) state new | from-vm ip udp; from-vm ip tcp state new
          from-vm ip proto != 17 or ip udp sport 67 | from-vm ip proto != 17; from-vm ip udp sport 67
          from-vm dst-mac 01:00:00:00:00:00/01:00:00:00:00:00 dst-mac != ff:ff:ff:ff:ff:ff | from-vm dst-mac 01:00:00:00:00:00/01:00:00:00:00:00 dst-mac != ff:ff:ff:ff:ff:ff
          from-vm tcp (flags syn/syn or flags ack,fin/ack,fin or flags rst/rst) | from-vm tcp not (flags none/fin,syn,rst or flags none/syn,rst,ack)
          from-vm rarp not (operation 3 sender-ip 0.0.0.0 target-ip 0.0.0.0 src-mac 52:54:00:00:00:01) | from-vm rarp not (operation 3 sender-ip 0.0.0.0 target-ip 0.0.0.0 src-mac 52:54:00:00:00:01)
          """)
  void setsAreDescribedInFewWords(String query, String expected) {
    assertEquals(
        expected,
        described(of(query)).stream().map(Object::toString).collect(Collectors.joining("; ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from-vm tcp dport 22 from 10.0.0.0/8     | from-vm from 10.1.0.0/16
          from-vm ip                               | from-vm udp dport 67
          from-vm arp                              | from-vm arp sender-ip 10.0.0.1 sender-mac 52:54:00:00:00:01
          from-vm ip or ip6                        | from-vm tcp flags syn,ack
          from-vm                                  | from-vm ip udp dport 53 from 10.0.0.1
          from-vm icmp                             | from-vm icmp 8 or icmp 3/1
          from-vm ip tos 0x10/0x30                 | from-vm tcp sport 1-1023
          from-vm vlan any                         | from-vm vlan 3-9
          from-vm llc                              | from-vm snap-type 0x800
          from-vm dst-mac 01:00:00:00:00:00/01:00:00:00:00:00 | from-vm dst-mac ff:ff:ff:ff:ff:ff
          """)
  void descriptionsMeanTheSet(String all, String without) {
    PacketSet set = of(all).without(of(without));

    PacketSet described = sets.none();
    for (PacketQuery part : described(set)) {
      described = described.or(sets.of(PacketQuery.parse(part.toString()).packets()));
    }

    PacketSet possible = sets.possible(ENTRY);
    assertEquals(set.and(possible), described.and(possible));
  }
}
